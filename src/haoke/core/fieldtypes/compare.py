"""Operators, each said twice with the same meaning: as SQL that is never NULL, and in Python."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, ClassVar

from haoke.core.fieldtypes import normal, refusals
from haoke.core.fieldtypes.base import FieldType, Op
from haoke.core.sql import FALSE, TRUE, Sql, all_of, join

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

#: Values one operand may list, and characters one text operand may have.
MOST = 1000
LONGEST = 500

Ops = tuple[Op, ...]
EQUALITY: Ops = (Op.EQ, Op.NE, Op.IN, Op.NIN, Op.EMPTY, Op.NEMPTY)
ORDER: Ops = (*EQUALITY, Op.LT, Op.LTE, Op.GT, Op.GTE, Op.BETWEEN)
TEXT: Ops = (*EQUALITY, Op.CONTAINS, Op.NCONTAINS, Op.STARTS, Op.ENDS)
SETS: Ops = (Op.HAS_ANY, Op.HAS_ALL, Op.HAS_NONE, Op.EMPTY, Op.NEMPTY)

#: Operators an empty value satisfies, and those that take no operand or several.
_TRUE_WHEN_EMPTY = frozenset({Op.NE, Op.NIN, Op.NCONTAINS, Op.HAS_NONE, Op.EMPTY})
_ALONE = frozenset({Op.EMPTY, Op.NEMPTY, Op.UNRATED})
_LISTED = frozenset({Op.IN, Op.NIN, Op.HAS_ANY, Op.HAS_ALL, Op.HAS_NONE, Op.BETWEEN})
#: Operators that are the opposite of another one.
_OPPOSITE = {Op.NE: Op.EQ, Op.NIN: Op.IN, Op.NCONTAINS: Op.CONTAINS, Op.HAS_NONE: Op.HAS_ANY, Op.EMPTY: Op.NEMPTY}

_SYMBOL = {Op.EQ: "=", Op.LT: "<", Op.LTE: "<=", Op.GT: ">", Op.GTE: ">="}
_PYTHON: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.LT: operator.lt,
    Op.LTE: operator.le,
    Op.GT: operator.gt,
    Op.GTE: operator.ge,
    Op.IN: lambda value, listed: value in listed,
    Op.BETWEEN: lambda value, ends: bool(ends[0] <= value <= ends[1]),
    Op.CONTAINS: lambda value, part: part in value,
    Op.STARTS: lambda value, part: value.startswith(part),
    Op.ENDS: lambda value, part: value.endswith(part),
    Op.HAS_ANY: lambda value, listed: not value.isdisjoint(listed),
    Op.HAS_ALL: lambda value, listed: value.issuperset(listed),
}


def like(text: str) -> str:
    """The text with LIKE's wildcards made literal."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _pattern(op: Op, text: str) -> str:
    return ("" if op is Op.STARTS else "%") + like(text) + ("" if op is Op.ENDS else "%")


def negated(test: Sql) -> Sql:
    """NOT of a condition that is never NULL."""
    return TRUE if test == FALSE else test.wrap("(NOT ", ")")


class Comparing(FieldType):
    """A kind whose operators work on one SQL expression; sub-classes say what is compared, and the rest follows."""

    operators: ClassVar[Ops] = EQUALITY

    def one(self, raw: Any) -> Any:
        """Comparison value of one input, never None; raises BadValue."""
        value = self.clean(raw)
        if self.is_empty(value):
            raise refusals.no_operand()
        return value

    def key(self, value: Any) -> Any:
        """What of a (non-empty) value is compared in Python."""
        return value

    def wanted(self, operand: Any) -> Any:
        """What of one operand it is compared with."""
        return operand

    def left(self, column: Sql) -> Sql:
        """What of a column is compared; NULL for an empty one."""
        return column

    def right(self, operand: Any) -> Sql:
        """One operand as SQL."""
        return Sql(f"%s::{self.sql_type}", (operand,))

    def there(self, column: Sql) -> Sql:
        """TRUE, never NULL, where the left side is no NULL; it guards every comparison."""
        return self.left(column).wrap("", " IS NOT NULL")

    def filled(self, column: Sql) -> Sql:
        """TRUE, never NULL, where there is a value."""
        return self.there(column)

    def operand(self, op: Op, raw: Any) -> Any:
        if op not in self.operators:
            raise refusals.not_supported(op, self.kind)
        if op in _ALONE:
            return None
        if op not in _LISTED:
            return self.one(raw)
        return [self.one(item) for item in self._listed(op, raw)]

    def _listed(self, op: Op, raw: Any) -> Collection[Any]:
        if not isinstance(raw, (list, tuple)):
            raise refusals.not_list()
        if len(raw) > MOST:
            raise refusals.too_many(MOST, len(raw))
        if op is Op.BETWEEN and len(raw) != 2:  # noqa: PLR2004 - two ends
            raise refusals.no_operand()
        return raw

    def condition(self, op: Op, column: Sql, operand: Any) -> Sql:
        if op in _OPPOSITE:
            return negated(self.condition(_OPPOSITE[op], column, operand))
        if op is Op.NEMPTY:
            return self.filled(column)
        if op is Op.IN and not operand:
            return FALSE
        return all_of((self.there(column), self.test(op, self.left(column), operand)))

    def test(self, op: Op, left: Sql, operand: Any) -> Sql:
        """Comparison of a left side that is not NULL, for the operators that are nobody's opposite."""
        if op is Op.IN:
            return left + join(", ", map(self.right, operand)).wrap(" IN (", ")")
        if op is Op.BETWEEN:
            return left + join(" AND ", map(self.right, operand)).wrap(" BETWEEN ", "")
        if op in _SYMBOL:
            return left + self.right(operand).wrap(f" {_SYMBOL[op]} ", "")
        return left + self.right(_pattern(op, operand)).wrap(" LIKE ", "")

    def matches(self, op: Op, value: Any, operand: Any) -> bool:
        if self.is_empty(value):
            return op in _TRUE_WHEN_EMPTY
        if op in _OPPOSITE:
            return not self.matches(_OPPOSITE[op], value, operand)
        if op is Op.NEMPTY:
            return True
        theirs = [self.wanted(item) for item in operand] if op in _LISTED else self.wanted(operand)
        return _PYTHON[op](self.key(value), theirs)


class ComparingText(Comparing):
    """Text compared without regard to case: lower() on both sides, character by character."""

    operators = TEXT

    def one(self, raw: Any) -> str:
        text = normal.clean(raw, LONGEST)
        if text is None:
            raise refusals.no_operand()
        return text

    def key(self, value: Any) -> Any:
        return normal.lower(value)

    def wanted(self, operand: Any) -> Any:
        return normal.lower(operand)

    def left(self, column: Sql) -> Sql:
        # The same text as the sort key, so that one index serves both.
        return column.wrap("lower(", ') COLLATE "C"')

    def right(self, operand: Any) -> Sql:
        return Sql("lower(%s::text)", (operand,))

    def there(self, column: Sql) -> Sql:
        return column.wrap("", " IS NOT NULL")

    def filled(self, column: Sql) -> Sql:
        return column.wrap("coalesce(", ", '') <> ''")

    def sort_key(self, column: Sql) -> Sql:
        return column.wrap("lower(", ') COLLATE "C"')


class ComparingSet(Comparing):
    """Arrays compared as sets; an index on the column itself is used."""

    operators = SETS
    sortable = False

    def key(self, value: Any) -> Any:
        return set(value)

    def there(self, column: Sql) -> Sql:
        return column.wrap("coalesce(cardinality(", "), 0) > 0")

    def test(self, op: Op, left: Sql, operand: Any) -> Sql:
        symbol = "&&" if op is Op.HAS_ANY else "@>"
        return left + Sql(f" {symbol} %s::{self.sql_type}", (list(operand),))
