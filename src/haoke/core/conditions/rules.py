"""What a rule must be: about an object and fields its author may use, in conditions a form can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, criteria, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.conditions.judging import named
from haoke.core.criteria import And, Not, Or, Related
from haoke.core.errors import BadRequest, Missing
from haoke.core.spec import RuleBroken
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.criteria import Node
    from haoke.core.spec import Change, ObjectSpec

OURS = "field_rule"
MOST_FIELDS = 50
NO_OBJECT = T("There is no such object to make rules about", "没有可设置规则的此对象")
NO_FIELDS = T("Name the fields, at most {most}, each once", "请列出字段，每个一次，最多 {most} 个")
NO_FIELD = T("“{object}” has no field “{field}”", "“{object}”没有字段“{field}”")
NO_PATH = T(
    "A rule looks at fields of the record itself, not at other records", "规则只能使用记录自身的字段，不能引用其他记录"
)
NO_MUST = T("Say what must hold", "请填写须满足的条件")
ALWAYS_THERE = T("“{field}” is always required, so it cannot be hidden", "“{field}”为必填字段，不能隐藏")
_SETTING = frozenset({"object", "effect", "applies_to", "when", "must"})


def rule_fits_its_object(change: Change) -> None:
    """The object and the fields are there for the author, and the conditions can be answered from the record alone."""
    if change.changed & _SETTING:
        check(change.actor, change.after)


def check(actor: Actor, given: Mapping[str, Any]) -> tuple[ObjectSpec, Node | None, Node | None]:
    """(object, when, must) of a rule given by its fields; raises RuleBroken."""
    spec = _spec(actor, given["object"])
    _fields(actor, spec, given["applies_to"])
    if given["effect"] == "valid" and not given["must"]:
        raise RuleBroken.at("must", "required", NO_MUST)
    if given["effect"] == "visible":
        for name in given["applies_to"]:
            field = registry.field(spec.key, name)
            if field.required:
                raise RuleBroken.at("applies_to", "always_there", ALWAYS_THERE.fill(field=field.label))
    return spec, _condition(actor, spec, "when", given["when"]), _condition(actor, spec, "must", given["must"])


def _spec(actor: Actor, key: str) -> ObjectSpec:
    try:
        spec = registry.get(key)
    except Missing:
        raise RuleBroken.at("object", "no_object", NO_OBJECT) from None
    # A rule about rules could forbid its own undoing.
    if spec.internal or key == OURS or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        raise RuleBroken.at("object", "no_object", NO_OBJECT)
    return spec


def _fields(actor: Actor, spec: ObjectSpec, names: Any) -> None:
    good = isinstance(names, list) and 0 < len(names) <= MOST_FIELDS and all(isinstance(each, str) for each in names)
    if not good or len(set(names)) < len(names):
        raise RuleBroken.at("applies_to", "fields", NO_FIELDS.fill(most=MOST_FIELDS))
    for name in names:
        if name not in access.readable(actor, spec):
            raise RuleBroken.at("applies_to", "no_field", NO_FIELD.fill(object=spec.label, field=name[:60]))


def _condition(actor: Actor, spec: ObjectSpec, place: str, raw: Any) -> Node | None:
    if raw is None:
        return None
    try:
        node = criteria.parse(raw, spec, actor)
    except BadRequest as bad:
        raise RuleBroken.at(place, bad.code, bad.message) from None
    if any(_leads_away(node)) or any("." in name for name in named(node)):
        raise RuleBroken.at(place, "no_path", NO_PATH)
    return node


def _leads_away(node: Node) -> Iterator[bool]:
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from _leads_away(each)
        case Not(inner):
            yield from _leads_away(inner)
        case Related():
            yield True
