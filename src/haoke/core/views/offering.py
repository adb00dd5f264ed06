"""The views of one object that a person may open, in his order, cut to what he may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.records.reading import naming
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, all_of, any_of, ident
from haoke.core.views.fitting import fitted

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

MOST = 200
_ADDRESSES = ("to_everybody", "to_roles", "to_departments", "to_teams")


def offered(actor: Actor, spec: ObjectSpec) -> dict[str, Any]:
    """`{items: [{…view, mine, shared, dropped}], pinned: [id], first: id or None, choice: {id, version} or None}`.

    `dropped`: parts of a definition that were left out because this person may not use them.
    """
    found = [_fit(actor, spec, each) for each in _views(actor, spec)]
    choice = _choice(actor, spec)
    known = {each["id"] for each in found}
    pinned = _pinned(found) if choice is None else [each["id"] for each in choice.get("pinned") or ()]
    chosen = ((choice or {}).get("first") or {}).get("id")
    return {
        "items": found,
        "pinned": [each for each in pinned if each in known],
        "first": chosen if chosen in known else _first(found),
        "choice": choice and {"id": choice["id"], "version": choice["version"]},
    }


def _views(actor: Actor, spec: ObjectSpec) -> list[dict[str, Any]]:
    """His own and those he is offered: an administrator, who may read all, is not shown everybody's."""
    near = any_of((Sql("r.owner_id = %s", (actor.id,)), access.addressed_to(actor, "r")))
    return _read(actor, "view", all_of((Sql("r.object = %s", (spec.key,)), near)), " ORDER BY r.name, r.id")


def _choice(actor: Actor, spec: ObjectSpec) -> dict[str, Any] | None:
    own = Sql("r.object = %s AND r.owner_id = %s", (spec.key, actor.id))
    return next(iter(_read(actor, "view_choice", own, " ORDER BY r.id")), None)


def _read(actor: Actor, key: str, condition: Sql, order: str) -> list[dict[str, Any]]:
    spec = registry.get(key)
    plan, seen = plan_for(actor, spec, None), access.visible_to(actor, spec, Verb.READ)
    start = Sql(f"SELECT {plan.select} FROM {ident(spec.model._meta.db_table)} r WHERE ")
    items = plan.records(rows(start + all_of((seen, condition)) + Sql(order + " LIMIT %s", (MOST,))))
    naming.resolve(actor, plan, items)
    return items


def _fit(actor: Actor, spec: ObjectSpec, view: dict[str, Any]) -> dict[str, Any]:
    definition, dropped = fitted(actor, spec, view.get("definition") or {})
    mine = (view.get("owner") or {}).get("id") == str(actor.id)
    kept = {name: view.get(name) for name in ("id", "version", "name", "kind", "owner", "opens", *_ADDRESSES)}
    shared = any(view.get(name) for name in _ADDRESSES)
    return {**kept, "definition": definition, "dropped": dropped, "mine": mine, "shared": shared}


def _pinned(found: list[dict[str, Any]]) -> list[str]:
    """Until a person chooses: his own views and those that open first, then the rest while there is room."""
    ordered = sorted(found, key=lambda each: (not each["opens"], not each["mine"]))
    return [each["id"] for each in ordered[:6]]


def _first(found: list[dict[str, Any]]) -> str | None:
    """What opens first: one's own, then the one meant most narrowly."""
    places = [each for each in found if each["opens"]]
    places.sort(key=lambda each: (not each["mine"], bool(each["to_everybody"])))
    return places[0]["id"] if places else None
