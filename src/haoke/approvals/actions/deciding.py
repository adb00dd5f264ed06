"""What people do with a case: agree, refuse, send back, hand on, ask somebody else too, take back, urge."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.approvals.actions.running import ADDED, LIVE, advance, cancel, case_of, finish, give, here, tasks_of, tell
from haoke.approvals.choices import CaseState, TaskState, Withdraw
from haoke.approvals.models import ApprovalTask, Exhibit
from haoke.approvals.queries.comparing import seen_by
from haoke.approvals.queries.people import People
from haoke.approvals.queries.showing import DECIDED, may_urge, names
from haoke.core import registry
from haoke.core.access.scopes import key_allows
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.ids import uuid7
from haoke.core.records import changes, hold
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from haoke.approvals.models import ApprovalCase
    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

DECIDED_BY = T("Already decided by {who}", "已由{who}处理")
ENDED = T("This approval has ended", "此审批已结束")
HANDED = T("You handed this on", "您已转交此审批")
ONLY_TOLD = T("You are copied in; there is nothing for you to decide", "您是抄送人，无需审批")
NOT_YOUR_TURN = T("It is not your turn to decide", "还没有轮到您审批")
NOT_ACTIVE = T("Choose somebody who can sign in", "请选择可登录的在职人员")
ALREADY = T("{who} takes part in it already", "{who}已参与此审批")
NOT_EARLIER = T("Choose a step before the present one", "请选择当前节点之前的节点")
TOO_LATE = T("Somebody has decided already; ask for it to be returned", "已有人审批，不能撤回；可请审批人退回")
NO_WITHDRAWING = T("What was submitted to this process cannot be withdrawn", "此流程提交后不允许撤回")
URGED = T("You urged within the last hour", "一小时内已催办过，请稍后再试")


class Opinion(BaseModel):
    model_config = ConfigDict(extra="forbid")
    opinion: str | None = Field(None, max_length=20_000)


class HandOn(Opinion):
    """`to`: who decides instead."""

    to: UUID


class AddSigner(Opinion):
    """`people` are asked too, `where`: before this step goes on, beside the actor in it, or after it."""

    people: list[UUID] = Field(min_length=1, max_length=20)
    where: Literal["before", "with", "after"] = "before"


class CopyTo(BaseModel):
    """`people` are told of the case and may look at it."""

    model_config = ConfigDict(extra="forbid")
    people: list[UUID] = Field(min_length=1, max_length=20)


class SendBack(Opinion):
    """`step`: an earlier one that decides again; None: back to the initiator, whose resubmission goes on as `again`
    says (None: as the process says).
    """

    step: str | None = Field(None, max_length=40)
    again: Literal["restart", "resume"] | None = None


@contextmanager
def _deciding(actor: Actor, case_id: UUID, action: str) -> Iterator[tuple[Tx, ApprovalCase, ApprovalTask]]:
    """The locked case and the actor's open part in it; raises Missing, Conflict."""
    if not key_allows(actor, registry.get("approval_case"), action):
        raise Denied
    with changes(actor, action) as tx:
        case = case_of(case_id)
        task = _my(actor, case)
        with hold.carrying(case.id):
            yield tx, case, task


def _my(actor: Actor, case: ApprovalCase) -> ApprovalTask:
    mine = [task for task in tasks_of(case) if task.owner_id == actor.id]
    if not mine:
        raise Missing
    found = next((task for task in mine if task.state == TaskState.OPEN), None)
    if case.state == CaseState.RUNNING and found is not None:
        return found
    raise _closed(case, mine)


def _closed(case: ApprovalCase, mine: list[ApprovalTask]) -> Conflict:
    """Why there is nothing to decide for somebody with these parts in a case."""
    states, running = {task.state for task in mine}, case.state == CaseState.RUNNING
    if running and TaskState.WAITING in states:
        return Conflict(NOT_YOUR_TURN, code="not_your_turn")
    if running and mine[-1].state == TaskState.HANDED_ON:
        return Conflict(HANDED, code="handed_on")
    if states == {TaskState.NOTED}:
        return Conflict(ONLY_TOLD, code="only_told")
    decided = sorted(tasks_of(case, *DECIDED), key=lambda task: task.decided_at or case.created_at)
    if case.state not in (CaseState.WITHDRAWN, CaseState.RETURNED) and decided and decided[-1].owner_id:
        last = decided[-1].owner_id
        return Conflict(DECIDED_BY.fill(who=names([last])[last]), code="decided")
    return Conflict(ENDED, code="ended")


def _close(
    tx: Tx, case: ApprovalCase, task: ApprovalTask, state: TaskState, opinion: str | None, *, to: Sequence[UUID] = ()
) -> None:
    """Keep a decision, and with it what its maker saw; `to`: those it goes on to."""
    kept = Exhibit.objects.get(pk=case.id).data
    seen = seen_by(tx.actor, registry.get(case.object), kept)
    Exhibit.objects.update_or_create(pk=task.id, defaults={"data": seen})
    tx.set("approval_task", task, {"state": state.value, "opinion": opinion, "decided_at": tx.now})
    _say(tx, case, state.value, opinion, to)


def _say(tx: Tx, case: ApprovalCase, what: str, opinion: str | None, people: Sequence[UUID] = ()) -> None:
    """Tell on the record's timeline what the actor did, and to whom."""
    if case.record is None:
        return
    said = {"case": case.number, "opinion": opinion, "people": [str(each) for each in people]}
    tx.note(case.object, case.record, f"approval_{what}_by", {name: value for name, value in said.items() if value})


def approve(actor: Actor, case_id: UUID, data: Opinion) -> None:
    """Agree."""
    with _deciding(actor, case_id, "approve") as (tx, case, task):
        _close(tx, case, task, TaskState.APPROVED, data.opinion)
        advance(tx, case)


def reject(actor: Actor, case_id: UUID, data: Opinion) -> None:
    """Refuse."""
    with _deciding(actor, case_id, "reject") as (tx, case, task):
        _close(tx, case, task, TaskState.REJECTED, data.opinion)
        advance(tx, case)


def send_back(actor: Actor, case_id: UUID, data: SendBack) -> None:
    """Return to the initiator, who may change and resubmit, or to an earlier step, which decides again."""
    with _deciding(actor, case_id, "return") as (tx, case, task):
        _close(tx, case, task, TaskState.RETURNED, data.opinion)
        if data.step is None:
            if data.again is not None:
                kept = Exhibit.objects.get(pk=case.id).data
                Exhibit.objects.filter(pk=case.id).update(data=kept | {"again": data.again})
            finish(tx, case, CaseState.RETURNED)
            return
        before = case.path[: case.step]
        earlier = [at for at, step in enumerate(before) if step["id"] == data.step and step["kind"] == "decide"]
        if not earlier:
            raise Invalid.at("step", "not_earlier", NOT_EARLIER)
        cancel(tx, tasks_of(case, *LIVE))
        tx.set("approval_case", case, {"step": earlier[0], "round": case.round + 1})
        advance(tx, case)


def hand_on(actor: Actor, case_id: UUID, data: HandOn) -> None:
    """Let somebody else decide instead."""
    with _deciding(actor, case_id, "hand_on") as (tx, case, task):
        _require_new(case, [data.to], "to")
        _close(tx, case, task, TaskState.HANDED_ON, data.opinion, to=[data.to])
        give(tx, case, task, data.to, "handed_on")


def _require_new(case: ApprovalCase, people: list[UUID], field: str) -> None:
    present = {task.owner_id for task in here(case) if task.state in LIVE}
    _unless_present(people, {case.owner_id, *present}, field)


def _unless_present(people: list[UUID], present: set[UUID | None], field: str) -> list[UUID]:
    """The people, each once; raises Invalid for who cannot sign in and for who is there already."""
    everybody = People()
    for each in people:
        if not everybody.active(each):
            raise Invalid.at(field, "not_active", NOT_ACTIVE)
        if each in present:
            raise Invalid.at(field, "already", ALREADY.fill(who=everybody.name(each)))
    return list(dict.fromkeys(people))


def add_signer(actor: Actor, case_id: UUID, data: AddSigner) -> None:
    """Ask others too: before (this step waits for them), beside oneself in this step, or after one's own agreeing."""
    with _deciding(actor, case_id, "add_signer") as (tx, case, task):
        _require_new(case, data.people, "people")
        people = list(dict.fromkeys(data.people))
        _say(tx, case, "added", data.opinion, people)
        if data.where == "with":
            for each in people:
                give(tx, case, task, each, "added")
        else:
            _put_in(tx, case, people, case.step + (data.where == "after"))
        if data.where == "after":
            _close(tx, case, task, TaskState.APPROVED, data.opinion)
        elif data.opinion:
            tx.set("approval_task", task, {"opinion": data.opinion})
        advance(tx, case)


def _put_in(tx: Tx, case: ApprovalCase, people: list[UUID], at: int) -> None:
    """A step of these people at this place of the path; whoever is asked now waits if it comes first."""
    added: dict[str, Any] = {
        "id": f"{ADDED}{uuid7()}"[:40], "kind": "decide", "name": None, "mode": "all", "percent": 100,
        "people": [str(each) for each in people], "left_out": [], "limit": None,
        "notes": dict.fromkeys(map(str, people), "added"),
    }  # fmt: skip
    if at == case.step:
        for each in here(case):
            if each.state == TaskState.OPEN:
                tx.set("approval_task", each, {"state": TaskState.WAITING.value})
    tx.set("approval_case", case, {"path": [*case.path[:at], added, *case.path[at:]]})


def copy_to(actor: Actor, case_id: UUID, data: CopyTo) -> None:
    """Have others look at a case one has a part in, running or not."""
    if not key_allows(actor, registry.get("approval_case"), "copy"):
        raise Denied
    with changes(actor, "copy") as tx:
        case = case_of(case_id)
        everybody = tasks_of(case)
        if actor.id not in {case.owner_id, *(task.owner_id for task in everybody)}:
            raise Missing
        people = _unless_present(data.people, {case.owner_id, *(task.owner_id for task in everybody)}, "people")
        with hold.carrying(case.id):
            for each in people:
                copied = {
                    "case": case.id, "node": _present(case), "round": case.round,
                    "owner": each, "instead_of": actor.id, "note": "copied", "state": TaskState.NOTED.value,
                }  # fmt: skip
                tx.add("approval_task", copied)
            tell(tx, case, "copied", people)


def _present(case: ApprovalCase) -> str:
    """The step a case is in, or was in last."""
    return str(case.path[min(case.step, len(case.path) - 1)]["id"]) if case.path else ""


def withdraw(actor: Actor, case_id: UUID, data: Opinion) -> None:
    """Take one's own case back, as long as its process allows."""
    with changes(actor, "withdraw") as tx:
        case = _own(actor, case_id)
        policy = Exhibit.objects.get(pk=case.id).data.get("withdraw", Withdraw.FIRST)
        decided = [task for task in tasks_of(case, *DECIDED) if task.round == case.round]
        if case.state not in (CaseState.RUNNING, CaseState.RETURNED):
            raise Conflict(ENDED, code="ended")
        if case.state == CaseState.RUNNING and policy == Withdraw.NEVER:
            raise Conflict(NO_WITHDRAWING, code="no_withdrawing")
        if case.state == CaseState.RUNNING and policy == Withdraw.FIRST and decided:
            raise Conflict(TOO_LATE, code="too_late")
        with hold.carrying(case.id):
            finish(tx, case, CaseState.WITHDRAWN, data.opinion)


def _own(actor: Actor, case_id: UUID) -> ApprovalCase:
    if not key_allows(actor, registry.get("approval_case"), "withdraw"):
        raise Denied
    case = case_of(case_id)
    if case.owner_id != actor.id:
        raise Missing
    return case


def urge(actor: Actor, case_id: UUID, _data: Opinion) -> None:
    """Remind those whose turn it is."""
    with changes(actor, "urge") as tx:
        case = _own(actor, case_id)
        if case.state != CaseState.RUNNING:
            raise Conflict(ENDED, code="ended")
        if not may_urge(case):
            raise Conflict(URGED, code="urged")
        with hold.carrying(case.id):
            tx.set("approval_case", case, {"urged_at": tx.now})
            tell(tx, case, "urged", (task.owner_id for task in tasks_of(case, TaskState.OPEN)))
