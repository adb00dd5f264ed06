"""Beginning: look at the demo company or start one's own; and taking the demo away again."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field

from haoke.core.access.actor import system
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.jobs import Progress, defer, job
from haoke.core.records import changes
from haoke.core.text import T
from haoke.demo.loading import ACCOUNTS, load
from haoke.demo.removing import remove
from haoke.identity import actors, company
from haoke.sales.pipelines import ensure_pipelines


class Setup(BaseModel):
    """How to begin; the company's own words are only asked for one's own."""

    model_config = ConfigDict(extra="forbid")
    start: Literal["demo", "own"]
    company: str = Field("", max_length=200)
    currency: str = Field("CNY", pattern="^[A-Z]{3}$")
    language: Literal["zh", "en"] = "zh"
    time_zone: str = Field("Asia/Shanghai", max_length=60)


DEMO_NAME = T("Haoke Demo", "好客演示公司")


@job("load_demo", idempotent=False)
def load_demo() -> dict[str, Any]:
    """Make the demo company."""
    progress = Progress()
    return dict(load(ACCOUNTS, progress=progress.step).counts)


@job("remove_demo", idempotent=False)
def remove_demo(person: str) -> dict[str, int]:
    """Take the demo company away, as the person who asked for it."""
    return remove(actors.load(UUID(person), via="job"))


def set_up(call: Call) -> Answer:
    """Begin with the demo (a job is answered) or with one's own company."""
    asked: Setup = call.body
    given = {"currency": asked.currency, "language": asked.language, "time_zone": asked.time_zone}
    name = asked.company or (DEMO_NAME.zh if asked.language == "zh" else str.__str__(DEMO_NAME))
    with transaction.atomic():
        with changes(call.actor, "set_up") as tx:
            company.start(tx, {**given, "name": name}, asked.start)
        if asked.start == "own":
            with changes(system(), "set_up") as tx:
                ensure_pipelines(tx)
            return Answer({"job": None})
        return Answer({"job": str(defer(load_demo, actor=call.actor))}, 202)


def remove_all(call: Call) -> Answer:
    """Remove the demo company; one's own records stay."""
    with transaction.atomic():
        with changes(call.actor, "remove_demo") as tx:
            company.start(tx, {"name": ""}, "own")
        return Answer({"job": str(defer(remove_demo, actor=call.actor, person=str(call.actor.id)))}, 202)


ROUTES = (
    Route("POST", "setup", set_up, T("Begin", "开始使用"), Access.ADMIN, body=Setup, tag="setup"),
    Route("DELETE", "demo", remove_all, T("Remove the demo company", "删除演示公司"), Access.ADMIN, tag="setup"),
)
