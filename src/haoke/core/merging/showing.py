"""What a merge would do and what it did, as far as one person may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.errors import Refused
from haoke.core.merging import choosing
from haoke.core.merging.moving import pointing
from haoke.core.merging.pointers import TEXT, TIED, tying
from haoke.core.merging.work import locked
from haoke.core.records import storage
from haoke.core.records.change import changes
from haoke.core.records.reading import read_one
from haoke.core.sql import Sql
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.merging.choosing import Choice
    from haoke.core.merging.moving import Moved
    from haoke.core.merging.pointers import Pointer
    from haoke.core.merging.work import Wanted
    from haoke.core.records.change import Tx
    from haoke.core.spec import ObjectSpec


class _Tried(Exception):
    """Takes back what was only tried."""


def preview(actor: Actor, spec: ObjectSpec, wanted: Wanted) -> tuple[dict[str, Any], Refused | None]:
    """Both sides, each field's choice, what would move and the record that would come of it, tried and taken back;
    and why it would be refused. Raises Missing, Denied, Conflict.
    """
    found: dict[str, Any] = {}
    refused: Refused | None = None
    try:
        with changes(actor, "merge") as tx:
            rows = locked(actor, spec, wanted)
            chosen = choosing.choices(actor, spec, rows, wanted.take, wanted.rule)
            sides = {"keep": read_one(actor, spec, wanted.keep), "other": read_one(actor, spec, wanted.gone)}
            found = sides | {"fields": [_field(each) for each in chosen]} | would_move(actor, spec, wanted.gone)
            try:
                found |= _tried(tx, spec, wanted)
            except Refused as error:
                refused = error
            raise _Tried
    except _Tried:
        return found, refused


def _tried(tx: Tx, spec: ObjectSpec, wanted: Wanted) -> dict[str, Any]:
    moved = tx.merge(spec.key, wanted)
    return {"dropped": dropped(tx.actor, moved), "result": read_one(tx.actor, spec, wanted.keep)}


def _field(each: Choice) -> dict[str, Any]:
    return {
        "name": each.field.name, "label": say(each.field.label), "open": each.open, "both": each.both,
        "differs": each.differs, "take": each.take,
    }  # fmt: skip


def would_move(actor: Actor, spec: ObjectSpec, gone: UUID) -> dict[str, Any]:
    """{moves: [{object, field, label, count}], others}: what points at a record; of what the actor does not see only
    that there is some."""
    moves, others = [], False
    for pointer in pointing(spec, gone):
        seen, unseen = _counted(actor, spec, pointer, gone)
        others = others or (unseen > 0 and pointer.kind != TEXT)
        if seen:
            moves.append({"object": pointer.spec.key, "field": pointer.field, "label": _label(pointer), "count": seen})
    return {"moves": moves, "others": others}


def _counted(actor: Actor, spec: ObjectSpec, pointer: Pointer, gone: UUID) -> tuple[int, int]:
    """(seen, not seen) rows that are not in the bin."""
    child = pointer.spec
    hidden = access.field_right(actor, child, pointer.field) < FieldRight.READ
    seen = Sql("FALSE") if hidden else access.visible_to(actor, child)
    table = storage.table(child.model)
    head = seen.wrap("SELECT count(*) AS every, count(*) FILTER (WHERE ", f") AS seen FROM {table} r")
    rows = storage.fetch(head + Sql(" WHERE r.deleted_at IS NULL AND ") + pointer.names(spec.key, gone))
    return rows[0]["seen"], rows[0]["every"] - rows[0]["seen"]


def _label(pointer: Pointer) -> str:
    """What the rows are called from the other side; of what ties records, what is tied."""
    spec = pointer.spec
    if pointer.kind == TIED:
        return say((tying(spec) or spec).label_plural)
    return say(spec.reverse.get(pointer.field, spec.label_plural))


def dropped(actor: Actor, moved: Moved) -> list[dict[str, Any]]:
    """[{object, label, count}] of what was there twice and is kept once, as far as the actor may see it."""
    found = []
    for key, ids in moved.dropped.items():
        spec = registry.get(key)
        count = _in_sight(actor, spec, ids)
        if count:
            found.append({"object": key, "label": say(spec.label_plural), "count": count})
    return found


def _in_sight(actor: Actor, spec: ObjectSpec, ids: Sequence[UUID]) -> int:
    head = Sql(f"SELECT count(*) AS n FROM {storage.table(spec.model)} r WHERE r.id = ANY(%s) AND ", (list(ids),))
    found: Mapping[str, Any] = storage.fetch(head + access.visible_to(actor, spec, deleted=True))[0]
    return int(found["n"])
