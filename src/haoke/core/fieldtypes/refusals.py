"""Refusals several kinds share, each with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core.errors import BadValue
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.fieldtypes.base import Op


_SHOWN = 40


def shown(raw: object) -> str:
    """A value shortened for a message."""
    text = raw if isinstance(raw, str) else type(raw).__name__
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def not_text() -> BadValue:
    return BadValue("not_text", T("Must be text", "应为文本"))


def not_list() -> BadValue:
    return BadValue("not_list", T("Must be a list", "应为列表"))


def not_object() -> BadValue:
    return BadValue("not_object", T("Must be an object with named values", "应为带有名称的一组值"))


def not_number(raw: object) -> BadValue:
    message = T("“{value}” is not a number; write for example 1234.50", "“{value}”不是数字，请写成例如 1234.50")
    return BadValue("not_number", message.fill(value=shown(raw)))


def too_long(limit: int, length: int) -> BadValue:
    message = T("At most {limit} characters; this has {length}", "最多 {limit} 个字符，当前 {length} 个")
    return BadValue("too_long", message.fill(limit=limit, length=length))


def too_many(limit: int, count: int) -> BadValue:
    message = T("At most {limit} entries; this has {count}", "最多 {limit} 项，当前 {count} 项")
    return BadValue("too_many", message.fill(limit=limit, count=count))


def out_of_range(low: object, high: object) -> BadValue:
    message = T("Must be between {low} and {high}", "应在 {low} 与 {high} 之间")
    return BadValue("out_of_range", message.fill(low=low, high=high))


def no_operand() -> BadValue:
    return BadValue("no_operand", T("Give a value to compare with, two for “between”", "请给出比较值，“介于”需要两个"))


def not_supported(op: Op, kind: str) -> BadValue:
    message = T("“{op}” cannot be used on a field of kind {kind}", "“{op}”不能用于 {kind} 类型的字段")
    return BadValue("bad_operator", message.fill(op=op.value, kind=kind))
