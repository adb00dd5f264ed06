"""Imports and exports over HTTP."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import registry
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.errors import BadRequest, Missing
from haoke.core.limits import spend
from haoke.core.text import T, current_language
from haoke.core.transfer import departures, describing, exporting, imports, rejecting, retelling
from haoke.core.transfer.models import Import, ImportRow
from haoke.core.transfer.reading import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from haoke.core.transfer.guessing.targets import FieldTarget

BAD_PASTE = T("Send files, or JSON with the pasted text", "请上传文件，或以 JSON 提交粘贴的文本")
PASTED = T("Pasted table", "粘贴的表格")
_PASTE_BYTES = 8 * limits.MIB
_ROWS = 100
_TICK = T("{field}: {choice}", "{field}：{choice}")


class TablePatch(BaseModel):
    model_config = ConfigDict(extra="forbid")
    object: str | None = None
    header_row: int | None = Field(None, ge=1, le=1000)
    columns: dict[int, str | None] = Field(default_factory=dict)
    skip: bool = False


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid")
    historical: bool | None = None
    conflicts: Literal["keep", "file"] | None = None
    reason: str | None = Field(None, max_length=500)


class Patch(BaseModel):
    """Decisions about an import; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")
    tables: dict[str, TablePatch] = Field(default_factory=dict, max_length=500)
    answers: dict[str, str] = Field(default_factory=dict, max_length=500)
    fixes: dict[str, dict[Literal["choice"], str] | str] = Field(default_factory=dict, max_length=2000)
    options: Options = Options()


class RowsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    object: str | None = Field(None, max_length=60)
    verdict: Literal["create", "update", "unchanged", "conflict", "rejected", "problems"] | None = None
    cursor: int = Field(0, ge=0)
    limit: int = Field(_ROWS, ge=1, le=200)


class ExportBody(BaseModel):
    """What to export; `migration` is raw and needs a right of its own."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    filter: Any = None
    q: str = Field("", max_length=200)
    scope: str | None = Field(None, max_length=100)
    fields: list[str] | None = Field(None, max_length=200)
    format: Literal["xlsx", "csv", "migration"] = "xlsx"
    reason: str = Field("", max_length=500)


def create_import(call: Call) -> Answer:
    """Take files (multipart `files`) or pasted text and start reading."""
    made = imports.create(call.actor, _files(call.request))
    return Answer({"id": str(made.id), "job": str(made.job)}, status=202)


def _files(request: HttpRequest) -> list[tuple[str, imports.Upload]]:
    if (request.content_type or "").startswith("multipart/"):
        sent = [file for name in request.FILES for file in request.FILES.getlist(name)]
        return [(_bare_name(file.name), partial(_content, file)) for file in sent[: limits.MAX_FILES + 1]]
    if int(request.headers.get("Content-Length") or 0) > _PASTE_BYTES:
        raise BadRequest(BAD_PASTE, code="too_large")
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        raise BadRequest(BAD_PASTE, code="json") from None
    text = body.get("paste") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise BadRequest(BAD_PASTE, code="paste")
    name = body.get("name")
    return [(name[:200] if isinstance(name, str) and name else str(PASTED), text.encode("utf-8", "replace"))]


def _content(file: Any) -> bytes:
    """The upload; one past the limit only as far as is needed to say so."""
    content: bytes = file.read(limits.MAX_FILE_BYTES + 1)
    return content


def _bare_name(name: str | None) -> str:
    return (name or "file").replace("\\", "/").rsplit("/", 1)[-1][:200]


def list_imports(call: Call) -> Answer:
    """Own imports, newest first; an administrator sees all."""
    found = imports.seen(call.actor).order_by("-created_at")
    items = [
        {
            "id": str(item.id),
            "name": item.name,
            "state": item.state,
            "counts": item.counts,
            "created_at": item.created_at,
        }
        for item in found[:100]
    ]
    return Answer({"items": items})


def read_import(call: Call) -> Answer:
    """Everything there is to show of an import."""
    return Answer(view(imports.get(call.actor, _id(call))))


def change_import(call: Call) -> Answer:
    """Merge decisions and check again."""
    body: Patch = call.body
    tables = {}
    for ident, patch in body.tables.items():
        rule = patch.model_dump(exclude_unset=True)
        if rule.get("header_row"):
            rule["header_row"] -= 1
        rule["columns"] = {str(index): path for index, path in patch.columns.items()}
        tables[ident] = rule
    given = {
        "tables": tables, "answers": body.answers, "fixes": body.fixes,
        "options": body.options.model_dump(exclude_none=True),
    }  # fmt: skip
    made = imports.change(call.actor, _id(call), given)
    return Answer({"id": str(made.id), "job": str(made.job)}, status=202)


def run_import(call: Call) -> Answer:
    """Carry a checked import out."""
    made = imports.start(call.actor, _id(call))
    return Answer({"id": str(made.id), "job": str(made.job)}, status=202)


def undo_import(call: Call) -> Answer:
    """Take a finished import back."""
    made = imports.undo(call.actor, _id(call))
    return Answer({"id": str(made.id), "job": str(made.job)}, status=202)


def stop_import(call: Call) -> Answer:
    """End what is being done; whatever a run has written is taken back."""
    made = imports.stop(call.actor, _id(call))
    return Answer({"id": str(made.id), "job": made.job and str(made.job)}, status=202)


def import_rows(call: Call) -> Answer:
    """Records of an import by object and verdict, in order of writing; `next` is the cursor of the following page."""
    query: RowsQuery = call.query
    rows = ImportRow.objects.filter(batch=imports.get(call.actor, _id(call)), id__gt=query.cursor).order_by("id")
    if query.object:
        rows = rows.filter(object=query.object)
    if query.verdict == "problems":
        rows = rows.exclude(problems=[])
    elif query.verdict:
        rows = rows.filter(verdict=query.verdict)
    found = list(rows[: query.limit + 1])
    items = [_row(*told) for told in retelling.as_now(call.actor, found[: query.limit])]
    # What a file meets it shows as it is: by it, records could be read in bulk.
    spend(call.actor, sum(item["record"] is not None for item in items))
    return Answer({"items": items, "next": str(found[query.limit - 1].id) if len(found) > query.limit else None})


def _row(item: ImportRow, before: dict[str, Any] | None, problems: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": str(item.id), "object": item.object, "verdict": item.verdict, "table": item.file,
        "row": None if item.row is None else item.row + 1, "title": item.title, "record": item.record and str(item.record),  # noqa: E501 (one sentence or statement)
        "before": before, "after": item.after, "problems": [_problem(item.object, each) for each in problems],
    }  # fmt: skip


def _problem(key: str, stored: dict[str, Any]) -> dict[str, Any]:
    language = current_language()
    said: dict[str, Any] = describing.localised(stored, language)
    return {**said, "label": describing.field_label(key, said["field"], language)}


def rejects(call: Call) -> Answer:
    """Rows with anything that could not be taken, to correct and import again."""
    found = imports.get(call.actor, _id(call))
    return _download(*rejecting.kept(found, current_language()))


def create_export(call: Call) -> Answer:
    """Ask for a file of records."""
    body: ExportBody = call.body
    wanted = {"filter": body.filter, "q": body.q, "scope": body.scope, "fields": body.fields}
    made = exporting.create(call.actor, body.object, wanted, body.format, body.reason)
    return Answer({"id": str(made.id), "job": str(made.job)}, status=202)


def list_exports(call: Call) -> Answer:
    """All exports, the latest first."""
    return Answer(departures.exports(call.actor, call.query))


def list_unmaskings(call: Call) -> Answer:
    """All looks at masked values, the latest first."""
    return Answer(departures.unmaskings(call.actor, call.query))


def export_file(call: Call) -> Answer:
    """The finished file."""
    return _download(*exporting.file_of(call.actor, _id(call)))


def _download(name: str, data: bytes) -> Answer:
    kind = (
        "text/csv; charset=utf-8"
        if name.endswith(".csv")
        else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Answer(raw=data, content_type=kind, headers=headers)


def _id(call: Call) -> UUID:
    try:
        return UUID(call.params["id"])
    except ValueError:
        raise Missing from None


def view(found: Import) -> dict[str, Any]:
    """An import as JSON in the caller's language."""
    files = [
        {
            "id": str(file.id), "name": file.name, "size": file.size, "encoding": file.encoding, "delimiter": file.delimiter,  # noqa: E501 (a pattern reads best in one piece)
            "tables": file.tables, "error": _error(file.error),
        }
        for file in found.files.order_by("position").defer("content")
    ]  # fmt: skip
    result = found.result or {}
    shown = {
        "id": str(found.id), "name": found.name, "state": found.state, "files": files, "questions": found.questions,
        "issues": found.issues, "counts": _labelled(found.counts), "found": found.found, "message": found.message,
        "result": result, "options": {"historical": result.get("historical"), **found.given.get("options", {})},
        "targets": _targets(), "job": found.job and str(found.job), "created_at": found.created_at,
    }  # fmt: skip
    said: dict[str, Any] = describing.localised(shown, current_language())
    return said


def _error(stored: dict[str, str] | None) -> dict[str, str] | None:
    """Why a file cannot be read: {code, message}."""
    return stored and {"code": stored["code"], "message": stored[current_language()]}


def _labelled(counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ties between records are no objects a person knows."""
    return [
        {**item, "label": describing.both(registry.get(item["object"]).label_plural)}
        for item in counts
        if not registry.get(item["object"]).internal
    ]


def _columns_for(key: str, item: FieldTarget) -> Iterator[tuple[str, T | str]]:
    """(path, label): the field, and each of several choices that a column of yes and no may tick."""
    label = registry.field(key, item.name).label
    yield item.name, label
    for option in item.options if item.kind == "multichoice" else ():
        yield f"{item.name}/{option.value}", _TICK.fill(field=label, choice=T(option.labels[-1], option.labels[0]))


def _targets() -> list[dict[str, Any]]:
    """Objects a table may be, with the paths its columns may become."""
    from haoke.core.transfer.bridge import targets  # noqa: PLC0415 (the registry is complete only when asked)

    return [
        {
            "object": key,
            "label": describing.both(registry.get(key).label),
            "fields": [
                {"field": path, "label": describing.both(label)}
                for item in target.fields.values()
                if not item.readonly
                for path, label in _columns_for(key, item)
            ],
            "asides": [
                {
                    "field": each.path,
                    "label": describing.both(each.label),
                    "group": each.group and describing.both(each.group),
                }
                for each in target.asides
            ],
            "person": target.person,
            "links": target.links,
            "near": [
                other
                for other, item in targets().items()
                if item.stands_beside(key)
                or (not item.part and (item.refers_to(key) or item.links or target.refers_to(other)))
            ],
        }
        for key, target in targets().items()
        if target.importable
    ]


ROUTES = (
    Route("POST", "imports", create_import, T("Import files", "导入文件"), multipart=True, keyed=False, tag="imports"),
    Route("GET", "imports", list_imports, T("Own imports", "我的导入"), tag="imports"),
    Route("GET", "imports/{id}", read_import, T("One import", "查看导入"), tag="imports"),
    Route("PATCH", "imports/{id}", change_import, T("Decide about an import", "调整导入"), body=Patch, tag="imports"),
    Route("POST", "imports/{id}/run", run_import, T("Carry an import out", "执行导入"), tag="imports"),
    Route("POST", "imports/{id}/stop", stop_import, T("Stop an import", "停止导入"), tag="imports"),
    Route("POST", "imports/{id}/undo", undo_import, T("Undo an import", "撤销导入"), tag="imports"),
    Route(
        "GET", "imports/{id}/rows", import_rows, T("Records of an import", "导入明细"), query=RowsQuery, tag="imports"
    ),
    Route("GET", "imports/{id}/rejects.csv", rejects, T("Rows to correct", "待更正的行"), looking=False, tag="imports"),
    Route(
        "GET",
        "exports",
        list_exports,
        T("Who took which records out", "数据导出记录"),
        Access.ADMIN,
        query=departures.Page,
        tag="exports",
    ),
    Route(
        "GET",
        "unmaskings",
        list_unmaskings,
        T("Who had masked values shown", "脱敏内容查看记录"),
        Access.ADMIN,
        query=departures.Page,
        tag="exports",
    ),
    Route("POST", "exports", create_export, T("Export records", "导出记录"), body=ExportBody, tag="exports"),
    Route(
        "GET", "exports/{id}/file", export_file, T("The exported file", "下载导出文件"), looking=False, tag="exports"
    ),
)
