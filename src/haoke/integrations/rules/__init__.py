"""What is always true of webhooks and ways in: they act with the rights of their owner, who stands behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, outbound, registry
from haoke.core.access.actor import SYSTEM_ID, Scope, Verb
from haoke.core.errors import BadValue, SignInNeeded
from haoke.core.fieldtypes.base import Op
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.core.transfer import actors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.spec import Change, ObjectSpec

VIA = "webhook"
#: Objects of this app tell nobody of themselves.
OURS = frozenset({"webhook", "inbound_endpoint"})
MOST_FIELDS = 100
NOT_YOURS = T(
    "It acts with the rights of its owner, so only that person or an administrator may change it",
    "以负责人的权限执行，因此只有负责人本人或管理员可以修改",
)
NO_OBJECT = T("There is no object “{key}” its owner may read", "没有负责人可查看的对象“{key}”")
NO_FIELD = T("“{object}” has no field “{field}” its owner may set", "“{object}”没有负责人可填写的字段“{field}”")
NO_MAPPING = T(
    'Say where each field stands in the message: {"name": "data.name"}',
    '请填写各字段在消息中的位置，如 {"name": "data.name"}',
)
NO_MATCH = T("Records are known by one of the fields above that can be looked for", "匹配字段须为上述字段之一且可查找")


def is_its_owners(change: Change) -> None:
    """Only its owner or an administrator writes it, and no key that was made for less than it will do."""
    access.require_whole(change.actor)
    former = change.before["owner"] if change.before else change.after["owner"]
    if not change.actor.admin and {former, change.after["owner"]} != {change.actor.id}:
        raise RuleBroken.at("owner", "not_yours", NOT_YOURS)


def owner_of(owner: Any) -> Actor | None:
    """The owner with present rights; None when he may not sign in."""
    if owner is None or owner == SYSTEM_ID:
        return None
    try:
        return actors.load(owner, VIA)
    except SignInNeeded:
        return None


def known(actor: Actor, key: str) -> ObjectSpec | None:
    """An object that may be told of to this actor."""
    spec = registry.objects().get(key)
    closed = spec is None or spec.internal or key in OURS or access.scope_of(actor, spec, Verb.READ) is Scope.NONE
    return None if closed else spec


def webhook_makes_sense(change: Change) -> None:
    """An address that could be sent to, and objects its owner may read; a new start forgets what was wrong."""
    after = change.after
    if "url" in change.changed:
        try:
            outbound.checked(after["url"])
        except BadValue as bad:
            raise RuleBroken.at("url", bad.code, bad.message) from None
    owner = owner_of(after["owner"]) or change.actor
    for key in after["objects_told"] or ():
        if known(owner, key) is None:
            raise RuleBroken.at("objects_told", "no_object", NO_OBJECT.fill(key=key))
    if after["active"] and change.changed & {"active", "url"}:
        after["stopped"] = None


def endpoint_makes_sense(change: Change) -> None:
    """An object and fields its owner may set, each with its place in the message."""
    after = change.after
    owner = owner_of(after["owner"]) or change.actor
    spec = known(owner, after["object"])
    if spec is None:
        raise RuleBroken.at("object", "no_object", NO_OBJECT.fill(key=after["object"]))
    mapping = after["mapping"]
    if not _is_mapping(mapping):
        raise RuleBroken.at("mapping", "mapping", NO_MAPPING)
    for name in mapping:
        if name not in access.writable(owner, spec):
            raise RuleBroken.at("mapping", "no_field", NO_FIELD.fill(object=spec.label, field=name[:60]))
    if after["match"] and not (after["match"] in mapping and _can_be_found(spec, after["match"])):
        raise RuleBroken.at("match", "match", NO_MATCH)


def _is_mapping(mapping: Any) -> bool:
    return (
        isinstance(mapping, dict)
        and 0 < len(mapping) <= MOST_FIELDS
        and all(isinstance(place, str) and 0 < len(place) <= 200 for place in mapping.values())  # noqa: PLR2004
    )


def _can_be_found(spec: ObjectSpec, name: str) -> bool:
    return Op.EQ in registry.field(spec.key, name).type.operators


def at_place(message: Mapping[str, Any], place: str) -> Any:
    """What stands at "data.items.0.name" in a message; None where there is nothing."""
    found: Any = message
    for part in place.split("."):
        if isinstance(found, dict):
            found = found.get(part)
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found
