"""What a change of a definition would mean, over HTTP; definitions themselves are records like any other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.custom import effects, rekinding
from haoke.core.records import reading
from haoke.core.text import T


class Concerned(BaseModel):
    """A field of an object, or the object as a whole."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    name: str = Field("", max_length=40)


def foresee(call: Call) -> Answer:
    """How many records hold something in it, and which views, rules and other settings name it."""
    asked = call.query
    access.require_right(call.actor, registry.get("custom_field" if asked.name else "custom_object"), Verb.UPDATE)
    found = effects.of_field(call.actor, asked.object, asked.name) if asked.name else effects.of_object(
        call.actor, asked.object)  # fmt: skip
    return Answer(found)


class Rekinded(BaseModel):
    """A field, and the kind with its options that it might become (none: only which it can)."""

    model_config = ConfigDict(extra="forbid")
    field: UUID
    kind: str | None = Field(None, max_length=40)
    options: dict[str, Any] | None = None


def foresee_kind(call: Call) -> Answer:
    """Which kinds a field can become; of one of them, how many values fit and which do not, with records."""
    spec = registry.get("custom_field")
    access.require(call.actor, spec, Verb.UPDATE)
    found = reading.read_one(call.actor, spec, call.body.field, Verb.UPDATE)
    return Answer(rekinding.foreseen(call.actor, found, call.body.kind, call.body.options))


ROUTES = (
    Route(
        "POST", "kind-previews", foresee_kind, T("What another kind of field would mean", "预览更改字段类型"),
        body=Rekinded, tag="custom_fields",
    ),
    Route(
        "GET", "definition-effects", foresee, T("What depends on a field or an object", "字段或对象的使用情况"),
        query=Concerned, tag="custom_fields",
    ),
)  # fmt: skip
