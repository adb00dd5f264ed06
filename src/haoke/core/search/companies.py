# ruff: noqa: E501 - tables of words read best in long lines; Chinese counts double
"""What of a Chinese company's name people say: without place and legal form."""

from __future__ import annotations

import re
from typing import Final

#: Places company names begin with: provinces and the larger cities.
PLACES: Final = (
    "北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 "
    "内蒙古 广西 西藏 宁夏 新疆 香港 澳门 台湾 深圳 广州 杭州 南京 苏州 无锡 常州 南通 徐州 扬州 宁波 温州 绍兴 嘉兴 金华 台州 合肥 芜湖 "
    "福州 厦门 泉州 漳州 南昌 赣州 济南 青岛 烟台 潍坊 临沂 淄博 郑州 洛阳 武汉 宜昌 襄阳 长沙 株洲 湘潭 佛山 东莞 珠海 中山 惠州 汕头 江门 "
    "海口 三亚 成都 绵阳 贵阳 昆明 西安 咸阳 兰州 西宁 银川 乌鲁木齐 呼和浩特 包头 南宁 柳州 桂林 拉萨 石家庄 唐山 保定 廊坊 太原 大同 沈阳 大连 "
    "鞍山 长春 哈尔滨 大庆"
)
_PLACE: Final = re.compile(
    f"^(?:(?:{'|'.join(PLACES.split())})(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)?)+"
)
_FORM: Final = re.compile(
    "(?:集团股份有限公司|集团有限责任公司|集团有限公司|股份有限公司|有限责任公司|控股有限公司|有限公司|股份公司|分公司|子公司|公司|集团|控股"
    "|合伙企业|工作室|事务所|经营部|商行|厂)$"
)
_SHORTEST: Final = 2


def core(name: str) -> str:
    """`深圳市华为技术有限公司` → `华为技术`; the name itself where less than two characters would be left."""
    bare = _FORM.sub("", name)
    kept = _PLACE.sub("", bare)
    return next(part for part in (kept, bare, name) if len(part) >= _SHORTEST or part is name)
