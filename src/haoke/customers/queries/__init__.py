"""What customers' rules ask the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from haoke.core.sql import ident

if TYPE_CHECKING:
    from uuid import UUID

_DEEPEST: Final = 100


def is_below(table: str, record: UUID, ancestor: UUID) -> bool:
    """Whether `ancestor` stands above `record` in a table with a `parent_id` (looked at 100 levels up)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE up(id, parent_id, depth) AS ("
            f" SELECT id, parent_id, 1 FROM {ident(table)} WHERE id = %s"
            f" UNION ALL SELECT t.id, t.parent_id, up.depth + 1 FROM {ident(table)} t JOIN up ON t.id = up.parent_id"
            f" WHERE up.depth < {_DEEPEST})"
            " SELECT EXISTS (SELECT 1 FROM up WHERE parent_id = %s)",
            [record, ancestor],
        )
        return bool(cursor.fetchone()[0])
