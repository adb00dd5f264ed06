"""Endpoints that belong to no single object: metadata, search, changes, jobs, the API's own document."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, jobs, records, registry, search
from haoke.core.access.actor import Verb
from haoke.core.api import backups, configuration, files, regions, together
from haoke.core.api.answered import answered
from haoke.core.api.dispatch import dumps
from haoke.core.api.openapi import document
from haoke.core.api.routes import HEALTH, Access, Answer, Call, Route
from haoke.core.errors import Missing
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

#: So few hits may be those of a slip.
FEW = 3
PACKED = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}


class SearchParams(BaseModel):
    model_config = ConfigDict(extra="forbid")
    q: str = Field(max_length=200)
    object: str | None = Field(None, max_length=60)
    limit: int = Field(20, ge=1, le=50)
    similar: bool = False


def read_meta(call: Call) -> Answer:
    """Objects, fields, layouts and rights for this person; 304 when the client has them already."""
    found = answered(call.actor)
    headers = {"ETag": f'"{found.version}"'}
    if call.request.headers.get("If-None-Match") == headers["ETag"]:
        return Answer(status=304, headers=headers)
    if "gzip" in call.request.headers.get("Accept-Encoding", ""):
        return Answer(raw=found.packed, headers={**headers, **PACKED})
    return Answer(raw=gzip.decompress(found.packed), headers=headers)


def _packed(call: Call, content: bytes, headers: Mapping[str, str]) -> Answer:
    """JSON that is long, repeats itself and holds nothing anybody else can put in: packed for whoever can unpack it."""
    if "gzip" not in call.request.headers.get("Accept-Encoding", ""):
        return Answer(raw=content, headers=headers)
    return Answer(raw=gzip.compress(content, 1), headers={**headers, **PACKED})


def find(call: Call) -> Answer:
    """{items}; with `similar`, where they are few: {items, similar: hits of what was meant, meant: how it is spelt}."""
    query: SearchParams = call.query
    objects = [query.object] if query.object else None
    items = search.find(call.actor, query.q, objects, query.limit)
    if not query.similar:
        return Answer({"items": items})
    few = len(items) < min(FEW, query.limit)
    meant, similar = search.meant(call.actor, query.q, items, objects, query.limit) if few else ("", [])
    return Answer({"items": items, "similar": similar, "meant": meant})


class Typed(BaseModel):
    """What is being typed into a form: input by field; `besides`: the record that is being changed."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    values: dict[str, Any]
    besides: UUID | None = None


def find_likely(call: Call) -> Answer:
    """Visible records that are likely what is being typed: {items: [{object, id, title, …, fields}]}."""
    body: Typed = call.body
    spec = registry.get(body.object)
    access.require(call.actor, spec, Verb.READ)
    return Answer({"items": search.likely(call.actor, spec, body.values, body.besides)})


def uuid_or_missing(text: str) -> UUID:
    """A UUID from a path; what is none does not exist."""
    try:
        return UUID(text)
    except ValueError:
        raise Missing from None


def undo_change(call: Call) -> Answer:
    return Answer(records.undo(call.actor, uuid_or_missing(call.params["id"])))


def read_job(call: Call) -> Answer:
    """State and progress of a job; only for whoever started it and administrators."""
    return Answer(jobs.view(call.actor, uuid_or_missing(call.params["id"])))


def openapi(call: Call) -> Answer:
    return _packed(call, dumps(document()), {})


def livez(_call: Call) -> Answer:
    return Answer({"status": "ok"})


def readyz(_call: Call) -> Answer:
    """Ready when the database answers; a 503 problem otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Answer({"status": "ok"})


ROUTES = (
    Route("GET", "meta", read_meta, T("Objects, fields and rights", "对象、字段与权限"), tag="meta"),
    Route("GET", "search", find, T("Search everything", "全局搜索"), query=SearchParams, tag="search"),
    Route("POST", "likely", find_likely, T("What is likely the same", "疑似重复的记录"), body=Typed, tag="search"),
    Route("POST", "changes/{id}/undo", undo_change, T("Undo a change", "撤销一次更改"), tag="changes"),
    Route("GET", "jobs/{id}", read_job, T("Progress of a job", "任务进度"), tag="jobs"),
    *backups.ROUTES,
    *configuration.ROUTES,
    *files.ROUTES,
    *regions.ROUTES,
    *together.ROUTES,
    Route("GET", "openapi.json", openapi, T("This document", "接口文档"), Access.PUBLIC, tag="meta"),
    Route("GET", "livez", livez, T("Is the process alive", "进程是否存活"), Access.PUBLIC, tag=HEALTH),
    Route("GET", "readyz", readyz, T("Is the system ready", "系统是否就绪"), Access.PUBLIC, tag=HEALTH),
)
