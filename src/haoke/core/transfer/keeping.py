"""Writes down the verdict of every record of an import, by COPY."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction

from haoke.core.records import copytext, storage
from haoke.core.transfer import describing
from haoke.core.transfer.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.transfer.drafts import Draft
    from haoke.core.transfer.given import Trouble
    from haoke.core.transfer.models import Import
    from haoke.core.transfer.planning import Plan
    from haoke.core.transfer.verdicts import Judged
    from haoke.core.transfer.writing import Carried

_COLUMNS = (
    "batch_id", "object", "verdict", "file", "row", "title", "record", "version", "before", "after", "problems",
    "memory",
)  # fmt: skip


def store_rows(found: Import, made: Plan, carried: Carried) -> None:
    """One line a record, written by COPY; unchanged ones without their values."""
    rows = [_line(found.id, item) for item in carried.judged] + [_refused(found.id, draft) for draft in made.refused]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_importrow WHERE batch_id = %s", [found.id])
        storage.copy_in("core_importrow", _COLUMNS, copytext.lines(rows))


def _line(batch: UUID, item: Judged) -> list[str]:
    told = item.verdict != Verdict.UNCHANGED
    said = {name: value for name, value in item.said.items() if value is not None} if told else None
    memory = item.draft.memory.values if item.draft.memory and told else None
    documents = (item.before or None, said, _problems(item.troubles), memory)
    return _written(batch, item.draft, item.verdict, (item.draft.id, item.version), documents)


def _refused(batch: UUID, draft: Draft) -> list[str]:
    problems = _problems([draft.refused] if draft.refused else [])
    return _written(batch, draft, Verdict.REJECTED, (None, None), (None, None, problems, None))


def _problems(troubles: Sequence[Trouble]) -> list[Any]:
    return [describing.plain(describing.trouble(trouble)) for trouble in troubles]


def _written(
    batch: UUID, draft: Draft, verdict: Verdict, record: tuple[UUID | None, int | None], documents: tuple[Any, ...]
) -> list[str]:
    told = (batch, draft.object, verdict.value, draft.table, draft.row, draft.title[:300], *record)
    return [*map(copytext.plain, told), *map(copytext.document, documents)]
