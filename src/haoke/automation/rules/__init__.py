"""What is always true of a rule: it can be carried out with the rights of its owner, who stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from haoke.automation.choices import Trigger
from haoke.automation.rules import checking
from haoke.automation.rules.documents import details_of, shape_problems, steps_of, whole_problems
from haoke.core import access, clock
from haoke.core.access.actor import SYSTEM_ID
from haoke.core.errors import Problem, SignInNeeded
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.core.transfer import actors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.spec import Change

VIA = "automation"
NOT_YOURS = T(
    "A rule acts with the rights of its owner, so only that person or an administrator may change it",
    "规则以负责人的权限执行，因此只有负责人本人或管理员可以修改",
)
NO_OWNER = T(
    "A rule in use needs an owner who may sign in: it acts with that person's rights",
    "启用的规则需要有效的负责人：将以其权限执行",
)
NO_STEPS = T("Add a step before the rule is switched on", "请先添加步骤再启用规则")
NO_BEFORE = T("Only a change has something before it", "仅“记录变更”可以设置变更前的条件")
_SAID = frozenset({"object", "trigger", "details", "condition", "before", "steps", "owner", "active"})


def rule_is_its_owners(change: Change) -> None:
    """Only its owner or an administrator writes a rule; switching it on or off keeps when and forgets why."""
    actor, after = change.actor, change.after
    access.require_whole(actor)
    former = change.before["owner"] if change.before else after["owner"]
    if not actor.admin and {former, after["owner"]} != {actor.id}:
        raise RuleBroken.at("owner", "not_yours", NOT_YOURS)
    if change.creating or after["active"] != (change.before or {})["active"]:
        after["since"] = clock.now() if after["active"] else None
        if after["active"]:
            after["stopped"] = None


def rule_can_be_carried_out(change: Change) -> None:
    """Object, fields, conditions and steps are there for its owner."""
    if change.changed & _SAID:
        found = list(problems(change.actor, change.after))
        if found:
            raise RuleBroken(problems=found)


def owner_of(actor: Actor, owner: Any) -> Actor | None:
    """The rule's owner with present rights; None when he may not sign in."""
    if owner is None or owner == SYSTEM_ID:
        return None
    try:
        return actor if owner == actor.id else actors.load(owner, VIA)
    except SignInNeeded:
        return None


def problems(actor: Actor, rule: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything wrong with a rule that `actor` writes."""
    owner = owner_of(actor, rule["owner"])
    if owner is None:
        if rule["active"]:
            yield Problem("active", "no_owner", NO_OWNER)
            return
        owner = actor
    spec = checking.known(owner, rule["object"])
    if spec is None:
        yield Problem("object", "no_object", checking.NO_OBJECT)
        return
    yield from checking.condition_problems(owner, spec, "condition", rule["condition"])
    yield from checking.condition_problems(owner, spec, "before", rule["before"])
    if rule["before"] is not None and rule["trigger"] != Trigger.UPDATED:
        yield Problem("before", "no_before", NO_BEFORE)
    try:
        details = details_of(rule["trigger"], rule["details"])
    except ValidationError as error:
        yield from shape_problems("details", rule["details"], error)
    else:
        yield from checking.details_problems(owner, spec, rule["trigger"], details)
    try:
        steps = steps_of(rule["steps"])
    except ValidationError as error:
        yield from shape_problems("steps", rule["steps"], error)
        return
    yield from whole_problems(steps)
    yield from checking.step_problems(owner, spec, rule["trigger"], steps)
    if rule["active"] and not steps:
        yield Problem("steps", "no_steps", NO_STEPS)
