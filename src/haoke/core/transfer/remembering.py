"""Writes down which record every row of a source became, and what the file said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from haoke.core.records import copytext, storage
from haoke.core.transfer.models import ImportSource
from haoke.core.transfer.verdicts import Judged, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from haoke.core.transfer.drafts import Draft
    from haoke.core.transfer.planning import Plan

_STAGE = """CREATE TEMP TABLE IF NOT EXISTS stage_import_memory
    (source uuid, object text, key text, record uuid, version int, values jsonb, batch uuid) ON COMMIT DROP"""
_COLUMNS = ("source", "object", "key", "record", "version", "values", "batch")
_Remembered = tuple[str, str, str, UUID, int, dict[str, Any], UUID]
_UPSERT = """INSERT INTO core_importmemory (source_id, object, key, record, version, values, batch)
    SELECT DISTINCT ON (source, object, key) source, object, key, record, version, values, batch
    FROM stage_import_memory
    ON CONFLICT (source_id, object, key) DO UPDATE
    SET record = excluded.record, version = excluded.version, values = excluded.values, batch = excluded.batch"""


def sources_for(plan: Plan, *, create: bool) -> dict[str, UUID]:
    """{table: source id}; new sources are kept only when something will be remembered."""
    found: dict[str, UUID] = {}
    for source in plan.sources:
        if source.known is None and create:
            source.known = ImportSource.objects.create(
                object=source.target.key,
                key=source.key_name,
                headers=list(source.table.signature),
                column=source.key_shown[:300],
                file=source.table.name[:300],
            )
        if source.known is not None:
            found[source.table.id] = source.known.id
    return found


def remember(sources: Mapping[str, UUID], judged: Iterable[Judged], batch: UUID) -> None:
    """Keep the file's values of everything that was taken; where Haoke and the file disagree the old memory stays."""
    keep_lines(lines({table: source.hex for table, source in sources.items()}, judged, batch))


def lines(sources: Mapping[str, str], judged: Iterable[Judged], batch: UUID) -> bytes:
    """What there is to remember, as COPY reads it."""
    return copytext.table([row for item in judged if (row := _row(sources, item, batch))], _COLUMNS, ("values",))


def keep_lines(block: bytes) -> None:
    """Write such lines."""
    if not block:
        return
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.execute("TRUNCATE pg_temp.stage_import_memory")
        storage.copy_in("pg_temp.stage_import_memory", _COLUMNS, block)
        cursor.execute(_UPSERT)


def _row(sources: Mapping[str, str], item: Judged, batch: UUID) -> _Remembered | None:
    draft = item.draft
    if draft.table is None or draft.table not in sources or item.version is None or item.verdict == Verdict.REJECTED:
        return None
    if item.verdict == Verdict.UNCHANGED and draft.memory is not None and draft.memory.values == item.said:
        return None
    values = item.said
    if item.verdict == Verdict.CONFLICT:
        disputed = {trouble.field for trouble in item.troubles if trouble.code == "edited"}
        old = draft.memory.values if draft.memory else {}
        values = {name: old.get(name) if name in disputed else value for name, value in values.items()}
        return _line(sources[draft.table], draft, -1, values, batch)
    return _line(sources[draft.table], draft, item.version, values, batch)


def _line(source: str, draft: Draft, version: int, values: dict[str, Any], batch: UUID) -> _Remembered:
    return source, draft.object, draft.key, draft.id, version, values, batch
