"""Brings the indexes there are to those that are wanted: as the owner, one at a time, without holding up any writer.

An index that was not finished (the process ended, the disk was full) is left invalid by PostgreSQL: it is dropped and
made anew. One that fails is tried again later, twice as late each time.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import sql

from haoke.core.indexing.shapes import PREFIX, wanted
from haoke.core.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from psycopg import Connection

    from haoke.core.indexing.shapes import Index

ALONE: Final = 0x48414F4B49  # the advisory lock that lets one process at a time make indexes
LOOK: Final = 1.0  # seconds between two notes of the progress
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
THERE: Final = (
    "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    f" WHERE c.relnamespace = 'public'::regnamespace AND starts_with(c.relname, '{PREFIX}')"
)
#: Reading the table is half of the work, a second look at it the rest.
_PROGRESS: Final = """
UPDATE core_indexwork w SET share = greatest(w.share, p.share) FROM (
  SELECT c.relname AS name, (CASE WHEN p.phase LIKE 'building%%' THEN 0 ELSE 50 END
    + 49 * p.blocks_done / greatest(p.blocks_total, 1))::smallint AS share
  FROM pg_stat_progress_create_index p JOIN pg_class c ON c.oid = p.index_relid
) p WHERE w.name = p.name"""


def bring_up(owner: Connection[Any], url: str | None = None) -> dict[str, int]:
    """{made, dropped, failed}; `owner` in autocommit, `url` for a second connection that notes the progress."""
    found = {"made": 0, "dropped": 0, "failed": 0}
    with _alone(owner) as mine:
        if not mine:
            return found
        wish, there = wanted(), dict(owner.execute(THERE).fetchall())
        found["dropped"] += _drop_all(owner, [name for name, valid in there.items() if not valid])
        owner.execute("DELETE FROM core_indexwork WHERE name <> ALL(%s)", [list(wish)])
        due = [wish[name] for name in _due(owner, wish, there)]
        for index in due:
            with _told(url):
                found["made" if _make(owner, index) else "failed"] += 1
        for table in {index.table for index in due}:
            # What the planner knows of an expression it learns with its index.
            owner.execute(f"ANALYZE {ident(table)}".encode())
        # Last: until there is one at today's rates, that of yesterday's serves who still counts with them.
        found["dropped"] += _drop_all(owner, [name for name, valid in there.items() if valid and name not in wish])
    return found


@contextmanager
def _alone(owner: Connection[Any]) -> Iterator[bool]:
    """Whether nobody else is at it."""
    mine = bool((owner.execute("SELECT pg_try_advisory_lock(%s)", [ALONE]).fetchone() or (False,))[0])
    try:
        yield mine
    finally:
        if mine:
            owner.execute("SELECT pg_advisory_unlock(%s)", [ALONE])


def _due(owner: Connection[Any], wish: Mapping[str, Index], there: Mapping[str, bool]) -> list[str]:
    """Names of indexes that are missing, those that failed a while ago included."""
    rows = owner.execute("SELECT name FROM core_indexwork WHERE failed AND again_at > now()").fetchall()
    later = {row[0] for row in rows}
    return [name for name in wish if not there.get(name) and name not in later]


def _make(owner: Connection[Any], index: Index) -> bool:
    """Make one; whether it is there now."""
    owner.execute(
        "INSERT INTO core_indexwork (name, failed, share, message, tries) VALUES (%s, false, 0, '', 0)"
        " ON CONFLICT (name) DO UPDATE SET failed = false, share = 0",
        [index.name],
    )
    try:
        # The text is put together of names of the registry and expressions of field types, never of input.
        owner.execute(f"CREATE INDEX CONCURRENTLY {ident(index.name)} ON {ident(index.table)} {index.body}".encode())
    except psycopg.Error as error:
        _note(owner, index.name, str(error).partition("\n")[0])
        if index.name in dict(owner.execute(THERE).fetchall()):
            _drop(owner, index.name)
        return False
    owner.execute("DELETE FROM core_indexwork WHERE name = %s", [index.name])
    return True


def _note(owner: Connection[Any], name: str, message: str) -> None:
    owner.execute(
        "UPDATE core_indexwork SET failed = true, message = %s, tries = tries + 1,"
        " again_at = now() + least(%s * 2 ^ tries, %s) WHERE name = %s",
        [message, FIRST_WAIT, LONGEST_WAIT, name],
    )


def _drop_all(owner: Connection[Any], names: Sequence[str]) -> int:
    """How many were dropped."""
    for name in names:
        _drop(owner, name)
    return len(names)


def _drop(owner: Connection[Any], name: str) -> None:
    owner.execute(sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(sql.Identifier("public", name)))


@contextmanager
def _told(url: str | None) -> Iterator[None]:
    """Note how far the index is, from a second connection, while the block makes it."""
    if url is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        with psycopg.connect(url, autocommit=True) as second:
            while not done.wait(LOOK):
                second.execute(_PROGRESS.replace("%%", "%"))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
