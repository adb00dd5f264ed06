"""Entries of records that went up into the one whose history is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access
from haoke.core.access.actor import FieldRight
from haoke.core.merging import former
from haoke.core.records import storage
from haoke.core.records.reading.naming import said
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

#: Notes that name the other record of a merge or of its undoing.
NOTES = frozenset({"x:merged", "x:unmerged"})


def theirs(record: UUID) -> Sql:
    """Condition on e: entries of the record and of all that went up into it, but not that those went."""
    went = Sql(
        " AND NOT (e.record <> %s AND e.verb IN ('delete', 'restore') AND e.action IN ('merge', 'undo'))", (record,)
    )
    return Sql("e.record = ANY(") + former.of_record(record) + Sql(")") + went


def rows_of(spec: ObjectSpec, row: Row, entries: Sequence[Mapping[str, Any]]) -> dict[UUID, Row]:
    """{id: row} of the record and of all that its entries are of or name."""
    named = {UUID(entry["data"]["record"]) for entry in entries if entry["verb"] in NOTES}
    others = ({entry["record"] for entry in entries} | named) - {row["id"]}
    if not others:
        return {row["id"]: row}
    head = f"SELECT {storage.listed(storage.columns(spec))} FROM {storage.table(spec.model)} WHERE id = ANY(%s)"
    return {row["id"]: row} | {each["id"]: each for each in storage.fetch(Sql(head, (list(others),)))}


def told(
    actor: Actor, spec: ObjectSpec, rows: Mapping[UUID, Row], entry: Mapping[str, Any], record: UUID
) -> dict[str, Any]:
    """{"former": {id, number, title}} of an entry that is of another record, or names one; else nothing."""
    other = UUID(entry["data"]["record"]) if entry["verb"] in NOTES else entry["record"]
    if other == record:
        return {}
    return {"former": _named(actor, spec, other, rows.get(other))}


def _named(actor: Actor, spec: ObjectSpec, record: UUID, row: Row | None) -> dict[str, Any]:
    """What it was called, as far as the reader may see it; of what is a record of its own again the id alone."""
    if row is None or row["deleted_at"] is None:
        return {"id": str(record), "number": None, "title": None}
    title = storage.values(spec, row)[spec.title]
    number = access.field_right(actor, spec, "number") >= FieldRight.READ
    named = title is not None and access.field_right(actor, spec, spec.title) > FieldRight.HIDDEN
    return {
        "id": str(record), "number": row["number"] if number else None,
        "title": said(actor, spec, str(title)) if named else None,
    }  # fmt: skip
