"""Submitting, looking and deciding; every decision is a step of one case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from haoke.approvals import actions, queries
from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.api.problems import told
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.errors import Missing
from haoke.core.spec import RuleBroken
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable


class OfRecord(BaseModel):
    model_config = ConfigDict(extra="forbid")
    object: str
    id: UUID


def _case(call: Call) -> UUID:
    try:
        return UUID(call.params["id"])
    except ValueError:
        raise Missing from None


def read_mine(call: Call) -> Answer:
    """{open, submitted, decided} of the caller."""
    return Answer(queries.mine(call.actor))


def find(call: Call) -> Answer:
    """{items, next} of the cases the caller has that part in."""
    return Answer(queries.find(call.actor, call.query))


def read_of_record(call: Call) -> Answer:
    """{cases, newest, manual, lock} of a record the caller sees."""
    return Answer(queries.of_record(call.actor, call.query.object, call.query.id))


def read_one(call: Call) -> Answer:
    return Answer(queries.one(call.actor, _case(call)))


def preview(call: Call) -> Answer:
    """Who would decide, in order; nothing is kept."""
    return Answer(actions.preview(call.actor, call.body))


def trial(call: Call) -> Answer:
    """What a process that is not saved yet would mean for a record; `errors` where it makes no sense yet."""
    try:
        return Answer(actions.trial(call.actor, call.body))
    except RuleBroken as broken:
        return Answer({"errors": told(broken)})


def templates(call: Call) -> Answer:
    """{items} of what processes may begin with, about objects the caller reads."""
    access.require_right(call.actor, registry.get("approval_process"), Verb.CREATE)
    return Answer({"items": queries.offered(call.actor)})


def submit(call: Call) -> Answer:
    return Answer(queries.one(call.actor, actions.submit(call.actor, call.body)), 201)


def _doing(step: Callable[..., None]) -> Callable[[Call], Answer]:
    def handle(call: Call) -> Answer:
        step(call.actor, _case(call), call.body)
        return Answer(queries.one(call.actor, _case(call)))

    return handle


#: Last part of the path, what is done, its input, what it is called.
_STEPS: tuple[tuple[str, Callable[..., None], Any, T], ...] = (
    ("approve", actions.approve, actions.Opinion, T("Approve", "同意")),
    ("reject", actions.reject, actions.Opinion, T("Reject", "拒绝")),
    ("return", actions.send_back, actions.SendBack, T("Return", "退回")),
    ("hand_on", actions.hand_on, actions.HandOn, T("Hand on", "转交")),
    ("add_signer", actions.add_signer, actions.AddSigner, T("Ask others too", "加签")),
    ("copy", actions.copy_to, actions.CopyTo, T("Copy to", "抄送")),
    ("withdraw", actions.withdraw, actions.Opinion, T("Withdraw", "撤回")),
    ("urge", actions.urge, actions.Opinion, T("Urge", "催办")),
    ("resubmit", actions.resubmit, actions.Resubmission, T("Submit again", "重新提交")),
)
ROUTES = (
    Route("GET", "approvals", read_mine, T("My approvals", "我的审批"), own=True, tag="approvals"),
    Route(
        "GET", "approvals/found", find, T("Find approvals", "查找审批"), query=queries.Wanted, own=True, tag="approvals"
    ),
    Route(
        "GET", "approvals/of", read_of_record, T("Approvals of a record", "记录的审批"), query=OfRecord, tag="approvals"
    ),
    Route(
        "POST",
        "approvals/preview",
        preview,
        T("Who would decide", "预览审批路径"),
        body=actions.Asking,
        tag="approvals",
    ),
    Route("POST", "approvals/trial", trial, T("Try a process", "试算审批流程"), body=actions.Draft, tag="approvals"),
    Route("GET", "approval-templates", templates, T("What processes begin with", "审批流程模板"), tag="approvals"),
    Route("POST", "approvals", submit, T("Submit for approval", "提交审批"), body=actions.Asking, tag="approvals"),
    Route("GET", "approvals/{id}", read_one, T("One approval", "审批详情"), own=True, tag="approvals"),
    *(
        Route("POST", f"approvals/{{id}}/{name}", _doing(step), label, body=body, own=True, tag="approvals")
        for name, step, body, label in _STEPS
    ),
)
