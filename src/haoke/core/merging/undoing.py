"""Taking a merge apart again, or an undone one together: as a whole, whoever sees what was moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from haoke.core import registry, search
from haoke.core.access.actor import SYSTEM_ID, Verb
from haoke.core.errors import Conflict, Denied
from haoke.core.ids import uuid7
from haoke.core.merging import beside, former
from haoke.core.merging.moving import move
from haoke.core.records import gate, hold, storage, undoing
from haoke.core.records.change import changes
from haoke.core.records.integrity import refusal
from haoke.core.sql import Sql
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.merging.former import Pair
    from haoke.core.records.change import Tx
    from haoke.core.records.storage import Row
    from haoke.core.records.undoing import Undone
    from haoke.core.spec import ObjectSpec

FURTHER = T(
    "The record it went up into has itself been merged since; undo that first",
    "合并后的记录又被合并到其他记录，请先撤销后一次合并",
)
BINNED = T("The record it went up into is in the bin; restore it first", "合并后的记录在回收站中，请先恢复")
_MARKS = ("version", "updated_at", "updated_by_id")


def undo(actor: Actor, change: UUID, pairs: Sequence[Pair]) -> dict[str, Any]:
    """As `records.undo`, in one transaction: either the two are apart again with all that was moved, or nothing is.

    `others`: whether something the actor does not see was left as it is.
    """
    _allow(actor, change)
    result = undoing.Undone(uuid7(), {})
    with changes(actor, "undo", str(change), change=result.change) as tx:
        apart = {pair.record for pair in pairs}
        for pair in pairs:
            # What went up further by the same change comes back by the same undoing.
            if pair.into not in apart:
                _standing(actor, registry.get(pair.object), pair)
        former.turn(change, tx.change)
        _take_apart_or_join(tx, change, pairs, result)
        _others(tx, change, pairs, result)
        for pair in pairs:
            tx.note(pair.object, pair.into, "unmerged" if pair.merged else "merged", {"record": str(pair.record)})
    return _report(actor, result)


def _allow(actor: Actor, change: UUID) -> None:
    """Who merged them, and administrators; what came while it was done was moved by the system."""
    authors = storage.fetch(Sql("SELECT DISTINCT actor FROM log.entry WHERE change = %s", (change,)))
    if not actor.admin and any(row["actor"] not in (actor.id, SYSTEM_ID) for row in authors):
        raise Denied


def _standing(actor: Actor, spec: ObjectSpec, pair: Pair) -> None:
    row = gate.relock(spec, pair.into)
    if row["deleted_at"] is not None:
        raise Conflict(FURTHER if former.survivor(actor, spec, pair.into) else BINNED, code="not_now")
    gate.lock_one(actor, spec, pair.into, Verb.MERGE)


def _take_apart_or_join(tx: Tx, change: UUID, pairs: Sequence[Pair], result: Undone) -> None:
    """Both records of each pair, by the actor's rights; what gives up values that only one may have goes first."""
    done: set[UUID] = set()
    for pair in pairs:
        spec = registry.get(pair.object)
        for record in (pair.into, pair.record) if pair.merged else (pair.record, pair.into):
            if record not in done:
                with hold.sorted_out():
                    undoing.undo_chunk(tx, spec, change, [record], result)
                done.add(record)
    for _, record, name, message in result.kept:
        if record in done and not name:
            raise Conflict(T(message, message), code="not_now")


def _others(tx: Tx, change: UUID, pairs: Sequence[Pair], result: Undone) -> None:
    """Everything else, whoever sees it: moved back, or on to the survivor again."""
    apart = [pair for pair in pairs if pair.merged]
    for pair in apart:
        beside.put_back(pair.beside, pair.record, pair.into)
    # What goes on to the survivor again goes the way it went: the first merge first.
    for pair in reversed([pair for pair in pairs if not pair.merged]):
        move(tx, registry.get(pair.object), pair.into, pair.record)
        former.remember(pair, beside.move(pair.object, pair.record, pair.into))
    if not apart:
        return
    both = {record for pair in pairs for record in (pair.record, pair.into)}
    for key in reversed(undoing.objects_of(change)):
        spec = registry.get(key)
        for ids in undoing.chunks(spec, change):
            _put_back(tx, spec, change, [each for each in ids if each not in both], result)


def _put_back(tx: Tx, spec: ObjectSpec, change: UUID, ids: Sequence[UUID], result: Undone) -> None:
    """What the merge set of these records, where it is still as the merge left it."""
    head = f"SELECT {storage.listed(storage.columns(spec))} FROM {storage.table(spec.model)} WHERE id = ANY(%s)"
    rows = {row["id"]: row for row in storage.fetch(Sql(f"{head} ORDER BY id FOR UPDATE", (list(ids),)))}
    back: dict[UUID, Row] = {}
    columns: set[str] = set()
    for done in undoing.done_to(spec, change, ids):
        row = rows.get(done.id)
        if row is None:
            result.kept.append((spec.key, done.id, "", say(undoing.PURGED)))
            continue
        former_values = {name: old for name, old in done.before.items() if row[name] == done.after[name]}
        for name in done.before.keys() - former_values.keys():
            result.kept.append((spec.key, done.id, _field_of(spec, name), say(undoing.EDITED)))
        if former_values:
            marks = {"version": row["version"] + 1, "updated_at": tx.now, "updated_by_id": tx.actor.id}
            back[done.id] = row | former_values | marks
            columns |= former_values.keys()
    stored = _stored(spec, list(back.values()), columns, result)
    result.undone += len(stored) - len(gate.unseen(tx.actor, {(spec.key, each) for each in stored}))
    if spec.search and stored:
        with connection.cursor() as cursor:
            search.refresh(cursor, spec.key, stored)


def _field_of(spec: ObjectSpec, column: str) -> str:
    return next((name for name, each in registry.fields(spec.key).items() if column in each.columns), "")


def _stored(spec: ObjectSpec, rows: list[Row], columns: Iterable[str], result: Undone) -> list[UUID]:
    """Ids of those the database takes; the others are reported."""
    if not rows:
        return []
    try:
        with transaction.atomic():
            storage.update_all(spec, rows, {*columns, *_MARKS})
    except IntegrityError as error:
        if len(rows) > 1:
            half = len(rows) // 2
            return _stored(spec, rows[:half], columns, result) + _stored(spec, rows[half:], columns, result)
        result.kept.append((spec.key, rows[0]["id"], "", undoing.why(refusal(spec, error))))
        return []
    return [row["id"] for row in rows]


def _report(actor: Actor, result: Undone) -> dict[str, Any]:
    hidden = gate.unseen(actor, {(key, record) for key, record, _, _ in result.kept})
    result.kept = [each for each in result.kept if each[:2] not in hidden]
    return undoing.report(actor, result) | {"others": bool(hidden)}
