"""Protection of records and cases between two sides over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.text import T
from haoke.registration import actions
from haoke.registration.queries import showing


class About(BaseModel):
    """An account or a deal."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID


def read_protection(call: Call) -> Answer:
    """{items: who has it registered until when, case: that it is in collision}, for whoever sees the record."""
    return Answer(showing.protection(call.actor, call.query.object, call.query.id))


def read_cases(call: Call) -> Answer:
    """{items} the caller decides or is a side of, those that wait first."""
    return Answer({"items": showing.listed_cases(call.actor)})


def read_case(call: Call) -> Answer:
    """One case with what each side has to show; a side sees its own only."""
    return Answer(_one(call))


def _one(call: Call) -> dict[str, Any]:
    return showing.one(call.actor, actions.visible(call.actor, uuid_or_missing(call.params["id"])))


def state(call: Call) -> Answer:
    """Put down what one's own side has to say."""
    actions.say_for_oneself(call.actor, uuid_or_missing(call.params["id"]), call.body)
    return Answer(_one(call))


def decide(call: Call) -> Answer:
    """Decide who goes on; `change` undoes it."""
    change = actions.decide(call.actor, uuid_or_missing(call.params["id"]), call.body)
    return Answer({**_one(call), "change": str(change)})


ROUTES = (
    Route(
        "GET", "protection", read_protection, T("Who has a customer registered", "客户报备情况"), query=About,
        tag="registrations",
    ),
    Route("GET", "collision-cases", read_cases, T("Collisions", "撞单列表"), own=True, tag="registrations"),
    Route("GET", "collision-cases/{id}", read_case, T("Read a collision", "查看撞单"), own=True, tag="registrations"),
    Route(
        "POST", "collision-cases/{id}/statement", state, T("Say something for one's side", "补充陈述"),
        body=actions.Statement, own=True, tag="registrations",
    ),
    Route(
        "POST", "collision-cases/{id}/decision", decide, T("Decide a collision", "裁决撞单"), body=actions.Ruling,
        own=True, tag="registrations",
    ),
)  # fmt: skip
