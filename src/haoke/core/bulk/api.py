"""Bulk changes over HTTP: preview, carry out, follow, stop, undo, and the list of what was refused."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Max, Min, TextField
from django.db.models.functions import Cast, Coalesce
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import registry
from haoke.core.api.meta import inputs
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.bulk import runs
from haoke.core.bulk.models import BulkRefusal, BulkRun
from haoke.core.errors import Missing
from haoke.core.records import reading
from haoke.core.records.change import pointed
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T, current_language, say
from haoke.core.transfer.escaping import spreadsheet_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from haoke.core.access.actor import Actor

MOST_GROUPS = 50
_TITLES = 1000
HEADER = (T("Record", "记录"), T("Id", "标识"), T("Field", "字段"), T("Why", "原因"))


class RefusalsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str | None = Field(None, max_length=60)
    field: str | None = Field(None, max_length=100)
    like: int | None = Field(None, ge=1)
    cursor: int = Field(0, ge=0)
    limit: int = Field(50, ge=1, le=200)


def view(actor: Actor, run: BulkRun) -> dict[str, Any]:
    """A bulk change as JSON: counts, refusals by reason, and what an undo left as it was."""
    return {
        "id": str(run.id), "object": run.object, "work": _named(actor, run), "state": run.state, "total": run.total,
        "position": run.position, "done": run.done, "unchanged": run.unchanged, "refused": run.refused,
        "groups": groups(run), "change": run.change and str(run.change), "job": run.job and str(run.job),
        "message": run.message or "", "result": run.result,
        "created_at": run.created_at, "finished_at": run.finished_at,
    }  # fmt: skip


#: Parts of a piece of work that hold values by name.
_GIVEN = ("set", "add", "remove", "input")


def _named(actor: Actor, run: BulkRun) -> dict[str, Any]:
    """The work with Refs in place of the ids in it, as far as the actor may know their titles."""
    spec = registry.get(run.object)
    step = spec.action(run.work.get("action", ""))
    targets = {name: field.type.meta().get("target") for name, field in registry.fields(spec.key).items()}
    if step and step.input:
        targets |= {each["name"]: each.get("target") for each in inputs(spec, step.input)}
    given = {part: pointed(run.work[part]) for part in _GIVEN if part in run.work}
    places = [(held, name, target) for held in given.values() for name in held if (target := targets.get(name))]
    wanted: dict[str, set[str]] = {}
    for held, name, target in places:
        wanted.setdefault(target, set()).update(_ids(held[name]))
    titles = lookup(actor, wanted)
    for held, name, target in places:
        refs = [{"id": each, "title": titles[target].get(each)} for each in _ids(held[name])]
        held[name] = refs if isinstance(held[name], list) else next(iter(refs), None)
    work: dict[str, Any] = run.work
    return work | given


def _ids(value: Any) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


#: What refusals are one line by.
_REASON = Coalesce("reason", "message")


def groups(run: BulkRun) -> list[dict[str, Any]]:
    """Reasons with how many records; `message` is what all of them say, or what those have in common."""
    text = Cast("message", TextField())
    found = BulkRefusal.objects.filter(run=run).values("code", "field", why=_REASON)
    found = found.annotate(count=Count("id"), first=Min("id"), least=Min(text), most=Max(text)).order_by(
        "-count", "first"
    )
    return [_group(run, each) for each in found[:MOST_GROUPS]]


def _group(run: BulkRun, each: Mapping[str, Any]) -> dict[str, Any]:
    same = each["least"] == each["most"]
    message = json.loads(each["least"]) if same else each["why"]
    told = _said(run.object, {**each, "message": message})
    return told | {"count": each["count"], "like": each["first"], "same": same}


def _said(key: str, each: Mapping[str, Any]) -> dict[str, Any]:
    known = registry.fields(key).get(each["field"])
    return {
        "code": each["code"], "field": each["field"], "label": say(known.label) if known else "",
        "message": each["message"][current_language()],
    }  # fmt: skip


def list_runs(call: Call) -> Answer:
    """Own bulk changes, newest first."""
    found = runs.within(call.actor).filter(actor=call.actor.id).defer("records").order_by("-created_at")[:50]
    shown = ("id", "object", "work", "state", "total", "done", "unchanged", "refused", "change", "created_at")
    return Answer({"items": [{name: getattr(run, name) for name in shown} for run in found]})


def read_run(call: Call) -> Answer:
    """State, progress and outcome of one bulk change."""
    return Answer(view(call.actor, runs.get(call.actor, _id(call))))


def start(call: Call) -> Answer:
    """Carry out what the preview tried, on the same records."""
    return _answer(call, runs.start(call.actor, _id(call)))


def stop(call: Call) -> Answer:
    """Leave off; what is done stays."""
    return _answer(call, runs.stop(call.actor, _id(call)))


def undo(call: Call) -> Answer:
    """Put back what nobody has edited since."""
    return _answer(call, runs.undo(call.actor, _id(call)))


def _answer(call: Call, run: BulkRun) -> Answer:
    return Answer(view(call.actor, run), status=202 if run.state in (*runs.BUSY, BulkRun.State.UNDOING) else 200)


def refusals(call: Call) -> Answer:
    """Refused records with their reasons (`like`: those of its group); `next`: the cursor of the following page."""
    query: RefusalsQuery = call.query
    run = runs.get(call.actor, _id(call))
    rows = BulkRefusal.objects.filter(run=run).order_by("id")
    if query.code is not None:
        rows = rows.filter(code=query.code)
    if query.field is not None:
        rows = rows.filter(field=query.field)
    if query.like is not None:
        rows = _like(rows, query.like)
    found = list(rows.filter(id__gt=query.cursor)[: query.limit + 1])
    items = _titled(call.actor, run, found[: query.limit])
    return Answer({"items": items, "next": str(found[query.limit - 1].id) if len(found) > query.limit else None})


def _like(rows: QuerySet[BulkRefusal], one: int) -> QuerySet[BulkRefusal]:
    """Those refused for the same reason as one of them."""
    asked = rows.annotate(why=_REASON)
    found = asked.filter(pk=one).values("code", "field", "why").first()
    return asked.filter(**found) if found else rows.none()


def _titled(actor: Actor, run: BulkRun, found: Sequence[BulkRefusal]) -> list[dict[str, Any]]:
    titles = reading.titles(actor, registry.get(run.object), [row.record for row in found])
    return [
        {"id": str(row.record), "title": titles.get(row.record)}
        | _said(run.object, {"code": row.code, "field": row.field, "message": row.message})
        for row in found
    ]


def refusals_file(call: Call) -> Answer:
    """All refused records as a file."""
    run = runs.get(call.actor, _id(call))
    rows = list(BulkRefusal.objects.filter(run=run).order_by("id"))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([say(text) for text in HEADER])
    for start_at in range(0, len(rows), _TITLES):
        for item in _titled(call.actor, run, rows[start_at : start_at + _TITLES]):
            cells = (item["title"] or "", item["id"], item["label"] or item["field"], item["message"])
            writer.writerow([spreadsheet_cell(str(cell)) for cell in cells])
    headers = {"Content-Disposition": 'attachment; filename="refused.csv"', "X-Content-Type-Options": "nosniff"}
    data = b"\xef\xbb\xbf" + out.getvalue().encode()
    return Answer(raw=data, content_type="text/csv; charset=utf-8", headers=headers)


def _id(call: Call) -> UUID:
    try:
        return UUID(call.params["id"])
    except ValueError:
        raise Missing from None


_ONE = "bulk-changes/{id}"
ROUTES = (
    Route("GET", "bulk-changes", list_runs, T("Own bulk changes", "我的批量修改"), tag="bulk"),
    Route("GET", _ONE, read_run, T("Read a bulk change", "查看一次批量修改"), tag="bulk"),
    Route("POST", f"{_ONE}/run", start, T("Carry out a bulk change", "执行批量修改"), tag="bulk"),
    Route("POST", f"{_ONE}/stop", stop, T("Stop a bulk change", "停止批量修改"), tag="bulk"),
    Route("POST", f"{_ONE}/undo", undo, T("Undo a bulk change", "撤销批量修改"), tag="bulk"),
    Route("GET", f"{_ONE}/refusals", refusals, T("Refused records", "被拒绝的记录"), query=RefusalsQuery, tag="bulk"),
    Route(
        "GET",
        f"{_ONE}/refusals.csv",
        refusals_file,
        T("Refused records as a file", "下载被拒绝的记录"),
        looking=False,
        tag="bulk",
    ),
)
