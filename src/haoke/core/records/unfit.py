"""What pydantic's refusals mean to a person, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

UNFIT: Final = T("This does not fit here", "此处内容不正确")
_EMPTY: Final = T("Please fill this in", "请填写")
_LONG: Final = T("This is too long", "内容过长")
_SMALL, _LARGE = T("This is too small", "数值过小"), T("This is too large", "数值过大")
#: By the type of an error, or by what it begins with.
_SAID: Final = {
    "missing": _EMPTY,
    "json_invalid": T("The request is not valid JSON", "请求不是有效的 JSON"),
    "string_too_short": _EMPTY,
    "too_short": T("Choose at least one", "请至少选择一项"),
    "extra_forbidden": T("There is no such field", "没有此字段"),
    "union_tag_invalid": T("Haoke does not know this kind", "好客没有这种类型"),
    "union_tag_not_found": T("Say of which kind it is", "请指明类型"),
    "literal_error": T("This is not one of the choices", "不是可选的值"),
    "enum": T("This is not one of the choices", "不是可选的值"),
    "string_too_long": _LONG,
    "too_long": _LONG,
    "greater_than": _SMALL,
    "less_than": _LARGE,
    "uuid": T("Name a record by its id", "请填写记录的标识"),
    "string_type": T("Give a text", "请填写文字"),
    "int": T("Give a whole number", "请填写整数"),
    "float": T("Give a number", "请填写数字"),
    "decimal": T("Give a number", "请填写数字"),
    "bool": T("Say true or false", "请填写 true 或 false"),
    "datetime": T("Give a time such as 2026-11-22T08:00:00Z", "请填写时间，例如 2026-11-22T08:00:00Z"),
    "date": T("Give a date such as 2026-11-22", "请填写日期，例如 2026-11-22"),
    "list_type": T("Give a list", "请填写列表"),
    "dict_type": T("Give values by name", "请填写由名称和值组成的内容"),
    "model": T("Give values by name", "请填写由名称和值组成的内容"),
}  # fmt: skip
#: By the type of an error that comes with what would do.
_LIMITED: Final = {
    "literal_error": T("Choose one of: {expected}", "请选择其中一项：{expected}"),
    "enum": T("Choose one of: {expected}", "请选择其中一项：{expected}"),
    "less_than_equal": T("At most {le}", "最多 {le}"),
    "greater_than_equal": T("At least {ge}", "最少 {ge}"),
    "string_too_long": T("At most {max_length} characters", "最多 {max_length} 个字符"),
}


def said(found: Mapping[str, Any]) -> T:
    """The text of one error of a ValidationError."""
    kind = str(found["type"])
    if kind == "value_error":  # a rule of our own, which says what it wants
        return T(str(found["msg"]), UNFIT.zh)
    given = found.get("ctx") or {}
    if kind in _LIMITED and given:
        return _LIMITED[kind].fill(**{name: str(limit).replace(" or ", ", ") for name, limit in given.items()})
    return _SAID.get(kind) or next((text for name, text in _SAID.items() if kind.startswith(name)), UNFIT)
