"""Makes a backup: dump and figures of one snapshot, proved in a scratch server, named only when proved."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, LiteralString

import psycopg

from haoke.core.backups import archive, summary
from haoke.core.backups.scratch import SPARE, clear, load, require_room, scratch
from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from haoke.core.backups.programs import Tools
    from haoke.core.database.urls import Address

BUSY = T("Another backup is being made in {folder}.", "{folder} 中正在进行另一个备份。")
FULL = T(
    "The backup could not be written to {folder}: {why}. Nothing was kept of it.",
    "备份无法写入 {folder}：{why}。未保留任何内容。",
)
PREFIX, SUFFIX = "haoke-", ".tar"
MIGRATIONS: Final[LiteralString] = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
SEALED: Final[LiteralString] = "SELECT to_regclass('log.seal') IS NOT NULL"
HEAD: Final[LiteralString] = "SELECT number || ':' || encode(digest, 'hex') FROM log.seal ORDER BY number DESC LIMIT 1"
SIZE: Final[LiteralString] = "SELECT pg_database_size(current_database())"


@dataclass(frozen=True)
class Order:
    """What to back up and where to; `secret` is the installation's key file, None when it comes by environment."""

    source: Address
    tools: Tools
    folder: Path
    work: Path
    key: str
    secret: Path | None
    say: Callable[[T], None]


@dataclass(frozen=True)
class Made:
    """A proved backup."""

    path: Path
    manifest: archive.Manifest


def make(order: Order) -> Made:
    """Back up, prove and name it; whatever goes wrong leaves no archive and raises DatabaseProblem."""
    try:
        order.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with alone(order.folder):
            for left in (*order.folder.glob(".making-*"), *order.work.glob(".proving-*")):
                clear(left)
            return made_in(order, order.folder / f".making-{os.getpid()}")
    except OSError as wrong:
        raise DatabaseProblem(FULL.fill(folder=order.folder, why=wrong.strerror or wrong)) from wrong


def made_in(order: Order, draft: Path) -> Made:
    """The work, in a folder that is gone afterwards."""
    draft.mkdir(mode=0o700)
    try:
        dump = draft / archive.DUMP
        manifest = snapshot(order, dump)
        with scratch(order.work / f".proving-{os.getpid()}", order.say) as cluster:
            load(cluster, order.tools, dump, manifest)
        parts = {archive.DUMP: dump, **({archive.SECRET: order.secret} if order.secret else {})}
        archive.pack(draft / "archive", manifest, parts)
        return Made(publish(draft / "archive", order.folder, manifest), archive.unpack(draft / "archive"))
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def snapshot(order: Order, dump: Path) -> archive.Manifest:
    """Dump the database and take its figures, both as one snapshot sees it; people go on working meanwhile."""
    with psycopg.connect(order.source.url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        size = int(one(connection, SIZE))
        require_room(order.folder, size // 2)
        require_room(order.work, size + SPARE)
        made_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        numbers = summary.sequences(connection)
        order.tools.dump(order.source, str(one(connection, "SELECT pg_export_snapshot()")), dump)
        tables = {name: list(figures) for name, figures in summary.summary(connection).items()}
        return archive.Manifest(
            haoke=version("haoke"), made_at=made_at, server=str(one(connection, "SHOW server_version")), tables=tables,
            migrations=[str(row[0]) for row in connection.execute(MIGRATIONS)], sequences=numbers,
            secret=archive.fingerprint(order.key), head=head(connection),
        )  # fmt: skip


def head(connection: psycopg.Connection[Any]) -> str | None:
    """The Log's latest seal, kept with the backup."""
    return one(connection, HEAD) if one(connection, SEALED) else None


def one(connection: psycopg.Connection[Any], query: LiteralString) -> Any:
    """The one value a query gives."""
    row = connection.execute(query).fetchone()
    return row[0] if row else None


def publish(draft: Path, folder: Path, manifest: archive.Manifest) -> Path:
    """Check the archive's bytes as they are on disk and give it its name; a name once given is never overwritten."""
    archive.unpack(draft)
    stamp = manifest.made_at.replace("+00:00", "Z").replace(":", "-")
    target = folder / f"{PREFIX}{stamp}{SUFFIX}"
    os.link(draft, target)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return target


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises DatabaseProblem when another backup holds it. A dead holder's lock is free."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as taken:
        raise DatabaseProblem(BUSY.fill(folder=folder)) from taken
    finally:
        os.close(handle)


def forget_old(folder: Path, keep: int) -> list[Path]:
    """Remove all but the latest `keep` archives of a folder; those removed."""
    gone = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))[:-keep] if keep else []
    for path in gone:
        path.unlink()
    return gone
