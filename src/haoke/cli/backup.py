"""`haoke backup`: a backup that was restored and compared before it is called one."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from haoke.cli.installation import Installation, installation, tell
from haoke.config import environment
from haoke.core.backups.making import Made, Order, forget_old, make
from haoke.core.backups.programs import tools
from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Sequence

MIB = 1 << 20
NO_OWNER = T(
    "DATABASE_OWNER_URL is not set: a backup needs the owner's login.",
    "未设置 DATABASE_OWNER_URL：备份需要所有者登录。",
)
WORKING = T("Copying, then restoring the copy to compare it …", "正在复制，随后恢复副本并进行比对……")
DONE = T(
    "{path}\n{size} MB, {rows} rows in {tables} tables, restored and compared.",
    "{path}\n{size} MB，{tables} 张表共 {rows} 行，已恢复并比对。",
)
WITH_SECRET = T(
    "It holds everything, the installation's secret key too: keep it like a password, and not only on this machine.",
    "其中包含全部数据以及本系统的密钥：请像密码一样保管，并在其他机器上另存一份。",
)
NO_SECRET = T(
    "HAOKE_SECRET_KEY is not in it: keep that apart, or stored passwords of mailboxes and the like cannot be read.",
    "其中不含 HAOKE_SECRET_KEY：请另行保管，否则已保存的邮箱密码等将无法读取。",
)
FORGOTTEN = T("Removed, being older than the {keep} kept: {names}", "已删除超出保留数量（{keep}）的旧备份：{names}")
RECORD = """INSERT INTO core_backup (state, started_at, path, size, rows, message)
VALUES (%(state)s, %(began)s, %(path)s, %(size)s, %(rows)s, %(message)s::jsonb)"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    folder = T("folder to write to (HAOKE_BACKUP_DIR, or backups in the data folder)", "写入的文件夹")
    keep = T("afterwards keep only the latest N of the folder", "完成后只保留该文件夹中最新的 N 个")
    parser.add_argument("--to", type=Path, default=environment.backup_folder(), metavar="FOLDER", help=say(folder))
    parser.add_argument("--keep", type=int, default=0, metavar="N", help=say(keep))


def run(arguments: argparse.Namespace) -> int:
    """Make a backup and write down how it went."""
    tell(WORKING)
    began = dt.datetime.now(dt.UTC)
    with installation() as found:
        try:
            made = make(order(found, arguments.to.absolute()))
        except DatabaseProblem as problem:
            record(found, state="failed", began=began, message=problem.text)
            raise
        record(found, state="done", began=began, made=made)
    report(made, forget_old(arguments.to.absolute(), max(0, arguments.keep)), arguments.keep)
    return 0


def order(found: Installation, folder: Path) -> Order:
    """What to back up."""
    if found.owner is None:
        raise DatabaseProblem(NO_OWNER)
    return Order(
        source=found.owner, tools=tools(found.owner), folder=folder,
        work=environment.data_folder(), key=environment.secret_key(), secret=environment.secret_file(), say=tell,
    )  # fmt: skip


def record(
    found: Installation, *, state: str, began: dt.datetime, made: Made | None = None, message: T | None = None
) -> None:
    """Write down an attempt; a database that cannot even take that says so itself."""
    size = made.path.stat().st_size if made else None
    said = json.dumps({"en": say(message, "en"), "zh": say(message, "zh")}) if message else None
    values = {"state": state, "began": began, "path": str(made.path) if made else "", "size": size,
              "rows": made.manifest.rows if made else None, "message": said}  # fmt: skip
    with contextlib.suppress(psycopg.Error), psycopg.connect(found.app.url, autocommit=True) as connection:
        connection.execute(RECORD, values)


def report(made: Made, gone: Sequence[Path], keep: int) -> None:
    """Say where the backup is and what it needs."""
    size = f"{made.path.stat().st_size / MIB:.1f}"
    print(say(DONE.fill(path=made.path, size=size, rows=made.manifest.rows, tables=len(made.manifest.tables))))
    tell(WITH_SECRET if environment.secret_file() else NO_SECRET)
    if gone:
        tell(FORGOTTEN.fill(keep=keep, names=", ".join(path.name for path in gone)))
