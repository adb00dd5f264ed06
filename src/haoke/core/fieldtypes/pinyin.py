"""How Chinese names are read: one syllable a character, surnames and firms' words by their own reading."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from operator import ne
from pathlib import Path
from typing import TYPE_CHECKING

from haoke.core.fieldtypes import normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Characters of a text that are read.
LONGEST = 2_000
#: Characters of a stored sort key.
KEY = 400

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_ALL_HAN = re.compile(f"{_HAN.pattern}{{1,{LONGEST}}}")
_NAME = re.compile("[\u3400-\u9fff]{2,4}")


_SURNAMES = normal.table(
    "单 shan 曾 zeng 解 xie 仇 qiu 查 zha 盖 ge 区 ou 任 ren 朴 piao 缪 miao 翟 zhai 乐 yue 覃 qin 员 yun 冼 xian "
    "逄 pang 繁 po 种 chong 折 she 黑 he 隗 wei 秘 bi 召 shao 宓 mi 盛 sheng 牟 mou 佴 nai 钭 tou 亓 qi 幺 yao 撒 "
    "sa 谌 chen 祭 zhai 洗 xian 晟 cheng 阚 kan 能 nai 乜 nie 瞿 qu 阙 que 芮 rui 眭 sui 尤 you 於 yu 郁 yu 訾 zi "
    "薄 bo 炅 gui 藏 zang 贠 yun 郇 xun 郗 xi"
)
_DOUBLE_SURNAMES = normal.table(
    "单于 chan'yu 尉迟 yu'chi 万俟 mo'qi 长孙 zhang'sun 澹台 tan'tai 令狐 ling'hu 宇文 yu'wen 尉犁 yu'li 欧阳 "
    "ou'yang 司马 si'ma 上官 shang'guan 诸葛 zhu'ge 东方 dong'fang 皇甫 huang'fu 公孙 gong'sun 慕容 mu'rong 夏侯 "
    "xia'hou 闻人 wen'ren 独孤 du'gu 南宫 nan'gong 西门 xi'men 申屠 shen'tu 鲜于 xian'yu 赫连 he'lian 呼延 hu'yan "
    "端木 duan'mu 轩辕 xuan'yuan 钟离 zhong'li 司徒 si'tu 司空 si'kong 濮阳 pu'yang 淳于 chun'yu 太叔 tai'shu "
    "仲孙 zhong'sun 宗政 zong'zheng 拓跋 tuo'ba 乐正 yue'zheng"
)
#: Words of places and firms whose characters read otherwise alone.
_WORDS = normal.table(
    "重庆 chong'qing 厦门 xia'men 银行 yin'hang 商行 shang'hang 车行 che'hang 洋行 yang'hang 分行 fen'hang 支行 "
    "zhi'hang 总行 zong'hang 行业 hang'ye 行情 hang'qing 同行 tong'hang 音乐 yin'yue 乐器 yue'qi 乐团 yue'tuan "
    "声乐 sheng'yue 乐清 yue'qing 会计 kuai'ji 会稽 kuai'ji 西藏 xi'zang 藏族 zang'zu 藏药 zang'yao 六安 lu'an "
    "六合 lu'he 蚌埠 beng'bu 番禺 pan'yu 大埔 da'bu 黄埔 huang'pu 台州 tai'zhou 天台 tian'tai 单县 shan'xian 解县 "
    "xie'xian 洪洞 hong'tong 铅山 yan'shan 浚县 xun'xian 莘县 shen'xian 莘庄 xin'zhuang 丽水 li'shui 涡阳 "
    "guo'yang 歙县 she'xian 枞阳 zong'yang 阿克 a'ke 长子 zhang'zi 成长 cheng'zhang 增长 zeng'zhang 校长 "
    "xiao'zhang 董事长 dong'shi'zhang 部长 bu'zhang 院长 yuan'zhang 家长 jia'zhang 人参 ren'shen 空调 kong'tiao "
    "调查 diao'cha 调研 diao'yan 调度 diao'du 弹簧 tan'huang 弹性 tan'xing 弹力 tan'li 便宜 pian'yi 大夫 dai'fu "
    "首都 shou'du 都是 dou'shi 自传 zi'zhuan 传记 zhuan'ji 率先 shuai'xian 参差 cen'ci 尉氏 wei'shi 牟平 mu'ping "
    "中牟 zhong'mu 东阿 dong'e 阿胶 e'jiao 什刹 shi'cha 刹车 sha'che 石油 shi'you 一石 yi'shi 重力 zhong'li 重新 "
    "chong'xin 重复 chong'fu 曾经 ceng'jing 还原 huan'yuan 朝夕 zhao'xi 朝晖 zhao'hui 剥离 bo'li 剥皮 bao'pi 薄膜 "
    "bo'mo 供给 gong'ji 给水 ji'shui 血液 xue'ye 量子 liang'zi 测量 ce'liang 冠军 guan'jun 宿迁 su'qian 星宿 "
    "xing'xiu 校准 jiao'zhun 吐鲁番 tu'lu'fan 巷道 hang'dao 模具 mu'ju 模板 mu'ban 处理 chu'li 好奇 hao'qi 爱好 "
    "ai'hao 兴趣 xing'qu 高兴 gao'xing 种业 zhong'ye 种子 zhong'zi 种植 zhong'zhi 解放 jie'fang 解决 jie'jue 单位 "
    "dan'wei 单元 dan'yuan 单价 dan'jia 单品 dan'pin 单车 dan'che 查询 cha'xun 任务 ren'wu 区域 qu'yu 员工 "
    "yuan'gong 乐园 le'yuan 乐视 le'shi 乐华 le'hua 盖板 gai'ban 能源 neng'yuan 能量 neng'liang 折扣 zhe'kou "
    "黑龙江 hei'long'jiang 黑色 hei'se 秘书 mi'shu 繁荣 fan'rong 召开 zhao'kai 洗衣 xi'yi 洗车 xi'che"
)
#: Characters whose usual reading in names and firms is not the first of the dictionary.
_SINGLE = normal.table(
    "都 du 长 chang 曾 zeng 厦 sha 调 tiao 单 dan 弹 dan 行 xing 乐 le 解 jie 薄 bo 还 huan 参 can 了 le 着 zhe "
    "地 di 的 de 得 de 什 shi 么 me 佛 fo 差 cha 吗 ma 呢 ne 埔 pu 莞 guan 圳 zhen 仔 zai 呗 bei 那 na 哪 na 卡 "
    "ka 咖 ka 吧 ba 啊 a 阿 a 合 he 广 guang 系 xi 石 shi 台 tai 谷 gu 朴 pu 万 wan 车 che 夹 jia 尺 chi 大 da 王 "
    "wang 号 hao 打 da 信 xin 臭 chou 说 shuo"
)


@cache
def _readings() -> Mapping[str, str]:
    """{character: usual reading without its tone}, from pypinyin's table, without loading pypinyin itself."""
    found = find_spec("pypinyin")
    folder = Path(found.origin).parent  # type: ignore[union-attr, arg-type]  # it is a dependency
    raw = json.loads((folder / "pinyin_dict.json").read_text(encoding="utf-8"))
    plain = {chr(int(code)): toneless(reading.partition(",")[0]) for code, reading in raw.items()}
    return {**plain, **_SINGLE}


@cache
def _phrases() -> tuple[Mapping[str, tuple[str, ...]], re.Pattern[str]]:
    """{word: syllables}, and what finds such words, the longest that fits."""
    words = {word: tuple(reading.split("'")) for word, reading in _WORDS.items()}
    return words, re.compile("|".join(sorted(words, key=len, reverse=True)))


@cache
def toneless(syllable: str) -> str:
    """A syllable without its tone: ü is written v, as it is typed."""
    apart = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(char for char in apart if not unicodedata.combining(char))


def _plain(char: str) -> str:
    """A letter without its marks: é as e."""
    return "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))


def syllables(text: str, *, name: bool | None = None) -> list[str]:
    """One reading a Han character, other characters as they are (lower case); `name` None: short texts are names."""
    text = text[:LONGEST]
    read: list[str] = []
    table, (words, phrase) = _readings(), _phrases()
    if name or (name is None and _NAME.fullmatch(text) and not phrase.match(text)):
        read = _surname(text)
    at = len(read)
    for found in phrase.finditer(text, at):
        read += [table.get(char) or char.lower() for char in text[at : found.start()]]
        read += words[found[0]]
        at = found.end()
    return read + [table.get(char) or char.lower() for char in text[at:]]


def _surname(text: str) -> list[str]:
    """Readings of the surname a text begins with, none when it reads as usual."""
    double = _DOUBLE_SURNAMES.get(text[:2]) if len(text) > 2 else None  # noqa: PLR2004 - two characters and a given name
    if double:
        return double.split("'")
    single = _SURNAMES.get(text[:1])
    return [single] if single else []


def _pieces(text: str, name: bool | None) -> Iterator[tuple[bool, list[str]]]:
    """Runs of Han readings (True) and of letters and digits (False)."""
    pairs = zip(text[:LONGEST], syllables(text, name=name), strict=True)
    for kind, run in groupby(pairs, lambda pair: bool(_HAN.match(pair[0])) or (pair[0].isalnum() and None)):
        if kind is not False:
            yield bool(kind), [reading for _, reading in run]


def spoken(text: str, *, name: bool | None = None) -> tuple[str, str]:
    """(full, initials) of a text, read once."""
    if _ALL_HAN.fullmatch(text):
        read = syllables(text, name=name)
        return "".join(read), "".join([syllable[:1] for syllable in read])
    runs = list(_pieces(text, name))
    chinese = any(han for han, _ in runs)
    short = ["".join(r[0] for r in run) if han else "".join(run) if chinese else run[0] for han, run in runs]
    return "".join(reading for _, run in runs for reading in run), "".join(short)


def full(text: str, *, name: bool | None = None) -> str:
    """The whole reading without spaces: 华为技术 → huaweijishu, TCL集团 → tcljituan."""
    return spoken(text, name=name)[0]


def initials(text: str, *, name: bool | None = None) -> str:
    """First letters; Latin words are whole beside Chinese: 华为技术 → hwjs, TCL集团 → tcljt, Anna Smith → as."""
    return spoken(text, name=name)[1]


def sort_key(text: str, *, name: bool | None = None) -> str:
    """What texts are ordered by under COLLATE "C": by reading, then by character; 李明, 李鸣, then 黎明."""
    text = unicodedata.normalize("NFKC", text)
    parts: list[str] = []
    read = syllables(text, name=name)
    if _ALL_HAN.fullmatch(text) and all(map(ne, read, text)):
        return " ".join([f"{reading} {char}" for reading, char in zip(read, text, strict=True)])[:KEY].strip()
    for char, reading in zip(text[:LONGEST], read, strict=True):
        if reading != char and _HAN.match(char):
            parts.append(f" {reading} {char} ")
        else:
            parts.append(reading if reading.isascii() else _plain(reading))
    return " ".join("".join(parts).split())[:KEY].strip()


@lru_cache(maxsize=5_000)
def sort_text(value: str | None, *, name: bool | None = None) -> str | None:
    """Sort key of a stored name, None for none; what its column `…_sort` holds."""
    return sort_key(value, name=name) if value else value
