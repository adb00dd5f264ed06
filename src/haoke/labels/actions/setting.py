"""Tags and levels set over the API: by a model with a score and an end, a level by hand with a reason and an end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db import connection
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import clock, registry
from haoke.core.errors import Invalid
from haoke.core.records import changes
from haoke.core.records.reading import read_one
from haoke.core.text import T
from haoke.labels.queries import levels
from haoke.labels.queries.reading import TAGS, taggable

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

NO_TAGS = T("Records of this object have no tags", "该对象没有标签")
NO_RULES = T("No rules give this field", "该字段没有分级规则")
PAST = T("The end lies in the past", "截止时间不能早于现在")
_SET = """UPDATE labels_standing SET score = %s, expires = coalesce(%s, expires)
    WHERE object = %s AND record = %s AND field = %s AND value = ANY(%s)"""
_FORGET = "DELETE FROM labels_standing WHERE object = %s AND record = %s AND field = %s"
_KEEP = """INSERT INTO labels_standing (object, record, field, value, source, by, at, expires, reason)
    VALUES (%s, %s, %s, %s, 'hand', %s, now(), %s, %s)"""


class TagsSet(BaseModel):
    """Tags to give and to take; `score` is how sure a model is."""

    model_config = ConfigDict(extra="forbid")
    add: list[str] = Field(default_factory=list, max_length=100)
    remove: list[str] = Field(default_factory=list, max_length=100)
    source: Literal["hand", "model"] = "hand"
    score: float | None = Field(None, ge=0, le=1)
    until: datetime | None = None


class LevelSet(BaseModel):
    """What a record is whatever the rules say, why and until when; `value` None: the rules again."""

    model_config = ConfigDict(extra="forbid")
    field: str = Field(max_length=60)
    value: str | None = Field(None, max_length=60)
    reason: str = Field("", max_length=500)
    until: datetime | None = None


def set_tags(actor: Actor, key: str, record: UUID, body: TagsSet) -> dict[str, Any]:
    """Give and take tags as one change; {tags}. Raises what a change raises."""
    spec = registry.get(key)
    if not taggable(spec):
        raise Invalid.at("object", "no_tags", NO_TAGS)
    _ahead(body.until)
    kind = registry.field(key, TAGS).type
    given, taken = kind.clean(body.add) or [], set(kind.clean(body.remove) or ())
    with changes(actor, "tag") as tx:
        had = read_one(actor, spec, record, fields=(TAGS,)).get(TAGS) or []
        wanted = kind.clean([*(each for each in had if each not in taken), *given])
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('haoke.tag_source', %s, true)", [body.source])
            tx.update(key, record, {TAGS: wanted})
            cursor.execute("SELECT set_config('haoke.tag_source', '', true)")
            if body.score is not None or body.until is not None:
                cursor.execute(_SET, [body.score, body.until, key, record, TAGS, given])
    return {TAGS: wanted or []}


def set_level(actor: Actor, key: str, record: UUID, body: LevelSet) -> dict[str, Any]:
    """Set a level by hand, or give it back to its rules; {value}."""
    if (key, body.field) not in levels.rules(key):
        raise Invalid.at("field", "no_rules", NO_RULES)
    if body.value is not None and not body.reason.strip():
        raise Invalid.at("reason", "required", T("Say why", "请填写原因"))
    _ahead(body.until)
    spec = registry.get(key)
    with changes(actor, "set_level", body.reason.strip()) as tx:
        value = body.value if body.value is not None else _by_rule(spec, body.field, record)
        tx.update(key, record, {body.field: value})
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [key, record, body.field])
            if body.value is not None:
                cursor.execute(_KEEP, [key, record, body.field, value, actor.id, body.until, body.reason.strip()])
    return {"value": value}


def _by_rule(spec: ObjectSpec, field: str, record: UUID) -> str | None:
    """What the rules say of a record, whatever it is now."""
    found = levels.moving(spec, field, levels.rules(spec.key)[spec.key, field], [record], afresh=True)
    return found[0]["new"] if found else None


def _ahead(until: datetime | None) -> None:
    if until is not None and (until.tzinfo is None or until <= clock.now()):
        raise Invalid.at("until", "past", PAST)
