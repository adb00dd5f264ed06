"""Where a person is named besides what he has: what can pass to a successor, and what stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.metadata import derived
from haoke.core.records.reading.running import rows
from haoke.core.records.storage import table
from haoke.core.sql import Sql, all_of, join
from haoke.handover.queries import places
from haoke.handover.queries.possessions import passing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

_USER: Final = "user"


def named(actor: Actor, person: UUID) -> list[dict[str, Any]]:
    """[{object, plural, label, field, field_label, count, passes}] of records that name a person besides what he has.

    `passes`: the actor can put a successor in his place. Whoever may know what he has learns how many the others are;
    which they are he finds by his own rights.
    """
    passes = places.standing(actor, person)
    return [*places.lines(passes), *_staying(actor, person, passes)]


def _staying(actor: Actor, person: UUID, passes: Mapping[tuple[str, str], Sequence[UUID]]) -> Iterator[dict[str, Any]]:
    asked = [(spec, field) for spec, field in _naming() if field.name == "owner" or _read(actor, spec)]
    parts = [_counted(actor, spec, field, person) for spec, field in asked]
    counts = [int(row[0]) for row in rows(join(" UNION ALL ", parts).wrap("SELECT n FROM (", ") x ORDER BY place"))]
    for (spec, field), count in zip(asked, counts, strict=True):
        if count > (passing_ := len(passes.get((spec.key, field.name), ()))):
            yield places.line(spec, field, count - passing_, passes=False)


def _read(actor: Actor, spec: ObjectSpec) -> bool:
    return access.scope_of(actor, spec, Verb.READ) is not Scope.NONE


@derived
def _naming() -> tuple[tuple[ObjectSpec, FieldDef], ...]:
    """Fields that name colleagues, filled in by people, and owners of what everybody keeps for himself."""
    return tuple((spec, field) for spec in registry.objects().values() for field in _fields(spec))


def _fields(spec: ObjectSpec) -> Iterator[FieldDef]:
    if spec.key in registry.off():
        return
    if spec.ends is not None:
        yield registry.field(spec.key, "owner")
    if spec.internal or spec.about:
        return
    for name, field in registry.fields(spec.key).items():
        if field.type.meta().get("target") != _USER:
            continue
        if (name == "owner" and spec.own and spec.key not in passing()) or not (field.readonly or name == "owner"):
            yield field


def _counted(actor: Actor, spec: ObjectSpec, field: FieldDef, person: UUID) -> Sql:
    # What people keep for themselves nobody else reads: it is counted, no more.
    seen = Sql("r.deleted_at IS NULL") if field.name == "owner" else access.visible_to(actor, spec)
    if spec.ends is not None:
        seen = all_of([seen, registry.field(spec.key, spec.ends.field).column("r") + Sql(" = %s", (spec.ends.value,))])
    place = _naming().index((spec, field))
    query = Sql(f"SELECT count(*) AS n, {place} AS place FROM {table(spec.model)} r WHERE ")
    return query + all_of([places.naming(field, person), seen])
