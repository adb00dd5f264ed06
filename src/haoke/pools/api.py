"""Who has had a record; pools as their members use them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.records import filter_of
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.errors import Missing
from haoke.core.records.reading import ListQuery
from haoke.core.text import T
from haoke.pools import actions, queries


class OfRecord(BaseModel):
    model_config = ConfigDict(extra="forbid")
    object: str
    id: UUID


class InPool(BaseModel):
    """Query of what stands in a pool, as of any list; masked fields are neither filtered nor sorted by."""

    model_config = ConfigDict(extra="forbid")
    filter: str | None = Field(None, max_length=50_000)
    q: str = Field("", max_length=200)
    sort: str | None = Field(None, max_length=200)
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=4000)


def read_ownership(call: Call) -> Answer:
    """{items, more} of a record the caller sees."""
    return Answer(queries.history(call.actor, call.query.object, call.query.id))


def read_mine(call: Call) -> Answer:
    """{items} of the pools open to the caller, with what he may still claim."""
    return Answer({"items": queries.mine(call.actor)})


def read_page(call: Call) -> Answer:
    """{items, next, count, count_capped} of what stands in a pool."""
    asked: InPool = call.query
    query = ListQuery(
        filter=filter_of(asked.filter), q=asked.q, sort=asked.sort, limit=asked.limit, cursor=asked.cursor, count=True
    )
    page = queries.page(call.actor, _id(call), query)
    return Answer({"items": page.items, "next": page.next, "count": page.count, "count_capped": page.count_capped})


def read_one(call: Call) -> Answer:
    """{record, ownership} of one that stands in a pool."""
    return Answer(queries.one(call.actor, _id(call), _id(call, "record")))


def claim(call: Call) -> Answer:
    return Answer(actions.claim(call.actor, _id(call), call.body))


def assign(call: Call) -> Answer:
    return Answer(actions.assign(call.actor, _id(call), call.body))


def _id(call: Call, name: str = "id") -> UUID:
    try:
        return UUID(call.params[name])
    except ValueError:
        raise Missing from None


class OfObject(BaseModel):
    model_config = ConfigDict(extra="forbid")
    object: str


def try_sweep(call: Call) -> Answer:
    """{items, count, rules, asleep} of what tonight's sweep would take, and why; nothing is done.

    Whoever administers pools, but not Haoke, is told of what goes into his.
    """
    return Answer(queries.trial(call.actor, call.query.object))


_OWN: dict[str, Any] = {"own": True, "tag": "pools"}
ROUTES = (
    Route("GET", "ownership", read_ownership, T("Who has had a record", "记录的归属历史"), query=OfRecord, tag="pools"),
    Route("GET", "public-pools", read_mine, T("Pools open to me", "我的公海"), **_OWN),
    Route("GET", "public-pools/{id}/records", read_page, T("What stands in a pool", "公海记录"), query=InPool, **_OWN),
    Route("GET", "public-pools/{id}/records/{record}", read_one, T("One record of a pool", "公海记录详情"), **_OWN),
    Route(
        "GET",
        "public-pools-trial",
        try_sweep,
        T("What would go back tonight", "试算今晚回收"),
        query=OfObject,
        **_OWN,
    ),
    Route(
        "POST", "public-pools/{id}/claim", claim, T("Claim from a pool", "从公海领取"), body=actions.Claiming, **_OWN
    ),
    Route(
        "POST", "public-pools/{id}/assign", assign, T("Assign from a pool", "从公海分配"), body=actions.Giving, **_OWN
    ),
)
