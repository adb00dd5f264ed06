"""Dates and moments; every operand is a span of time, so "this quarter" compares like a day."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, TypeVar

from haoke.core import clock
from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, datetext, refusals, relative
from haoke.core.fieldtypes.base import Hints, Op
from haoke.core.sql import Sql, all_of, any_of
from haoke.core.text import T

if TYPE_CHECKING:
    import random

OPERATORS = (*compare.ORDER, Op.BEFORE, Op.AFTER, Op.WITHIN)
_SAME = {Op.BEFORE: Op.LT, Op.AFTER: Op.GT, Op.WITHIN: Op.EQ}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = dt.timedelta(1)
_Day = TypeVar("_Day", bound=dt.date)
_MICRO = dt.timedelta(microseconds=1)


def _iso(kind: type[_Day], text: str) -> _Day | None:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return None


class Timed(compare.Comparing):
    """A kind on the time line; `span` gives the half-open interval [start, end) an operand means."""

    operators = OPERATORS

    def one(self, raw: Any) -> Any:
        return relative.read(raw) if isinstance(raw, dict) else super().one(raw)

    def operand(self, op: Op, raw: Any) -> Any:
        if op is Op.WITHIN and not isinstance(raw, dict):
            raise BadValue(
                "not_relative",
                T("“within” needs a relative date such as this quarter", "“在……内”需要相对日期，例如本季度"),
            )
        return super().operand(op, raw)

    def span(self, operand: Any) -> tuple[Any, Any]:
        """Start and end, the end being outside."""
        raise NotImplementedError

    def _bounds(self, op: Op, operand: Any) -> tuple[tuple[str, Any], ...]:
        """Comparisons that must all hold."""
        if op is Op.BETWEEN:
            return (">=", self.span(operand[0])[0]), ("<", self.span(operand[1])[1])
        start, end = self.span(operand)
        return {
            Op.EQ: ((">=", start), ("<", end)), Op.LT: (("<", start),), Op.LTE: (("<", end),), Op.GT: ((">=", end),),
            Op.GTE: ((">=", start),),
        }[op]  # fmt: skip

    def condition(self, op: Op, column: Sql, operand: Any) -> Sql:
        return super().condition(_SAME.get(op, op), column, operand)

    def test(self, op: Op, left: Sql, operand: Any) -> Sql:
        if op is Op.IN:
            return any_of(self.test(Op.EQ, left, item) for item in operand)
        return all_of(left + self.right(bound).wrap(f" {symbol} ", "") for symbol, bound in self._bounds(op, operand))

    def matches(self, op: Op, value: Any, operand: Any) -> bool:
        op = _SAME.get(op, op)
        if value is None or op in (Op.NE, Op.NIN, Op.EMPTY, Op.NEMPTY):
            return super().matches(op, value, operand)
        if op is Op.IN:
            return any(self.matches(Op.EQ, value, item) for item in operand)
        return all(value >= bound if symbol == ">=" else value < bound for symbol, bound in self._bounds(op, operand))


class DateType(Timed):
    """A calendar day."""

    kind = "date"
    sql_type = "date"

    def clean(self, raw: Any) -> dt.date | None:
        if raw is None or raw == "":
            return None
        if isinstance(raw, dt.datetime):
            return clock_date(raw)
        if isinstance(raw, dt.date):
            return datetext.checked(raw)
        day = _iso(dt.date, raw) if isinstance(raw, str) and _DATE.fullmatch(raw) else None
        if day is not None:
            return datetext.checked(day)
        message = T("“{value}” is not a date such as 2026-05-03", "“{value}”不是 2026-05-03 这样的日期")
        raise BadValue("not_a_date", message.fill(value=refusals.shown(raw)))

    def parse(self, text: str, hints: Hints) -> Any:
        return datetext.read_date(text, hints.date_order) if text.strip() else None

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else value.isoformat()

    def dump(self, value: Any) -> Any:
        return None if value is None else value.isoformat()

    def span(self, operand: Any) -> tuple[Any, Any]:
        first, last = operand.span(clock.today()) if isinstance(operand, relative.Relative) else (operand, operand)
        return first, last + _DAY

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "date"}

    def sample(self, rng: random.Random) -> Any:
        return (dt.date(2024, 1, 1) + _DAY * rng.randrange(1000)).isoformat()


def clock_date(moment: dt.datetime) -> dt.date:
    """The company's date at a moment."""
    return datetext.in_utc(moment).astimezone(clock.timezone()).date()


class DateTimeType(Timed):
    """A moment; kept in UTC, shown in the company's time. A date as operand means that whole day."""

    kind = "datetime"
    sql_type = "timestamptz"

    def clean(self, raw: Any) -> dt.datetime | None:
        if raw is None or raw == "":
            return None
        if isinstance(raw, dt.datetime):
            return datetext.in_utc(raw)
        moment = _iso(dt.datetime, raw) if isinstance(raw, str) and len(raw) <= datetext.LONGEST else None
        if moment is not None:
            return datetext.in_utc(moment)
        message = T(
            "“{value}” is not a moment such as 2026-05-03T10:00:00Z", "“{value}”不是 2026-05-03T10:00:00Z 这样的时间"
        )
        raise BadValue("not_a_moment", message.fill(value=refusals.shown(raw)))

    def one(self, raw: Any) -> Any:
        if isinstance(raw, str) and _DATE.fullmatch(raw):
            return DateType().clean(raw)  # the whole day
        return super().one(raw)

    def parse(self, text: str, hints: Hints) -> Any:
        return datetext.read_moment(text, hints.date_order) if text.strip() else None

    def format(self, value: Any, language: str) -> str:
        if value is None:
            return ""
        wall = value.astimezone(clock.timezone())
        text = wall.replace(tzinfo=None).isoformat(" ")
        again = wall.replace(tzinfo=None, fold=0).replace(tzinfo=clock.timezone()).astimezone(dt.UTC)
        # Where clocks went back, the offset says which of the two moments it is.
        return str(text if again == value else wall.isoformat(" "))

    def dump(self, value: Any) -> Any:
        return None if value is None else value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")

    def span(self, operand: Any) -> tuple[Any, Any]:
        if isinstance(operand, dt.datetime):
            return operand, operand + _MICRO
        first, last = operand.span(clock.today()) if isinstance(operand, relative.Relative) else (operand, operand)
        return _midnight(first), _midnight(last + _DAY)

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "date-time"}

    def sample(self, rng: random.Random) -> Any:
        moment = dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=rng.randrange(1_440_000))
        return moment.isoformat().replace("+00:00", "Z")


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), clock.timezone()).astimezone(dt.UTC)
