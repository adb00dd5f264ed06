"""Pairs as people look at them: both records side by side, what they have in common, and what one says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from django.utils import timezone

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.errors import Missing
from haoke.core.records import storage
from haoke.core.records.reading import naming
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, all_of
from haoke.core.text import T, say
from haoke.dataquality.models import DuplicatePair
from haoke.dataquality.queries.features import features
from haoke.dataquality.queries.weights import LEVELS, SURE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

PAGE: Final = 20
_COLUMNS: Final = 'p.id, p.score, p.levels, p.state, p."left"::text, p."right"::text'

#: What of an address agrees: the town alone is not the address.
_PARTS: Final = {
    Kind.STREET: T("Street", "街道门牌"),
    Kind.CITY: T("Town", "城市"),
    Kind.POSTCODE: T("Postcode", "邮编"),
}


def counts(actor: Actor, spec: ObjectSpec) -> dict[str, int]:
    """How many open pairs there are of which the actor may merge both, and how many of these are surely one."""
    wanted = Sql("SELECT count(*), count(*) FILTER (WHERE p.score >= %s) ", (SURE,))
    ((every, sure),) = rows(wanted + _of(actor, spec, DuplicatePair.State.OPEN))
    return {"open": every, "sure": sure}


def page(actor: Actor, spec: ObjectSpec, state: str, after: tuple[float, int] | None) -> dict[str, Any]:
    """{items, next} of pairs, the likeliest first; an item has both records and the labels of what is the same."""
    access.require_right(actor, spec, Verb.MERGE)
    wanted = _of(actor, spec, state).wrap(f"SELECT {_COLUMNS} ", "")
    if after:
        wanted += Sql(" AND (p.score, p.id) < (%s, %s)", after)
    found = rows(wanted + Sql(" ORDER BY p.score DESC, p.id DESC LIMIT %s", (PAGE + 1,)))
    shown = found[:PAGE]
    both = _records(actor, spec, {each for row in shown for each in row[4:]})
    items = [_item(actor, spec, row, both) for row in shown]
    return {"items": items, "next": f"{shown[-1][1]!r},{shown[-1][0]}" if len(found) > PAGE else None}


def scored(actor: Actor, spec: ObjectSpec, score: float) -> list[tuple[UUID, UUID]]:
    """Open pairs from a score on, the likeliest first, of which the actor may merge both."""
    wanted = _of(actor, spec, DuplicatePair.State.OPEN).wrap('SELECT p."left", p."right" ', "")
    return [
        (left, right) for left, right in rows(wanted + Sql(" AND p.score >= %s ORDER BY p.score DESC, p.id", (score,)))
    ]


def decide(actor: Actor, pair: int, state: str) -> None:
    """Say that two records are different ones, or that this is open again; raises Missing."""
    found = DuplicatePair.objects.filter(id=pair).first()
    spec = registry.objects().get(found.object) if found else None
    if found is None or spec is None:
        raise Missing
    access.require(actor, spec, Verb.MERGE)
    if not rows(_of(actor, spec, found.state).wrap("SELECT 1 ", "") + Sql(" AND p.id = %s", (pair,))):
        raise Missing
    DuplicatePair.objects.filter(id=pair).update(state=state, decided_by=actor.id, decided_at=timezone.now())


def _of(actor: Actor, spec: ObjectSpec, state: str) -> Sql:
    """FROM and WHERE of pairs of which the actor may merge both."""
    table = storage.table(spec.model)
    source = f'FROM dataquality_duplicatepair p JOIN {table} a ON a.id = p."left" JOIN {table} b ON b.id = p."right"'
    within = all_of([access.visible_to(actor, spec, verb, side) for verb in ("read", Verb.MERGE) for side in "ab"])
    return Sql(f"{source} WHERE p.object = %s AND p.state = %s AND ", (spec.key, state)) + within


def _records(actor: Actor, spec: ObjectSpec, ids: Iterable[str]) -> Mapping[str, dict[str, Any]]:
    """{id: record} as lists show it."""
    plan = plan_for(actor, spec, None)
    table = storage.table(spec.model)
    found = rows(
        Sql(f"SELECT {plan.select} FROM {table} r WHERE r.id = ANY(%s::uuid[]) AND ", (list(ids),))
        + access.visible_to(actor, spec, "read", "r")
    )
    records = plan.records(found)
    naming.resolve(actor, plan, records)
    return {record["id"]: record for record in records}


def _item(actor: Actor, spec: ObjectSpec, row: Sequence[Any], both: Mapping[str, Any]) -> dict[str, Any]:
    pair, score, levels, state, left, right = row
    return {
        "id": pair, "score": round(score, 4), "state": state, "left": both[left], "right": both[right],
        "reasons": list(_reasons(actor, spec, orjson.loads(levels))),
    }  # fmt: skip


def _reasons(actor: Actor, spec: ObjectSpec, levels: Mapping[str, int]) -> Iterable[dict[str, Any]]:
    """[{field, label, like: same|similar|different}] of what the actor may read."""
    for kind, names in features(spec.key).items():
        name = next((each for each in names if access.field_right(actor, spec, each) >= FieldRight.READ), None)
        if name is not None and kind in levels:
            label = _PARTS.get(kind, registry.field(spec.key, name).label)
            yield {"field": name, "label": say(label), "like": _like(kind, levels[kind])}


def _like(kind: Kind, level: int) -> str:
    last = len(LEVELS[kind]) - 1
    return "same" if level == 0 else "different" if level == last else "similar"
