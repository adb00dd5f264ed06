"""Times that come: moments told from a date of a record, and the hours, days, weeks and months of a schedule."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from haoke.automation.models import AutomationRun
from haoke.automation.queries.matching import reach
from haoke.automation.rules.values import UNITS
from haoke.core import clock, registry
from haoke.core.records import storage
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from haoke.automation.queries.matching import Rule
    from haoke.automation.rules.documents import Scheduled

#: Records of one rule taken up at once; the next minute takes the next.
PORTION: Final = 500
LOOKED_AT: Final = 20_000
_DAY: Final = timedelta(days=1)


def moment_of(details: Any, value: date | datetime) -> datetime:
    """When a date with its offset comes."""
    shift = shift_of(details)
    if isinstance(value, datetime):
        return value + shift
    return local(value + shift, details.at) if details.unit == "day" else local(value, details.at) + shift


def shift_of(details: Any) -> timedelta:
    """How far from its date the moment is."""
    length: timedelta = details.n * UNITS[details.unit]
    return -length if details.side == "before" else length


def local(day: date, at: str) -> datetime:
    """A day at a time of day ("HH:MM") in the company's zone."""
    return datetime.combine(day, time.fromisoformat(at), clock.timezone())


def dated(
    rule: Rule, after: datetime, until: datetime, *, fresh: bool = True, limit: int = PORTION
) -> list[tuple[UUID, str, datetime]]:
    """[(record, occasion, moment)] of records whose time came in (after, until]; `fresh`: not run before."""
    column = ident(registry.field(rule.spec.key, rule.details.field).columns[0])
    shift = shift_of(rule.details)
    occasion = Sql(f"('date:' || %s || ':' || extract(epoch from r.{column})::bigint)", (rule.details.field,))
    query = (
        Sql(f'SELECT r.id, r.{column} AS "value?", ')
        + occasion
        + Sql(f' AS "occasion?" FROM {storage.table(rule.spec.model)} r')
    )
    # A day to spare on both sides: a date has no time of day, and zones differ.
    query += Sql(
        f" WHERE r.{column} BETWEEN %s AND %s AND ", (after - shift - 2 * _DAY, until - shift + 2 * _DAY)
    ) + reach(rule)
    if fresh:
        query += Sql(" AND ") + _not_run(rule, occasion)
    rows = storage.fetch(query + Sql(f" ORDER BY r.{column}, r.id LIMIT %s", (LOOKED_AT,)))
    timed = [(row["id"], row["occasion?"], moment_of(rule.details, row["value?"])) for row in rows]
    return [each for each in timed if after < each[2] <= until][:limit]


def scheduled(rule: Rule, occurrence: datetime) -> list[tuple[UUID, str]]:
    """[(record, occasion)] of records a schedule takes up at its last time and has not yet."""
    occasion = f"at:{occurrence.isoformat()}"
    query = Sql(f"SELECT r.id FROM {storage.table(rule.spec.model)} r WHERE ") + reach(rule)
    query += Sql(" AND ") + _not_run(rule, Sql("%s", (occasion,)))
    return [(row["id"], occasion) for row in storage.fetch(query + Sql(" ORDER BY r.id LIMIT %s", (PORTION,)))]


def _not_run(rule: Rule, occasion: Sql) -> Sql:
    table = storage.table(AutomationRun)
    ran = Sql(f"NOT EXISTS (SELECT 1 FROM {table} x WHERE x.automation_id = %s AND x.record = r.id", (rule.id,))
    return ran + Sql(" AND x.occasion = ") + occasion + Sql(")")


def last_occurrence(details: Scheduled, now: datetime) -> datetime:
    """The latest planned time that is not after `now`, in UTC."""
    at = time.fromisoformat(details.at)
    local = now.astimezone(clock.timezone())
    if details.every == "hour":
        found = local.replace(minute=at.minute, second=0, microsecond=0)
        return (found if found <= local else found - timedelta(hours=1)).astimezone(now.tzinfo)
    day = local.date()
    while not (_planned(details, day) and datetime.combine(day, at, clock.timezone()) <= local):
        day -= _DAY
    return datetime.combine(day, at, clock.timezone()).astimezone(now.tzinfo)


def _planned(details: Scheduled, day: date) -> bool:
    if details.every == "week":
        return day.isoweekday() == details.weekday
    return details.every == "day" or day.day == details.day
