"""Whom to write to: the addresses on a record and on what belongs to it or it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.errors import Missing
from haoke.core.metadata import derived
from haoke.core.records import gate
from haoke.core.records.reading import ListQuery, list_page, read_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: Receivers offered, and records looked at of each kind.
OFFERED: Final = 20


@derived
def email_fields(key: str) -> tuple[str, ...]:
    """Names of the fields of an object that hold an address; only of what customers are made of."""
    spec = registry.get(key)
    if not spec.timeline or spec.internal:
        return ()
    return tuple(name for name, field in registry.fields(key).items() if field.type.kind == "email")


@derived
def references(key: str) -> tuple[tuple[str, str], ...]:
    """(field, object) of an object's references to what has a timeline."""
    found = (
        (name, str(f.type.meta().get("target")))
        for name, f in registry.fields(key).items()
        if f.type.kind == "reference"
    )
    return tuple((name, target) for name, target in found if registry.get(target).timeline)


def readable(actor: Actor, spec: ObjectSpec) -> list[str]:
    """The address fields of an object the actor reads unmasked."""
    return [name for name in email_fields(spec.key) if access.field_right(actor, spec, name) >= FieldRight.READ]


def offered(actor: Actor, key: str, record: UUID, words: str = "") -> list[dict[str, Any]]:
    """[{address, name, object, id}] the actor may read, nearest first; raises Missing."""
    if gate.unseen(actor, [(key, record)]):
        raise Missing
    found: dict[str, dict[str, Any]] = {}
    for each in _near(actor, registry.get(key), record):
        if words.lower() in f"{each['name']} {each['address']}".lower():
            found.setdefault(each["address"].lower(), each)
    return list(found.values())[:OFFERED]


def _near(actor: Actor, spec: ObjectSpec, record: UUID) -> Iterator[dict[str, Any]]:
    """Of the record itself, of what it points at, of what points at either."""
    around = [(spec, str(record)), *_pointed(actor, spec, record)]
    for other, one in around:
        yield from _of(actor, other, {"field": "id", "op": "eq", "value": one})
    for other, one in around:
        for relation in registry.relations(other.key).values():
            if relation.field is not None:
                yield from _of(actor, registry.get(relation.child), {"field": relation.field, "op": "eq", "value": one})


def _pointed(actor: Actor, spec: ObjectSpec, record: UUID) -> list[tuple[ObjectSpec, str]]:
    row = read_one(actor, spec, record)
    wanted = ((registry.get(target), row.get(name)) for name, target in references(spec.key))
    return [(target, value["id"]) for target, value in wanted if value and value["title"] is not None]


def _of(actor: Actor, spec: ObjectSpec, condition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    names = readable(actor, spec)
    if not names or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        return
    if condition["field"] not in access.readable(actor, spec):
        return
    has = {"or": [{"field": name, "op": "nempty"} for name in names]}
    query = ListQuery(filter={"and": [condition, has]}, fields=(spec.title, *names), limit=OFFERED)
    for item in list_page(actor, spec, query).items:
        title = item.get(spec.title)
        for name in names:
            if item.get(name):
                known = {"address": item[name], "name": title if isinstance(title, str) else ""}
                yield {**known, "object": spec.key, "id": item["id"]}
