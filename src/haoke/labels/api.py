"""Tags to choose from, why a record has its tags and levels, and setting them otherwise than in its form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.errors import Missing
from haoke.core.text import T
from haoke.labels import actions, queries

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec


class OfObject(BaseModel):
    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)


class OfRecord(OfObject):
    id: UUID


class OfField(OfObject):
    field: str = Field(max_length=60)


class TagsBody(actions.TagsSet):
    object: str = Field(max_length=60)
    id: UUID


class LevelBody(actions.LevelSet):
    object: str = Field(max_length=60)
    id: UUID


def read_choices(call: Call) -> Answer:
    """{groups} with the tags of an object the caller reads."""
    spec = _object(call.query.object)
    access.require(call.actor, spec, Verb.READ)
    return Answer({"groups": queries.choices(call.actor, spec.key)})


def read_profile(call: Call) -> Answer:
    """{tags, levels, groups, figures} of a record the caller sees."""
    return Answer(queries.profile(call.actor, _object(call.query.object).key, call.query.id))


def write_tags(call: Call) -> Answer:
    return Answer(actions.set_tags(call.actor, _object(call.body.object).key, call.body.id, call.body))


def write_level(call: Call) -> Answer:
    return Answer(actions.set_level(call.actor, _object(call.body.object).key, call.body.id, call.body))


def try_levels(call: Call) -> Answer:
    """{count, up, down, moves, examples} of the rules of a field, in use or not."""
    return Answer(queries.trial(call.actor, _object(call.query.object).key, call.query.field))


def _object(key: str) -> ObjectSpec:
    if key not in registry.objects() or registry.get(key).internal:
        raise Missing
    return registry.get(key)


ROUTES = (
    Route("GET", "labels", read_choices, T("Tags to choose from", "可选标签"), query=OfObject, tag="labels"),
    Route("GET", "profile", read_profile, T("The profile of a record", "记录画像"), query=OfRecord, tag="labels"),
    Route("POST", "labels/tags", write_tags, T("Give and take tags", "增删标签"), body=TagsBody, tag="labels"),
    Route("POST", "labels/level", write_level, T("Set a level by hand", "手工设定级别"), body=LevelBody, tag="labels"),
    Route(
        "GET", "labels-trial", try_levels, T("Who would move up or down", "试算分级"), Access.ADMIN, query=OfField,
        tag="labels",
    ),
)  # fmt: skip
