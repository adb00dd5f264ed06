# ruff: noqa: E501 - tables of words read best in long lines; Chinese counts double
"""Words by which one knows what a line of a card is, in both languages."""

from __future__ import annotations

import re
from typing import Final

from haoke.core.fieldtypes import normal

HAN: Final = re.compile("[\u3400-\u9fff]")

#: Surnames of four fifths and more of all people who write theirs in characters; two characters first.
DOUBLE: Final = normal.words(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 东郭 南门 西门 "
    "歐陽 諸葛 尉遲 東方 長孫 聞人"
)
SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马胡朱郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦"
    "褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强"
    "帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印隆诸战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
    "張劉陳楊黃趙吳孫馬羅鄭謝許鄧韓馮蕭葉蘇呂盧鍾譚陸範賈韋鄒閻龍賀顧龔萬錢嚴湯齊喬龐顏莊聶魯嶽關蘭紀畢單塗駱藍蔣華饒繆簡車項連蘆麥婁竇黨宮費衛應閔鄔邊師欒榮鞏遲鄺談樂儲陰"
)
#: What begins like a name and is none.
NO_NAME: Final = normal.words(
    "董事 董事长 党支 党支部 党委 项目 区域 华东区 华南区 华北区 安全员 祝好 谢谢 顺祝 商祺 此致 敬礼 敬上 安好 高级 方案 金牌 常务 单位 时间 温馨 关于 公司 官网 公众号 网址 万事如意 平安 周一 周日 国际 全国 信息 明天 华东 华南 华北 华中 海外 国内 强烈 都是 利润 计划 相关 "
    "任何 时尚 成功 成都 安全 文化 健康 车间 石油 路口 应用 连锁 全球 平台 方便 和谐 来源 智能 元旦 富强 银行 商务 师傅 和平 宁波 温州 安徽 江苏 江西 云南 海南 南京 南昌 金华 常州 常熟 单号 马上 白天 向您 凌晨 "
    "名片 商标 宾馆 荣誉 索引 展位 展会 展台 展馆 信用 信箱 计算 官方 关注 扫码 查看 连接 邮编 专线 任职 成员 成立 方式 包装 包括 盛大 原文 原创 干货 利用 来自 发自"
)

_TITLE_ENDS: Final = (
    "总经理|总监|董事长|理事长|会长|秘书长|秘书|董事|监事|总裁|副总|老总|经理|主管|主任|专员|助理|顾问|工程师|技术员|架构师|设计师|分析师|会计师|会计|出纳|律师|教授|讲师|研究员|院长|院士|校长|厂长|店长|科长|处长|局长|部长|所长|站长|行长|"
    "组长|班长|队长|主席|书记|代表|采购员|采购|销售员|业务员|业务|客服|文员|翻译|创始人|合伙人|负责人|法人代表|法定代表人|老板|医生|医师|主任医师|药师|护士长|策划|编辑|主编|记者|导购|店员|首席\\w{0,4}官|区域销售|销售|市场|人事|行政|财务|後勤|經理|總監|"
    "董事長|總經理|總裁|副總|專員|顧問|會計師|會計|C[EFTOIMHP]O"
)
#: Characters a title may have.
_LONGEST: Final = 80
TITLE: Final = re.compile(
    rf"(?:[\u4e00-\u9fffA-Z&/、兼（）()\-]{{0,16}}(?:{_TITLE_ENDS})(?:[/、&兼][\u4e00-\u9fff]{{2,8}})?(?:[（(][^（）()]{{1,10}}[)）])?)"
)
_TITLE_LATIN: Final = re.compile(
    r"\b(?:manager|director|president|chairman|chairwoman|chairperson|ceo|cto|cfo|coo|cmo|cio|cpo|chief|officer|founder|partner|engineer|executive|consultant|"
    r"analyst|specialist|assistant|secretary|supervisor|coordinator|representative|designer|architect|developer|accountant|lawyer|attorney|counsel|professor|"
    r"lecturer|researcher|scientist|technician|buyer|purchaser|purchasing|merchandiser|owner|principal|head of|lead|vp|svp|evp|gm|advisor|adviser|sales rep|administrator|"
    r"receptionist|planner|strategist|editor|producer|trainer|inspector|controller|treasurer|geschäftsführer|vertrieb|leiter|einkauf|einkäufer|prokurist|gérant|directeur|responsable|"
    r"ingénieur|gerente|jefe)\b",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(
    r"[\u4e00-\u9fffA-Z&/\-]{1,14}(?:事业部|事業部|部门|部門|部|处|處|科|车间|办公室|辦公室|实验室|小组|组|中心|团队)"
)
_UNIT_LATIN: Final = re.compile(
    r"\b(?:department|dept\.?|division|business unit|team|abteilung|office of)\b", re.IGNORECASE
)
_COMPANY: Final = re.compile(
    r"[\u3400-\u9fff0-9A-Za-z（）()&·.\- ]{2,60}?(?:有限责任公司|股份有限公司|有限公司|责任公司|公司|集团|集團|事务所|事務所|研究院|研究所|设计院|科学院|大学|大學|学院|学校|中学|小学|医院|醫院|银行|銀行|支行|分行|酒店|宾馆|饭店|协会|协會|學會|学会|商会|基金会|"
    r"管委会|委员会|管理局|工作室|商行|门市部|经营部|合作社|分公司|办事处|工厂|药厂|钢厂|电厂|纸厂|织厂|械厂|品厂|具厂|总厂|分厂|厂|出版社|报社|杂志社|旅行社)(?:[（(][\u3400-\u9fff]{2,10}[)）])?"
)
_COMPANY_LATIN: Final = re.compile(
    r"(?:\b(?:co\.?\s?,?\s?ltd|ltd|limited|inc|incorporated|llc|llp|gmbh(?: & co\.? kg)?|ag|corp|corporation|plc|group|company|pte\.? ltd|pty\.? ltd|university|institute|college|hospital|bank|"
    r"holdings?|s\.?a\.?r\.?l|s\.?p\.?a|s\.?l|s\.a\.?|b\.?v|n\.?v|k\.?k|oy|a/s|aps|sdn\.? bhd|kg|e\.?v|association|foundation)\b\.?)(?:\s*[（(][^()（）]{2,30}[)）])?$",
    re.IGNORECASE,
)
_STREET: Final = re.compile(
    r"\b(?:road|rd|street|st|avenue|ave|lane|ln|drive|dr|boulevard|blvd|building|bldg|floor|fl|suite|ste|room|rm|tower|plaza|district|zone|park|highway|hwy|block|square|court|ct|way|city|province|"
    r"p\.?\s?o\.? box|str|strasse|straße|platz|weg|allee|rue|via|calle|postfach|gasse)\b\.?|stra(?:ß|ss)e\b|str\.",
    re.IGNORECASE,
)
_PLACED: Final = re.compile(r"[路街道巷弄号號楼樓室座栋幢层層厦廈苑村镇鎮区區县縣园園]")
_CLOSING: Final = re.compile(
    r"^(?:祝好|谢谢|此致|敬礼|顺祝|顺颂|商祺|致礼|敬上|best(?: regards| wishes)?|kind(?:est)? regards|regards|thanks(?: and regards)?|thank you|sincerely|yours (?:sincerely|faithfully|truly)|cheers|mit freundlichen grüßen|cordialement|saludos)\b",
    re.IGNORECASE,
)
#: Sentences of mail programs and lawyers.
_NOISE: Final = re.compile(
    r"发自我的|sent from|get outlook|confidential|disclaimer|本邮件|保密|intended (?:only )?for|please consider the environment|请考虑环境|扫一扫|扫码|scan (?:me|the)|关注公众号|business card|^名片$",
    re.IGNORECASE,
)
_CREDENTIAL: Final = re.compile(
    r"(?:,\s*|\s+)(?:PhD|Ph\.D\.?|MBA|EMBA|PMP|CPA|CFA|Jr\.?|Sr\.?|III?|M\.?D\.?|Esq\.?)(?![A-Za-z])"
)
_LATIN_NAME: Final = re.compile(
    r"(?P<who>(?:mr|ms|mrs|miss|dr|prof|herr|frau)\b\.?\s*)?"
    r"(?P<name>[^\W\d_][\w'’.\-]{0,20}(?:,? +(?:(?:van|von|der|den|de|del|della|di|da|la|le|bin|ibn|al|el|zu|y) +){0,2}[^\W\d_][\w'’.\-]{0,20}){1,3})",
    re.IGNORECASE,
)
SALUTED: Final = {
    "先生": "mr",
    "女士": "ms",
    "小姐": "ms",
    "mr": "mr",
    "herr": "mr",
    "ms": "ms",
    "mrs": "ms",
    "miss": "ms",
    "frau": "ms",
}


def is_noise(text: str) -> bool:
    """Whether a line says nothing about a person."""
    return _NOISE.search(text) is not None


def is_closing(text: str) -> bool:
    """Whether a letter ends here, so that whoever wrote it comes next."""
    return _CLOSING.match(text) is not None


def is_company(text: str) -> bool:
    """Whether a piece is called like a company, with its legal form."""
    if HAN.search(text):
        return _COMPANY.fullmatch(text) is not None
    return len(text.split()) > 1 and _COMPANY_LATIN.search(text) is not None


def is_title(text: str) -> bool:
    """Whether a piece is a job title."""
    if HAN.search(text):
        return TITLE.fullmatch(text) is not None
    return TITLE.fullmatch(text) is not None or (len(text) <= _LONGEST and _TITLE_LATIN.search(text) is not None)


def is_unit(text: str) -> bool:
    """Whether a piece is a department."""
    found = _UNIT.fullmatch(text) if HAN.search(text) else _UNIT_LATIN.search(text)
    return found is not None


def unit_and_title(text: str) -> tuple[str, str] | None:
    """`销售部经理` → 销售部, 经理."""
    for end in range(2, min(len(text) - 1, 15)):
        if _UNIT.fullmatch(text[:end]) and TITLE.fullmatch(text[end:]) and text[end] not in "长長员員":
            return text[:end], text[end:].strip(" 、/-")
    return None


def looks_placed(text: str) -> bool:
    """Whether a piece reads like a part of an address."""
    digits = any(char.isdigit() for char in text)
    if HAN.search(text):
        return digits and _PLACED.search(text) is not None
    return _STREET.search(text) is not None and (digits or "," in text)


def han_name(text: str) -> str:
    """The name a piece is, its characters together; "" for none."""
    bare = text.replace(" ", "").replace("\u3000", "")
    if not 2 <= len(bare) <= 4 or bare in NO_NAME or any(not HAN.match(char) for char in bare):  # noqa: PLR2004 - a name's length
        return ""
    given = bare[2:] if bare[:2] in DOUBLE else bare[1:] if bare[0] in SURNAMES else ""
    return bare if 0 < len(given) <= 2 else ""  # noqa: PLR2004 - the same


def latin_name(text: str) -> tuple[str, str]:
    """(name, salutation) of a piece in Latin letters; ("", "") for none."""
    bare = _CREDENTIAL.sub("", text).strip(" ,")
    found = _LATIN_NAME.fullmatch(bare)
    if found is None or HAN.search(bare):
        return "", ""
    words = [word for word in found["name"].replace(",", " ").split() if len(word) > 3]  # noqa: PLR2004 - particles are shorter
    if any(word[:1].islower() for word in words) or not found["name"][:1].isupper():
        return "", ""
    return found["name"], SALUTED.get((found["who"] or "").strip(" .").lower(), "")
