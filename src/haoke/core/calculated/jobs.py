"""What keeps calculated fields that look at other records: a subscriber of the Log, and a job for all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core import clock, custom, registry
from haoke.core.access.actor import system
from haoke.core.calculated import following
from haoke.core.calculated.defined import in_base, in_zone, revalued
from haoke.core.calculated.keeping import VIA, refresh
from haoke.core.criteria import worth
from haoke.core.ids import uuid7
from haoke.core.jobs import defer, job
from haoke.core.log import subscribe
from haoke.core.records import changes
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql, ident
from haoke.core.text import T
from haoke.core.transfer.actors import company

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from haoke.core.log import Entry

CHUNK: Final = 2_000
#: More records of an object than that wait for the job that goes through all of them.
MOST: Final = 5_000
DEFINITIONS: Final = "custom_field"
COMPANY: Final = "company"
#: Settings of the company that calculations rest on.
_SETTINGS: Final = {"currency": in_base, "time_zone": in_zone}
#: Objects whose writes may change what amounts are worth, and days.
MONEY: Final = frozenset({COMPANY, worth.RATES})


def _listened_to() -> frozenset[str]:
    with custom.latest():
        return following.concerned() | {DEFINITIONS} | (MONEY & registry.objects().keys())


@subscribe(
    "core.calculated",
    T("Keep calculated fields right", "更新公式字段"),
    objects=_listened_to,
    verbs=("create", "update", "delete", "restore"),
)
def keep(entries: Sequence[Entry]) -> None:
    """Bring up to date what rests on what was written; once for all entries, so in any order."""
    anew = following.definitions(entries)
    for each in entries:
        anew |= _elsewhere(each)
    for key in sorted(anew):
        defer(calculate_anew, object=key)
    found = following.affected(entries)
    if not found:
        return
    worth.forget()
    with company(), changes(system(VIA), "calculate"):
        for key, ids in found.items():
            if len(ids) > MOST:
                defer(calculate_anew, object=key)
            else:
                refresh(key, sorted(ids))


def _elsewhere(entry: Entry) -> set[str]:
    """Objects to work out anew because of a rate, or the company's currency or time zone."""
    if entry.object == worth.RATES:
        return following.resting(revalued)
    changed = (entry.data or {}).get("n", ()) if entry.object == COMPANY else ()
    return {key for name, on in _SETTINGS.items() if name in changed for key in following.resting(on)}


@job("core.calculate_rates", T("See whether new rates begin to hold", "检查新汇率是否生效"), every="20 * * * *")
def at_new_rates() -> int:
    """Work out anew what rests on amounts on the day a rate begins to hold; how many objects."""
    with custom.latest(), company():
        if worth.RATES not in registry.objects() or not _begins(clock.today()):
            return 0
        found = sorted(following.resting(revalued))
        for key in found:
            defer(calculate_anew, object=key)
        return len(found)


def _begins(day: date) -> bool:
    table = ident(registry.get(worth.RATES).model._meta.db_table)
    return bool(fetch(Sql(f"SELECT 1 FROM {table} WHERE deleted_at IS NULL AND since = %s LIMIT 1", (day,))))


@job(
    "core.calculate",
    T("Work out calculated fields anew", "重新计算公式字段"),
    about=("object", ""),
    lock="core.calculate",
)
def calculate_anew(object: str) -> int:
    """Work out all calculated fields of all records of an object, a portion a transaction; how many were not right."""
    if object not in registry.objects():
        return 0
    worth.forget()  # the rate that is the reason may be younger than what this process knows
    done, last, change = 0, None, uuid7()
    while ids := _after(object, last):
        with company(), changes(system(VIA), "calculate", change=change):
            done += refresh(object, ids)
        last = ids[-1]
    return done


def _after(key: str, last: UUID | None) -> list[UUID]:
    table = ident(registry.get(key).model._meta.db_table)
    query = f"SELECT id FROM {table} WHERE %s::uuid IS NULL OR id > %s ORDER BY id LIMIT {CHUNK}"
    return [row["id"] for row in fetch(Sql(query, (last, last)))]
