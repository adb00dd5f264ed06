"""A layout before it is saved, as the people of a role would meet it: its fields as far as they may see them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.api.meta import described
from haoke.core.conditions.reading import now_in_force
from haoke.core.errors import Missing
from haoke.core.records import reading
from haoke.core.records.gate import unseen
from haoke.core.views.layouts import Arranged
from haoke.core.views.shapes import Section
from haoke.identity import actors
from haoke.identity.models import Role

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: Rights over rows that no preview decides: the record has been read by the one who looks.
_EVERYTHING = {"*": {"*": Scope.ALL}}


class Drafted(BaseModel):
    """A layout as it would be saved, whose it is (no role: one's own rights), and a record to fill it with."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    role: UUID | None = None
    sections: list[Section] | None = Field(None, max_length=30)
    columns: list[Annotated[str, Field(max_length=120)]] | None = Field(None, max_length=60)
    record: UUID | None = None


def previewed(actor: Actor, asked: Drafted) -> dict[str, Any]:
    """{object, record}: as in the metadata and as read; object None where the role has no right to any; Missing."""
    access.require(actor, registry.get("layout"), Verb.UPDATE)
    spec = registry.get(asked.object)
    if spec.internal or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        raise Missing
    other = actor if asked.role is None else _with_only(actor, asked.role)
    record = reading.read_one(actor, spec, asked.record) if asked.record else None
    if access.scope_of(other, spec, Verb.READ) is Scope.NONE:
        return {"object": None, "record": None}
    layout = Arranged(asked.model_dump()["sections"], asked.columns)
    drawn = _ours(actor, spec, described(other, spec, layout, now_in_force().get(spec.key, ())))
    return {"object": drawn, "record": record and _seen(actor, other, spec, record)}


def _with_only(actor: Actor, role: UUID) -> Actor:
    """Oneself with just that role; Missing when one does not see it."""
    if unseen(actor, [("role", role)]):
        raise Missing
    found = Role.objects.get(pk=role)
    document = {"id": str(found.id), "code": found.code, "grants": found.grants, "fields": found.fields}
    return replace(actors.as_if(actor.id, [document]), language=actor.language)


def _ours(actor: Actor, spec: ObjectSpec, drawn: dict[str, Any]) -> dict[str, Any]:
    """Without fields that whoever looks does not read himself."""
    known = access.readable(actor, spec)
    sections = [{**each, "fields": [name for name in each["fields"] if name in known]} for each in drawn["sections"]]
    fields = [each for each in drawn["fields"] if each["name"] in known]
    listed = {part: [name for name in drawn[part] if name in known] for part in ("columns", "quick")}
    rules = [each for each in drawn["rules"] if {*each["fields"]} <= known.keys()]
    return {**drawn, **listed, "fields": fields, "sections": sections, "rules": rules}


def _seen(actor: Actor, other: Actor, spec: ObjectSpec, record: dict[str, Any]) -> dict[str, Any]:
    """What is read of a record, less what the other one does not read of it."""
    hinted = reading.read_one(replace(other, id=actor.id, admin=False, grants=_EVERYTHING), spec, UUID(record["id"]))
    found = {}
    for name, value in record.items():
        if name == "_can" or name not in hinted:
            continue
        masked = access.field_right(other, spec, name) is FieldRight.MASKED
        found[name] = hinted[name] if masked else _untitled(other, spec, name, value)
    return found | {"_can": dict.fromkeys(record["_can"], False)}


def _untitled(other: Actor, spec: ObjectSpec, name: str, value: Any) -> Any:
    """References without the titles of what the other one reads nothing of."""
    target = registry.field(spec.key, name).type.meta().get("target")
    if target is None or access.scope_of(other, registry.get(target), Verb.READ) > Scope.NONE:
        return value
    if isinstance(value, list):
        return [{**each, "title": None} for each in value]
    return {**value, "title": None} if value else value
