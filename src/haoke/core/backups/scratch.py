"""A throw-away server in which a backup is proved."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from haoke.core.backups import summary
from haoke.core.database.cluster import SUPERUSER, Cluster, prepare
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.server import Server, superuser
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from haoke.core.backups.archive import Manifest
    from haoke.core.backups.programs import Tools

UNLIKE = T(
    "What was restored differs from what was backed up: {tables}. The backup is not kept.",
    "恢复出的数据与备份时不一致：{tables}。该备份不予保留。",
)
NO_ROOM = T(
    "Not enough room in {folder}: {needed} MB needed, {free} MB free.",
    "{folder} 空间不足：需要 {needed} MB，仅剩 {free} MB。",
)
MIB: Final = 1 << 20
SPARE: Final = 256 * MIB  # an empty server and its write-ahead log
#: A server nobody relies on need not wait for the disk.
ENDING: Final = 10.0  # seconds a server whose backup was killed may take to end
CARELESS: Final = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal",
    "max_wal_senders": "0", "shared_buffers": "64MB", "maintenance_work_mem": "64MB", "max_connections": "10",
    "autovacuum": "off",
}  # fmt: skip


@contextmanager
def scratch(folder: Path, say: Callable[[T], None]) -> Iterator[Cluster]:
    """An empty database on a server of its own in `folder`, which is removed afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    cluster = Cluster(folder)
    server = Server(cluster, say)
    try:
        prepare(cluster)
        with (cluster.data / "postgresql.auto.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in CARELESS.items())
        server.start()
        yield cluster
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(cluster.socket, ignore_errors=True)


def clear(folder: Path) -> None:
    """Remove what a killed backup left; a server of its that is ending may still write there for a moment."""
    deadline = time.monotonic() + ENDING
    while folder.exists() and time.monotonic() < deadline:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.05)


def load(cluster: Cluster, tools: Tools, dump: Path, manifest: Manifest) -> None:
    """Restore a dump into a running server's empty database and compare every table; raises DatabaseProblem."""
    tools.load(cluster.address(SUPERUSER), dump)
    with superuser(cluster) as connection:
        compare(manifest, summary.summary(connection), summary.sequences(connection))


def compare(manifest: Manifest, found: summary.Summary, numbers: dict[str, int]) -> None:
    """Raise DatabaseProblem unless the rows are those of the manifest and no number would be given twice."""
    wanted = {name: (int(count), str(digest)) for name, (count, digest) in manifest.tables.items()}
    if wrong := [*summary.differences(wanted, found), *summary.behind(manifest.sequences, numbers)]:
        raise DatabaseProblem(UNLIKE.fill(tables=", ".join(wrong[:10])))


def require_room(folder: Path, needed: int) -> None:
    """Raise DatabaseProblem when `folder`'s disk has fewer than `needed` bytes free."""
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize
    if free < needed:
        raise DatabaseProblem(NO_ROOM.fill(folder=folder, needed=needed // MIB + 1, free=free // MIB))
