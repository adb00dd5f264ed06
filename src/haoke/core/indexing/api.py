"""How far indexes are, over HTTP; which there shall be are records like any other."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.criteria import worth
from haoke.core.indexing import state
from haoke.core.text import T


class OfObject(BaseModel):
    """An object."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)


def read_states(call: Call) -> Answer:
    """Fast fields of an object with the state of their indexes, and the fields that could be fast."""
    access.require(call.actor, registry.get("fast_field"), Verb.READ)
    spec = registry.get(call.query.object)
    access.require(call.actor, spec, Verb.READ)
    readable = access.readable(call.actor, spec)
    worth.forget()  # the index of an amount is told at the rates that hold, not at those this process has read
    found = state.states(spec)
    return Answer(
        {
            **found,
            "items": [each for each in found["items"] if each["field"] in readable],
            "able": [name for name in found["able"] if name in readable],
        }
    )


ROUTES = (
    Route(
        "GET", "fast-field-states", read_states, T("How far the indexes of fast fields are", "加速字段的索引状态"),
        query=OfObject, tag="fast-fields",
    ),
)  # fmt: skip
