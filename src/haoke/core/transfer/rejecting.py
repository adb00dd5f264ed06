"""The rows that could not be taken whole, as a file to correct and import again."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import openpyxl
from django.utils import timezone

from haoke.core.errors import Missing
from haoke.core.text import Language, T, say
from haoke.core.transfer.describing import field_label
from haoke.core.transfer.escaping import spreadsheet_cell
from haoke.core.transfer.models import Export, ImportRow
from haoke.core.transfer.reading.cells import text_of
from haoke.core.transfer.retelling import without_values
from haoke.core.transfer.tables import OURS

if TYPE_CHECKING:
    from haoke.core.transfer.models import Import
    from haoke.core.transfer.tables import Table

NO_REJECTS = T("There are no rows to correct, or the file is older than a week", "没有需更正的行，或文件已超过一周")
OBJECT = "import"
_BOTH: tuple[Language, ...] = ("zh", "en")


def keep(found: Import, tables: Sequence[Table]) -> int:
    """Store the file of rows to correct in both languages, in place of a former one; how many rows have problems."""
    rows = list(ImportRow.objects.filter(batch=found).exclude(problems=[]).order_by("id"))
    Export.objects.filter(id__in=[_ident(found.id, language) for language in _BOTH]).delete()
    for language in _BOTH if rows else ():
        name, data = reject_file(tables, rows, language)
        Export.objects.create(
            id=_ident(found.id, language), actor=found.actor, object=OBJECT, format=name.rpartition(".")[2], name=name,
            wanted={OBJECT: str(found.id)}, rows=len(rows), content=zlib.compress(data, 6), created_at=timezone.now(),
        )  # fmt: skip
    return len(rows)


def renew(found: Import) -> None:
    """The stored files are kept for a week from now."""
    Export.objects.filter(id__in=[_ident(found.id, language) for language in _BOTH]).update(created_at=timezone.now())


def kept(found: Import, language: Language) -> tuple[str, bytes]:
    """(name, bytes) of the stored file; raises Missing."""
    made = Export.objects.filter(id=_ident(found.id, language)).first()
    if made is None or made.content is None:
        raise Missing(NO_REJECTS)
    return made.name, zlib.decompress(bytes(made.content))


def _ident(batch: UUID, language: Language) -> UUID:
    return uuid5(batch, f"rejects.{language}")


def reject_file(tables: Sequence[Table], rows: Iterable[ImportRow], language: Language) -> tuple[str, bytes]:
    """(file name, bytes): CSV when one table has such rows, a workbook with a sheet for each when several have."""
    bad: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in rows:
        if row.file is not None and row.row is not None:
            told = [
                {**each, "label": field_label(row.object, each["field"], language)}
                for each in map(without_values, row.problems)
            ]
            bad.setdefault((row.file, row.row), []).extend(told)
    sheets = {table.name: lines for table in tables if len(lines := list(_lines(table, bad, language))) > 1}
    if len(sheets) > 1:
        return "rejects.xlsx", _workbook(sheets)
    out = io.StringIO()
    csv.writer(out).writerows(next(iter(sheets.values()), []))
    return "rejects.csv", b"\xef\xbb\xbf" + out.getvalue().encode()


def _lines(
    table: Table, bad: Mapping[tuple[str, int], list[dict[str, Any]]], language: Language
) -> Iterator[list[str]]:
    """The header, then every row that has a problem: its place, fields and reasons before its cells."""
    yield [*(say(text, language) for text in OURS), *table.layout.headers]
    for row in table.rows:
        problems = bad.get((table.id, row.index))
        if problems:
            fields = "; ".join(dict.fromkeys(problem["label"] for problem in problems if problem["label"]))
            told = "; ".join(dict.fromkeys(_told(problem, language) for problem in problems))
            cells = (str(row.index + 1), fields, told, *map(text_of, row.cells))
            yield [spreadsheet_cell(text) for text in cells]


def _workbook(sheets: Mapping[str, list[list[str]]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for number, (name, lines) in enumerate(sheets.items(), 1):
        bare = re.sub(r"[^\w -]", " ", name)
        sheet = book.create_sheet(f"{number} {bare}"[:31])
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _told(problem: Mapping[str, Any], language: Language) -> str:
    message: Any = problem["message"]
    return str(message.get(language) or message.get("en", "")) if isinstance(message, Mapping) else str(message)
