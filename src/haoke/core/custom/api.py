"""What a change of a definition would mean, over HTTP; definitions themselves are records like any other."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.custom import effects
from haoke.core.text import T


class Concerned(BaseModel):
    """A field of an object, or the object as a whole."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    name: str = Field("", max_length=40)


def foresee(call: Call) -> Answer:
    """How many records hold something in it, and which views, rules and other settings name it."""
    asked = call.query
    access.require(call.actor, registry.get("custom_field" if asked.name else "custom_object"), Verb.UPDATE)
    found = effects.of_field(call.actor, asked.object, asked.name) if asked.name else effects.of_object(
        call.actor, asked.object)  # fmt: skip
    return Answer(found)


ROUTES = (
    Route(
        "GET", "definition-effects", foresee, T("What depends on a field or an object", "字段或对象的使用情况"),
        query=Concerned, tag="custom_fields",
    ),
)  # fmt: skip
