"""Trying a rule over HTTP; rules themselves are records like any other."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.conditions.rules import OURS
from haoke.core.conditions.trying import tried
from haoke.core.text import T


class TrialBody(BaseModel):
    """A rule as it would be saved."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    effect: Literal["required", "readonly", "visible", "valid"]
    applies_to: list[str] = Field(max_length=50)
    when: dict[str, Any] | None = None
    must: dict[str, Any] | None = None


def trial(call: Call) -> Answer:
    """How many of the last 200 records a rule would apply to and refuse."""
    access.require(call.actor, registry.get(OURS), Verb.CREATE)
    return Answer(tried(call.actor, call.body.model_dump()))


ROUTES = (
    Route("POST", "rule-trials", trial, T("Try a field rule", "试算字段规则"), body=TrialBody, tag="field-rules"),
)
