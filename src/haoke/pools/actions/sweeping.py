"""The nightly sweep: what the rules name goes back to its pools, portion by portion, and whoever had it is told."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.db import connection

from haoke.core import clock, registry
from haoke.core.access.actor import system
from haoke.core.ids import uuid7
from haoke.core.records import changes, storage
from haoke.core.records.batch import Batch
from haoke.core.sql import TRUE, Sql
from haoke.core.text import say
from haoke.pools.actions.parts import pass_on
from haoke.pools.models import Pool
from haoke.pools.queries import clocks
from haoke.pools.queries.standing import PLACE, poolable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec
    from haoke.pools.models import RecycleRule
    from haoke.pools.queries.clocks import Due

VIA: Final = "pools"
ACTION: Final = "recycle"
PORTION: Final = 2000
#: Open tasks of former owners about nothing but records they have lost.
_TASKS: Final = """SELECT a.id FROM inbox_activity a JOIN inbox_activitylink l ON l.activity_id = a.id
    JOIN unnest(%s::uuid[], %s::uuid[]) AS x(record, owner) ON l.record = x.record AND a.owner_id = x.owner
    WHERE l.object = %s AND l.deleted_at IS NULL AND a.deleted_at IS NULL AND NOT a.done AND a.due IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM inbox_activitylink o WHERE o.activity_id = a.id AND o.deleted_at IS NULL
        AND o.record <> l.record)"""
#: Those a warning has been given of since their clock last began.
_WARNED: Final = """SELECT x.record FROM unnest(%s::uuid[], %s::timestamptz[]) AS x(record, since) WHERE EXISTS (
    SELECT 1 FROM log.entry e WHERE e.record = x.record AND e.verb = 'x:tell' AND e.data ->> 'news' = 'pool_warning'
    AND e.at > x.since)"""


def swept() -> Iterator[ObjectSpec]:
    """Objects whose records can stand in pools."""
    return (spec for spec in registry.objects().values() if poolable(spec))


def sweep() -> int:
    """Do for every object what the rules say of today; how many records went back."""
    gone = 0
    for spec in list(swept()):
        _collect(spec)
        gone += _recycle(spec)
        _warn(spec)
    return gone


def _recycle(spec: ObjectSpec) -> int:
    by = clocks.rules(spec.key, automatic=True)
    found = clocks.due(spec, by, TRUE, until=clock.today())
    change, gone = uuid7(), 0
    for start in range(0, len(found), PORTION):
        with changes(system(VIA), ACTION, change=change) as tx:
            gone += _portion(tx, spec, by, [each.record for each in found[start : start + PORTION]])
    return gone


def _portion(tx: Tx, spec: ObjectSpec, by: Sequence[RecycleRule], ids: Sequence[UUID]) -> int:
    """Those of the records that still go back now that nobody else can write them."""
    some = Sql(" WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (list(ids),))
    storage.fetch(Sql(f"SELECT id FROM {storage.table(spec.model)}") + some)
    found = clocks.due(spec, by, Sql("r.id = ANY(%s)", (list(ids),)))
    still = [each for each in found if each.due <= clock.today()]
    rules, gone = {each.id: each for each in by}, 0
    for rule, members in groupby(sorted(still, key=lambda each: each.rule), lambda each: each.rule):
        gone += _back(tx, spec, rules[rule], list(members))
    return gone


def _back(tx: Tx, spec: ObjectSpec, rule: RecycleRule, members: Sequence[Due]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('haoke.obtained', 'recycled', true), set_config('haoke.ownership_reason', %s, true)",
            [say(clocks.why(rule))],
        )
    lines = [(each.record, None, {"owner": None, PLACE: rule.pool_id}) for each in members]
    verdicts = Batch(tx, spec, trusted=True).rows(lines)
    gone = [each for each, verdict in zip(members, verdicts, strict=True) if verdict.taken]
    pass_on(tx, spec.key, [(each.record, each.owner, None) for each in gone])
    _drop_tasks(tx, spec, gone)
    if gone:
        owners = sorted({str(each.owner) for each in gone})
        tx.note("pool", rule.pool_id, "tell", {"news": "recycled", "to": owners})
    return len(gone)


def _drop_tasks(tx: Tx, spec: ObjectSpec, gone: Sequence[Due]) -> None:
    """Open tasks of those who had them go to the bin: there is nobody left to do them."""
    ids, owners = [each.record for each in gone], [each.owner for each in gone]
    tasks = storage.fetch(Sql(_TASKS, (ids, owners, spec.key)))
    Batch(tx, registry.get("activity"), trusted=True).delete((row["id"], None) for row in tasks)


def _warn(spec: ObjectSpec) -> int:
    """Tell owners once of what goes back within the days its pool warns before."""
    by = {each.id: each for each in clocks.rules(spec.key, automatic=True)}
    warned = 0
    with changes(system(VIA), "warn") as tx:
        for each in soon(spec, list(by.values())):
            tx.note(spec.key, each.record, "tell", {"news": "pool_warning", "to": [str(each.owner)]})
            warned += 1
    return warned


def soon(spec: ObjectSpec, by: Sequence[RecycleRule]) -> list[Due]:
    """What goes back soon, of which its owner has not been warned since he last did something."""
    today, rules = clock.today(), {each.id: each for each in by}
    days = max((each.pool.remind_days for each in by), default=0)
    if not days:
        return []
    found = [
        each
        for each in clocks.due(spec, by, TRUE, until=today + timedelta(days))
        if 0 < (each.due - today).days <= rules[each.rule].pool.remind_days
    ]
    told = storage.fetch(Sql(_WARNED, ([each.record for each in found], [each.since for each in found])))
    known = {row["record"] for row in told}
    return [each for each in found if each.record not in known]


def _collect(spec: ObjectSpec) -> int:
    """Put what nobody has and what stands nowhere into the pool that takes such."""
    into = Pool._base_manager.filter(deleted_at=None, active=True, collects=True, object=spec.key)
    pool = into.order_by("order", "id").first()
    if pool is None:
        return 0
    query = f"SELECT id FROM {storage.table(spec.model)} WHERE owner_id IS NULL AND {PLACE}_id IS NULL"
    ids = [row["id"] for row in storage.fetch(Sql(f"{query} AND deleted_at IS NULL"))]
    for start in range(0, len(ids), PORTION):
        with changes(system(VIA), "collect") as tx:
            lines = [(each, None, {PLACE: pool.id}) for each in ids[start : start + PORTION]]
            Batch(tx, spec, trusted=True).rows(lines)
    return len(ids)
