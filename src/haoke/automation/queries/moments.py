"""Records as they were right before and right after entries of the Log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core.log import states
from haoke.core.records import storage
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from haoke.core.spec import ObjectSpec


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry: values by field name before it (None: not there yet) and after it, and the fields that differ;
    what an entry of an action's own says (`note`).
    """

    entry: int
    record: UUID
    at: datetime
    actor: UUID
    via: str
    action: str
    verb: str
    change: UUID
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    changed: frozenset[str]
    note: Mapping[str, Any]


def moments(
    spec: ObjectSpec, records: Collection[UUID], first: int, wanted: Collection[int] | None = None
) -> list[Moment]:
    """Entries of the records (in the bin or not) from `first` on, the oldest first; `wanted`: only these."""
    present = _present(spec, records)
    found: list[Moment] = []
    state: dict[UUID, storage.Row] = dict(present)
    which = Sql("e.record = ANY(%s) AND e.id >= %s ORDER BY e.id DESC", (list(present), first))
    for raw in states.told(spec, which):
        record = raw["record"]
        after = state[record]
        before = state[record] = after | raw["was"]
        if wanted is None or raw["id"] in wanted:
            found.append(_moment(spec, raw, before, after))
    return sorted(found, key=lambda each: each.entry)


def _moment(spec: ObjectSpec, raw: Mapping[str, Any], before: storage.Row, after: storage.Row) -> Moment:
    then = storage.values(spec, after)
    created = raw["verb"] == "create"
    was = None if created else storage.values(spec, before)
    changed = frozenset(then) if was is None else frozenset(name for name in then if then[name] != was[name])
    return Moment(
        raw["id"], raw["record"], raw["at"], raw["actor"], raw["via"], raw["action"], raw["verb"],
        raw["change"], was, then, changed, {} if raw["verb"] in states.CHANGING else raw["data"] or {},
    )  # fmt: skip


def _present(spec: ObjectSpec, records: Collection[UUID]) -> dict[UUID, storage.Row]:
    columns = storage.listed(storage.columns(spec))
    rows = storage.fetch(Sql(f"SELECT {columns} FROM {storage.table(spec.model)} WHERE id = ANY(%s)", (list(records),)))
    return {row["id"]: row for row in rows}
