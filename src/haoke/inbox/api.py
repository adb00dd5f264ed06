"""The page a working day begins with; what people are told stands in `notices`."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.text import T
from haoke.inbox.complaints.reading import unsolved
from haoke.inbox.mail import api as mail
from haoke.inbox.notices import api as notices
from haoke.inbox.queries import about_one, today
from haoke.inbox.visits import api as visits


class TodayParams(BaseModel):
    model_config = ConfigDict(extra="forbid")
    scope: str = Field("me", max_length=100)


def read_today(call: Call) -> Answer:
    """What is due for the people of `scope`; "all": for everybody whose records one sees."""
    scope = call.query.scope
    return Answer(today(call.actor, None if scope == "all" else scope))


class OfActivity(BaseModel):
    model_config = ConfigDict(extra="forbid")
    activity: UUID


def read_ties(call: Call) -> Answer:
    """{items: [{object, id, title}]} an activity is about, as far as this person may see them."""
    return Answer({"items": about_one(call.actor, call.query.activity)})


class OfRecord(BaseModel):
    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID


def read_complaints(call: Call) -> Answer:
    """{items}: complaints about a record that are not solved, as far as this person sees them."""
    return Answer(unsolved(call.actor, call.query.object, call.query.id))


ROUTES = (
    Route("GET", "today", read_today, T("What is due today", "今日待办"), query=TodayParams, own=True, tag="today"),
    Route("GET", "ties", read_ties, T("What an activity is about", "活动关联的记录"), query=OfActivity, tag="today"),
    Route(
        "GET",
        "complaints",
        read_complaints,
        T("Complaints that are not solved", "未解决的投诉"),
        query=OfRecord,
        tag="today",
    ),
    *notices.ROUTES,
    *mail.ROUTES,
    *visits.ROUTES,
)
