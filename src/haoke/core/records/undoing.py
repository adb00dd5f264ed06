"""Taking a whole change back: what nobody has touched since is put back, the rest is reported."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.errors import Denied, Missing, Refused
from haoke.core.ids import uuid7
from haoke.core.log import states
from haoke.core.records import staying, storage
from haoke.core.records.batch import Batch
from haoke.core.records.change import changes
from haoke.core.records.reading.naming import titles
from haoke.core.sql import Sql
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.records.change import Tx
    from haoke.core.records.staying import Held
    from haoke.core.records.storage import Row
    from haoke.core.records.verdicts import Verdict
    from haoke.core.spec import ObjectSpec

CHUNK = 2000
EDITED = T("Changed since; left as it is", "之后已被修改，保持现状")
HELD = T("{object} “{title}” stays and points at it", "{object}“{title}”保留，且指向它")
PART = T("Part of {object} “{title}”, which stays", "属于保留的{object}“{title}”")
NEEDED = T("A record that stays needs it", "有保留的记录需要它")
CLOSED = T("You may not change this", "此内容不可修改")
PURGED = T("Removed for good; it cannot be brought back", "已永久删除，无法恢复")


@dataclass(slots=True)
class _Done:
    """What the change did to one record: made it? written by others since? columns before and after."""

    id: UUID
    made: bool
    edited: bool
    before: Row
    after: Row


@dataclass(slots=True)
class Undone:
    """How many records were put back, and what was kept: (object, id, field or "", why); `held`: why those stay.

    `whole`: a record written since stays as it is, not only the fields that were.
    """

    change: UUID
    held: dict[UUID, str]
    whole: bool = False
    undone: int = 0
    kept: list[tuple[str, UUID, str, str]] = field(default_factory=list)


def undo(
    actor: Actor,
    change: UUID,
    *,
    progress: Callable[[int], None] | None = None,
    whole: bool = False,
    by: Callable[[Actor, ObjectSpec], Actor] | None = None,
) -> dict[str, Any]:
    """`{undone, kept, change}`: undoes a change for all records the actor may write; raises Missing for an unknown one.

    Edited since: left as it is, with all that it points at and is made of; by fields, or as `whole` records. `by`:
    with whose rights records of an object are put back, where the step itself had others.

    Each 2,000 records are a transaction of their own under one new change id, which can itself be undone; a merge is
    taken apart as a whole (`merging.undoing`).
    """
    from haoke.core.merging import former  # noqa: PLC0415 (merging stands above writing)
    from haoke.core.merging import undoing as merged  # noqa: PLC0415 (as above)

    objects = objects_of(change)
    if not objects:
        raise Missing
    if pairs := former.pairs(change):
        return merged.undo(actor, change, pairs)
    _allow(actor, change)
    result = Undone(uuid7(), _said(actor, staying.held(change, objects)), whole)
    # What came last goes first: parts made after their whole leave before it.
    for key in reversed(objects):
        spec = registry.get(key)
        for ids in chunks(spec, change):
            with changes(by(actor, spec) if by else actor, "undo", str(change), change=result.change) as tx:
                undo_chunk(tx, spec, change, ids, result)
            if progress:
                progress(result.undone)
    return report(actor, result)


def objects_of(change: UUID) -> list[str]:
    """Objects the change wrote, in the order it first did."""
    rows = storage.fetch(
        Sql(
            "SELECT object FROM log.entry WHERE change = %s AND verb NOT LIKE 'x:%%' GROUP BY object ORDER BY min(id)",
            (change,),
        )
    )
    return [row["object"] for row in rows if row["object"] in registry.objects()]


def _said(actor: Actor, held: Mapping[UUID, Held]) -> dict[UUID, str]:
    """Why each record stays, in words, naming what keeps it as far as the actor may know it."""
    by_object: dict[str, set[UUID]] = {}
    for each in held.values():
        by_object.setdefault(each.object, set()).add(each.record)
    # What is itself a part of something is nothing people know by its name.
    known = {
        key: titles(actor, registry.get(key), ids) for key, ids in by_object.items() if not registry.get(key).parent
    }
    return {record: _needed(each, known.get(each.object, {}).get(each.record)) for record, each in held.items()}


def _needed(each: Held, title: str | None) -> str:
    if title is None:
        return say(NEEDED)
    return say((PART if each.part else HELD).fill(object=registry.get(each.object).label, title=title))


def _allow(actor: Actor, change: UUID) -> None:
    """Who made a change may undo it, and an administrator; others would learn of records they do not see."""
    authors = storage.fetch(Sql("SELECT DISTINCT actor FROM log.entry WHERE change = %s", (change,)))
    if not actor.admin and any(row["actor"] != actor.id for row in authors):
        raise Denied


def chunks(spec: ObjectSpec, change: UUID) -> Iterator[list[UUID]]:
    last: UUID | None = None
    while ids := _ids(spec, change, last):
        yield ids
        last = ids[-1]


def _ids(spec: ObjectSpec, change: UUID, last: UUID | None) -> list[UUID]:
    after = Sql(" AND record > %s", (last,)) if last else Sql("")
    head = Sql(
        "SELECT DISTINCT record FROM log.entry WHERE change = %s AND object = %s AND verb NOT LIKE 'x:%%'",
        (change, spec.key),
    )
    return [row["record"] for row in storage.fetch(head + after + Sql(" ORDER BY record LIMIT %s", (CHUNK,)))]


def done_to(spec: ObjectSpec, change: UUID, ids: Sequence[UUID]) -> list[_Done]:
    before, after = _side(spec, change, ids, "o", "ASC"), _side(spec, change, ids, "n", "DESC")
    return [
        _Done(
            old["record?"], old["made?"], old["edited?"],
            {name: old[name] for name in old["keys?"]}, {name: new[name] for name in old["keys?"]},
        )
        for old, new in zip(before, after, strict=True)
    ]  # fmt: skip


def _side(spec: ObjectSpec, change: UUID, ids: Sequence[UUID], side: str, order: str) -> list[Row]:
    """Of each record the first "before" or the last "after" of every column the change wrote, typed."""
    query = Sql(
        "WITH x AS (SELECT e.record, e.id, e.verb, k.key, k.value FROM log.entry e"
        f" LEFT JOIN LATERAL jsonb_each(e.data -> '{side}') k ON e.verb = ANY(%s)"
        " WHERE e.change = %s AND e.object = %s AND e.record = ANY(%s) AND e.verb NOT LIKE 'x:%%'),"
        f" f AS (SELECT DISTINCT ON (record, key) record, key, value FROM x WHERE key IS NOT NULL"
        f" ORDER BY record, key, id {order}),"
        " d AS (SELECT record, jsonb_object_agg(key, value) AS doc, array_agg(key) AS keys FROM f GROUP BY record),"
        " s AS (SELECT record, bool_or(verb = 'create') AS made, max(id) AS last FROM x GROUP BY record)"
        ' SELECT s.record AS "record?", s.made AS "made?", coalesce(d.keys, \'{}\') AS "keys?", EXISTS (SELECT 1'
        " FROM log.entry l WHERE l.record = s.record AND l.id > s.last AND l.change <> %s AND ",
        (list(states.CHANGING), change, spec.key, list(ids), change),
    )
    query += staying.somebodys()
    query += Sql(') AS "edited?", v.* FROM s LEFT JOIN d ON d.record = s.record, LATERAL (')
    return storage.fetch(query + states.typed(spec, "coalesce(d.doc, '{}')") + Sql(") v ORDER BY s.record"))


@dataclass(slots=True)
class _Plan:
    """What is to be put back in one chunk; `unmake` are those the change made."""

    unmake: list[tuple[UUID, int | None]] = field(default_factory=list)
    delete: list[tuple[UUID, int | None]] = field(default_factory=list)
    restore: list[tuple[UUID, int | None]] = field(default_factory=list)
    update: list[tuple[UUID, int | None, dict[str, Any]]] = field(default_factory=list)


def undo_chunk(tx: Tx, spec: ObjectSpec, change: UUID, ids: Sequence[UUID], result: Undone) -> None:
    head = f"SELECT {storage.listed(storage.columns(spec))} FROM {storage.table(spec.model)} WHERE id = ANY(%s)"
    head += " ORDER BY id FOR UPDATE"
    rows = {row["id"]: row for row in storage.fetch(Sql(head, (list(ids),)))}
    plan = _Plan()
    for done in done_to(spec, change, ids):
        row = rows.get(done.id)
        if row is None:
            result.kept.append((spec.key, done.id, "", say(PURGED)))
        else:
            _plan_one(tx.actor, spec, done, row, (plan, result))
    batch = Batch(tx, spec, trusted=True)
    back: set[UUID] = set()
    # What the change made goes first: others get back what only one may have, such as being the default.
    back |= _counted(spec, [each for each, _ in plan.unmake], batch.delete(plan.unmake), result)
    back |= _counted(spec, [each for each, _ in plan.restore], batch.restore(plan.restore), result)
    back |= _counted(spec, [each for each, _, _ in plan.update], batch.rows(plan.update), result)
    back |= _counted(spec, [each for each, _ in plan.delete], batch.delete(plan.delete), result)
    result.undone += len(back)


def _counted(spec: ObjectSpec, asked: Sequence[UUID], verdicts: Sequence[Verdict], result: Undone) -> set[UUID]:
    """Ids of the records put back; the others are reported."""
    for record, verdict in zip(asked, verdicts, strict=True):
        if verdict.error is not None:
            result.kept.append((spec.key, record, "", why(verdict.error)))
    return {record for record, verdict in zip(asked, verdicts, strict=True) if verdict.taken}


def why(error: Refused) -> str:
    return say(error.problems[0].message if error.problems else error.message)


def _plan_one(actor: Actor, spec: ObjectSpec, done: _Done, row: Row, into: tuple[_Plan, Undone]) -> None:
    plan, result = into
    version = row["version"]
    if done.made:
        if done.edited or row["deleted_at"] is not None:
            result.kept.append((spec.key, done.id, "", say(EDITED)))
        elif done.id in result.held:
            result.kept.append((spec.key, done.id, "", result.held[done.id]))
        else:
            plan.unmake.append((done.id, version))
        return
    if row["deleted_at"] != done.after.get("deleted_at", None) or (result.whole and done.edited):
        result.kept.append((spec.key, done.id, "", say(EDITED)))
        return
    values = _values(actor, spec, done, row, result)
    if "deleted_at" in done.before and row["deleted_at"] is not None:
        plan.restore.append((done.id, version))
        version += 1
    if values:
        plan.update.append((done.id, version, values))
        version += 1
    if "deleted_at" in done.before and row["deleted_at"] is None:
        plan.delete.append((done.id, version))


def _values(actor: Actor, spec: ObjectSpec, done: _Done, row: Row, result: Undone) -> dict[str, Any]:
    """Former values of the fields that still are as the change left them."""
    values: dict[str, Any] = {}
    for name, known in registry.fields(spec.key).items():
        touched = [column for column in known.columns if column in done.before]
        if not touched:
            continue
        if any(row[column] != done.after[column] for column in touched):
            result.kept.append((spec.key, done.id, name, say(EDITED)))
        elif _closed(actor, spec, name):
            result.kept.append((spec.key, done.id, name, say(CLOSED)))
        else:
            values[name] = known.load(row | done.before)
    return values


def _closed(actor: Actor, spec: ObjectSpec, name: str) -> bool:
    if access.field_right(actor, spec, name) is not FieldRight.WRITE:
        return True
    return name in ("owner", "department") and access.scope_of(actor, spec, Verb.ASSIGN) is Scope.NONE


def report(actor: Actor, result: Undone) -> dict[str, Any]:
    by_object: dict[str, set[UUID]] = {}
    for key, record, _, _ in result.kept:
        by_object.setdefault(key, set()).add(record)
    known = {key: titles(actor, registry.get(key), ids) for key, ids in by_object.items()}
    kept = [
        {"object": key, "id": str(record), "title": known[key].get(record), "field": name, "message": message}
        | {"held": record in result.held}
        for key, record, name, message in result.kept
    ]
    return {"change": str(result.change), "undone": result.undone, "kept": kept}
