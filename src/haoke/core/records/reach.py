"""How a person wishes to be reached: fields that every object of persons declares alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core.fieldtypes import ChoiceField, MultiChoiceField
from haoke.core.fieldtypes.base import Choice
from haoke.core.text import T

if TYPE_CHECKING:
    from django.db.models import Field

CHANNELS: Final = (
    Choice("phone", T("Phone", "电话"), "blue"),
    Choice("sms", T("Text message", "短信"), "blue"),
    Choice("email", T("E-mail", "邮件"), "blue"),
    Choice("wecom", T("WeCom", "企业微信"), "blue"),
    Choice("wechat", T("WeChat", "微信"), "blue"),
    Choice("mail", T("Letter", "信函"), "blue"),
    Choice("visit", T("Visit", "上门"), "blue"),
)
#: In the order of `date.weekday()`.
DAYS: Final = (
    Choice("mon", T("Monday", "周一"), "blue"),
    Choice("tue", T("Tuesday", "周二"), "blue"),
    Choice("wed", T("Wednesday", "周三"), "blue"),
    Choice("thu", T("Thursday", "周四"), "blue"),
    Choice("fri", T("Friday", "周五"), "blue"),
    Choice("sat", T("Saturday", "周六"), "cyan"),
    Choice("sun", T("Sunday", "周日"), "cyan"),
)
#: Of the company's day; as texts they compare as they follow each other.
HOURS: Final = tuple(
    Choice(f"{hour:02}:{minute:02}", T(f"{hour}:{minute:02}", f"{hour:02}:{minute:02}"))
    for hour in range(6, 23)
    for minute in (0, 30)
)
LANGUAGES: Final = (
    Choice("zh", T("Chinese", "中文"), "red"),
    Choice("yue", T("Cantonese", "粤语"), "orange"),
    Choice("en", T("English", "英语"), "blue"),
    Choice("ja", T("Japanese", "日语"), "magenta"),
    Choice("ko", T("Korean", "韩语"), "purple"),
    Choice("fr", T("French", "法语"), "geekblue"),
    Choice("de", T("German", "德语"), "gold"),
    Choice("es", T("Spanish", "西班牙语"), "volcano"),
    Choice("pt", T("Portuguese", "葡萄牙语"), "green"),
    Choice("ru", T("Russian", "俄语"), "cyan"),
    Choice("ar", T("Arabic", "阿拉伯语"), "lime"),
    Choice("other", T("Another", "其他"), "gray"),
)

CHANNEL, WEEKDAYS, FROM, UNTIL, LANGUAGE = "preferred_channel", "reach_days", "reach_from", "reach_until", "language"
#: Names of the fields, in the order of `reach_fields`.
REACH: Final = (CHANNEL, WEEKDAYS, FROM, UNTIL, LANGUAGE)
SECTION: Final = T("How to reach them", "联系偏好")
ALIASES: Final[dict[str, tuple[str, ...]]] = {
    CHANNEL: (
        "preferred contact method", "preferred method of contact", "contact by", "preferred means", "偏好渠道",
        "联系偏好", "首选渠道", "偏好联系方式", "首选沟通方式",
    ),
    WEEKDAYS: ("contact days", "best days", "preferred days", "方便联系日", "可联系星期", "联系日"),
    FROM: ("call after", "earliest time", "best time from", "最早联系时间", "可联系时间起", "方便时间起"),
    UNTIL: ("call before", "latest time", "best time until", "最晚联系时间", "可联系时间止", "方便时间止"),
    LANGUAGE: ("preferred language", "spoken language", "语言", "偏好语言", "使用语言"),
}  # fmt: skip


def reach_fields() -> tuple[Field[Any, Any], ...]:
    """Fields of a model, to be named as REACH says."""
    empty: dict[str, Any] = {"null": True, "blank": True}
    day = T("In the company's time; empty: any hour", "以公司所在时区为准，留空表示不限")
    return (
        ChoiceField(T("Preferred channel", "首选联系方式"), choices=CHANNELS, **empty),
        MultiChoiceField(
            T("Days to be reached", "可联系的日子"), choices=DAYS, help_text=T("Empty: any day", "留空表示不限"),
            **empty,
        ),
        ChoiceField(T("Not before", "不早于"), choices=HOURS, help_text=day, **empty),
        ChoiceField(T("Not after", "不晚于"), choices=HOURS, help_text=day, **empty),
        ChoiceField(T("Speaks", "沟通语言"), choices=LANGUAGES, **empty),
    )  # fmt: skip
