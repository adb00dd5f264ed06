"""How a company begins: with the demo or with its own; and the end of the demo."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from haoke import demo
from haoke.core import jobs
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.errors import Conflict
from haoke.core.records import changes
from haoke.core.text import T, say
from haoke.demo.jobs import load_demo, remove_demo
from haoke.identity import company
from haoke.sales.actions import ensure_pipelines


class Setup(BaseModel):
    """The start screen's answer."""

    model_config = ConfigDict(extra="forbid")
    start: Literal["demo", "own"]
    company: str = Field("", max_length=200)
    currency: str = Field("CNY", pattern="^[A-Z]{3}$")
    language: Literal["zh", "en"] = "zh"
    time_zone: str = Field("Asia/Shanghai", max_length=60)


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def set_up(call: Call) -> Answer:
    """Begin: `{job}` of the demo being loaded, or null."""
    body: Setup = call.body
    if demo.present():
        raise Conflict(T("Remove the demo company first", "请先移除演示公司"), code="demo_present")
    if body.start == "demo":
        demo.refuse_mixing()
    given = {"currency": body.currency, "language": body.language, "time_zone": body.time_zone}
    name = body.company or (say(demo.NAME, body.language) if body.start == "demo" else "")
    with changes(call.actor, "set_up") as tx:
        company.start(tx, {**given, "name": name}, body.start)
        ensure_pipelines(tx)
        job = jobs.defer(load_demo, actor=call.actor) if body.start == "demo" else None
    return Answer({"job": str(job) if job else None}, 202 if job else 200)


def end_demo(call: Call) -> Answer:
    """`{job}` of the removal."""
    demo.mind_the_actor(call.actor)
    with changes(call.actor, "remove_demo"):
        job = jobs.defer(remove_demo, actor=call.actor, user=str(call.actor.id))
    return Answer({"job": str(job)}, 202)


REMOVE = T("Remove the demo company", "移除演示公司")
ROUTES = (
    Route("POST", "setup", set_up, T("Begin", "开始使用"), Access.ADMIN, body=Setup, tag="setup"),
    Route(
        "DELETE",
        "demo",
        end_demo,
        T("Remove the demo company", "移除演示公司"),
        Access.ADMIN,
        body=Nothing,
        tag="setup",
    ),
)
