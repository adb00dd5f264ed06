"""What is always true of tag groups, tags and level rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, criteria, registry
from haoke.core.access.actor import Scope, Verb, system
from haoke.core.errors import BadRequest, BadValue
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.labels.models import TagGroup
from haoke.labels.queries.reading import TAGS, taggable

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import Change, ObjectSpec

NO_OBJECT = T("Choose an object with tags", "请选择带有标签的对象")
NO_RECORDS = T("Choose an object", "请选择对象")
STAYS = T("It keeps its object; make another one", "对象不能更改，请新建")
OTHER_GROUP = T("This is a group of {object}", "该标签组的对象为{object}")
NO_CHOICE = T("Choose a field with choices", "请选择选项字段")
NO_VALUE = T("Choose one of: {values}", "请选择其中一项：{values}")
BAD_NAME = T("A tag is a short text without commas or semicolons", "标签应为不含逗号、分号的短文本")
DAYS = T("From 1 to 3,650 days", "1 至 3650 天")
_MOST_DAYS = 3650


def group_makes_sense(change: Change) -> None:
    """Of an object that has tags; once made it keeps it."""
    _object(change, taggable)
    _stays(change)


def tag_makes_sense(change: Change) -> None:
    """In a group of its object, as a field of tags would take it; the gate knows which name stays."""
    spec, after = _object(change, taggable), change.after
    _stays(change)
    if "name" in change.changed:
        _name(change, spec)
    if change.changed & {"group", "object"}:
        group = TagGroup._base_manager.filter(id=after["group"]).first()
        if group is not None and group.object != spec.key:
            raise RuleBroken.at("group", "other_object", OTHER_GROUP.fill(object=registry.get(group.object).label))
    if after["days"] is not None and not 1 <= after["days"] <= _MOST_DAYS:
        raise RuleBroken.at("days", "range", DAYS)
    _condition(change, spec)


def _name(change: Change, spec: ObjectSpec) -> None:
    try:
        (change.after["name"],) = registry.field(spec.key, TAGS).type.clean([change.after["name"]])
    except (BadValue, TypeError):
        raise RuleBroken.at("name", "bad_tag", BAD_NAME) from None


def level_makes_sense(change: Change) -> None:
    """One of the choices of a field with choices that people may set, under a condition that can be asked."""
    spec, after = _object(change, lambda _: True), change.after
    field = registry.fields(spec.key).get(after["field"])
    if field is None or field.type.kind != "choice" or field.readonly or field.name in spec.locked:
        raise RuleBroken.at("field", "no_choice", NO_CHOICE)
    values = [str(each["value"]) for each in field.type.meta()["choices"]]
    if after["value"] not in values:
        raise RuleBroken.at("value", "no_value", NO_VALUE.fill(values=", ".join(values)))
    _condition(change, spec)


def _condition(change: Change, spec: ObjectSpec) -> None:
    raw = change.after["condition"]
    if raw is None or not change.changed & {"condition", "object"}:
        return
    actor: Actor = change.actor if "condition" in change.changed else system()
    try:
        criteria.parse(raw, spec, actor, reckoned=True)
    except BadRequest as bad:
        raise RuleBroken.at("condition", bad.code, bad.message) from None


def _stays(change: Change) -> None:
    if "object" in change.changed and not change.creating:
        raise RuleBroken.at("object", "stays", STAYS)


def _object(change: Change, fits: Any) -> ObjectSpec:
    spec = registry.objects().get(change.after["object"])
    if spec is None or not fits(spec) or access.scope_of(change.actor, spec, Verb.READ) is Scope.NONE:
        raise RuleBroken.at("object", "no_object", NO_OBJECT if fits is taggable else NO_RECORDS)
    return spec
