"""The one place where reading meets the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from haoke.core import prepared as plans
from haoke.core.remembered import remembered

if TYPE_CHECKING:
    from haoke.core.sql import Sql


def rows(query: Sql, *, prepared: bool = False) -> list[tuple[Any, ...]]:
    """All rows of a statement; `prepared`: of one that finds them by ids, whatever its values (haoke.core.prepared)."""
    return [*remembered(query, _prepared if prepared else _rows)]


def _rows(query: Sql) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return list(cursor.fetchall())


def _prepared(query: Sql) -> list[tuple[Any, ...]]:
    with plans.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return list(cursor.fetchall())


def rows_within(query: Sql, seconds: float) -> list[tuple[Any, ...]] | None:
    """All rows of a statement that may take so long; None when it would take longer."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(max(1, int(seconds * 1000)))])
            found = rows(query)
            transaction.set_rollback(True)  # which takes the setting back
            return found
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return None
        raise
