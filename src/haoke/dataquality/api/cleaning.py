"""Cleaning over HTTP: search for what could be written better, look at it, and have all of a group written so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.bulk.api import view as run_view
from haoke.core.errors import Missing
from haoke.core.text import T, say
from haoke.dataquality import jobs
from haoke.dataquality.actions import cleaning
from haoke.dataquality.models import CleaningScan
from haoke.dataquality.queries import cleaning as found

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec


class OfObject(BaseModel):
    """Without an object, the first one may write any of."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field("", max_length=60)


class OfGroup(OfObject):
    """What one cleaner says of one field."""

    kind: str = Field(max_length=30)
    field: str = Field(max_length=60)


class RowsQuery(OfGroup):
    cursor: UUID | None = None
    never: bool = False


class RunBody(OfGroup):
    """All of it, besides some records."""

    besides: list[UUID] = Field(default_factory=list, max_length=1000)


class NeverBody(OfGroup):
    """`never`: these are right as they are; false: say them again."""

    ids: list[UUID] = Field(min_length=1, max_length=1000)
    never: bool = True


def read_cleaning(call: Call) -> Answer:
    """What could be written better in one object's records, by kind and field, with samples."""
    seen = found.objects(call.actor)
    spec = _spec(call.actor, call.query.object)
    listed = [{"key": each.key, "label": say(each.label_plural)} for each in seen]
    groups = found.groups(call.actor, spec)
    return Answer({"objects": listed, "object": spec.key, "scan": _scan(spec), "groups": groups})


def read_rows(call: Call) -> Answer:
    """Records of one group, each with its values before and after."""
    query: RowsQuery = call.query
    spec = _spec(call.actor, query.object)
    return Answer(found.page(call.actor, spec, query.kind, query.field, query.cursor, never=query.never))


def start_scan(call: Call) -> Answer:
    """Look through all records of an object."""
    spec = _spec(call.actor, call.body.object)
    jobs.start_scan(call.actor, spec)
    return Answer(_scan(spec), status=202)


def start_run(call: Call) -> Answer:
    """Try to write a whole group as suggested; the answer is a bulk change, which is then carried out and undone."""
    body: RunBody = call.body
    spec = _spec(call.actor, body.object)
    return Answer(
        run_view(call.actor, cleaning.prepare(call.actor, spec, body.kind, body.field, body.besides)), status=201
    )


def never(call: Call) -> Answer:
    """Say of some records that they are right as they are."""
    body: NeverBody = call.body
    spec = _spec(call.actor, body.object)
    cleaning.never(call.actor, spec, body.kind, body.field, body.ids, never=body.never)
    return Answer(status=204)


def _spec(actor: Actor, key: str) -> ObjectSpec:
    spec = next((each for each in found.objects(actor) if key in ("", each.key)), None)
    if spec is None:
        raise Missing
    return spec


def _scan(spec: ObjectSpec) -> dict[str, Any]:
    """When all was last looked through, or how far that is; not how many there are, which not everybody may know."""
    last = CleaningScan.objects.filter(object=spec.key).first()
    goes_on, failed = (jobs.progress(last.job), jobs.failure(last.job)) if last else (None, None)
    share = None if goes_on is None else round(100 * goes_on["done"] / (goes_on["total"] or 1))
    return {
        "finished_at": last.finished_at if last else None, "percent": share,
        "next": jobs.next_scan(), "failed": failed and say(T(failed.get("en", ""), failed.get("zh", ""))),
    }  # fmt: skip


ROUTES = (
    Route(
        "GET", "cleaning", read_cleaning, T("What could be written better", "清洗建议"), query=OfObject, tag="cleaning"
    ),
    Route("GET", "cleaning/rows", read_rows, T("Suggested values", "建议内容"), query=RowsQuery, tag="cleaning"),
    Route(
        "POST",
        "cleaning/scans",
        start_scan,
        T("Look through all records", "检查全部记录"),
        body=OfObject,
        tag="cleaning",
    ),
    Route("POST", "cleaning/runs", start_run, T("Write as suggested", "按建议修改"), body=RunBody, tag="cleaning"),
    Route("POST", "cleaning/never", never, T("Leave as it is", "保持原样"), body=NeverBody, tag="cleaning"),
)
