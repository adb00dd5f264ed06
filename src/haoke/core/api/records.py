"""The generic endpoints of every object: one handler a verb."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from haoke.core import criteria, registry
from haoke.core import log as the_log
from haoke.core.access import require
from haoke.core.api.bulk import bulk, work_of
from haoke.core.api.merging import MERGING, leading
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.api.showing import UNMASK
from haoke.core.bulk.api import view as bulk_view
from haoke.core.bulk.runs import preview
from haoke.core.bulk.work import ONE_OF
from haoke.core.errors import BadRequest, Invalid, Missing
from haoke.core.records import changes, reading
from haoke.core.text import T
from haoke.core.transfer.outside import numbers
from haoke.core.views import offered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from haoke.core.bulk.work import Work
    from haoke.core.spec import ObjectSpec


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Tie(_Strict):
    """A record something is about."""

    object: str = Field(max_length=40)
    id: UUID


_Ties = TypeAdapter(Annotated[list[Tie], Field(max_length=50)])


class OneQuery(_Strict):
    fields: str | None = None


class ListParams(_Strict):
    """Query of a list: `filter` is Criteria as JSON, `sort` up to two fields ("-amount,name") or "relevance" to `q`,
    `count` 1 or "exact"; with `ties` what each record is about, as `related`, with `found` why `q` finds it."""

    filter: str | None = Field(None, max_length=50_000)
    q: str = Field("", max_length=200)
    sort: str | None = Field(None, max_length=200)
    fields: str | None = Field(None, max_length=4000)
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=4000)
    count: Literal["", "0", "1", "exact"] = ""
    scope: str | None = Field(None, max_length=100)
    deleted: bool = False
    ties: bool = False
    found: bool = False


class TotalsParams(_Strict):
    filter: str | None = Field(None, max_length=50_000)
    q: str = Field("", max_length=200)
    group: str | None = Field(None, max_length=100)
    sum: str | None = Field(None, max_length=400)
    scope: str | None = Field(None, max_length=100)


class BoardParams(_Strict):
    field: str | None = Field(None, max_length=100)
    pipeline: UUID | None = None
    filter: str | None = Field(None, max_length=50_000)
    q: str = Field("", max_length=200)
    limit: int = Field(20, ge=1, le=100)
    scope: str | None = Field(None, max_length=100)


class LogParams(_Strict):
    cursor: str | None = Field(None, max_length=400)
    kind: str | None = Field(None, max_length=40)
    limit: int = Field(30, ge=1, le=100)


class TimelineParams(LogParams):
    cursor: str | None = Field(None, max_length=4000)
    q: str = Field("", max_length=200)


class AsOfParams(_Strict):
    at: str = Field(max_length=40)


def record_id(call: Call) -> UUID:
    """The id in the path; anything that is no UUID is simply not there."""
    try:
        return UUID(call.params["id"])
    except ValueError:
        raise Missing from None


def filter_of(text: str | None) -> Any:
    """Criteria JSON of a query parameter, or None."""
    if not text:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BadRequest(T("The filter is not valid JSON", "筛选条件不是有效的 JSON"), code="filter") from None


def _names(text: str | None) -> list[str] | None:
    return [part.strip() for part in text.split(",") if part.strip()] if text else None


def list_records(call: Call) -> Answer:
    query: ListParams = call.query
    page = reading.list_page(
        call.actor,
        call.spec,
        reading.ListQuery(
            filter=filter_of(query.filter),
            q=query.q,
            sort=query.sort,
            fields=_names(query.fields),
            limit=query.limit,
            cursor=query.cursor,
            count="exact" if query.count == "exact" else query.count == "1",
            scope=query.scope,
            deleted=query.deleted,
            ties=query.ties,
            found=query.found,
        ),
    )
    body: dict[str, Any] = {"items": page.items, "next": page.next}
    if page.count is not None:
        body |= {"count": page.count, "count_capped": page.count_capped}
    return Answer(body if page.meant is None else body | {"meant": page.meant})


def totals(call: Call) -> Answer:
    query: TotalsParams = call.query
    return Answer(
        reading.totals(
            call.actor,
            call.spec,
            filter=filter_of(query.filter),
            q=query.q,
            group=query.group,
            sums=_names(query.sum) or [],
            scope=query.scope,
        )
    )


def views(call: Call) -> Answer:
    return Answer(offered(call.actor, call.spec))


def board(call: Call) -> Answer:
    query: BoardParams = call.query
    return Answer(
        reading.board(
            call.actor,
            call.spec,
            field=query.field,
            within=query.pipeline,
            filter=filter_of(query.filter),
            q=query.q,
            limit=query.limit,
            scope=query.scope,
        )
    )


def _related(raw: Any) -> list[tuple[str, UUID]]:
    """[(object, id)] of [{object, id}], at most 50."""
    try:
        found = _Ties.validate_python(raw)
    except ValidationError:
        message = T("related is a list of {object, id}, at most 50", "related 应为 {object, id} 的列表，最多 50 项")
        raise Invalid.at("related", "bad_related", message) from None
    return [(registry.get(tie.object).key, tie.id) for tie in found]


def create(call: Call) -> Answer:
    values, link = dict(call.body), call.spec.links
    with changes(call.actor, "create") as tx:
        if link is not None and link.create is not None and values.keys() & {"related", *link.takes}:
            record = link.create(tx, values, _related(values.pop("related", [])))
        else:
            record = tx.create(call.spec.key, values)
    return Answer(reading.read_made(call.actor, call.spec, record), 201)


def read(call: Call) -> Answer:
    return Answer(reading.read_one(call.actor, call.spec, record_id(call)))


def update(call: Call) -> Answer:
    values = dict(call.body)
    version = _version(values)
    with changes(call.actor, "update") as tx:
        tx.update(call.spec.key, record_id(call), values, version=version)
    return Answer(reading.read_one(call.actor, call.spec, record_id(call)))


def delete(call: Call) -> Answer:
    with changes(call.actor, "delete") as tx:
        tx.delete(call.spec.key, record_id(call), version=_version(dict(call.body)))
        change = tx.change
    return Answer({"change": str(change)})


def restore(call: Call) -> Answer:
    with changes(call.actor, "restore") as tx:
        tx.restore(call.spec.key, record_id(call))
    return Answer(reading.read_one(call.actor, call.spec, record_id(call)))


def _version(values: dict[str, Any]) -> int | None:
    version = values.pop("version", None)
    if version is not None and (not isinstance(version, int) or isinstance(version, bool)):
        raise BadRequest(T("version must be a whole number", "version 必须是整数"), code="version")
    return version


def act(call: Call) -> Answer:
    """Run the action named in the route; answers the record as it is now and what the action returned."""
    name = call.route.verb or ""
    values = dict(call.body)
    version = _version(values)
    with changes(call.actor, name) as tx:
        result = tx.run(call.spec.key, record_id(call), name, values, version=version)
    return Answer(
        {
            "record": _as_it_is(call, name),
            "result": result if isinstance(result, dict | list | str | int | None) else None,
            "change": str(tx.change),
        }
    )


def _as_it_is(call: Call, action: str) -> dict[str, Any]:
    """The record after the action, which may have been in the bin before; the id alone of one handed out of sight."""
    found = call.spec.action(action)
    for deleted in (False, True) if found and found.binned else (False,):
        with suppress(Missing):
            return reading.read_one(call.actor, call.spec, record_id(call), deleted=deleted)
    return {"id": str(record_id(call))}


def log(call: Call) -> Answer:
    return Answer(
        the_log.entries(call.actor, call.spec, record_id(call), cursor=call.query.cursor, limit=call.query.limit)
    )


def timeline(call: Call) -> Answer:
    query: TimelineParams = call.query
    record = record_id(call)
    return Answer(
        the_log.timeline(call.actor, call.spec, record, query.cursor, kind=query.kind, words=query.q, limit=query.limit)
    )


def as_of(call: Call) -> Answer:
    return Answer(the_log.as_of(call.actor, call.spec, record_id(call), call.query.at))


def external_numbers(call: Call) -> Answer:
    return Answer({"items": numbers(call.actor, call.spec, record_id(call))})


class BulkBody(_Strict):
    """Records by ids or by Criteria, and one of set, add and remove, action, delete or restore."""

    ids: list[UUID] | None = Field(None, max_length=10_000)
    filter: dict[str, Any] | None = None
    set: dict[str, Any] | None = None
    add: dict[str, list[Any]] = Field(default_factory=dict)
    remove: dict[str, list[Any]] = Field(default_factory=dict)
    action: str | None = None
    input: dict[str, Any] = Field(default_factory=dict)
    delete: bool = False
    restore: bool = False


class BulkPreviewBody(BulkBody):
    """The same for a preview; `filter` goes with the words and the scope of a list."""

    q: str = Field("", max_length=200)
    scope: str | None = Field(None, max_length=100)


def bulk_records(call: Call) -> Answer:
    work = _bulk_work(call)
    require(call.actor, call.spec, work.verb)
    return Answer(bulk(call.actor, call.spec, call.body))


def bulk_preview(call: Call) -> Answer:
    """Try a bulk change: how many would change, which are refused and why. Nothing is written."""
    work, body = _bulk_work(call), call.body
    target = {"ids": body.ids, "filter": body.filter, "q": body.q, "scope": body.scope}
    made = preview(call.actor, call.spec, target, work)
    return Answer(bulk_view(call.actor, made), 202 if made.job else 200)


def _bulk_work(call: Call) -> Work:
    body: BulkBody = call.body
    several = (body.set is not None, body.add or body.remove, body.action is not None, body.delete, body.restore)
    if sum(map(bool, several)) != 1:
        raise BadRequest(ONE_OF, code="bulk")
    if (body.ids is None) == (body.filter is None):
        raise BadRequest(T("Say either ids or filter", "ids 与 filter 必须且只能选一项"), code="bulk")
    if body.filter is not None:
        criteria.parse(body.filter, call.spec, call.actor, reckoned=True)
    return work_of(body)


#: Method, path below the object ("" the list, "/" one record), handler, verb, what it does, and the shapes.
_Declared = tuple[str, str, "Callable[[Call], Answer]", str, T, dict[str, Any]]
_GENERIC: tuple[_Declared, ...] = (
    ("GET", "", list_records, "read", T("List {many}", "{many}列表"), {"query": ListParams, "answer": "page"}),
    ("POST", "", create, "create", T("Create {one}", "新建{one}"), {"body": "create", "answer": "record"}),
    ("GET", "totals", totals, "read", T("Totals of {many}", "{many}汇总"), {"query": TotalsParams}),
    ("GET", "views", views, "read", T("Saved views of {many}", "{many}的视图"), {}),
    ("POST", "bulk", bulk_records, "read", T("Change many {many}", "批量处理{many}"), {"body": BulkBody}),
    (
        "POST",
        "bulk/preview",
        bulk_preview,
        "read",
        T("Try a change of many {many}", "预览批量处理{many}"),
        {"body": BulkPreviewBody},
    ),
    ("GET", "/", read, "read", T("Read {one}", "查看{one}"), {"answer": "record"}),
    ("PATCH", "/", update, "update", T("Change {one}", "修改{one}"), {"body": "update", "answer": "record"}),
    ("DELETE", "/", delete, "delete", T("Move {one} to the bin", "删除{one}"), {"body": "version"}),
    ("POST", "/restore", restore, "delete", T("Restore {one}", "恢复{one}"), {"body": "version", "answer": "record"}),
    ("GET", "/log", log, "read", T("Log of {one}", "{one}的操作记录"), {"query": LogParams}),
    ("GET", "/timeline", timeline, "read", T("Timeline of {one}", "{one}的时间线"), {"query": TimelineParams}),
    ("GET", "/external-numbers", external_numbers, "read", T("{one} in other systems", "{one}的外部编号"), {}),
    ("GET", "/as-of", as_of, "read", T("{one} as it was", "{one}的历史状态"), {"query": AsOfParams}),
)
_BOARD = ("GET", "board", board, "read", T("Board of {many}", "{many}看板"), {"query": BoardParams})


def object_routes(spec: ObjectSpec) -> list[Route]:
    """All routes of one object."""
    acts = (
        (
            "POST",
            f"/actions/{each.name}",
            act,
            each.name,
            each.label,
            {"body": f"action:{each.name}", "answer": "action", "keyed": not each.secret},
        )
        for each in spec.actions
    )
    names = {"one": spec.label, "many": spec.label_plural}
    return [
        Route(
            method,
            _path(spec, below),
            leading(spec, method, below, handle),
            text.fill(**names),
            Access.OBJECT,
            spec.key,
            verb,
            tag=spec.plural,
            **more,
        )
        for method, below, handle, verb, text, more in (*_generic(spec), *acts)
    ]


def _generic(spec: ObjectSpec) -> Iterator[_Declared]:
    yield from _GENERIC
    yield UNMASK
    if spec.board:
        yield _BOARD
    if spec.mergeable:
        yield from MERGING


def _path(spec: ObjectSpec, below: str) -> str:
    if below.startswith("/"):
        return f"{spec.plural}/{{id}}{below.rstrip('/')}"
    return f"{spec.plural}/{below}".rstrip("/")
