"""The page a working day begins with."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.text import T
from haoke.inbox.queries import today


class TodayParams(BaseModel):
    model_config = ConfigDict(extra="forbid")
    scope: str = Field("me", max_length=100)


def read_today(call: Call) -> Answer:
    """What is due for the people of `scope`."""
    return Answer(today(call.actor, call.query.scope))


ROUTES = (Route("GET", "today", read_today, T("What is due today", "今日待办"), query=TodayParams, tag="today"),)
