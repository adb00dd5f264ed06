"""Trying a calculation on a real record before its field is made; the fields themselves are records like any other."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.api.problems import told
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.calculated.explaining import gaps
from haoke.core.calculated.trying import functions, tried
from haoke.core.spec import RuleBroken
from haoke.core.text import T

OURS = "custom_field"


class TrialBody(BaseModel):
    """A calculated field as it would be saved, and a record to try it on."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    kind: Literal["integer", "decimal", "text", "boolean", "date", "datetime", "money", "percent"]
    options: dict[str, Any]
    record: UUID | None = None


def trial(call: Call) -> Answer:
    """{formula, value} of one record; `errors` where it makes no sense yet."""
    access.require(call.actor, registry.get(OURS), Verb.CREATE)
    try:
        return Answer(tried(call.actor, call.body.model_dump()))
    except RuleBroken as broken:
        return Answer({"errors": told(broken)})


class Kept(BaseModel):
    """A record with calculated fields."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID


def lacking(call: Call) -> Answer:
    """{items}: which roll-ups of the record are empty because amounts have no rate, and which amounts."""
    return Answer({"items": gaps(call.actor, call.query.object, call.query.id)})


def known(_call: Call) -> Answer:
    """What can be called in formulas, no secret to anybody signed in."""
    return Answer({"items": functions()})


ROUTES = (
    Route(
        "POST", "calculation-trials", trial, T("Try a calculated field", "试算计算字段"), body=TrialBody,
        tag="custom_fields",
    ),
    Route(
        "GET", "calculation-gaps", lacking, T("Why a roll-up is empty", "汇总为空的原因"), query=Kept,
        tag="custom_fields",
    ),
    Route("GET", "calculation-functions", known, T("Functions of formulas", "公式函数"), tag="custom_fields"),
)  # fmt: skip
