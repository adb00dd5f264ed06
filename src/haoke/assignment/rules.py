"""What is always true of assignment rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, criteria, registry
from haoke.core.access.actor import Scope, Verb, system
from haoke.core.criteria import Leaf, Related, Whose
from haoke.core.errors import BadRequest
from haoke.core.records.storage import fetch, table
from haoke.core.spec import RuleBroken
from haoke.core.sql import Sql
from haoke.core.text import T
from haoke.identity.queries import unable

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from haoke.core.access.actor import Actor
    from haoke.core.criteria import Node
    from haoke.core.spec import Change, ObjectSpec

#: The fields that say to whom a rule gives.
TO: Final = ("to_users", "to_departments", "to_teams", "to_roles")
NO_OBJECT = T("Choose an object whose records are in somebody's charge", "请选择记录有负责人的对象")
NOBODY = T("Say who gets the records before the rule is switched on", "启用前请指定分配给谁")
RELATED = T(
    "A condition here is about the record itself and what it points at", "此处条件只能针对记录本身及其引用的记录"
)
NOBODY_IS_ME = T("A rule is nobody's: name the person instead of “me”", "规则不属于任何人，请指定具体人员而不是“我”")
NO_POOL = T("Records of {object} do not stand in this pool", "“{object}”不能进入此公海")
NO_RIGHT = T(
    "{who} may not see or change {object}; give them the right first", "{who}无权查看或修改{object}，请先授予权限"
)
#: What a receiver may do to what he is given.
NEEDED: Final = (Verb.READ, Verb.UPDATE)
LEAST = T("At least 1; leave it empty for no limit", "至少为 1；留空表示不限")


def assignable(spec: ObjectSpec) -> bool:
    """Whether records of the object are given to people one by one: no parts of others, nobody's own, no settings."""
    part = spec.parent or spec.about or spec.links or spec.own or spec.internal or spec.group == "settings"
    return not part and "owner" in registry.fields(spec.key)


def rule_makes_sense(change: Change) -> None:
    """As `check` has it, and with somebody to give to before it is switched on."""
    after = change.after
    check(change.actor, after, change.changed)
    if after["active"] and not any(after[name] for name in TO):
        raise RuleBroken.at("to_users", "nobody", NOBODY)
    if after["active"] and change.changed & {"active", "object", "to_users", "fallback"}:
        _able(after)


def _able(after: Mapping[str, Any]) -> None:
    """Whoever is named may see and change such records: what one cannot open is nobody's."""
    spec = registry.get(after["object"])
    for place, people in (("to_users", after["to_users"] or ()), ("fallback", filter(None, [after["fallback"]]))):
        if lacking := unable(people, spec, NEEDED):
            rows = fetch(Sql("SELECT name FROM identity_user WHERE id = ANY(%s) ORDER BY name_sort, id", (lacking,)))
            names = [str(row["name"]) for row in rows]
            who = T(", ".join(names), "、".join(names))
            raise RuleBroken.at(place, "no_right", NO_RIGHT.fill(who=who, object=spec.label_plural))


def check(actor: Actor, given: Mapping[str, Any], changed: Set[str]) -> ObjectSpec:
    """The object of a rule, if it has owners and the conditions can be asked of a record not stored yet.

    What somebody else wrote before is not held to the actor's rights. Raises RuleBroken.
    """
    spec = registry.objects().get(given["object"])
    if spec is None or not assignable(spec) or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        raise RuleBroken.at("object", "no_object", NO_OBJECT)
    for name in ("condition", "counted"):
        if given[name] is not None and changed & {name, "object"}:
            _check(actor if name in changed else system(), spec, name, given[name])
    if given["most"] == 0:
        raise RuleBroken.at("most", "range", LEAST)
    if given["pool"] is not None and changed & {"pool", "object"} and not takes(spec, given["pool"]):
        raise RuleBroken.at("pool", "other_object", NO_POOL.fill(object=spec.label))
    return spec


def _check(actor: Actor, spec: ObjectSpec, place: str, raw: Any) -> None:
    try:
        tree = criteria.parse(raw, spec, actor)
    except BadRequest as bad:
        raise RuleBroken.at(place, bad.code, bad.message) from None
    for leaf in criteria.leaves(tree):
        if place == "condition" and isinstance(leaf, Related):
            raise RuleBroken.at(place, "related", RELATED)
        if isinstance(leaf, Leaf) and _personal(leaf):
            raise RuleBroken.at(place, "personal", NOBODY_IS_ME)


def _personal(leaf: Leaf) -> bool:
    operand = leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
    return any(isinstance(each, Whose) for each in operand)


def takes(spec: ObjectSpec, pool: Any) -> bool:
    """Whether records of the object may stand in that pool."""
    field = registry.fields(spec.key).get("pool")
    if field is None or field.type.meta().get("target") != "pool":
        return False
    query = f"SELECT 1 AS there FROM {table(registry.get('pool').model)} WHERE id = %s AND object = %s"
    return bool(fetch(Sql(query, (pool, spec.key))))


def understood(raw: Any, spec: ObjectSpec) -> Node | None:
    """A stored condition as the company means it; None: all. Raises BadRequest when it fits no more."""
    return criteria.parse(raw, spec, system()) if raw else None
