"""Rules as a form needs them to answer while somebody types; the server decides again when it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, criteria
from haoke.core.access.actor import FieldRight
from haoke.core.conditions.reading import fields_of
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.conditions.judging import Rule
    from haoke.core.criteria import Node
    from haoke.core.spec import ObjectSpec


def shown(actor: Actor, spec: ObjectSpec, rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """Rules whose conditions this person may see the fields of, about fields he sees; the others only refuse."""
    fields = access.readable(actor, spec)
    seen = {name for name in fields if access.field_right(actor, spec, name) >= FieldRight.READ}
    return [*_settled(spec, seen), *_of_persons(spec, seen)] + [
        {
            "effect": rule.effect,
            "fields": [name for name in rule.fields if name in fields],
            "when": _json(rule.when),
            "must": _json(rule.must),
            "message": say(rule.message) if rule.message else "",
        }
        for rule in rules
        if fields_of(rule) <= seen and fields.keys() & set(rule.fields)
    ]


def _settled(spec: ObjectSpec, seen: set[str]) -> Iterator[dict[str, Any]]:
    """That what stays as it is cannot be changed, as a rule says it."""
    if spec.settled is None or spec.settled.field not in seen:
        return
    when = {"field": spec.settled.field, "op": "nin", "value": list(spec.settled.values)}
    closed = sorted(seen - spec.settled.besides)
    yield {"effect": "readonly", "fields": closed, "when": when, "must": None, "message": ""}


def _of_persons(spec: ObjectSpec, seen: set[str]) -> Iterator[dict[str, Any]]:
    """That what is asked of persons only is shown of them, as a rule says it."""
    person = spec.person
    if person is None or not person.only or person.field not in seen:
        return
    when = {"field": person.field, "op": "eq", "value": person.value}
    yield {"effect": "visible", "fields": sorted(seen & set(person.only)), "when": when, "must": None, "message": ""}


def _json(node: Node | None) -> dict[str, Any] | None:
    return None if node is None else criteria.to_json(node)
