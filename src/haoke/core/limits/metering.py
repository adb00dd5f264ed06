"""Counting what leaves, in the process; the database is told every few thousand rows or minutes, not every request.

Each process knows what it has given itself and, since it last told, what all have given: a budget may be overrun by at
most `TOLD_ROWS` rows a process. Requests are counted by each process for itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from haoke.core import clock
from haoke.core.errors import TooMany
from haoke.core.limits.models import KEY, PERSON, ReadingLimit
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from haoke.core.access.actor import Actor

#: After so many rows, or seconds, the database is told.
TOLD_ROWS, TOLD_SECONDS = 2_000, 300
#: Ways in that are counted besides sessions and keys: files somebody asked for, made by a job.
EXPORT = "export"
MINUTE = 60
#: Live windows one person, with his programs, may have open at once: many times a day's work.
WINDOWS = 50
_MOST = 20_000  # meters a process keeps

SPENT = T(
    "You have read {rows} records today, which is the limit; it begins anew at midnight. Narrow what you read, use an"
    " export, or ask an administrator for a higher limit",
    "您今天已读取 {rows} 条记录，达到上限，零点后重新计算。请缩小读取范围，或联系管理员提高限额",
)
TOO_FAST = T(
    "More than {requests} requests a minute; wait {seconds} seconds, and read larger pages less often",
    "每分钟请求超过 {requests} 次，请等待 {seconds} 秒，并改用更大的分页、更低的频率",
)


@dataclass(frozen=True, slots=True)
class Limit:
    """Rows a day and requests a minute; None: no limit."""

    rows: int | None
    requests: int | None


#: In force where no record says otherwise: far above a day's work, far below taking everything away unnoticed.
SHIPPED: Mapping[str, Limit] = {PERSON: Limit(1_000_000, 3_000), KEY: Limit(5_000_000, 12_000)}


@dataclass(frozen=True, slots=True)
class Told:
    """One record: whom it is for (no roles: everybody), and how much."""

    way: str
    roles: frozenset[UUID]
    limit: Limit
    others: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class Meter:
    """What one person has read in one way today, as far as this process knows."""

    day: date
    told_at: float
    rules: tuple[Told, ...] = ()
    limit: Limit = Limit(None, None)
    rows: int = 0
    untold: int = 0
    refused: int = 0
    minute: int = 0
    requests: int = 0


#: What a record may say besides, of people and of programs; in force where none does.
OTHERS: Mapping[str, int] = {"unmaskings_per_day": 50, "rows_per_export": 200_000, "export_reason_from": 1_000}


@dataclass(slots=True)
class _Process:
    """The limits last read."""

    rules: tuple[Told, ...] = ()


_process = _Process()
_meters: dict[tuple[UUID, str], Meter] = {}


def refresh() -> None:
    """Read the limits again; one statement, for whoever refreshes what every request needs."""
    kept = ReadingLimit.objects.filter(deleted_at=None).order_by("id")
    names = ("way", "to_roles", "rows_per_day", "requests_per_minute", *OTHERS)
    found = tuple(
        Told(way, frozenset(roles or ()), Limit(rows, requests), _given(others))
        for way, roles, rows, requests, *others in kept.values_list(*names)
    )
    if found != _process.rules:
        _process.rules = found


def admit(actor: Actor) -> None:
    """Count one request of a session or key; raises TooMany "too_fast"."""
    meter = _meter(actor)
    if meter is None:
        return
    now = int(time.time())
    if meter.minute != now // MINUTE:
        meter.minute, meter.requests = now // MINUTE, 0
    meter.requests += 1
    most = meter.limit.requests
    if most is not None and meter.requests > most:
        meter.refused += 1
        wait = MINUTE - now % MINUTE
        raise TooMany(TOO_FAST.fill(requests=most, seconds=wait), code="too_fast", extra={"retry_after": wait})


def spend(actor: Actor, rows: int) -> None:
    """Count rows about to be given to somebody; raises TooMany "row_budget" once the day's are spent."""
    meter = _meter(actor)
    if meter is None:
        return
    most = meter.limit.rows
    if most is not None and meter.rows + meter.untold >= most:
        meter.refused += 1
        _tell_if_due(actor, meter)
        wait = _seconds_to_midnight()
        raise TooMany(SPENT.fill(rows=f"{most:,}"), code="row_budget", extra={"retry_after": wait})
    meter.untold += rows
    _tell_if_due(actor, meter)


def limit_of(way: str, roles: frozenset[UUID]) -> Limit:
    """The most generous of the limits that fit, or the shipped one."""
    fitting = [told.limit for told in _process.rules if told.way == way and (not told.roles or told.roles & roles)]
    if not fitting:
        return SHIPPED[way]
    return Limit(_largest([each.rows for each in fitting]), _largest([each.requests for each in fitting]))


def most(actor: Actor, name: str) -> int:
    """The most generous of what the records that fit say of one of `OTHERS`, or what is shipped."""
    way, roles = KEY if actor.key is not None else PERSON, frozenset(actor.roles)
    fitting = [told for told in _process.rules if told.way == way and (not told.roles or told.roles & roles)]
    return max((said for told in fitting for of, said in told.others if of == name), default=OTHERS[name])


def _given(others: list[int | None]) -> tuple[tuple[str, int], ...]:
    return tuple((name, said) for name, said in zip(OTHERS, others, strict=True) if said is not None)


def _largest(given: list[int | None]) -> int | None:
    known = [each for each in given if each is not None]
    return max(known) if len(known) == len(given) else None


def way_of(actor: Actor) -> str | None:
    """How rows leave through this actor: to a person, to a program, or (None) not at all: the system works."""
    if actor.key is not None:
        return KEY
    return PERSON if actor.session is not None or actor.via == EXPORT else None


def _meter(actor: Actor) -> Meter | None:
    way = way_of(actor)
    if way is None:
        return None
    today, meter = clock.today(), _meters.get((actor.id, way))
    if meter is None or meter.day != today:
        if len(_meters) >= _MOST:
            _meters.clear()
        meter = _meters[actor.id, way] = Meter(today, time.monotonic(), limit=limit_of(way, frozenset(actor.roles)))
        meter.rules = _process.rules
    if meter.rules is not _process.rules:
        meter.rules, meter.limit = _process.rules, limit_of(way, frozenset(actor.roles))
    return meter


_TELL = """
INSERT INTO core_readinguse AS u (person, way, day, rows, refused, most) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (day, person, way) DO UPDATE
SET rows = u.rows + excluded.rows, refused = u.refused + excluded.refused, most = excluded.most
RETURNING rows
"""


def _tell_if_due(actor: Actor, meter: Meter) -> None:
    due = meter.untold >= TOLD_ROWS or time.monotonic() - meter.told_at >= TOLD_SECONDS
    # Inside somebody's transaction the row would stay locked, and be undone with it; the next answer will do.
    if not due or connection.in_atomic_block:
        return
    rows, refused = meter.untold, meter.refused
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [actor.id, way_of(actor), meter.day, rows, refused, meter.limit.rows])
        meter.rows = cursor.fetchone()[0]
    meter.untold -= rows
    meter.refused -= refused
    meter.told_at = time.monotonic()


def _seconds_to_midnight() -> int:
    now = clock.now().astimezone(clock.timezone())
    return 24 * 3600 - (now.hour * 3600 + now.minute * 60 + now.second)
