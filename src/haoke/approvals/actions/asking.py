"""What is asked for: found out what it needs, tried out without leaving a trace, and at last carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field

from haoke.approvals.choices import Trigger
from haoke.approvals.queries.gating import ApprovalNeeded
from haoke.approvals.queries.paths import holds
from haoke.core import registry
from haoke.core.access.actor import Verb
from haoke.core.errors import Conflict
from haoke.core.ids import uuid7
from haoke.core.merging.work import wanted_of
from haoke.core.records import hold
from haoke.core.records.shapes import columns
from haoke.core.records.storage import Row, fetch, listed, table, values
from haoke.core.sql import Sql
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec

NOT_NEEDED = T("This needs no approval; just do it", "此操作无需审批，可直接执行")
NO_PROCESS = T("There is no process to submit this to", "没有适用的审批流程")


class Wish(BaseModel):
    """What is asked for: "create", "update", "delete", "manual" or an action's name, with the input it takes."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    record: UUID | None = None
    action: str = Field(max_length=60)
    input: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """The process a wish needs, the values it is judged by, and the record's values before and after."""

    process: Row
    judged: Mapping[str, Any]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    version: int | None


class _Undo(Exception):
    """Takes back what was only tried."""


def perform(tx: Tx, wish: Wish, version: int | None) -> UUID | None:
    """Do what is asked for as the actor; the record's id."""
    if wish.action == Trigger.MANUAL:
        return wish.record
    if wish.action == Verb.CREATE:
        made: UUID = tx.create(wish.object, wish.input).id
        return made
    if wish.record is None:
        raise Conflict(NO_PROCESS, code="no_process")
    if wish.action == Verb.UPDATE:
        tx.update(wish.object, wish.record, wish.input, version)
    elif wish.action == Verb.DELETE:
        tx.delete(wish.object, wish.record, version)
    elif wish.action == Verb.MERGE:
        tx.merge(wish.object, wanted_of(wish.record, wish.input, version))
    else:
        tx.run(wish.object, wish.record, wish.action, wish.input, version)
    return wish.record


def look_into(tx: Tx, wish: Wish) -> Found:
    """What a wish needs; raises whatever would refuse it anyway, and Conflict when nobody has to be asked."""
    spec = registry.get(wish.object)
    before = None
    if wish.record is not None:
        # What is submitted by itself is locked meanwhile: not by somebody who may only look at it.
        tx.get(spec.key, wish.record, Verb.UPDATE if wish.action == Trigger.MANUAL else Verb.READ)
        before = row_of(spec, wish.record)
    if wish.action == Trigger.MANUAL and before is not None:
        present = values(spec, before)
        return Found(_manual(tx, spec, present), present, present, present, before["version"])
    need = _need(tx, wish)
    after = _tried(tx, wish, spec)
    former = None if before is None else values(spec, before)
    return Found(need.process, need.values, former, after, None if before is None else before["version"])


def _need(tx: Tx, wish: Wish) -> ApprovalNeeded:
    try:
        with transaction.atomic():
            perform(tx, wish, None)
            raise _Undo
    except ApprovalNeeded as need:
        return need
    except _Undo:
        raise Conflict(NOT_NEEDED, code="not_needed") from None


def _tried(tx: Tx, wish: Wish, spec: ObjectSpec) -> Mapping[str, Any]:
    """The values the record would have."""
    after: Mapping[str, Any] = {}
    try:
        with transaction.atomic(), hold.carrying(uuid7()):
            record = perform(tx, wish, None)
            after = values(spec, row_of(spec, record))
            raise _Undo
    except _Undo:
        return after


def by_hand(process: UUID, key: str, record: UUID) -> Found:
    """A record as it is, submitted to a process that is submitted to by hand; raises Conflict, Missing."""
    query = (
        f"SELECT to_jsonb(p) AS process FROM {table(registry.get('approval_process').model)} p WHERE p.id = %s"
        " AND p.object = %s AND p.active AND p.deleted_at IS NULL AND p.trigger = 'manual'"
    )
    rows = fetch(Sql(query, (process, key)))
    if not rows:
        raise Conflict(NO_PROCESS, code="no_process")
    spec = registry.get(key)
    row = row_of(spec, record)
    present = values(spec, row)
    return Found(rows[0]["process"], present, present, present, row["version"])


def _manual(tx: Tx, spec: ObjectSpec, present: Mapping[str, Any]) -> Row:
    rows = fetch(
        Sql(
            f"SELECT to_jsonb(p) AS process FROM {table(registry.get('approval_process').model)} p WHERE p.object = %s"
            " AND p.active AND p.deleted_at IS NULL AND p.trigger = 'manual' ORDER BY p.\"order\", p.id",
            (spec.key,),
        )
    )
    for row in rows:
        if holds(row["process"]["condition"], spec, present, tx.actor):
            found: Row = row["process"]
            return found
    raise Conflict(NO_PROCESS, code="no_process")


def row_of(spec: ObjectSpec, record: UUID | None) -> Row:
    """The present row of a record."""
    return fetch(Sql(f"SELECT {listed(columns(spec))} FROM {table(spec.model)} WHERE id = %s", (record,)))[0]


def plain(spec: ObjectSpec, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as JSON."""
    if given is None:
        return None
    fields = registry.fields(spec.key)
    return {name: None if value is None else fields[name].type.dump(value) for name, value in given.items()}
