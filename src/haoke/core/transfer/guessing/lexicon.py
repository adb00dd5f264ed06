"""General business words: what values of stages, sources and notes usually mean, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Option value → further words for it, whichever field has such an option.
OPTION_WORDS: Mapping[str, tuple[str, ...]] = {
    "won": ("won", "closed won", "win", "成交", "赢单", "已成交", "签约", "已签约", "已签单", "签单", "成功"),
    "lost": ("lost", "closed lost", "丢单", "输单", "失败", "流失", "未成交", "已丢单", "战败"),
    "referral": ("referral", "word of mouth", "转介绍", "介绍", "朋友介绍", "老客户介绍"),
    "exhibition": ("trade show", "fair", "event", "conference", "展会", "展览会", "展览"),
    "phone": ("call", "cold call", "telephone", "电话", "电销", "电话营销"),
    "website": ("web", "online", "official site", "官网", "网站", "线上"),
    "advertising": ("ads", "广告", "广告投放"),
    "other": ("others", "misc", "其它", "其他"),
    "wholesale": ("trade", "trading", "贸易", "商贸", "批发"),
    "construction": ("building materials", "建材", "建筑", "装修"),
    "energy": ("new energy", "新能源", "电力"),
    "medical": ("medical devices", "healthcare", "医疗器械", "医疗"),
    "textiles": ("textile", "纺织", "服装"),
    "company": ("公司", "企业", "单位"),
    "person": ("个人", "自然人"),
    "mr": ("mr", "mr.", "male", "m", "男", "先生"),
    "ms": ("ms", "ms.", "mrs", "mrs.", "miss", "female", "f", "女", "女士", "小姐"),
    "call": ("电话", "致电", "通话", "来电", "called", "phone"),
    "visit": ("拜访", "上门", "走访", "visited"),
    "meeting": ("会议", "会面", "见面", "met", "meeting"),
    "email": ("邮件", "e-mail", "mailed"),
    "complaint": ("投诉", "complain"),
}
#: How far along a stage is, first match wins; words a person would use for it.
_PROGRESS = (
    (re.compile(r"暂停|搁置|hold|paus|stall", re.IGNORECASE), 60),
    (re.compile(r"线索|初步|接触|潜在|新建|lead|prospect|new\b|initial|contact", re.IGNORECASE), 10),
    (re.compile(r"需求|分析|验证|确认|qualif|discover|engag|need|analys", re.IGNORECASE), 25),
    (re.compile(r"演示|试用|测试|demo|trial|evaluat", re.IGNORECASE), 40),
    (re.compile(r"方案|报价|投标|propos|quot|present", re.IGNORECASE), 50),
    (re.compile(r"谈判|商务|合同|审批|negotiat|contract|review|commit", re.IGNORECASE), 75),
)
_MIDDLE = 45
#: Fields a dated note fills, where the object has them.
NOTE = {"text": "body", "kind": "kind", "done": "done", "at": "done_at", "title": "subject"}
ORDER_FIELDS = ("order",)
SHARE_FIELDS = ("probability",)


def progress(title: str) -> int:
    """0..100: how far along a stage of that name is."""
    return next((value for pattern, value in _PROGRESS if pattern.search(title)), _MIDDLE)


def option_in(text: str, options: Mapping[str, str] | tuple[str, ...]) -> str | None:
    """The option whose word a sentence contains first, or None."""
    low = text.casefold()
    places = [
        (low.find(word), value)
        for value in options
        for word in OPTION_WORDS.get(value, ())
        if len(word) > 1 and word in low
    ]
    return min(places)[1] if places else None
