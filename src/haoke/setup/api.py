"""Presets for administrators, and everybody's checklist, over HTTP."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import custom
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T
from haoke.identity import company, profile
from haoke.setup import applying, checklist


class Chosen(BaseModel):
    """Which preset."""

    model_config = ConfigDict(extra="forbid")
    preset: str = Field(max_length=40)


def _state() -> dict[str, Any]:
    applied = company.applied_preset()
    return {"applied": applied, "change": applying.change_of(applied), "items": applying.described()}


def list_presets(_call: Call) -> Answer:
    """Industry presets, each with what it would change now; `applied`: the last one carried out, by `change`."""
    return Answer(_state())


def apply_preset(call: Call) -> Answer:
    """The presets as they are then; `change` to undo it by."""
    applying.apply(call.actor, call.body.preset)
    with custom.latest():
        return Answer(_state())


class Away(BaseModel):
    """What is put away, or shown again."""

    model_config = ConfigDict(extra="forbid")
    what: Literal["checklist", "tour"]
    away: bool = True


def read_checklist(call: Call) -> Answer:
    """What is to be done first, ticked by what has happened."""
    return Answer(checklist.read(call.actor))


def put_away(call: Call) -> Answer:
    """Remembered for this person on every device."""
    (profile.dismiss if call.body.away else profile.bring_back)(call.actor, call.body.what)
    return Answer(checklist.read(call.actor))


ROUTES = (
    Route("GET", "checklist", read_checklist, T("First steps", "入门清单"), own=True, tag="setup"),
    Route(
        "PATCH", "checklist", put_away, T("Put the first steps away", "收起入门清单"), body=Away, own=True, tag="setup"
    ),
    Route("GET", "presets", list_presets, T("Industry presets", "行业方案"), Access.ADMIN, tag="setup"),
    Route(
        "POST", "presets", apply_preset, T("Apply an industry preset", "应用行业方案"), Access.ADMIN, body=Chosen,
        guarded=True, tag="setup",
    ),
)  # fmt: skip
