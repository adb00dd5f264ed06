"""Rights at the moment of writing: which rows may be locked for a verb, and which are still in reach afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import access, registry
from haoke.core.errors import Denied, Missing, Problem
from haoke.core.metadata import derived
from haoke.core.records import copytext
from haoke.core.records.storage import Row, columns, fetch, listed, table, values
from haoke.core.sql import Sql
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set
    from typing import Any
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records.model import Record
    from haoke.core.spec import Link, ObjectSpec

NOT_SEEN = T("Not found, or not visible to you", "未找到，或您无权查看")
OUT_OF_SCOPE = T("This would put the record out of your reach", "此操作会使记录超出您的权限范围")
REFERENCES = ("reference", "user", "department")
SEVERAL = "multireference"


def lock(
    actor: Actor, spec: ObjectSpec, ids: Sequence[UUID], verb: str, *, deleted: bool = False
) -> dict[UUID, Row | None]:
    """{id: row} of those the actor may see, row locks held; None for a row seen but closed to `verb`."""
    access.require_proved(actor, spec, verb)
    seen = access.visible_to(actor, spec, "read", deleted=deleted)
    may = access.visible_to(actor, spec, verb, deleted=deleted)
    # Always in the order of ids: two changes that lock the same rows cannot wait for each other.
    rows = fetch(
        Sql(f"SELECT {listed(columns(spec), 'r')}, ")
        + may
        + Sql(f' AS "may?" FROM {table(spec.model)} r WHERE r.id = ANY(%s) AND ', (list(ids),))
        + seen
        + Sql(" ORDER BY r.id FOR UPDATE OF r"),
        prepared=True,
    )
    return {row["id"]: row if row.pop("may?") else None for row in rows}


def lock_one(actor: Actor, spec: ObjectSpec, record: UUID, verb: str, *, deleted: bool = False) -> Row:
    """The locked row; raises Missing or Denied."""
    found = lock(actor, spec, [record], verb, deleted=deleted)
    if record not in found:
        raise Missing
    row = found[record]
    if row is None:
        raise Denied
    return row


def lock_either(actor: Actor, spec: ObjectSpec, record: UUID, verb: str, *, binned: bool) -> Row:
    """The same, where it lies in the bin, too, if `binned`."""
    try:
        return lock_one(actor, spec, record, verb)
    except Missing:
        if not binned:
            raise
        return lock_one(actor, spec, record, verb, deleted=True)


def may_bin(actor: Actor, spec: ObjectSpec, row: Row) -> None:
    """Raise what the object's own rules have against its going into the bin or out of it."""
    for rule in spec.bin_rules:
        rule(actor, values(spec, row))


def relock(spec: ObjectSpec, record: UUID) -> Row:
    """The present row of a record whose rights were judged already; raises Missing."""
    rows = fetch(Sql(f"SELECT {listed(columns(spec))} FROM {table(spec.model)} WHERE id = %s FOR UPDATE", (record,)))
    if not rows:
        raise Missing
    return rows[0]


def lost(actor: Actor, spec: ObjectSpec, ids: Iterable[UUID], verb: str) -> set[UUID]:
    """Those of the written records that the actor's scope for `verb` no longer reaches."""
    if any(way.kind == "all" for way in access.ways(actor, spec, verb)):
        return set()
    rows = fetch(
        Sql("SELECT x.id FROM unnest(%s::uuid[]) AS x(id) WHERE NOT EXISTS", (copytext.ids(ids),))
        + Sql(f" (SELECT 1 FROM {table(spec.model)} r WHERE r.id = x.id AND ")
        + access.visible_to(actor, spec, verb)
        + Sql(")")
    )
    return {row["id"] for row in rows}


def out_of_scope() -> Denied:
    """The refusal for a record that a write would have carried out of the actor's scope."""
    return Denied(OUT_OF_SCOPE, code="out_of_scope")


def pointed(spec: ObjectSpec, values: Mapping[str, Any], names: Set[str]) -> list[tuple[str, str, UUID]]:
    """(field, object, id) of every record that the named values point at."""
    found: list[tuple[str, str, UUID]] = []
    for name, target, many in _pointers(spec.key):
        value = values[name] if name in names else None
        if value is not None:
            found += [(name, target, each) for each in (value if many else (value,))]
    tie = _tie(spec.model)
    if tie is not None and names & {tie.object, tie.record}:
        found.append((tie.record, str(values[tie.object]), values[tie.record]))
    return found


@derived
def _pointers(key: str) -> tuple[tuple[str, str, bool], ...]:
    """(field, object pointed at, whether it holds several ids) of an object's references."""
    return tuple(
        (name, str(field.type.meta()["target"]), field.type.kind == SEVERAL)
        for name, field in registry.fields(key).items()
        if field.type.kind in REFERENCES or field.type.kind == SEVERAL
    )


@derived
def _tie(model: type[Record]) -> Link | None:
    """The link whose rows this model holds: they point at records of any object by a key and an id."""
    links = (spec.links for spec in registry.objects().values())
    return next((link for link in links if link is not None and link.model is model), None)


def unseen(actor: Actor, pointed_at: Iterable[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Those (object, id) that do not exist or that the actor does not see; one query an object."""
    wanted: dict[str, set[UUID]] = {}
    for key, record in pointed_at:
        wanted.setdefault(key, set()).add(record)
    missing: set[tuple[str, UUID]] = set()
    for key, ids in wanted.items():
        missing |= {(key, each) for each in ids - _visible(actor, key, ids)}
    return missing


def _visible(actor: Actor, key: str, ids: set[UUID]) -> set[UUID]:
    spec = registry.objects().get(key)
    if spec is None:
        return set()
    seen = access.visible_to(actor, spec, "read")
    rows = fetch(
        Sql(f"SELECT r.id FROM {table(spec.model)} r WHERE r.id = ANY(%s::uuid[]) AND ", (copytext.ids(ids),)) + seen,
        prepared=True,
    )
    return {row["id"] for row in rows}


def not_seen(field: str) -> Problem:
    """The problem of a value that points at nothing the actor sees."""
    return Problem(field, "not_found", NOT_SEEN)
