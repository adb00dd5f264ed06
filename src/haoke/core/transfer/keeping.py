"""Writes down the verdict of every record of an import, by COPY."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction

from haoke.core.records import copytext, storage
from haoke.core.transfer import describing
from haoke.core.transfer.drafts import Draft
from haoke.core.transfer.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.transfer.given import Trouble
    from haoke.core.transfer.models import Import
    from haoke.core.transfer.planning import Plan
    from haoke.core.transfer.verdicts import Judged
    from haoke.core.transfer.writing import Carried

_COLUMNS = (
    "batch_id", "object", "verdict", "file", "row", "title", "record", "version", "before", "after", "problems",
    "memory",
)  # fmt: skip
_DOCUMENTS = ("before", "after", "problems", "memory")
CHUNK = 4_000


def store_rows(found: Import, made: Plan, carried: Carried) -> None:
    """One line a record, written by COPY; unchanged ones without their values."""
    items: list[Judged | Draft] = [*carried.judged, *made.refused]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_importrow WHERE batch_id = %s", [found.id])
        for start in range(0, len(items), CHUNK):
            rows = [_line(found.id, item) for item in items[start : start + CHUNK]]
            storage.copy_in("core_importrow", _COLUMNS, copytext.table(rows, _COLUMNS, _DOCUMENTS))


def _line(batch: UUID, item: Judged | Draft) -> tuple[Any, ...]:
    if isinstance(item, Draft):
        problems = _problems([item.refused] if item.refused else [])
        return *_about(batch, item, Verdict.REJECTED), None, None, None, None, problems, None
    told = item.verdict != Verdict.UNCHANGED
    said = {name: value for name, value in item.said.items() if value is not None} if told else None
    memory = item.draft.memory.values if item.draft.memory and told else None
    record = (item.draft.id, item.version)
    return (
        *_about(batch, item.draft, item.verdict),
        *record,
        item.before or None,
        said,
        _problems(item.troubles),
        memory,
    )


def _about(batch: UUID, draft: Draft, verdict: Verdict) -> tuple[Any, ...]:
    return batch, draft.object, verdict.value, draft.table, draft.row, draft.title[:300]


def _problems(troubles: Sequence[Trouble]) -> list[Any]:
    return [describing.plain(describing.trouble(trouble)) for trouble in troubles]
