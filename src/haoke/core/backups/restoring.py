"""Puts a backup in place of what is there, as a whole or not at all."""

from __future__ import annotations

import ctypes
import datetime as dt
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, LiteralString

import psycopg

from haoke.core.backups import archive, summary
from haoke.core.backups.scratch import SPARE, compare, load, require_room, scratch
from haoke.core.database.cluster import Cluster
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.server import Server, superuser
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from haoke.core.backups.archive import Manifest
    from haoke.core.backups.programs import Tools
    from haoke.core.database.urls import Address

MARK = "restore-unfinished"
AT_FDCWD, RENAME_EXCHANGE = -100, 2
THERE = T(
    "{place} already holds a database. Nothing was changed. To replace it, add --force: {consequence}",
    "{place} 中已有数据库。未作任何改动。如要替换，请加 --force：{consequence}",
)
MOVED = T("the present one is moved aside, not deleted.", "现有数据库会被移到一旁，不会删除。")
DROPPED = T("everything in it is deleted.", "其中的全部内容将被删除。")
NEWER = T(
    "The backup was made by a newer Haoke ({version}); it has changes this version does not know ({first}).",
    "该备份由更新版本的好客（{version}）制作，包含当前版本无法识别的变更（{first}）。",
)
IN_USE = T("{count} connections use the database: stop Haoke first.", "有 {count} 个连接正在使用数据库：请先停止好客。")
#: What the owner may drop of a database of somebody else's server; the extension comes with the backup.
CLEAR: Final = (
    "SET lock_timeout = '10s';\n"
    "DROP SCHEMA IF EXISTS log CASCADE;\nDROP SCHEMA IF EXISTS custom CASCADE;\n"
    "DROP SCHEMA IF EXISTS ext CASCADE;\nDROP SCHEMA public CASCADE;\n"
)
#: A dump names `public` only when it is not as it was made.
BARE: Final = "CREATE SCHEMA public;\n"
FILLED: Final[LiteralString] = "SELECT to_regclass('public.django_migrations') IS NOT NULL"
HAS_FLOOR: Final[LiteralString] = """SELECT 1 FROM pg_attribute
WHERE attrelid = to_regclass('public.core_logcursor') AND attname = 'floor'"""
FLOOR: Final[LiteralString] = "UPDATE public.core_logcursor SET floor = (SELECT coalesce(max(id), 0) FROM log.entry)"
# Of sessions of other roles the owner sees little; the server's own processes have no user.
OTHERS: Final[LiteralString] = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"""


@dataclass(frozen=True)
class Plan:
    """A backup to restore: `known` are the migrations this version has."""

    path: Path
    tools: Tools
    known: Collection[str]
    say: Callable[[T], None]


def examine(plan: Plan, folder: Path) -> Manifest:
    """Check the archive and write its parts to `folder`; raises DatabaseProblem when it is damaged or too new."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    require_room(folder, plan.path.stat().st_size if plan.path.is_file() else 0)
    manifest = archive.unpack(plan.path, folder)
    if unknown := sorted(set(manifest.migrations) - set(plan.known)):
        raise DatabaseProblem(NEWER.fill(version=manifest.haoke, first=unknown[0]))
    return manifest


def prove(plan: Plan, work: Path) -> Manifest:
    """Restore into a scratch server and compare; changes nothing."""
    parts = work / ".restoring"
    try:
        manifest = examine(plan, parts)
        with scratch(work / f".proving-{os.getpid()}", plan.say) as cluster:
            load(cluster, plan.tools, parts / archive.DUMP, manifest)
        return manifest
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def restore_ours(plan: Plan, cluster: Cluster, secret: Path | None, *, force: bool) -> tuple[Manifest, Path | None]:
    """Make a new database beside the embedded one, compare it, put it in place; where the former one is now."""
    if (cluster.data.exists() or cluster.keys.exists()) and not force:
        raise DatabaseProblem(THERE.fill(place=cluster.folder, consequence=MOVED))
    draft = cluster.folder.parent / ".restoring"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        manifest = examine(plan, draft / "parts")
        require_room(draft, SPARE + 4 * plan.path.stat().st_size)
        build(plan, Cluster(draft / "database"), draft / "parts" / archive.DUMP, manifest)
        return manifest, exchange(cluster, draft, secret)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def build(plan: Plan, cluster: Cluster, dump: Path, manifest: Manifest) -> None:
    """A whole, compared database in the cluster's folder, its server stopped."""
    cluster.folder.parent.chmod(0o755)  # the server's user must reach its own folder inside
    server = Server(cluster, plan.say)
    try:
        server.start()
        load(cluster, plan.tools, dump, manifest)
        with superuser(cluster) as connection:
            settle(connection)
    finally:
        server.stop()
        shutil.rmtree(cluster.socket, ignore_errors=True)


def settle(connection: psycopg.Connection[Any]) -> None:
    """Tell the Log's readers which entries another server numbered; nothing in a backup older than the column."""
    if connection.execute(HAS_FLOOR).fetchone():
        connection.execute(FLOOR)


def exchange(cluster: Cluster, draft: Path, secret: Path | None) -> Path | None:
    """Put the new folder in the old one's place; a mark tells a start in between that this is unfinished."""
    mark = cluster.folder.parent / MARK
    mark.touch()
    stamp = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H-%M-%S}"
    brought = draft / "parts" / archive.SECRET
    if secret and brought.exists():
        if secret.exists() and secret.read_bytes() != brought.read_bytes():
            secret.rename(secret.with_name(f"{secret.stem}-before-{stamp}.json"))
        brought.replace(secret)
    aside = None
    if cluster.folder.exists():
        swap(draft / "database", cluster.folder)
        aside = cluster.folder.with_name(f"{cluster.folder.name}-before-{stamp}")
        (draft / "database").rename(aside)
    else:
        (draft / "database").rename(cluster.folder)
    mark.unlink()
    return aside


def swap(one: Path, other: Path) -> None:
    """Exchange two folders in one step."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(AT_FDCWD, bytes(one), AT_FDCWD, bytes(other), RENAME_EXCHANGE) == 0:
        return
    # A file system without the exchange: the mark covers the moment in between.
    between = one.with_name("between")
    other.rename(between)
    one.rename(other)
    between.rename(one)


def restore_theirs(plan: Plan, owner: Address, work: Path, *, force: bool) -> Manifest:
    """Replace what is in a database of somebody else's server, in one transaction."""
    with psycopg.connect(owner.url, autocommit=True) as connection:
        filled = connection.execute(FILLED).fetchone()
        if filled and filled[0] and not force:
            raise DatabaseProblem(THERE.fill(place=owner.shown, consequence=DROPPED))
        others = connection.execute(OTHERS).fetchone()
        if others and others[0]:
            raise DatabaseProblem(IN_USE.fill(count=others[0]))
    parts = work / ".restoring"
    try:
        manifest = examine(plan, parts)
        write_script(plan, parts)
        plan.tools.replace(owner, parts / "script.sql")
        with psycopg.connect(owner.url) as connection:
            compare(manifest, summary.summary(connection), summary.sequences(connection))
            settle(connection)
        return manifest
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def write_script(plan: Plan, parts: Path) -> None:
    """SQL that clears the database and fills it."""
    plan.tools.script(parts / archive.DUMP, parts / "dump.sql")
    with (parts / "script.sql").open("wb") as out, (parts / "dump.sql").open("rb") as dump:
        out.write((CLEAR + BARE).encode())
        shutil.copyfileobj(dump, out)
    (parts / "dump.sql").unlink()
