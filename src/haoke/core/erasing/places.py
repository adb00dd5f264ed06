"""Places beside the records that keep what was once in one: declared by apps as `ERASED` in their objects."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Place:
    """Rows of a table that nobody logs: `where` finds them, `sets` empties them (None: they are deleted).

    Parameters: %(object)s, %(record)s; %(records)s, all ids that are erased; %(words)s, patterns of what the person
    is reached by, for ILIKE ANY; %(pattern)s, a regular expression of what can mean nobody else; %(called)s, one of all
    he is called and reached by, for what has to do with him already.
    """

    table: str
    label: T
    where: str
    sets: str | None = None


_POINTS = "strpos(concat(before, after, problems, memory), %(record)s) > 0"
#: Imports that met the person, point at him or name him; of those that have ended nobody needs the packed files.
_BATCHES = f"""(SELECT batch_id FROM core_importrow WHERE record = ANY(%(records)s) OR {_POINTS}
        OR concat(title, before, after, problems) ~* %(pattern)s
    UNION SELECT batch FROM core_importmemory WHERE record = ANY(%(records)s)
    UNION SELECT batch_id FROM core_importfile WHERE concat(name, tables) ~* %(pattern)s)"""
_ENDED = "batch_id IN (SELECT id FROM core_import WHERE state IN ('done', 'undone'))"
_IMPORTS = T("Files of imports", "导入的文件")
#: Of the core itself, in the order they are emptied: first what is found by what comes after.
ERASED = (
    Place(
        "core_import", T("Notes of imports", "导入的备注"),
        f"id IN {_BATCHES} OR concat(name, given, questions, issues, found, message, result) ~* %(pattern)s",
        """questions = '[]', issues = '[]', found = '[]', name = regexp_replace(name, %(called)s, '■', 'gi'),
            given = regexp_replace(given::text, %(called)s, '■', 'gi')::jsonb,
            message = regexp_replace(message::text, %(called)s, '■', 'gi')::jsonb,
            result = regexp_replace(result::text, %(called)s, '■', 'gi')::jsonb""",
    ),
    Place("core_importpart", _IMPORTS, f"batch_id IN {_BATCHES} OR {_ENDED}"),
    Place(
        "core_importfile", _IMPORTS, f"content <> '' AND (batch_id IN {_BATCHES} OR {_ENDED})",
        "content = '', tables = '[]', name = regexp_replace(name, %(called)s, '■', 'gi')",
    ),
    Place(
        "core_importrow", T("Rows of imports", "导入的行"),
        "record = ANY(%(records)s) OR concat(file, title, before, after, problems, memory) ~* %(pattern)s",
        """title = '', before = NULL, after = NULL, problems = '[]', memory = NULL,
            file = regexp_replace(file, %(pattern)s, '■', 'gi')""",
    ),
    Place(
        "core_importrow", T("Rows of imports", "导入的行"),
        f"{_POINTS} AND concat(file, title, before, after, problems, memory) ~* %(called)s",
        """title = regexp_replace(title, %(called)s, '■', 'gi'), file = regexp_replace(file, %(called)s, '■', 'gi'),
            before = regexp_replace(before::text, %(called)s, '■', 'gi')::jsonb,
            after = regexp_replace(after::text, %(called)s, '■', 'gi')::jsonb,
            problems = regexp_replace(problems::text, %(called)s, '■', 'gi')::jsonb,
            memory = regexp_replace(memory::text, %(called)s, '■', 'gi')::jsonb""",
    ),
    Place(
        "core_importmemory", T("What imports remember", "导入的记忆"),
        """NOT record = ANY(%(records)s) AND concat(key, ' ', "values") ~* %(pattern)s""",
        """key = CASE WHEN key ~* %(pattern)s THEN '■' || id ELSE key END,
            "values" = regexp_replace("values"::text, %(pattern)s, '■', 'gi')::jsonb""",
    ),
    Place("core_importmemory", T("What imports remember", "导入的记忆"), "record = ANY(%(records)s)"),
    Place(
        "core_file", T("Names of files", "文件名"), "name ~* %(pattern)s",
        "name = regexp_replace(name, %(pattern)s, '■', 'gi')",
    ),
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
            found[say(place.label)] = found.get(say(place.label), 0) + rows
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
