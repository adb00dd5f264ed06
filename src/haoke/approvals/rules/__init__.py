"""What is always true of processes and deputies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.approvals.choices import Trigger
from haoke.approvals.rules.documents import NO_STEPS, condition_problems, decides, field_problems, problems
from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.errors import Problem
from haoke.core.spec import RuleBroken
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import Change

NO_OBJECT = T("There is no such object", "没有此对象")
NO_ACTION = T("“{object}” has no such action", "“{object}”没有此操作")
NOT_YOURS = T("Whoever is away names a deputy, or an administrator does", "审批代理只能由本人或管理员设置")
IN_ORDER = T("It ends before it begins", "结束时间早于开始时间")
#: What the engine keeps for itself.
ENGINES = frozenset({"approval_case", "approval_task"})


def process_makes_sense(change: Change) -> None:
    """Known object, action and fields; steps somebody can take; conditions on the record itself."""
    after = change.after
    spec = registry.objects().get(after["object"])
    if spec is None or spec.key in ENGINES:
        raise RuleBroken.at("object", "not_found", NO_OBJECT)
    found = [
        *problems(after["nodes"], spec, _author(change, "nodes")),
        *condition_problems("condition", after["condition"], spec, _author(change, "condition")),
        *(
            each
            for name in ("fields", "locked_fields", "key_fields")
            for each in field_problems(name, after[name], spec)
        ),
    ]
    if after["trigger"] == Trigger.ACTION and spec.action(after["action"] or "") is None:
        found.append(Problem("trigger", "not_found", NO_ACTION.fill(object=spec.label)))
    if not found and after["active"] and not decides(after["nodes"]):
        found.append(Problem("active", "no_steps", NO_STEPS))
    if found:
        raise RuleBroken(problems=found)


def _author(change: Change, field: str) -> Actor:
    """Whose rights the conditions there are held to: what somebody else wrote before stays as it is."""
    return change.actor if field in change.changed else system()


def deputy_makes_sense(change: Change) -> None:
    """For a time that ends after it begins, if any; named by himself or an administrator."""
    after, actor = change.after, change.actor
    away = {after["owner"], (change.before or after)["owner"]}
    if not (actor.admin or away <= {actor.id}):
        raise RuleBroken.at("owner", "not_yours", NOT_YOURS)
    since, until = after["since"], after["until"]
    if since is not None and until is not None and until <= since:
        raise RuleBroken.at("until", "order", IN_ORDER)
