"""What a process would mean for a record there is, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from pydantic import BaseModel, ConfigDict, Field

from haoke.approvals.actions.asking import row_of
from haoke.approvals.actions.running import VIA, lay_open
from haoke.approvals.queries.paths import Path, holds
from haoke.approvals.queries.people import People
from haoke.approvals.rules import ENGINES, NO_OBJECT
from haoke.approvals.rules.documents import condition_problems, problems
from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.errors import BadValue, Missing
from haoke.core.records.gate import pointed, unseen
from haoke.core.records.storage import values
from haoke.core.spec import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec


class Draft(BaseModel):
    """A process as it would be saved, a record of its object, and who would ask (the record's owner if nobody)."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    condition: dict[str, Any] | None = None
    nodes: list[Any] = Field(default_factory=list, max_length=100)
    record: UUID | None = None
    asker: UUID | None = None


def trial(actor: Actor, data: Draft) -> dict[str, Any]:
    """{holds, steps, choose} for the record, {} without one; raises RuleBroken where the process makes no sense."""
    access.require(actor, registry.get("approval_process"), Verb.CREATE)
    spec = registry.objects().get(data.object)
    if spec is None or spec.key in ENGINES:
        raise RuleBroken.at("object", "not_found", NO_OBJECT)
    found = [
        *problems(_measured(data.nodes), spec, actor),
        *condition_problems("condition", data.condition, spec, actor),
    ]
    if found:
        raise RuleBroken(problems=found)
    if data.record is None:
        return {}
    given = _given(actor, spec, data.record)
    asker = _asker(actor, People(), data.asker, given.get("owner"))
    path = Path(spec, given, asker, {})
    steps = path.steps(data.nodes)
    return {
        "holds": holds(data.condition, spec, given, asker),
        "asker": {"id": str(asker.id), "name": path.people.name(asker.id)},
        "steps": [lay_open(step, path.people, asker.id) for step in steps],
        "choose": [{"id": step, "name": name} for step, (name, _) in path.open.items()],
    }


def _measured(nodes: list[Any]) -> Any:
    """The steps, if they are no more than could be saved."""
    try:
        return registry.field("approval_process", "nodes").type.clean(nodes)
    except BadValue as bad:
        raise RuleBroken.at("nodes", bad.code, bad.message) from None


def _given(actor: Actor, spec: ObjectSpec, record: UUID) -> Mapping[str, Any]:
    """The record's values; what it points at is left out where the actor does not see it."""
    if unseen(actor, [(spec.key, record)]):
        raise Missing
    given = dict(values(spec, row_of(spec, record)))
    towards = pointed(spec, given, given.keys())
    hidden = unseen(actor, [(target, each) for _, target, each in towards])
    return given | {name: None for name, target, each in towards if (target, each) in hidden}


def _asker(actor: Actor, people: People, named: UUID | None, owner: UUID | None) -> Actor:
    """Who is named, else the record's owner, else who tries; raises Missing when the one named cannot sign in."""
    if named is not None and not people.active(named):
        raise Missing
    person = named or (owner if owner and people.active(owner) else actor.id)
    load: Callable[..., Actor] = import_string(settings.ACTORS)
    return actor if person == actor.id else load(person, VIA)
