"""Trying a rule over HTTP; rules and their runs are records like any other."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.automation.queries.templates import offered
from haoke.automation.queries.trial import tried
from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.text import T


class Draft(BaseModel):
    """A rule as it would be saved; without an owner it is the caller's."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    trigger: Literal["created", "updated", "deleted", "action", "date", "schedule", "message"]
    details: dict[str, Any] | None = None
    condition: dict[str, Any] | None = None
    before: dict[str, Any] | None = None
    steps: list[dict[str, Any]] = Field(default_factory=list, max_length=50)
    imports: bool = False
    owner: UUID | None = None


def trial(call: Call) -> Answer:
    """What a rule would have done in the last thirty days; nothing is written."""
    access.require(call.actor, registry.get("automation"), Verb.CREATE)
    given = call.body.model_dump()
    owner = given["owner"] if call.actor.admin and given["owner"] else call.actor.id
    return Answer(tried(call.actor, {**given, "id": None, "name": "", "active": False, "owner": owner}))


def templates(call: Call) -> Answer:
    """{items} of what rules may begin with, about objects the caller reads."""
    access.require_right(call.actor, registry.get("automation"), Verb.CREATE)
    return Answer({"items": offered(call.actor)})


ROUTES = (
    Route("GET", "automation-templates", templates, T("What rules begin with", "自动化模板"), tag="automations"),
    Route("POST", "automation-trials", trial, T("Try an automation", "试运行自动化"), body=Draft, tag="automations"),
)
