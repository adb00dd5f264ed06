"""Modules over HTTP, for administrators."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from haoke.core import custom
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.modules.switching import described, switch
from haoke.core.records import changes
from haoke.core.text import T


class Switch(BaseModel):
    """On or off."""

    model_config = ConfigDict(extra="forbid")
    active: bool


def list_modules(_call: Call) -> Answer:
    return Answer({"items": described()})


def switch_module(call: Call) -> Answer:
    """All modules as they are then."""
    with changes(call.actor, "switch_module") as tx:
        switch(tx, {call.params["key"]: call.body.active})
    with custom.latest():
        return Answer({"items": described()})


ROUTES = (
    Route("GET", "modules", list_modules, T("Modules", "模块列表"), Access.ADMIN, tag="modules"),
    Route(
        "PATCH", "modules/{key}", switch_module, T("Switch a module on or off", "启用或停用模块"), Access.ADMIN,
        body=Switch, guarded=True, tag="modules",
    ),
)  # fmt: skip
