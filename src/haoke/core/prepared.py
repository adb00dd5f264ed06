"""Statements that PostgreSQL plans once a connection and not for each of their values.

Whatever finds a few rows by ids or other keys is found the same way for all of them, and planning it costs ten times
what finding does (docs/performance.md). Conditions people build are never asked this way: which index serves them
hangs on their values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection
from psycopg import Cursor
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus

from haoke.core import metadata

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

#: Statements a connection keeps the plans of; the one not used for longest makes room. 0: it keeps none any more.
MOST: Final = 250


class _Prepared(Cursor[Any]):
    """Has the database prepare what it is given, and nothing else: psycopg would keep the text of all there is."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> _Prepared:
        held = self.connection
        held.prepare_threshold = 0 if held.prepared_max else None
        try:
            # A run-time field may become one of another kind: of that, a later version of the definitions tells.
            return super().execute(f"{query} --{metadata.current().version}", params)
        except FeatureNotSupported:
            # A column under this statement is of another kind now: its plan is of no use any more.
            held.prepare_threshold, held.prepared_max = None, 0
            if held.info.transaction_status != TransactionStatus.IDLE:
                raise
            return super().execute(query, params)
        finally:
            held.prepare_threshold = None

    def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
        self._query = pgq  # where Django looks for what was asked
        super()._send_query_prepared(name, pgq, binary=binary)


def cursor() -> CursorWrapper:
    """A cursor of the connection, counted and watched like any other, whose statements are prepared."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    held = connection.connection
    if held.prepared_max:
        held.prepared_max = MOST
    wrapped: CursorWrapper = connection._prepare_cursor(_Prepared(held))  # type: ignore[attr-defined]  # noqa: SLF001 (as Django makes its own)
    return wrapped
