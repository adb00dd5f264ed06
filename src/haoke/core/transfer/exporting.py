"""Records as files: spreadsheets whose cells cannot come alive, and raw files for moving data."""

# One return for each shape of a value.
# ruff: noqa: PLR0911

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import openpyxl
import orjson
from django.db.models import F
from django.utils import timezone

from haoke.core import access, jobs, limits, registry
from haoke.core.access.actor import Verb
from haoke.core.errors import BadValue, Invalid, Missing
from haoke.core.limits import unmasking
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.records.reading.running import rows as sql_rows
from haoke.core.sql import Sql, ident
from haoke.core.text import T, say
from haoke.core.transfer import actors
from haoke.core.transfer.beside import Beside
from haoke.core.transfer.escaping import spreadsheet_cell
from haoke.core.transfer.models import Export

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.text import Language

FORMATS = {"xlsx": "xlsx", "csv": "csv", "migration": "csv"}
#: Right to files that are not escaped and carry ids; nobody has it by way of "export".
RAW = "export_raw"
MOST_ROWS = 200_000
KEEP = timedelta(days=7)
MAKING = T("Writing the file", "正在生成文件")
OVER = T(
    "These are {rows} records, and you may export {most} at once: narrow the filter, or ask an administrator for more"
    " under Reading limits",
    "共 {rows} 条记录，您单次最多可导出 {most} 条。请缩小筛选范围，或请管理员在“读取限额”中调高",
)
WHY = T("Say why: exports of {most} records and more need a reason", "导出 {most} 条及以上记录须说明理由")
TOO_MANY = T(f"More than {MOST_ROWS:,} records; narrow the filter", f"超过 {MOST_ROWS:,} 条记录，请缩小筛选范围")
NO_FORMAT = T("Choose xlsx, csv or migration", "请选择 xlsx、csv 或 migration")
NOT_READY = T("The file is not ready yet", "文件尚未生成")
_PAGE = 200
_FOOTER = 200  # a footer holds 255 characters with its marks
USER = "user"
#: In what is kept of an export: what the key it was asked for with is made for.
_SCOPES = "key_scopes"
#: And how many records he may take at once.
_MOST = "most"
_PLAIN = (int, float, Decimal, date, datetime)


def create(actor: Actor, key: str, wanted: Mapping[str, Any], form: str, reason: str) -> Export:
    """Ask for a file; raises Denied, Invalid."""
    return _asked(actor, key, wanted, form, reason, later=True)


def at_once(actor: Actor, key: str, wanted: Mapping[str, Any], form: str, reason: str) -> tuple[bytes, int]:
    """(file, rows), under the same cap and listed the same, without a copy that is kept; raises Denied, Invalid."""
    made = _asked(actor, key, wanted, form, reason, later=False)
    data, made.rows = written(actor, key, made.wanted, form, made=made)
    made.name = _name(made)
    made.save(update_fields=["rows", "name"])
    return data, made.rows


def _name(made: Export) -> str:
    plural, mark = registry.get(made.object).plural, str(made.id)[-6:]
    return f"{plural}-{timezone.localdate():%Y%m%d}-{mark}.{FORMATS[made.format]}"


def _asked(actor: Actor, key: str, wanted: Mapping[str, Any], form: str, reason: str, *, later: bool) -> Export:
    """What is asked for, as a row of what left, noted and told; a job writes the file where it is for later."""
    spec = registry.get(key)
    access.require(actor, spec, RAW if form == "migration" else Verb.EXPORT)
    if form not in FORMATS:
        raise Invalid.at("format", "unknown", NO_FORMAT)
    most = min(limits.most(actor, "rows_per_export"), MOST_ROWS)
    rows = _counted(actor, key, wanted)
    if rows > most:
        raise Invalid(OVER.fill(rows=f"{rows:,}", most=f"{most:,}"), code="too_many")
    asked = limits.most(actor, "export_reason_from")
    if rows >= asked and not reason.strip():
        raise Invalid.at("reason", "required", WHY.fill(most=f"{asked:,}"))
    kept = {**wanted, _SCOPES: actors.scopes_of(actor), _MOST: most}
    with changes(actor, "export", reason[:500]) as tx:
        made = Export.objects.create(actor=actor.id, object=key, format=form, wanted=kept, reason=reason[:500])
        if later:
            made.job = jobs.defer(export_job, actor=actor, export=str(made.id))
            made.save(update_fields=["job"])
        tx.note(USER, actor.id, "exported", {"object": key, "rows": rows, "format": form, "export": str(made.id)})
        if rows >= asked and (told := _told(actor)):
            tx.note(USER, actor.id, "tell", {"news": "exported", "to": [str(each) for each in told]})
    return made


def _counted(actor: Actor, key: str, wanted: Mapping[str, Any]) -> int:
    """How many records it would be; refuses a bad filter."""
    query = ListQuery(
        filter=wanted.get("filter"), q=wanted.get("q") or "", scope=wanted.get("scope"),
        fields=wanted.get("fields"), limit=1, count="exact",
    )  # fmt: skip
    return list_page(actor, registry.get(key), query).count or 0


def _told(actor: Actor) -> list[UUID]:
    """Whom a large export is told: the superior, else the other administrators."""
    people: Any = registry.get(USER).model._base_manager
    above: UUID | None = people.filter(id=actor.id).values_list("manager_id", flat=True).first()
    if above:
        return [above]
    person, role = (ident(registry.get(key).model._meta.db_table) for key in (USER, "role"))
    administrators = (
        f"SELECT u.id FROM {person} u JOIN {role} r ON r.id = ANY(u.roles) WHERE r.code = 'administrator'"
        " AND r.deleted_at IS NULL AND u.deleted_at IS NULL AND u.state = 'active' AND u.id <> %s ORDER BY u.id"
    )
    return [row[0] for row in sql_rows(Sql(administrators, (actor.id,)))]


def file_of(actor: Actor, export: UUID) -> tuple[str, bytes]:
    """(name, bytes) of a finished export; only for whoever asked for it, with a narrow key just as with that key."""
    found = Export.objects.filter(id=export, actor=actor.id).first()
    if found is None or (actor.key_scopes is not None and found.wanted.get(_SCOPES) != actors.scopes_of(actor)):
        raise Missing
    if found.content is None:
        raise Missing(NOT_READY)
    Export.objects.filter(id=found.id).update(downloads=F("downloads") + 1)
    return found.name, zlib.decompress(bytes(found.content))


@jobs.job("transfer.export", T("Make an export", "生成导出文件"), retry=2)
def export_job(export: str) -> dict[str, Any]:
    """Write one file."""
    made = Export.objects.get(id=export)
    progress = jobs.Progress()
    with actors.at_work(actors.load(made.actor, "export", made.wanted.get(_SCOPES))) as actor:
        data, rows = written(
            actor,
            made.object,
            made.wanted,
            made.format,
            step=lambda done: progress.step(done, None, MAKING),
            made=made,
        )
    made.rows, made.content = rows, zlib.compress(data, 6)
    made.name = _name(made)
    made.save(update_fields=["rows", "content", "name"])
    return {"export": export, "rows": rows, "name": made.name}


@jobs.job("transfer.sweep", T("Clear out old exports", "清理过期的导出文件"), every="37 4 * * *")
def sweep() -> int:
    """Drop files a week old, and what was unmasked a year ago, which stays in the records' Log; how many files."""
    unmasking.forget()
    return Export.objects.filter(created_at__lt=timezone.now() - KEEP, content__isnull=False).update(content=None)


def written(
    actor: Actor,
    key: str,
    wanted: Mapping[str, Any],
    form: str,
    *,
    step: Any = lambda _done: None,
    made: Export | None = None,
) -> tuple[bytes, int]:
    """(file, rows) of all records the actor sees under a filter, with the fields asked for; a workbook says in its
    footer and properties who took it (`made`), text files only in their name: a line more would be a record."""
    spec = registry.get(key)
    reckoned = access.reckoned(actor, spec)
    named = wanted.get("fields") or _default_fields(actor, key)
    fields = [reckoned.get(name) or registry.field(key, name) for name in named]
    fields = [item for item in fields if item.name in access.readable(actor, spec) or item.name in reckoned]
    beside = Beside(spec, form)
    rows = _rows(actor, key, wanted, [item.name for item in fields], step=step, beside=beside)
    if form == "migration":
        return _raw(fields, rows)
    language: Language = "zh" if actor.language == "zh" else "en"
    header = [say(label, language) for label in (*(item.label for item in fields), *beside.labels)]
    shown = ([*(_shown(item, row.get(item.name), language) for item in fields), *beside.cells(row)] for row in rows)
    if form != "xlsx":
        return _csv(header, shown)
    sheets = [(say(spec.label_plural, language), header, shown)]
    return workbook(sheets, mark_of(actor, made.id) if made else "", actor.name)


def mark_of(actor: Actor, made: object) -> str:
    """Who took it out, when, and by which export of the list (or what else) it is found again."""
    return f"{actor.name} · {timezone.localtime():%Y-%m-%d %H:%M} · {made}"


def _default_fields(actor: Actor, key: str) -> list[str]:
    spec = registry.get(key)
    readable = access.readable(actor, spec)
    first = [name for name in ("number", *spec.columns) if name in readable]
    return [
        *dict.fromkeys(
            [*first, *(name for name in registry.fields(key) if name in readable and name not in ("id", "version"))]
        )
    ]


def _rows(
    actor: Actor, key: str, wanted: Mapping[str, Any], names: Sequence[str], *, step: Any, beside: Beside
) -> Iterator[dict[str, Any]]:
    spec = registry.get(key)
    cursor: str | None = None
    done = 0
    while True:
        query = ListQuery(
            filter=wanted.get("filter"), q=wanted.get("q") or "", scope=wanted.get("scope"), fields=("id", *names),
            limit=_PAGE, cursor=cursor, ties=beside.about,
        )  # fmt: skip
        page = list_page(actor, spec, query)
        beside.look(page.items)
        yield from page.items
        done += len(page.items)
        step(done)
        if page.next is None:
            return
        if done >= wanted.get(_MOST, MOST_ROWS):
            raise Invalid(TOO_MANY, code="too_many")
        cursor = page.next


def _shown(item: FieldDef, value: Any, language: str) -> Any:
    """A value as a person expects it in a cell: numbers and dates as such, everything else as text."""
    if value is None:
        return None
    if isinstance(value, dict) and "masked" in value:
        return str(value["masked"])
    if isinstance(value, dict) and "title" in value and "id" in value:
        return str(value["title"] or "")
    if item.type.kind in ("integer", "rating") and isinstance(value, int):
        return value
    if item.type.kind in ("decimal", "percent"):
        return Decimal(str(value))
    if item.type.kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, date):
        return value.replace(tzinfo=None) if isinstance(value, datetime) else value
    try:
        return item.type.format(item.type.clean(value), language)
    except (BadValue, TypeError, ValueError, AttributeError):
        return orjson.dumps(value, default=str).decode() if isinstance(value, dict | list) else str(value)


def _csv(header: Sequence[str], rows: Iterator[list[Any]]) -> tuple[bytes, int]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([spreadsheet_cell(text) for text in header])
    count = 0
    for row in rows:
        writer.writerow(["" if cell is None else spreadsheet_cell(str(cell)) for cell in row])
        count += 1
    return b"\xef\xbb\xbf" + out.getvalue().encode(), count


Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def workbook(sheets: Sequence[Sheet], mark: str, who: str) -> tuple[bytes, int]:
    """(file, rows) of (title, header, rows) sheets; its footer and properties say who took it."""
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator, book.properties.description = _clean(who), _clean(mark)
    count = sum(_sheet(book.create_sheet(title[:31]), header, rows, mark) for title, header, rows in sheets)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), count


def _sheet(sheet: Any, header: Sequence[str], rows: Iterable[Sequence[Any]], mark: str) -> int:
    sheet.oddFooter.left.text = _clean(mark).replace("&", "&&")[:_FOOTER]
    sheet.append(list(header))
    count = 0
    for row in rows:
        sheet.append(
            [cell if cell is None or isinstance(cell, _PLAIN) else _clean(spreadsheet_cell(str(cell))) for cell in row]
        )
        count += 1
    return count


def _clean(text: str) -> str:
    """Without the control characters XML cannot hold, and as long as a cell may be."""
    return "".join(char for char in text if char >= " " or char in "\t\n\r")[:32_767]


def _raw(fields: Sequence[FieldDef], rows: Iterator[dict[str, Any]]) -> tuple[bytes, int]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", *(item.name for item in fields)])
    count = 0
    for row in rows:
        writer.writerow([row["id"], *(_exact(row.get(item.name)) for item in fields)])
        count += 1
    return out.getvalue().encode(), count


def _exact(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return orjson.dumps(value, default=str).decode()
    return value.isoformat() if isinstance(value, date) else str(value)
