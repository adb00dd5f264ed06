"""Handovers over HTTP: what waits, distributions with preview and undo, briefings of those who received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.errors import Missing
from haoke.core.text import T
from haoke.handover import actions
from haoke.handover.queries import briefing, showing
from haoke.handover.rules import Distribution

if TYPE_CHECKING:
    from haoke.handover.models import HandoverRun


class ItemsQuery(BaseModel):
    """`part`: of one line · `refused`: only those."""

    model_config = ConfigDict(extra="forbid")
    part: UUID | None = None
    refused: bool = False
    cursor: int = Field(0, ge=0, le=10**7)


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _id(call: Call) -> UUID:
    return uuid_or_missing(call.params["id"])


def read_list(call: Call) -> Answer:
    """{items} the caller distributes, those that wait first."""
    return Answer({"items": showing.listed(call.actor)})


def read_possessions(call: Call) -> Answer:
    """What somebody has, before he is switched off."""
    return Answer(showing.possessions(call.actor, _id(call)))


def ask(call: Call) -> Answer:
    """The handover begun, or the one that waits already."""
    return Answer(_one(call, actions.ask(call.actor, call.body)), 201)


def read_one(call: Call) -> Answer:
    return Answer(_one(call, _id(call)))


def _one(call: Call, handover: UUID) -> dict[str, Any]:
    return showing.one(call.actor, actions.visible(call.actor, handover), actions.newest(handover))


def _run(call: Call, run: HandoverRun) -> Answer:
    busy = run.state in actions.BUSY
    return Answer(showing.view(call.actor, run), 202 if busy else 200)


def preview(call: Call) -> Answer:
    """Who would get what, and what would be refused; nothing of it is kept."""
    return _run(call, actions.try_out(call.actor, _id(call), call.body))


def start(call: Call) -> Answer:
    return _run(call, actions.start(call.actor, _id(call)))


def undo(call: Call) -> Answer:
    return _run(call, actions.undo(call.actor, _id(call)))


def close(call: Call) -> Answer:
    actions.close(call.actor, _id(call))
    return Answer(_one(call, _id(call)))


def read_items(call: Call) -> Answer:
    """{items, next}: record by record, for whoever distributes."""
    asked: ItemsQuery = call.query
    if not _one(call, _id(call))["run"]:
        raise Missing
    run = actions.newest(_id(call))
    if run is None:
        raise Missing
    return Answer(showing.items(call.actor, run, asked.part, asked.cursor, refused=asked.refused))


class Page(BaseModel):
    model_config = ConfigDict(extra="forbid")
    cursor: int = Field(0, ge=0, le=10**7)


class ReceivedQuery(BaseModel):
    """`all`: those put away, too."""

    model_config = ConfigDict(extra="forbid")
    all: bool = False


def read_received(call: Call) -> Answer:
    """{items} the caller was given and has not put away."""
    return Answer({"items": briefing.received(call.actor, whole=call.query.all)})


def read_briefing(call: Call) -> Answer:
    """Customer by customer, of what the caller may read now."""
    return Answer(briefing.briefing(call.actor, _id(call), call.query.cursor))


def put_away(call: Call) -> Answer:
    actions.put_away(call.actor, _id(call))
    return Answer({})


_ONE = "handovers/{id}"
ROUTES = (
    Route("GET", "handovers", read_list, T("Handovers", "交接列表"), own=True, tag="handovers"),
    Route("GET", "possessions/{id}", read_possessions, T("What somebody has", "名下内容"), own=True, tag="handovers"),
    Route("POST", "handovers", ask, T("Begin a handover", "发起交接"), body=actions.Asked, own=True, tag="handovers"),
    Route("GET", _ONE, read_one, T("Read a handover", "查看交接"), own=True, tag="handovers"),
    Route(
        "POST", f"{_ONE}/preview", preview, T("Try a distribution", "预览分配"), body=Distribution, own=True,
        tag="handovers",
    ),
    Route("POST", f"{_ONE}/run", start, T("Distribute", "执行分配"), body=Nothing, own=True, tag="handovers"),
    Route("POST", f"{_ONE}/undo", undo, T("Undo a distribution", "撤销分配"), body=Nothing, own=True, tag="handovers"),
    Route("POST", f"{_ONE}/close", close, T("Close a handover", "关闭交接"), body=Nothing, own=True, tag="handovers"),
    Route(
        "GET", f"{_ONE}/items", read_items, T("Record by record", "逐条结果"), query=ItemsQuery, own=True,
        tag="handovers",
    ),
    Route(
        "GET", "briefings", read_received, T("What one received", "我接收的交接"), query=ReceivedQuery, own=True,
        tag="handovers",
    ),
    Route(
        "GET", "briefings/{id}", read_briefing, T("A briefing", "交接简报"), query=Page, own=True, tag="handovers"
    ),
    Route(
        "POST", "briefings/{id}/seen", put_away, T("Put a briefing away", "收起简报"), body=Nothing, own=True,
        tag="handovers",
    ),
)  # fmt: skip
