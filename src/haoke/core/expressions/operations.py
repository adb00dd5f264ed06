"""Everything an expression can do: what it takes, what it gives, in Python and in SQL.

A date is the count of days since 0001-01-01, so that adding to it needs no second thought; a moment is that in UTC
with the part of its day, cut off after 12 decimals, which is finer than the microseconds it is kept in. An amount of
money is its number: a number beside it is one in its currency. Empty is None and NULL.
Sums and products are exact; a quotient is cut off after 12 decimals, because that can be said alike in both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

from haoke.core import clock
from haoke.core.expressions.nodes import Type
from haoke.core.text import T

#: Wide enough for the product of all the numbers one expression can name.
EXACT: Final = Context(prec=20_000, Emax=999_999, Emin=-999_999)
_PARTS: Final = Decimal(10) ** 12
#: Days of 9999-12-31.
LAST_DAY: Final = 3_652_058
MOST_PLACES: Final = 8
N, X, B, D, R = Type.NUMBER, Type.TEXT, Type.BOOLEAN, Type.DATE, Type.RECORD
AT, M = Type.MOMENT, Type.MONEY


@dataclass(frozen=True, slots=True)
class Operation:
    """`takes`: lists of types it is for, with what it then gives; `sql` holds {0}, {1} … once each.

    `label` says what it is for, `form` how it is written; signs have neither. `zoned`: the last one of `sql` is the
    company's time zone.
    """

    takes: tuple[tuple[tuple[Type, ...], Type], ...]
    run: Callable[..., Any]
    sql: str
    form: str = ""
    label: T | None = None
    zoned: bool = False


def _strict(run: Callable[..., Any]) -> Callable[..., Any]:
    """Empty when any value is."""
    return lambda *values: None if None in values else run(*values)


def _divide(a: Decimal, b: Decimal) -> Decimal | None:
    if b == 0:
        return None
    whole = EXACT.divide_int(EXACT.multiply(a, _PARTS), b)
    return EXACT.divide(whole, _PARTS)


def _whole(mode: str) -> Callable[[Decimal], Decimal]:
    return lambda value: value.quantize(Decimal(1), mode, EXACT)


def _round(value: Decimal, places: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP, EXACT)


def _and(a: bool | None, b: bool | None) -> bool | None:
    return False if a is False or b is False else None if None in (a, b) else True


def _or(a: bool | None, b: bool | None) -> bool | None:
    return True if a is True or b is True else None if None in (a, b) else False


def _part(name: str) -> Callable[[Decimal], Decimal | None]:
    def run(days: Decimal) -> Decimal | None:
        found = day(days)
        return None if found is None else Decimal(getattr(found, name))

    return run


def day(days: Decimal) -> dt.date | None:
    """The date so many days after 0001-01-01, fractions cut off; None where the calendar ends."""
    whole = days.quantize(Decimal(1), ROUND_DOWN, EXACT)
    return dt.date.fromordinal(int(whole) + 1) if 0 <= whole <= LAST_DAY else None


#: {0} days as a date, where the calendar has it.
DAY_SQL: Final = (
    "(SELECT CASE WHEN trunc(q.v) BETWEEN 0 AND 3652058 THEN DATE '0001-01-01' + trunc(q.v)::int END"
    " FROM (SELECT {0} AS v OFFSET 0) q)"
)


#: The first and last day of moments, a day within the calendar so that every zone's date is in it.
_MOMENTS: Final = (1, LAST_DAY - 1)
_EPOCH: Final = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
_SECONDS: Final = Decimal(86_400)


def days_of(moment: dt.datetime) -> Decimal:
    """A moment as a count of days."""
    since = moment - _EPOCH
    seconds = EXACT.add(Decimal(since.days * 86_400 + since.seconds), Decimal(since.microseconds).scaleb(-6))
    return EXACT.divide(EXACT.divide_int(EXACT.multiply(seconds, _PARTS), _SECONDS), _PARTS)


def moment(days: Decimal) -> dt.datetime | None:
    """The moment so many days after 0001-01-01 in UTC; None where the calendar ends."""
    whole = days.quantize(Decimal(1), ROUND_DOWN, EXACT)
    if not _MOMENTS[0] <= days <= _MOMENTS[1]:
        return None
    seconds = EXACT.multiply(EXACT.subtract(days, whole), _SECONDS).quantize(Decimal("0.000001"), ROUND_HALF_UP, EXACT)
    return _EPOCH + dt.timedelta(days=int(whole), microseconds=int(seconds.scaleb(6)))


#: The column {0} as days, and {0} days as a moment.
DAYS_SQL: Final = "(div((extract(epoch FROM {0}) + 62135596800) * 1000000000000, 86400) * 0.000000000001)"
MOMENT_SQL: Final = (
    "(SELECT CASE WHEN q.v BETWEEN 1 AND 3652057 THEN (TIMESTAMP '0001-01-01' + make_interval(days => trunc(q.v)::int,"
    " secs => round((q.v - trunc(q.v)) * 86400, 6)::double precision)) AT TIME ZONE 'UTC' END"
    " FROM (SELECT {0} AS v OFFSET 0) q)"
)


def _day_of(days: Decimal) -> Decimal | None:
    found = moment(days)
    return None if found is None else Decimal(found.astimezone(clock.timezone()).toordinal() - 1)


def _date(year: Decimal, month: Decimal, on: Decimal) -> Decimal | None:
    try:
        found = dt.date(*(int(each.quantize(Decimal(1), ROUND_DOWN, EXACT)) for each in (year, month, on)))
    except (ValueError, OverflowError):
        return None
    return Decimal(found.toordinal() - 1)


def _compare(sign: str, run: Callable[[Any, Any], bool], types: Sequence[Type]) -> Operation:
    return Operation(tuple((pair, B) for pair, _ in _pairs(types)), _strict(run), f"({{0}} {sign} {{1}})")


def _pairs(types: Sequence[Type]) -> tuple[tuple[tuple[Type, Type], Type], ...]:
    """Two values of one kind, with that kind; a number beside an amount is one."""
    alike = tuple(((each, each), each) for each in types)
    return (*alike, ((M, N), M), ((N, M), M)) if M in types else alike


def _least(run: Callable[..., Any]) -> Callable[..., Any]:
    return lambda a, b: run(each for each in (a, b) if each is not None) if (a, b) != (None, None) else None


_ORDER: Final = (N, D, AT, M)
_ALL: Final = (N, X, B, D, AT, M)
_SUMS: Final = _pairs((N, M))
_ONE: Final = (((N,), N), ((M,), M))

OPERATIONS: Final[dict[str, Operation]] = {
    "+": Operation((*_SUMS, ((D, N), D), ((AT, N), AT)), _strict(EXACT.add), "({0} + {1})"),
    "-": Operation(
        (*_SUMS, ((D, D), N), ((D, N), D), ((AT, AT), N), ((AT, N), AT)), _strict(EXACT.subtract), "({0} - {1})"
    ),
    "*": Operation((((N, N), N), ((M, N), M), ((N, M), M)), _strict(EXACT.multiply), "({0} * {1})"),
    "/": Operation(
        (((N, N), N), ((M, N), M), ((M, M), N), ((N, M), N)), _strict(_divide),
        "(div({0} * 1000000000000, nullif({1}, 0)) * 0.000000000001)",
    ),
    "neg": Operation(_ONE, _strict(EXACT.minus), "(- {0})"),
    "&": Operation((((X, X), X),), lambda a, b: (a or "") + (b or "") or None, "nullif(concat({0}, {1}), '')"),
    "=": _compare("=", lambda a, b: a == b, _ALL),
    "!=": _compare("<>", lambda a, b: a != b, _ALL),
    "<": _compare("<", lambda a, b: a < b, _ORDER),
    "<=": _compare("<=", lambda a, b: a <= b, _ORDER),
    ">": _compare(">", lambda a, b: a > b, _ORDER),
    ">=": _compare(">=", lambda a, b: a >= b, _ORDER),
    "and": Operation((((B, B), B),), _and, "({0} AND {1})"),
    "or": Operation((((B, B), B),), _or, "({0} OR {1})"),
    "not": Operation((((B,), B),), _strict(lambda a: not a), "(NOT {0})"),
    "if": Operation(
        tuple(((B, *pair), gives) for pair, gives in _pairs(_ALL)), lambda test, a, b: a if test else b,
        "(CASE WHEN {0} THEN {1} ELSE {2} END)",
        "if(amount > 1000, 'A', 'B')", T("One of two values by a condition", "按条件取两个值之一"),
    ),
    "default": Operation(
        _pairs(_ALL), lambda a, b: b if a is None else a, "coalesce({0}, {1})",
        "default(amount, 0)", T("Another value where the first is empty", "为空时取另一个值"),
    ),
    "is_empty": Operation(
        tuple(((each,), B) for each in (*_ALL, R)), lambda a: a is None, "({0} IS NULL)",
        "is_empty(phone)", T("Whether nothing is there", "是否为空"),
    ),
    "round": Operation(
        (((N, N), N), ((M, N), M)), _strict(_round), "round({0}, {1}::int)",
        "round(amount / 3, 2)", T("Rounded to so many decimals", "四舍五入到指定小数位"),
    ),
    "floor": Operation(
        _ONE, _strict(_whole(ROUND_FLOOR)), "floor({0})", "floor(x)", T("Down to a whole number", "向下取整")
    ),
    "ceil": Operation(
        _ONE, _strict(_whole(ROUND_CEILING)), "ceil({0})", "ceil(x)", T("Up to a whole number", "向上取整")
    ),
    "abs": Operation(
        _ONE, _strict(EXACT.abs), "abs({0})", "abs(x)", T("Without its sign", "绝对值")
    ),
    "min": Operation(
        _pairs(_ORDER), _least(min), "least({0}, {1})",
        "min(a, b)", T("The lesser of two, empty ones left out", "两者中较小的值，忽略空值"),
    ),
    "max": Operation(
        _pairs(_ORDER), _least(max), "greatest({0}, {1})",
        "max(a, b)", T("The greater of two, empty ones left out", "两者中较大的值，忽略空值"),
    ),
    "length": Operation(
        (((X,), N),), _strict(lambda a: Decimal(len(a))), "length({0})::numeric",
        "length(name)", T("How many characters", "字符数"),
    ),
    "date": Operation(
        (((N, N, N), D),), _strict(_date),
        "(SELECT CASE WHEN q.y BETWEEN 1 AND 9999 AND q.m BETWEEN 1 AND 12 AND q.d BETWEEN 1 AND"
        " extract(day FROM make_date(q.y::int, q.m::int, 1) + interval '1 month' - interval '1 day')"
        " THEN (make_date(q.y::int, q.m::int, q.d::int) - DATE '0001-01-01')::numeric END"
        " FROM (SELECT trunc({0}) AS y, trunc({1}) AS m, trunc({2}) AS d OFFSET 0) q)",
        "date(2026, 12, 31)", T("A date from year, month and day", "由年、月、日组成日期"),
    ),
    "day_of": Operation(
        (((AT,), D),), _strict(_day_of),
        f"(({MOMENT_SQL} AT TIME ZONE {{1}})::date - DATE '0001-01-01')::numeric",
        "day_of(created_at)", T("The date of a date and time", "日期时间所在的日期"), zoned=True,
    ),
    "hours": Operation(
        (((N,), N),), _strict(lambda a: _divide(a, Decimal(24))),
        "(div({0} * 1000000000000, 24) * 0.000000000001)",
        "created_at + hours(4)", T("So many hours, to be added to a date and time", "若干小时，用于加到日期时间上"),
    ),
    "year": Operation(
        (((D,), N),), _strict(_part("year")), f"extract(year FROM {DAY_SQL})",
        "year(close_date)", T("The year of a date", "日期的年份"),
    ),
    "month": Operation(
        (((D,), N),), _strict(_part("month")), f"extract(month FROM {DAY_SQL})",
        "month(close_date)", T("The month of a date", "日期的月份"),
    ),
    "day": Operation(
        (((D,), N),), _strict(_part("day")), f"extract(day FROM {DAY_SQL})",
        "day(close_date)", T("The day of the month", "日期的日"),
    ),
}  # fmt: skip


FUNCTIONS: Final = {name: each for name, each in OPERATIONS.items() if each.form}
