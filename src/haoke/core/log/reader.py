"""Reading what is new in the Log, each entry once, the entries of one record in their order.

Ids commit out of order, so "id greater than the last" misses entries and a watermark waits for the longest transaction.
The difference of two snapshots does neither.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from django.db import connection, transaction
from psycopg.types.json import JsonbLoader

from haoke.core.log.entry import COLUMNS, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHUNK = 2000
#: A snapshot before everything.
NOTHING = "1:1:"
_FRESH = f"""SELECT {COLUMNS} FROM log.entry
    WHERE (xid >= pg_snapshot_xmax(%(prev)s::pg_snapshot)
        OR xid = ANY(ARRAY(SELECT pg_snapshot_xip(%(prev)s::pg_snapshot))))
    AND pg_visible_in_snapshot(xid, %(target)s::pg_snapshot) AND id > %(last)s AND id > %(floor)s
    ORDER BY id LIMIT %(limit)s"""
_REPLAY = f"SELECT {COLUMNS} FROM log.entry WHERE id > %(last)s ORDER BY id LIMIT %(limit)s"


class Reader:
    """A named subscriber of the Log; one process at a time reads under a name.

    A name seen for the first time starts with what happens from now on, or with everything (`since="start"`).
    """

    def __init__(self, subscriber: str, *, since: Literal["now", "start"] = "now") -> None:
        self.subscriber = subscriber
        self.since = since

    @contextmanager
    def chunk(self, limit: int = CHUNK) -> Iterator[list[Entry]]:
        """The next entries, at most `limit`; done when the block ends well, in one transaction with its writes.

        Empty when nothing is new or another process reads under this name.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.cursor.adapters.register_loader("jsonb", JsonbLoader)
            self._start(cursor)
            place = self._take(cursor)
            if place is None:
                yield []
                return
            entries = self._next(cursor, place, limit)
            yield entries
            self._keep(cursor, place, entries, limit)

    def _start(self, cursor: Any) -> None:
        cursor.execute("SELECT 1 FROM core_logcursor WHERE subscriber = %s", [self.subscriber])
        if cursor.fetchone() is None:
            cursor.execute(
                "INSERT INTO core_logcursor (subscriber, prev, last_id, done_id, floor, cluster)"
                " VALUES (%s, CASE WHEN %s THEN pg_current_snapshot()::text ELSE %s END, 0, 0,"
                " (SELECT coalesce(max(floor), 0) FROM core_logcursor),"
                " (SELECT system_identifier::text FROM pg_control_system())) ON CONFLICT DO NOTHING",
                [self.subscriber, self.since == "now", NOTHING],
            )

    def _take(self, cursor: Any) -> dict[str, Any] | None:
        cursor.execute(
            "SELECT prev, coalesce(target, pg_current_snapshot()::text), last_id, done_id, floor,"
            " cluster <> (SELECT system_identifier::text FROM pg_control_system())"
            " FROM core_logcursor WHERE subscriber = %s FOR UPDATE SKIP LOCKED",
            [self.subscriber],
        )
        row = cursor.fetchone()
        return row and dict(zip(("prev", "target", "last", "done", "floor", "moved"), row, strict=True))

    def _next(self, cursor: Any, place: dict[str, Any], limit: int) -> list[Entry]:
        if place["moved"]:
            # Another cluster counts its transactions anew: go on by id after the last entry done.
            cursor.execute("SELECT pg_current_snapshot()::text")
            place |= {"target": cursor.fetchone()[0], "last": place["done"]}
        cursor.execute(_REPLAY if place["moved"] else _FRESH, {**place, "limit": limit})
        return [Entry(*row) for row in cursor.fetchall()]

    def _keep(self, cursor: Any, place: dict[str, Any], entries: Sequence[Entry], limit: int) -> None:
        done = max([place["done"], *(entry.id for entry in entries)])
        if len(entries) == limit:
            state = (place["prev"], None if place["moved"] else place["target"], entries[-1].id, done)
            cursor.execute(
                "UPDATE core_logcursor SET prev = %s, target = %s, last_id = %s, done_id = %s WHERE subscriber = %s",
                [*state, self.subscriber],
            )
        elif entries or place["moved"] or place["target"] != place["prev"]:
            cursor.execute(
                "UPDATE core_logcursor SET prev = %s, target = NULL, last_id = 0, done_id = %s,"
                " cluster = (SELECT system_identifier::text FROM pg_control_system()) WHERE subscriber = %s",
                [place["target"], done, self.subscriber],
            )
