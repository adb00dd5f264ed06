# ruff: noqa: E501 - tables of words read best in long lines; Chinese counts double
"""Names of people, companies and places that nobody in particular has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from haoke.core.fieldtypes import pinyin

if TYPE_CHECKING:
    import random

#: Surnames with how common each is, per thousand or so.
SURNAMES: Final = (
    "王72 李70 张66 刘52 陈45 杨30 黄22 赵21 吴20 周19 徐16 孙15 马13 朱12 胡12 郭11 何11 林11 高10 罗9 郑9 梁8 谢7 宋7 唐7 许6 韩6 邓6 冯6 "
    "曹5 彭5 曾5 肖5 田5 董5 潘4 袁4 蔡4 蒋4 余4 于4 杜4 叶4 程4 魏4 苏4 吕4 丁4 任3 卢3 姚3 沈3 钟3 姜3 崔3 谭3 陆3 范3 汪3 廖3 石2 金2 "
    "韦2 贾2 夏2 付2 方2 邹2 熊2 白2 孟2 秦2 邱2 侯2 江2 尹2 薛2 闫2 段2 雷2 龙1 黎1 史1 陶1 贺1 毛1 郝1 顾1 龚1 邵1 万1 覃1 武1 钱1 戴1 严1 "
    "欧阳1 诸葛1 司马1 上官1"
)
MALE: Final = (
    "伟 强 磊 军 勇 杰 涛 超 明 刚 平 辉 鹏 华 飞 鑫 波 斌 宇 浩 凯 健 俊 帆 旭 志强 建国 建华 志远 文杰 浩然 子轩 宇航 俊杰 天宇 家豪 国栋 "
    "晓峰 海涛 立新 永刚 明辉 振华 少华 嘉诚 博文 思远 泽宇 一鸣 景行 启明 云飞 世杰 学军 新民 德胜 光耀"
)
FEMALE: Final = (
    "芳 娜 敏 静 丽 艳 娟 霞 秀英 桂英 玲 婷 雪 梅 琳 洁 倩 颖 璐 萍 红 燕 慧 莉 丹 雅琴 晓燕 婉婷 欣怡 梓涵 诗涵 雨桐 思琪 佳怡 可欣 语嫣 "
    "美玲 淑华 春梅 秋月 海燕 立萍 晓云 雪梅 文静 雅芳 嘉欣 若曦 静怡 明珠 玉兰 子涵 紫萱 丽华"
)
FIRST_M: Final = (
    "James Oliver Lukas Marco Pierre Jan Erik Thomas Daniel Michael David Andreas Paul Matteo Hugo Felix Noah Samuel Antonio Carlos Peter "
    "Stefan Henrik Arjun Rajesh Kenji Hiroshi Minh Ahmed Omar Robert William Jürgen André"
)
FIRST_F: Final = (
    "Emma Sophie Anna Maria Laura Julia Clara Elena Hannah Lucy Charlotte Isabel Chloé Ingrid Nina Katarina Olivia Grace Priya Ananya Yuki "
    "Linh Fatima Sara Helen Margaret Zoë Mónica Eva Astrid"
)
LAST: Final = (
    "Smith Müller Rossi Dupont Jansen Andersson Novák Kowalski García Fernández Silva Martin Weber Fischer Wagner Bianchi Moreau Laurent "
    "Bakker Larsen Nielsen Johansson Tanaka Sato Nguyen Tran Patel Sharma Kumar Khan Hassan Taylor Brown Clarke Wilson Evans Thomas Roberts "
    "Schneider Becker O'Brien Murphy Petrov Popescu Costa Santos"
)
#: First parts of Chinese company names; two characters each, put together they rarely repeat.
BRANDS_1: Final = "华 中 东 天 恒 鼎 盛 瑞 康 德 信 永 新 远 汇 博 金 龙 海 云 宏 安 同 凯 智 创 嘉 诚 泰 明 星 联 卓 领 科 正 万 福 佳 百 蓝 睿 鸿 启 锦 晨 立 众 博 优"
BRANDS_2: Final = "达 泰 源 丰 远 安 科 通 盛 兴 隆 诺 维 思 邦 林 成 和 辰 洋 鑫 帆 特 力 瑞 润 晟 宇 博 翔 腾 为 美 迅 航 图 方 朗 格 利 杰 能 普 迪 联 尔 尚 景 禾 越"
#: What real and well known companies are called.
KNOWN: Final = frozenset(
    [
        "同方",
        "华为",
        "中兴",
        "海尔",
        "万达",
        "恒瑞",
        "康美",
        "中通",
        "创维",
        "华润",
        "中联",
        "中远",
        "海航",
        "华联",
        "华能",
        "中航",
        "天能",
        "中科",
        "金科",
        "万科",
        "华帝",
        "康力",
        "新腾",
        "海诺",
        "永兴",
        "恒力",
        "恒丰",
        "中成",
        "中和",
        "海联",
        "海通",
        "华通",
        "中图",
        "华泰",
        "中能",
        "华帆",
        "恒通",
        "东方",
        "中力",
        "金杰",
        "海方",
    ]
)
LATIN_1: Final = (
    "Nord Alpen Blue Silver Green Iron River Harbour North Summit Bright Clear Oak Stone Atlas Delta Orion Vega Nova Terra Aqua Helio Lumen "
    "Kestrel Falcon Anchor Beacon Cedar Granite Meridian Pioneer Sterling Union Vector Zenith Castell Linden Maple Rhein Tiber Seine Thames"
)
LATIN_2: Final = "Systems Industries Foods Logistics Medical Energy Textiles Automation Trading Engineering Instruments Components Retail Media Partners Labs"
#: What companies of a country are in law.
FORMS: Final = {
    "DE": "GmbH AG", "GB": "Ltd plc", "FR": "SA SAS", "IT": "S.r.l. S.p.A.", "NL": "B.V. N.V.", "SE": "AB", "US": "Inc LLC Corp",
    "SG": "Pte_Ltd", "VN": "Co_Ltd JSC", "JP": "K.K.", "AU": "Pty_Ltd", "IN": "Pvt_Ltd Ltd",
}  # fmt: skip
#: {industry: words a Chinese company of it has in its name}
FIELDS: Final = {
    "manufacturing": "精密制造 智能制造 制造 五金制品", "machinery": "机械 重工 机电 装备", "electronics": "电子 电子科技 半导体 光电",
    "software": "软件 信息技术 网络科技", "technology": "科技 智能科技 技术", "telecommunications": "通信技术 通讯", "retail": "商贸 百货 连锁超市",
    "wholesale": "贸易 进出口 供应链", "food": "食品 乳业 粮油", "catering": "餐饮管理 酒店管理", "medical": "医疗器械 医疗科技",
    "pharma": "制药 生物医药 药业", "finance": "融资租赁 资产管理", "education": "教育科技 教育咨询", "logistics": "物流 供应链管理 货运",
    "construction": "建设工程 建筑装饰", "real_estate": "置业 物业管理", "energy": "新能源 电力设备 能源", "chemicals": "化工 新材料",
    "textiles": "服饰 纺织", "automotive": "汽车零部件 汽车科技", "agriculture": "农业发展 生态农业", "media": "文化传媒 广告",
    "consulting": "管理咨询 企业服务", "services": "环保服务 检测技术",
}  # fmt: skip
#: (province, city, dialling code, department that sells there)
CITIES: Final = (
    ("上海市", "上海市", "021", "east"), ("江苏省", "苏州市", "0512", "east"), ("江苏省", "南京市", "025", "east"), ("浙江省", "杭州市", "0571", "east"),
    ("浙江省", "宁波市", "0574", "east"), ("安徽省", "合肥市", "0551", "east"), ("山东省", "青岛市", "0532", "east"), ("福建省", "厦门市", "0592", "south"),
    ("广东省", "深圳市", "0755", "south"), ("广东省", "广州市", "020", "south"), ("广东省", "东莞市", "0769", "south"), ("广东省", "佛山市", "0757", "south"),
    ("湖南省", "长沙市", "0731", "south"), ("湖北省", "武汉市", "027", "south"), ("北京市", "北京市", "010", "north"), ("天津市", "天津市", "022", "north"),
    ("河北省", "石家庄市", "0311", "north"), ("辽宁省", "大连市", "0411", "north"), ("陕西省", "西安市", "029", "north"), ("河南省", "郑州市", "0371", "north"),
    ("四川省", "成都市", "028", "west"), ("重庆市", "重庆市", "023", "west"), ("云南省", "昆明市", "0871", "west"), ("贵州省", "贵阳市", "0851", "west"),
)  # fmt: skip
#: (country, city, how a telephone number there begins, digits that follow)
ABROAD: Final = (
    ("DE", "München", "+49 89 2", 7), ("GB", "London", "+44 20 7", 7), ("FR", "Paris", "+33 1 4", 7), ("IT", "Milano", "+39 02 4", 7),
    ("NL", "Amsterdam", "+31 20 6", 6), ("SE", "Stockholm", "+46 8 5", 7), ("US", "Chicago", "+1 312 5", 6), ("SG", "Singapore", "+65 6", 7),
    ("VN", "Hà Nội", "+84 24 3", 7), ("JP", "東京", "+81 3 5", 7), ("AU", "Sydney", "+61 2 9", 7), ("IN", "Mumbai", "+91 22 6", 7),
)  # fmt: skip
#: What customers of a country pay in; dollars anywhere else.
CURRENCIES: Final = {"DE": "EUR", "FR": "EUR", "IT": "EUR", "NL": "EUR", "GB": "GBP"}
STREETS: Final = "人民路 中山路 解放路 建设大道 科技路 高新大道 创业路 工业园路 长江路 黄河路 和平路 新华路 南京路 世纪大道 滨江路 学院路 迎宾大道 文化路"
MOBILE: Final = "130 131 132 133 135 136 137 138 139 150 151 152 155 156 157 158 159 166 176 177 178 180 181 182 185 186 187 188 189 191 198 199"
TITLES_ZH: Final = "采购经理 总经理 技术总监 生产总监 设备主管 信息部经理 财务总监 项目经理 运营总监 采购专员 副总经理 工程师 行政主管 厂长 市场总监"
TITLES_EN: Final = "Purchasing_Manager Managing_Director CTO Plant_Manager Head_of_IT CFO Project_Manager Operations_Director Buyer Engineer"


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person."""

    name: str
    female: bool
    latin: str


class Names:
    """Draws names from one source of randomness."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        pairs = [(entry.rstrip("0123456789"), entry) for entry in SURNAMES.split()]
        self.surnames = [name for name, _ in pairs]
        self.weights = [int(entry[len(name) :]) for name, entry in pairs]
        self.given = {False: MALE.split(), True: FEMALE.split()}
        self.first = {False: FIRST_M.split(), True: FIRST_F.split()}
        self.last = LAST.split()
        self.brands = (BRANDS_1.split(), BRANDS_2.split())
        self.used: set[str] = set()

    def person(self, *, abroad: bool = False) -> Person:
        """A person from China or abroad."""
        female = self.rng.random() < 0.45  # noqa: PLR2004 (a little under half)
        if abroad:
            name = f"{self.rng.choice(self.first[female])} {self.rng.choice(self.last)}"
            return Person(name, female, ".".join(_plain(part) for part in name.split()))
        name = self.rng.choices(self.surnames, self.weights)[0] + self.rng.choice(self.given[female])
        return Person(name, female, pinyin.full(name, name=True))

    def _brand(self) -> str:
        while (brand := self.rng.choice(self.brands[0]) + self.rng.choice(self.brands[1])) in KNOWN:
            pass
        return brand

    def company(self, industry: str, city: str) -> tuple[str, str]:
        """(full name, domain) of a Chinese company of an industry."""
        place = city.removesuffix("市")
        while True:
            brand = self._brand()
            field = self.rng.choice(FIELDS[industry].split())
            form = self.rng.choices(("有限公司", "股份有限公司", "集团有限公司", "有限责任公司"), (70, 12, 8, 10))[0]
            name = f"{place}{brand}{field}{form}"
            if name not in self.used:
                self.used.add(name)
                return name, pinyin.full(brand, name=False) + self.rng.choice(("", "-tech", "group", "cn"))
            if self.rng.random() < 0.2:  # noqa: PLR2004 (places run out in a very large company: say the district)
                place = city.removesuffix("市") + self.rng.choice("东西南北") + self.rng.choice("城江湖山")

    def company_abroad(self, country: str) -> tuple[str, str]:
        """(full name, domain) of a company of a country abroad."""
        while True:
            first, second = self.rng.choice(LATIN_1.split()), self.rng.choice(LATIN_2.split())
            name = f"{first}{self.rng.choice(('', ' ' + self.rng.choice(self.last)))} {second} {self.rng.choice(FORMS[country].split()).replace('_', ' ')}"
            if name not in self.used or len(self.used) > 100_000:  # noqa: PLR2004 (then doubles are what a large company has)
                self.used.add(name)
                return name, f"{first.lower()}-{second.lower()}"

    def mobile(self) -> str:
        """A Chinese mobile number."""
        return self.rng.choice(MOBILE.split()) + f"{self.rng.randrange(10**8):08d}"


def _plain(part: str) -> str:
    swaps = str.maketrans("üöäéèóíøåáŁńčÜÉ", "uoaeeoioaalncue")
    return "".join(c for c in part.lower().translate(swaps) if c.isascii() and c.isalnum())
