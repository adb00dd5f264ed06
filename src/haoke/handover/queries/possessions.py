"""What a person has, of every object whose records pass to others, as far as the reader sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.metadata import derived
from haoke.core.records.reading.running import rows
from haoke.core.records.storage import table
from haoke.core.spec import Handed, ObjectSpec
from haoke.core.sql import Sql, all_of, any_of, ident, join

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from haoke.core.access.actor import Actor
    from haoke.handover.rules.distribution import Node


@derived
def passing() -> Mapping[str, tuple[ObjectSpec, Handed]]:
    """{key: (object, which of its records)} of all whose records pass to others."""
    found = {key: (spec, how) for key, spec in registry.objects().items() if (how := _how(spec)) is not None}
    return {key: each for key, each in found.items() if key not in registry.off()}


def _how(spec: ObjectSpec) -> Handed | None:
    part = spec.parent or spec.about or spec.internal or spec.own
    return spec.handed or (None if part or spec.group == "settings" else Handed())


def _wanted(objects: Collection[str] | None) -> list[tuple[ObjectSpec, Handed]]:
    return [each for key, each in passing().items() if objects is None or key in objects]


def _his(actor: Actor, spec: ObjectSpec, how: Handed, people: Sequence[UUID]) -> Sql:
    """Condition on r: in reach of the reader, in charge of one of these, and still to be done."""
    reader = over(actor, spec) if actor.admin or set(people) <= set(actor.reports) else actor
    return all_of([Sql("r.owner_id = ANY(%s)", (list(people),)), _passes(reader, spec, how)])


def over(actor: Actor, spec: ObjectSpec) -> Actor:
    """Who passes on records of an object: of what somebody kept as his own, whoever may distribute what he leaves."""
    return replace(actor, admin=True) if spec.own or spec.internal else actor


def _passes(actor: Actor, spec: ObjectSpec, how: Handed) -> Sql:
    """Condition on r: in reach of the reader, and still to be done."""
    parts = [access.visible_to(actor, spec)]
    if how.offered:
        parts.append(_offered(spec))
    if how.field:
        parts.append(registry.field(spec.key, how.field).column("r") + Sql(" = %s", (how.value,)))
    return all_of(parts)


def _offered(spec: ObjectSpec) -> Sql:
    """Condition on r: others may use it, too."""
    lists = [name for name in ("to_roles", "to_departments", "to_teams") if name in registry.fields(spec.key)]
    some = [registry.field(spec.key, name).column("r").wrap("cardinality(", ") > 0") for name in lists]
    return any_of([registry.field(spec.key, "to_everybody").column("r"), *some])


def held(actor: Actor, person: UUID) -> list[dict[str, Any]]:
    """[{object, label, icon, count, may}] of what a person has; `may`: the reader may hand such records over."""
    wanted = [(spec, how) for spec, how in _wanted(None) if access.scope_of(actor, spec, Verb.READ) is not Scope.NONE]
    if not wanted:
        return []
    asked = [
        Sql("SELECT %s, count(*) FROM ", (spec.key,)) + Sql(f"{table(spec.model)} r WHERE ")
        + _his(actor, spec, how, [person])
        for spec, how in wanted
    ]  # fmt: skip
    counts = dict(rows(join(" UNION ALL ", asked)))
    return [
        {
            "object": spec.key, "label": spec.label_plural, "icon": spec.icon, "count": counts[spec.key],
            "may": spec.own or access.scope_of(actor, spec, Verb.ASSIGN) is not Scope.NONE,
        }
        for spec, _ in wanted
        if counts[spec.key]
    ]  # fmt: skip


def loads(actor: Actor, people: Sequence[UUID], objects: Collection[str] | None) -> dict[UUID, int]:
    """{person: how many records he has} as far as the reader sees them."""
    asked = [
        Sql(f"SELECT r.owner_id, count(*) AS n FROM {table(spec.model)} r WHERE ") + _his(actor, spec, how, people)
        + Sql(" GROUP BY 1")
        for spec, how in _wanted(objects)
    ]  # fmt: skip
    query = join(" UNION ALL ", asked).wrap("SELECT owner_id, sum(n)::int FROM (", ") x GROUP BY 1")
    return dict(rows(query)) if asked and people else {}


@dataclass(frozen=True, slots=True)
class Possessed:
    """Records with their versions, in the order of objects, and what they point at."""

    versions: Mapping[Node, int]
    ties: Sequence[tuple[Node, Node]]


def read(
    actor: Actor, person: UUID, objects: Collection[str] | None, only: Mapping[str, Collection[UUID]] | None = None
) -> Possessed:
    """All a person has of these objects; `only`: of those ids."""
    versions: dict[Node, int] = {}
    found: list[tuple[Node, Node]] = []
    for spec, how in _wanted(objects):
        if only is not None and spec.key not in only:
            continue
        condition = _his(actor, spec, how, [person])
        if only is not None:
            condition = all_of([condition, Sql("r.id = ANY(%s)", (list(only[spec.key]),))])
        for node, version, _, ties in _rows(spec, condition):
            versions[node] = version
            found += ties
        found += _tied(spec, [record for key, record in versions if key == spec.key])
    return Possessed(versions, found)


def _rows(spec: ObjectSpec, condition: Sql) -> Iterator[tuple[Node, int, UUID, list[tuple[Node, Node]]]]:
    """(record, version, owner, ties to what it points at) of those that meet a condition, in the order of ids."""
    columns = _pointers(spec.key)
    listed = "".join(f", r.{ident(column)}" for column, _ in columns)
    head = f"SELECT r.id, r.version, r.owner_id{listed} FROM {table(spec.model)} r WHERE "
    for record, version, owner, *pointed in rows(condition.wrap(head, " ORDER BY r.id")):
        node = (spec.key, record)
        pairs = zip(columns, pointed, strict=True)
        yield node, version, owner, [(node, (target, other)) for (_, target), other in pairs if other is not None]


def below(actor: Actor, chosen: Mapping[str, Collection[UUID]], objects: Collection[str] | None) -> Possessed:
    """Records somebody has and all that hangs on them, on that again, and is the same person's; three queries an
    object and level.
    """
    owners: dict[Node, UUID] = {}
    versions: dict[Node, int] = {}
    found: list[tuple[Node, Node]] = []
    wanted = {spec.key: (spec, how) for spec, how in _wanted(objects)}
    level: dict[str, list[UUID]] = {key: list(ids) for key, ids in chosen.items()}
    first = True
    while level:
        fresh: dict[str, list[UUID]] = {}
        for key, (spec, how) in wanted.items() if not first else [(key, wanted[key]) for key in level if key in wanted]:
            tied = {} if first else _hanging(spec, level)
            which = Sql("r.id = ANY(%s)", (level.get(key, []),)) if first else _near(key, level, list(tied))
            for node, version, owner, ties in _rows(spec, all_of([which, _passes(actor, spec, how)])):
                ties += [(node, each) for each in tied.get(node[1], ())]
                above = [target for _, target in ties if target in owners]
                if owner is None or node in versions or not (first or owner in {owners[each] for each in above}):
                    continue
                owners[node], versions[node] = owner, version
                found += ties
                fresh.setdefault(key, []).append(node[1])
        level, first = fresh, False
    return Possessed(versions, found)


def _near(key: str, level: Mapping[str, Sequence[UUID]], tied: Sequence[UUID]) -> Sql:
    """Condition on r: it points at a record of the level, or is tied to one."""
    parts = [
        Sql(f"r.{ident(column)} = ANY(%s)", (list(level[target]),))
        for column, target in _pointers(key)
        if target in level
    ]
    return any_of([*parts, *([Sql("r.id = ANY(%s)", (list(tied),))] if tied else [])])


def _hanging(spec: ObjectSpec, level: Mapping[str, Sequence[UUID]]) -> dict[UUID, list[Node]]:
    """{record: those of the level it is tied to} of an object that can be tied to any other."""
    link = spec.links
    if link is None:
        return {}
    child, key, record = (ident(name) for name in (f"{link.child}_id", link.object, link.record))
    asked = [
        Sql(
            f"SELECT {child}, {key}, {record} FROM {table(link.model)} WHERE {key} = %s AND {record} = ANY(%s)",
            (target, ids),
        )
        + Sql(" AND deleted_at IS NULL")
        for target, ids in level.items()
        if _keeps(target)
    ]
    found: dict[UUID, list[Node]] = {}
    for each, target, other in rows(join(" UNION ALL ", asked)) if asked else ():
        found.setdefault(each, []).append((target, other))
    return found


@derived
def _pointers(key: str) -> tuple[tuple[str, str], ...]:
    """(column, object) of the references that keep a record with what it points at.

    Not to its own kind: a subsidiary may go to somebody else; not to what is everybody's.
    """
    fields = registry.fields(key).items()
    targets = [(field.columns[0], field.type.meta().get("target")) for _, field in fields if _single(field)]
    return tuple((column, str(target)) for column, target in targets if target != key and _keeps(str(target)))


def _single(field: Any) -> bool:
    return bool(field.type.kind == "reference")


def _keeps(target: str) -> bool:
    return target in passing() and not registry.get(target).open


def _tied(spec: ObjectSpec, ids: Iterable[UUID]) -> list[tuple[Node, Node]]:
    """What records of an object that can be tied to any other are about."""
    link, wanted = spec.links, list(ids)
    if link is None or not wanted:
        return []
    child, key, record = (ident(name) for name in (f"{link.child}_id", link.object, link.record))
    select = f"SELECT {child}, {key}, {record} FROM {table(link.model)} WHERE {child} = ANY(%s) AND deleted_at IS NULL"
    return [
        ((spec.key, each), (target, other)) for each, target, other in rows(Sql(select, (wanted,))) if _keeps(target)
    ]
