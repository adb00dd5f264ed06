"""Every step against the registry and the rights of the rule's owner, as a call of the API would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from haoke.approvals.queries import can_be_started
from haoke.automation.choices import Trigger
from haoke.automation.rules import values
from haoke.automation.rules.documents import (
    ActStep,
    ApprovalStep,
    AssignStep,
    BranchStep,
    CreateStep,
    MailStep,
    NotifyStep,
    SetStep,
    TagStep,
    TaskStep,
    WaitStep,
    WebhookStep,
    walk,
)
from haoke.core import access, clock, criteria, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.bulk.work import Work
from haoke.core.errors import BadRequest, Invalid, Problem, Refused
from haoke.core.records import gate
from haoke.core.records.change import from_validation
from haoke.core.records.judging import REQUIRED, Judge
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.automation.rules.documents import Step
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: Records of the rules themselves set off nothing and are made by nothing.
OURS: Final = frozenset({"automation", "automation_run"})
NO_OBJECT = T("There is no such object, or the rule's owner may not read it", "没有此对象，或规则负责人无权查看")
NO_ACTION = T("“{object}” has no such action", "“{object}”没有此操作")
NO_FIELD = T("“{object}” has no field “{field}”", "“{object}”没有字段“{field}”")
NO_DATE = T("“{field}” is no date", "“{field}”不是日期字段")
NO_ADDRESS = T("“{field}” holds no e-mail address", "“{field}”不是邮箱字段")
NO_TIE = T("Records of “{object}” cannot be tied to others", "“{object}”不能关联到其他记录")
NO_TAGS = T("Say what to add or to take away", "请填写要添加或移除的内容")
NOBODY = T("Say whom to tell", "请选择要通知的人")
NO_PROCESS = T(
    "Choose an approval process of “{object}” that is in use, is submitted to by hand and leaves nobody to be chosen",
    "请选择“{object}”已启用、触发时机为“主动提交”且无需发起人自选审批人的审批流程",
)
GONE = T("A deleted record can only be told of, copied or waited for", "已删除的记录只能发送、复制到新记录或等待")
LASTING: Final = (CreateStep, WebhookStep, WaitStep, BranchStep)


def known(actor: Actor, key: str) -> ObjectSpec | None:
    """An object rules may be about, if the actor may read it."""
    spec = registry.objects().get(key)
    closed = spec is None or spec.internal or key in OURS or access.scope_of(actor, spec, Verb.READ) is Scope.NONE
    return None if closed else spec


def condition_problems(actor: Actor, spec: ObjectSpec, field: str, raw: Any) -> Iterator[Problem]:
    """What is wrong with a condition."""
    if raw is None:
        return
    try:
        criteria.parse(raw, spec, actor)
    except BadRequest as bad:
        yield Problem(field, bad.code, bad.message)


def details_problems(actor: Actor, spec: ObjectSpec, trigger: str, details: Any) -> Iterator[Problem]:
    """What is wrong with the details of a trigger, which have their shape already."""
    fields = access.readable(actor, spec)
    if trigger == Trigger.UPDATED:
        for name in details.fields:
            if name not in fields:
                yield Problem("details.fields", "no_field", NO_FIELD.fill(object=spec.label, field=name))
    elif trigger == Trigger.ACTION and spec.action(details.action) is None:
        yield Problem("details.action", "no_action", NO_ACTION.fill(object=spec.label))
    elif trigger == Trigger.MESSAGE and details.endpoint is not None:
        yield from _unseen(actor, "details.endpoint", "inbound_endpoint", [details.endpoint])
    elif trigger == Trigger.DATE:
        yield from _date_problems(actor, spec, "details.field", details.field)


def _date_problems(actor: Actor, spec: ObjectSpec, place: str, name: str) -> Iterator[Problem]:
    if not values.readable(actor, spec, name):
        yield Problem(place, "no_field", NO_FIELD.fill(object=spec.label, field=name))
    elif registry.field(spec.key, name).type.kind not in values.DATED:
        yield Problem(place, "no_date", NO_DATE.fill(field=registry.field(spec.key, name).label))


def step_problems(actor: Actor, spec: ObjectSpec, trigger: str, steps: Sequence[Step]) -> Iterator[Problem]:
    """What is wrong with each step, told at "steps.<id>…"."""
    for step in walk(steps):
        place = f"steps.{step.id}"
        if trigger == Trigger.DELETED and not isinstance(step, LASTING):
            yield Problem(place, "gone", GONE)
            continue
        try:
            for problem in _of(actor, spec, step):
                yield Problem(f"{place}.{problem.field}".rstrip("."), problem.code, problem.message)
        except Refused as refused:
            for problem in refused.problems or (Problem("", refused.code, refused.message),):
                yield Problem(f"{place}.{problem.field}".rstrip("."), problem.code, problem.message)


def _of(actor: Actor, spec: ObjectSpec, step: Step) -> Iterator[Problem]:
    found: Iterator[Problem] = _CHECKS[type(step)](actor, spec, step)
    return found


def _setting(actor: Actor, spec: ObjectSpec, step: SetStep) -> Iterator[Problem]:
    access.require(actor, spec, Verb.UPDATE)
    yield from _value_problems(actor, spec, spec, step.values, creating=False)


def _assigning(actor: Actor, spec: ObjectSpec, step: AssignStep) -> Iterator[Problem]:
    access.require(actor, spec, Verb.ASSIGN)
    yield from _unseen(actor, "people", "user", step.people)


def _tagging(actor: Actor, spec: ObjectSpec, step: TagStep) -> Iterator[Problem]:
    if not (step.add or step.remove):
        yield Problem("add", "nothing", NO_TAGS)
        return
    add, remove = ({step.field: given} if given else {} for given in (step.add, step.remove))
    Work(add=add, remove=remove).check(actor, spec)


def _notifying(actor: Actor, _spec: ObjectSpec, step: NotifyStep) -> Iterator[Problem]:
    if not (step.owner or step.people):
        yield Problem("people", "nobody", NOBODY)
    yield from _unseen(actor, "people", "user", step.people)


def _mailing(actor: Actor, spec: ObjectSpec, step: MailStep) -> Iterator[Problem]:
    yield from _unseen(actor, "mailbox", "mailbox", [step.mailbox])
    yield from _unseen(actor, "template", "mail_template", [step.template])
    reached = values.reached(actor, spec, step.field)
    if reached is None:
        yield Problem("field", "no_field", NO_FIELD.fill(object=spec.label, field=step.field))
        return
    field = registry.field(reached[0].key, reached[1])
    if field.type.kind != "email":
        yield Problem("field", "no_address", NO_ADDRESS.fill(field=field.label))


def _sending(actor: Actor, _spec: ObjectSpec, step: WebhookStep) -> Iterator[Problem]:
    yield from _unseen(actor, "webhook", "webhook", [step.webhook])


def _waiting(actor: Actor, spec: ObjectSpec, step: WaitStep) -> Iterator[Problem]:
    if step.field is not None:
        yield from _date_problems(actor, spec, "field", step.field)


def _branching(actor: Actor, spec: ObjectSpec, step: BranchStep) -> Iterator[Problem]:
    for at, branch in enumerate(step.branches):
        yield from condition_problems(actor, spec, f"branches.{at}.when", branch.when)


def _submitting(actor: Actor, spec: ObjectSpec, step: ApprovalStep) -> Iterator[Problem]:
    access.require(actor, spec, Verb.UPDATE)
    if not can_be_started(step.process, spec.key):
        yield Problem("process", "no_process", NO_PROCESS.fill(object=spec.label))


def _unseen(actor: Actor, place: str, key: str, ids: Iterable[UUID]) -> Iterator[Problem]:
    if gate.unseen(actor, [(key, each) for each in ids]):
        yield gate.not_seen(place)


def _making(actor: Actor, spec: ObjectSpec, step: CreateStep | TaskStep) -> Iterator[Problem]:
    target = known(actor, step.object)
    if target is None:
        yield Problem("object", "no_object", NO_OBJECT)
        return
    if isinstance(step, TaskStep) and (target.links is None or target.links.create is None):
        yield Problem("object", "no_tie", NO_TIE.fill(object=target.label_plural))
        return
    access.require(actor, target, Verb.CREATE)
    yield from _value_problems(actor, spec, target, step.values, creating=True)


def _acting(actor: Actor, spec: ObjectSpec, step: ActStep) -> Iterator[Problem]:
    action = spec.action(step.action)
    if action is None:
        yield Problem("action", "no_action", NO_ACTION.fill(object=spec.label))
        return
    access.require(actor, spec, action.name)
    if action.input is None:
        return
    try:
        action.input.model_validate(step.input)
    except ValidationError as error:
        for problem in from_validation(error).problems:
            yield Problem(f"input.{problem.field}", problem.code, problem.message)


def _value_problems(
    actor: Actor, spec: ObjectSpec, target: ObjectSpec, given: Mapping[str, Any], *, creating: bool
) -> Iterator[Problem]:
    """Unknown, closed, unfit and missing fields, and references to what the owner does not see."""
    told = {name for name, raw in given.items() if values.is_told(raw)}
    judge, found = Judge(actor, target, clock.now()), list[Problem]()
    for name, raw in given.items():
        try:
            cleaned = judge.clean({name: None if name in told else raw}, creating=creating)
        except Invalid as invalid:
            found += [each for each in invalid.problems if name not in told or each.code != "required"]
            continue
        pointed = gate.pointed(target, cleaned, frozenset(cleaned)) if name in registry.fields(target.key) else []
        if gate.unseen(actor, [(key, record) for _, key, record in pointed]):
            found.append(gate.not_seen(name))
    for name in told:
        if name in registry.fields(target.key):
            found += values.problems(actor, spec, target, name, given[name])
    if creating:
        found += [
            Problem(name, "required", REQUIRED)
            for name, field in registry.fields(target.key).items()
            if field.required and name not in given
        ]
    for problem in found:
        yield Problem(f"values.{problem.field}", problem.code, problem.message)


_CHECKS: Final[Mapping[type, Callable[..., Iterator[Problem]]]] = {
    SetStep: _setting, CreateStep: _making, TaskStep: _making, AssignStep: _assigning, TagStep: _tagging,
    NotifyStep: _notifying, MailStep: _mailing, WebhookStep: _sending, ActStep: _acting, WaitStep: _waiting,
    BranchStep: _branching, ApprovalStep: _submitting,
}  # fmt: skip
