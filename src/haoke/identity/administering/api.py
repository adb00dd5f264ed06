"""Endpoints for those who administer rights."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.access.actor import Verb
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T
from haoke.identity.administering.catalog import catalog
from haoke.identity.administering.exposure import Planned, exposure
from haoke.identity.administering.why import why


class Asked(BaseModel):
    """Whose reach of which record, with which verb."""

    model_config = ConfigDict(extra="forbid")
    user: UUID
    object: str = Field(max_length=60)
    id: UUID
    verb: str = Field(str(Verb.READ), max_length=60)


def read_catalog(_call: Call) -> Answer:
    return Answer(catalog())


def preview(call: Call) -> Answer:
    """What a change of rights would open and close; nothing is written."""
    return Answer(exposure(call.actor, call.body))


def explain(call: Call) -> Answer:
    asked: Asked = call.query
    return Answer(why(call.actor, asked.user, asked.object, asked.id, asked.verb))


ROUTES = (
    Route(
        "GET", "rights", read_catalog, T("What rights there are to give", "可授予的权限"), Access.OBJECT, "role",
        Verb.READ, tag="rights",
    ),
    Route(
        "POST", "rights/preview", preview, T("What a change of rights would open", "预览权限变更的影响"), Access.ADMIN,
        body=Planned, keyed=False, tag="rights",
    ),
    Route(
        "GET", "rights/why", explain, T("Why somebody can see a record, or not", "能否看到记录及原因"), Access.ADMIN,
        query=Asked, tag="rights",
    ),
)  # fmt: skip
