"""Several reads answered at once, each exactly as if it had been asked alone.

A page that shows what a dozen apps know of one record asks a dozen times; who asks, and what the reads have in
common, is looked up once.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Annotated, Any

from django.http import QueryDict
from pydantic import BaseModel, ConfigDict, Field, Json

from haoke.core.api import dispatch, problems
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.errors import BadRequest
from haoke.core.remembered import asking_once
from haoke.core.text import T

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "together"
MOST = 40
ALONE = T("This is only answered when it is asked alone", "此内容只能单独请求")


class Reads(BaseModel):
    """`reads`: a JSON list of addresses below the prefix, each with its query, such as `accounts?limit=5`."""

    model_config = ConfigDict(extra="forbid")
    reads: Json[Annotated[list[Annotated[str, Field(max_length=8_000)]], Field(min_length=1, max_length=MOST)]]


def read(call: Call) -> Answer:
    """{answers: [{status, body, retry_after}]} in the order of the reads."""
    with asking_once():
        return Answer({"answers": [_told(_answer(call.request, each)) for each in call.query.reads]})


def _answer(request: HttpRequest, address: str) -> Answer:
    path, _, query = address.strip("/").partition("?")
    path = path.strip("/")
    if path == PATH:
        return problems.answer(BadRequest(ALONE, code="alone"))
    alone = copy.copy(request)
    alone.__dict__["GET"] = QueryDict(query)
    answer = dispatch.answer(alone, path)
    if answer.raw is not None or answer.pieces is not None:
        return problems.answer(BadRequest(ALONE, code="alone"))
    return answer


def _told(answer: Answer) -> dict[str, Any]:
    retry = answer.headers.get("Retry-After")
    return {"status": answer.status, "body": answer.body} | ({"retry_after": int(retry)} if retry else {})


ROUTES = (Route("GET", PATH, read, T("Several reads at once", "合并读取"), query=Reads, tag="meta"),)
