"""Places beside the records that keep what was once in one: declared by apps as `ERASED` in their objects."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Place:
    """Rows of a table that nobody logs: `where` finds them, `sets` empties them (None: they are deleted).

    Parameters: %(object)s, %(record)s; %(records)s, all ids that are erased; %(words)s, patterns of what the person
    is reached by, for ILIKE ANY.
    """

    table: str
    label: T
    where: str
    sets: str | None = None


_BATCHES = """(SELECT batch_id FROM core_importrow WHERE record = ANY(%(records)s)
    UNION SELECT batch FROM core_importmemory WHERE record = ANY(%(records)s))"""
_IMPORTS = T("Files of imports that brought the person", "导入过此人的文件")
#: Of the core itself, in the order they are emptied: first what is found by what comes after.
ERASED = (
    Place("core_importfile", _IMPORTS, f"batch_id IN {_BATCHES} AND content <> ''", "content = '', tables = '[]'"),
    Place("core_importpart", _IMPORTS, f"batch_id IN {_BATCHES}"),
    Place(
        "core_import", T("Notes of these imports", "这些导入的备注"),
        f"id IN {_BATCHES} AND (questions <> '[]' OR issues <> '[]' OR found <> '[]')",
        "questions = '[]', issues = '[]', found = '[]'",
    ),
    Place(
        "core_importrow", T("Rows of imports", "导入的行"), "record = ANY(%(records)s)",
        "title = '', before = NULL, after = NULL, problems = '[]', memory = NULL",
    ),
    Place("core_importmemory", T("What imports remember", "导入的记忆"), "record = ANY(%(records)s)"),
    Place(
        "core_export", T("Exported files still kept", "尚保留的导出文件"), "content IS NOT NULL",
        "content = NULL",
    ),
    Place(
        "core_idempotencykey", T("Answers kept for a retry", "为重试保留的应答"),
        "body::text LIKE '%%' || %(record)s || '%%' OR body::text ILIKE ANY(%(words)s)",
    ),
    Place("core_bulkrefusal", T("Refusals of bulk changes", "批量操作的拒绝记录"), "record = ANY(%(records)s)"),
    Place(
        "core_bulkrun", T("Bulk changes that name the person", "提及此人的批量操作"),
        "concat(work, message, result) ILIKE ANY(%(words)s)", "work = '{}', message = NULL, result = NULL",
    ),
    Place(
        "core_job", T("Finished jobs that name the person", "提及此人的已完成任务"),
        "state IN ('done', 'failed') AND concat(arguments, message, result) ILIKE ANY(%(words)s)",
        "arguments = '{}', message = NULL, result = NULL",
    ),
)  # fmt: skip


def places() -> Iterator[Place]:
    """Those of the core and of all apps."""
    for config in apps.get_app_configs():
        module = f"{config.name}.objects"
        if config.name.startswith("haoke.") and config.name != "haoke.core" and find_spec(module):
            yield from getattr(importlib.import_module(module), "ERASED", ())
    yield from ERASED


def count(given: dict[str, Any]) -> dict[str, int]:
    """{label: rows} of the places where something is."""
    found: dict[str, int] = {}
    for place in places():
        rows = _run(f"SELECT count(*) FROM {place.table} WHERE {place.where}", given)
        if rows:
            found[str(place.label)] = found.get(str(place.label), 0) + rows
    return found


def empty(given: dict[str, Any]) -> None:
    """Empty them all."""
    for place in places():
        begin = f"UPDATE {place.table} SET {place.sets}" if place.sets else f"DELETE FROM {place.table}"
        with connection.cursor() as cursor:
            cursor.execute(f"{begin} WHERE {place.where}", given)


def _run(statement: str, given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.fetchone()[0])
