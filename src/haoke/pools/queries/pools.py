"""Pools as their members see them: which, what stands in them, and what is masked until it is claimed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb, system
from haoke.core.errors import Missing
from haoke.core.records import reading, storage
from haoke.core.records.reading import naming
from haoke.core.sql import Sql, ident
from haoke.core.text import current_language, say
from haoke.dataquality.queries import Kept
from haoke.pools.models import Pool
from haoke.pools.queries import clocks, owners, quotas
from haoke.pools.queries.declared import pooled
from haoke.pools.queries.standing import PLACE, poolable

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records.reading import ListQuery, Page
    from haoke.core.spec import ObjectSpec


#: Kinds of fields by which somebody is reached: without a choice they are masked, besides personal ones.
REACHED_BY: Final = frozenset({"phone", "email", "im"})


def administers(actor: Actor, pool: Pool) -> bool:
    """Whether the actor sees all of what stands there and may give it to people."""
    return actor.admin or actor.id in (pool.administrators or ())


def open_to(actor: Actor, pool: Pool) -> bool:
    """Whether the actor may look into the pool: a member or administrator of it who reads its object at all."""
    spec = registry.objects().get(pool.object)
    if spec is None or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        return False
    departments = set(actor.above) & set(pool.member_departments or ())
    return pool.everyone or administers(actor, pool) or bool(departments) or actor.id in (pool.member_users or ())


def entered(actor: Actor, pool: UUID) -> Pool:
    """A pool in use that is open to the actor; raises Missing."""
    found = Pool._base_manager.filter(id=pool, deleted_at=None, active=True).first()
    if found is None or not open_to(actor, found):
        raise Missing
    return found


def into(actor: Actor, pool: Pool) -> Actor:
    """The actor as somebody who looks into the pool: what stands there, with its masks, and nothing else of its object.

    The masks are field rights of this actor, so that masked fields are not filtered, sorted, grouped or found by.
    """
    spec = registry.get(pool.object)
    masked = () if administers(actor, pool) else masks(spec, pool)
    row = {name: min(access.field_right(actor, spec, name), FieldRight.MASKED) for name in masked}
    fields = {**actor.fields, spec.key: {**actor.fields.get(spec.key, {}), **row}}
    return replace(actor, within=(spec.key, PLACE, pool.id), fields=fields)


def masks(spec: ObjectSpec, pool: Pool) -> tuple[str, ...]:
    """Fields of the object that members see masked."""
    if not pool.masking:
        return ()
    found = registry.fields(spec.key)
    chosen = pool.masked_fields or [
        name for name, field in found.items() if field.personal or field.type.kind in REACHED_BY
    ]
    return tuple(name for name in chosen if name in found and name != spec.title)


def standing_in(key: str, records: Collection[UUID]) -> dict[UUID, UUID]:
    """{record: the pool it stands in} of live records of an object."""
    spec = registry.get(key)
    if not poolable(spec):
        return {}
    query = f'SELECT id, {PLACE}_id AS "pool" FROM {storage.table(spec.model)} WHERE id = ANY(%s)'
    rows = storage.fetch(Sql(f"{query} AND {PLACE}_id IS NOT NULL AND deleted_at IS NULL", (list(records),)))
    return {row["id"]: row["pool"] for row in rows}


def kept(key: str, records: Collection[UUID]) -> dict[UUID, Kept]:
    """{record: who gives it out of its pool, what it is called} of those that stand in pools."""
    stand = standing_in(key, records)
    if not stand:
        return {}
    people = dict(Pool._base_manager.filter(id__in=stand.values()).values_list("id", "administrators"))
    titles = naming.lookup(system(), {key: {str(each) for each in stand}})[key]
    return {each: Kept(tuple(people.get(pool) or ()), titles.get(str(each)) or "") for each, pool in stand.items()}


def trial(actor: Actor, key: str) -> dict[str, Any]:
    """What tonight's sweep would take into the pools the actor administers (an administrator: into all).

    Raises Missing for an object without such a pool.
    """
    his = [
        each.id for each in Pool._base_manager.filter(deleted_at=None, active=True, object=key)
        if open_to(actor, each) and administers(actor, each)
    ]  # fmt: skip
    if not actor.admin and not his:
        raise Missing
    return clocks.tonight(actor, key, None if actor.admin else his)


def page(actor: Actor, pool: UUID, query: ListQuery) -> Page:
    """A page of what stands in the pool."""
    found = entered(actor, pool)
    return reading.list_page(into(actor, found), registry.get(found.object), query)


def one(actor: Actor, pool: UUID, record: UUID) -> dict[str, Any]:
    """A record that stands in the pool, with who has had it."""
    found = entered(actor, pool)
    spec, looking = registry.get(found.object), into(actor, found)
    read = reading.read_one(looking, spec, record)
    return {
        "record": read, "ownership": owners.history(looking, spec.key, record), "parts": _parts(spec.key, record),
    }  # fmt: skip


def _parts(key: str, record: UUID) -> list[dict[str, Any]]:
    """[{label, count}] of what comes with a record once it is claimed; until then it is nobody's to see."""
    found = []
    for part, reference in pooled(key).parts:
        spec = registry.get(part)
        query = f"SELECT count(*) AS n FROM {storage.table(spec.model)} WHERE {ident(reference + '_id')} = %s"
        count = storage.fetch(Sql(f"{query} AND owner_id IS NULL AND deleted_at IS NULL", (record,)))[0]["n"]
        found += [{"label": say(spec.label_plural), "count": count}] if count else []
    return found


def mine(actor: Actor) -> list[dict[str, Any]]:
    """Pools in use that are open to the actor, with what he may still claim."""
    found = Pool._base_manager.filter(deleted_at=None, active=True).order_by("order", "id")
    return [_shown(actor, each) for each in found if open_to(actor, each)]


def _shown(actor: Actor, pool: Pool) -> dict[str, Any]:
    spec = registry.get(pool.object)
    looking = into(actor, pool)
    waiting, more = reading.count(looking, spec, reading.ListQuery())
    return {
        "id": str(pool.id),
        "name": pool.name.get(current_language()) or next(iter(pool.name.values())),
        "object": spec.key,
        "label": say(spec.label_plural),
        "administers": administers(actor, pool),
        "waiting": waiting,
        "waiting_capped": more,
        "masked": [] if administers(actor, pool) else list(masks(spec, pool)),
        "daily": quotas.daily(actor, pool),
        "owned": quotas.standing(actor.id, spec.key, "owned"),
    }
