"""What each kind of step does to the record of a run; its outcome is kept with the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from haoke.approvals.actions import start
from haoke.approvals.queries import People, ended
from haoke.automation.choices import Trigger
from haoke.automation.models import AutomationRun
from haoke.automation.queries.matching import branch_of, seen
from haoke.automation.queries.timing import local
from haoke.automation.rules import owner_of
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
)
from haoke.automation.rules.values import UNITS, Source, inputs, reached
from haoke.core import clock, registry
from haoke.core.access.actor import Verb
from haoke.core.bulk.work import Work, carry_out
from haoke.core.errors import Conflict, Missing
from haoke.core.text import T
from haoke.inbox.actions import mail_by_automation, tell_by_automation
from haoke.integrations.actions import send

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from haoke.automation.models import Automation
    from haoke.automation.rules.documents import Step
    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec

ALL_GONE = T("Nobody this rule gives to may sign in any more; name others", "此规则指定的人员均已无法登录，请更换人员")
#: When a wait for a date without a time ends.
MORNING = "09:00"


@dataclass
class Course:
    """One run on its way through the rest of its steps, as the rule's owner; `at`: the step it is in.

    `case`: the approval the first of the rest waits for, `asleep` while that has not ended.
    """

    actor: Actor
    spec: ObjectSpec
    rule: Automation
    run: AutomationRun
    rest: list[Step]
    tx: Tx = field(init=False)
    at: Step | None = None
    due: datetime | None = None
    case: UUID | None = None
    asleep: bool = False
    taken: list[dict[str, Any]] = field(default_factory=list)
    _seen: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        self.case = self.run.awaits

    @property
    def record(self) -> UUID:
        return self.run.record

    def values(self) -> Mapping[str, Any]:
        """The record as it is now; raises Missing when the rule's owner does not see it (any more)."""
        if self._seen is None:
            self._seen = seen(self.actor, self.spec, self.record, deleted=self.rule.trigger == Trigger.DELETED)
        if self._seen is None:
            raise Missing
        return self._seen

    def source(self) -> Source:
        """Where told values come from."""
        return Source(self.actor, self.spec, self.values())

    def go(self, tx: Tx) -> None:
        """Take one step after the other until nothing is left or there is something to wait for."""
        self.tx = tx
        self.values()
        while self.rest and self.due is None and not self.asleep:
            self.at = self.rest.pop(0)
            outcome = PERFORM[type(self.at)](self, self.at)
            self._seen = None
            self.taken.append({"id": self.at.id, "kind": self.at.kind, "at": clock.now().isoformat(), **outcome})


def _set(course: Course, step: SetStep) -> dict[str, Any]:
    course.tx.update(course.spec.key, course.record, inputs(course.source(), course.spec, step.values))
    return {"fields": sorted(step.values)}


def _create(course: Course, step: CreateStep) -> dict[str, Any]:
    target = registry.get(step.object)
    made = course.tx.create(target.key, inputs(course.source(), target, step.values))
    return {"object": target.key, "record": str(made.id)}


def _task(course: Course, step: TaskStep) -> dict[str, Any]:
    target = registry.get(step.object)
    if target.links is None or target.links.create is None:
        raise Missing
    given = inputs(course.source(), target, step.values)
    made = target.links.create(course.tx, given, [(course.spec.key, course.record)])
    return {"object": target.key, "record": str(made.id)}


def _assign(course: Course, step: AssignStep) -> dict[str, Any]:
    before = AutomationRun._base_manager.filter(automation=course.rule.id, number__lt=course.run.number).count()
    everybody = People()
    here = [person for person in step.people if everybody.active(person)]
    if not here:
        raise Conflict(ALL_GONE, code="nobody")
    person = here[before % len(here)]
    course.tx.update(course.spec.key, course.record, {"owner": person})
    return {"person": str(person)}


def _tag(course: Course, step: TagStep) -> dict[str, Any]:
    add, remove = ({step.field: given} if given else {} for given in (step.add, step.remove))
    (verdict,) = carry_out(course.tx, course.spec, Work(add=add, remove=remove), [(course.record, None)])
    if verdict.error is not None:
        raise verdict.error
    return {"fields": [step.field]}


def _notify(course: Course, step: NotifyStep) -> dict[str, Any]:
    told = tell_by_automation(
        step.addressed(course.values()),
        (course.spec.key, course.record),
        rule=course.rule.id,
        name=course.rule.name,
        text=step.message,
        mail=step.mail,
        topic=step.id,
    )
    return {"told": told}


def _mail(course: Course, step: MailStep) -> dict[str, Any]:
    to = _address(course, step.field)
    if not to:
        return {"message": None}
    about = (course.spec.key, course.record)
    sent = mail_by_automation(course.tx, about, mailbox=step.mailbox, template=step.template, to=to)
    if isinstance(sent, T):
        return {"message": None, "refrained": {"en": str.__str__(sent), "zh": sent.zh}}
    return {"message": str(sent)}


def _address(course: Course, path: str) -> str:
    """The address a path leads to; empty where it is, and where the rule's owner may not read it (any more)."""
    source, (first, _, last) = course.source(), path.partition(".")
    if not last:
        return source.text(first)
    found, pointed = reached(course.actor, course.spec, path), source.value(first)
    theirs = seen(course.actor, found[0], pointed) if found and pointed else None
    return Source(course.actor, found[0], theirs).text(last) if found and theirs else ""


def _webhook(course: Course, step: WebhookStep) -> dict[str, Any]:
    return {"delivery": str(send(step.webhook, course.spec.key, course.record))}


def _act(course: Course, step: ActStep) -> dict[str, Any]:
    course.tx.run(course.spec.key, course.record, step.action, step.input)
    return {"action": step.action}


def _wait(course: Course, step: WaitStep) -> dict[str, Any]:
    until = waited_until(step, course.source())
    if until is not None and until > clock.now():
        course.due = until
    return {"until": until and until.isoformat()}


def waited_until(step: WaitStep, source: Source) -> datetime | None:
    """When a wait that begins now ends; None when the date waited for is empty."""
    if step.field is None:
        return clock.now() + step.n * UNITS[step.unit]
    value = source.value(step.field)
    return value if value is None or hasattr(value, "tzinfo") else local(value, MORNING)


def _branch(course: Course, step: BranchStep) -> dict[str, Any]:
    taken = branch_of(course.actor, course.spec, step, course.record, course.values())
    if taken is not None:
        course.rest[:0] = step.branches[taken].steps
    return {"branch": taken}


def _approval(course: Course, step: ApprovalStep) -> dict[str, Any]:
    """Begin a case for the record's owner (the rule's, if he cannot); once it has ended, go the way decided."""
    if course.case is None:
        # It is locked meanwhile: not by somebody who may only look at it.
        course.tx.get(course.spec.key, course.record, Verb.UPDATE)
        asker = owner_of(course.actor, course.values()["owner"]) or course.actor
        course.case = start(course.tx, step.process, (course.spec.key, course.record), asker, course.rule.name)
    case = course.case
    approved = ended([case]).get(case)
    if approved is None:
        course.asleep = True
        course.rest.insert(0, step)
        return {"case": str(case)}
    course.case = None
    course.rest[:0] = step.approved if approved else step.refused
    return {"case": str(case), "approved": approved}


PERFORM: dict[type, Callable[[Course, Any], dict[str, Any]]] = {
    SetStep: _set, CreateStep: _create, TaskStep: _task, AssignStep: _assign, TagStep: _tag, NotifyStep: _notify,
    MailStep: _mail, WebhookStep: _webhook, ActStep: _act, WaitStep: _wait, BranchStep: _branch,
    ApprovalStep: _approval,
}  # fmt: skip
