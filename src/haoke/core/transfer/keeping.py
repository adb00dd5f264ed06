"""Writes down the verdict of every record of an import, by COPY."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from haoke.core.transfer import describing
from haoke.core.transfer.verdicts import Verdict

if TYPE_CHECKING:
    from haoke.core.transfer.models import Import
    from haoke.core.transfer.planning import Plan
    from haoke.core.transfer.verdicts import Judged
    from haoke.core.transfer.writing import Carried

_COLUMNS = "batch_id, object, verdict, file, row, title, record, version, before, after, problems, memory"


def store_rows(found: Import, made: Plan, carried: Carried) -> None:
    """One line a record, written by COPY; unchanged ones without their values."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_importrow WHERE batch_id = %s", [found.id])
        with cursor.copy(f"COPY core_importrow ({_COLUMNS}) FROM STDIN") as stream:
            for item in carried.judged:
                stream.write_row(_line(found.id, item))
            for draft in made.refused:
                problems = describing.plain([describing.trouble(draft.refused)]) if draft.refused else []
                nothing = (None, None, None, None)
                stream.write_row(
                    (
                        found.id,
                        draft.object,
                        "rejected",
                        draft.table,
                        draft.row,
                        draft.title[:300],
                        *nothing,
                        Jsonb(problems),
                        None,
                    )
                )


def _line(batch: UUID, item: Judged) -> tuple[Any, ...]:
    draft = item.draft
    said = (
        {name: value for name, value in item.said.items() if value is not None}
        if item.verdict != Verdict.UNCHANGED
        else None
    )
    problems = describing.plain([describing.trouble(trouble) for trouble in item.troubles])
    memory = Jsonb(draft.memory.values) if draft.memory and item.verdict != Verdict.UNCHANGED else None
    return (
        batch, draft.object, str(item.verdict), draft.table, draft.row, draft.title[:300], draft.id, item.version,
        Jsonb(item.before) if item.before else None, Jsonb(said) if said is not None else None, Jsonb(problems), memory,
    )  # fmt: skip
