"""The presets over HTTP, for administrators."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import custom
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T
from haoke.identity import company
from haoke.setup import applying


class Chosen(BaseModel):
    """Which preset."""

    model_config = ConfigDict(extra="forbid")
    preset: str = Field(max_length=40)


def _state() -> dict[str, Any]:
    return {"applied": company.applied_preset(), "items": applying.described()}


def list_presets(_call: Call) -> Answer:
    """Industry presets, each with what it would change now; `applied`: the last one carried out."""
    return Answer(_state())


def apply_preset(call: Call) -> Answer:
    """`{change}` to undo it by, and the presets as they are then."""
    change = applying.apply(call.actor, call.body.preset)
    with custom.latest():
        return Answer({"change": str(change), **_state()})


ROUTES = (
    Route("GET", "presets", list_presets, T("Industry presets", "行业方案"), Access.ADMIN, tag="setup"),
    Route(
        "POST", "presets", apply_preset, T("Apply an industry preset", "应用行业方案"), Access.ADMIN, body=Chosen,
        tag="setup",
    ),
)  # fmt: skip
