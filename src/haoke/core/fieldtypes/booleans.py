"""Yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, normal, refusals
from haoke.core.fieldtypes.base import Hints, Op
from haoke.core.sql import Sql
from haoke.core.text import T

if TYPE_CHECKING:
    import random

_LONGEST = 20
_YES = normal.words("是 有 对 真 开 启用 已 √ ✓ ✔ ☑ yes y true t on 1 x ok")
_NO = normal.words("否 无 没有 错 假 关 停用 未 不是 × ✗ ✘ ☐ no n false f off 0 -")


class BooleanType(compare.Comparing):
    """A tick."""

    kind = "boolean"
    operators = (Op.EQ, Op.NE, Op.EMPTY, Op.NEMPTY)
    groupable = True
    sql_type = "boolean"

    def clean(self, raw: Any) -> bool | None:
        if raw is None or isinstance(raw, bool):
            return raw
        raise BadValue("not_boolean", T("Must be true or false", "应为 true 或 false"))

    def parse(self, text: str, hints: Hints) -> Any:
        word = normal.plain(text, _LONGEST).lower().removesuffix(".0")
        if not word:
            return None
        if word in _YES or word in _NO:
            return word in _YES
        message = T("“{value}” is neither yes nor no", "“{value}”不是“是”或“否”")
        raise BadValue("not_boolean", message.fill(value=refusals.shown(text)))

    def format(self, value: Any, language: str) -> str:
        words = {True: ("Yes", "是"), False: ("No", "否")}
        return "" if value is None else words[value][language == "zh"]

    def test(self, op: Op, left: Sql, operand: Any) -> Sql:
        return left.wrap("", " IS TRUE" if operand else " IS FALSE")

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["boolean", "null"]}

    def sample(self, rng: random.Random) -> Any:
        return rng.random() < 0.5  # noqa: PLR2004 - one half
