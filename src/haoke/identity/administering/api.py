"""Endpoints for those who administer rights."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.access.actor import Verb
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T
from haoke.identity.administering import seeing
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


class Seen(BaseModel):
    """Whose sight to take."""

    model_config = ConfigDict(extra="forbid")
    user: UUID


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def see_as(call: Call) -> Answer:
    seeing.begin(call.actor, call.body.user)
    return Answer({})


def see_as_oneself(call: Call) -> Answer:
    seeing.end(call.actor)
    return Answer({})


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
    Route(
        "POST", "session/see-as", see_as, T("See as somebody else", "以他人身份查看"), Access.ADMIN, body=Seen,
        keyed=False, guarded=True, tag="rights",
    ),
    Route(
        "DELETE", "session/see-as", see_as_oneself, T("Be oneself again", "结束以他人身份查看"), body=Nothing,
        keyed=False, looking=True, tag="rights",
    ),
)  # fmt: skip
