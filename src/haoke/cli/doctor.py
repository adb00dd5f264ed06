"""`haoke doctor`: what is effective, and what is wrong."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import stat
import sys
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import psycopg

from haoke.cli.installation import Installation, installation
from haoke.config import environment, shell
from haoke.core.database import checks, sizes
from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterator

LOW_DISK = 0.1  # share of the disk that must be free
GIB = 1 << 30
FINE = T("Nothing is wrong.", "未发现问题。")
DISK = T("Only {free} of the disk is free: make room before it is full.", "磁盘仅剩 {free}：请在写满之前腾出空间。")
READABLE = T(
    "{path} holds secrets and others may read it: chmod 600 {path}", "{path} 含有密钥，但他人可读：chmod 600 {path}"
)
ASSETS = T("The web assets are not built: make web", "网页资源尚未构建：make web")
NO_OWNER = T(
    "DATABASE_OWNER_URL is not set: `haoke serve` cannot migrate, nor make the coming months' partitions of the Log.",
    "未设置 DATABASE_OWNER_URL：`haoke serve` 无法升级数据库，也无法建立后续月份的日志分区。",
)
PLAIN = T(
    "HAOKE_URL is not https: passwords would cross the network readable.",
    "HAOKE_URL 不是 https：密码将以明文经过网络。",
)


@dataclass(frozen=True)
class Fact:
    """One effective setting."""

    name: T
    value: str


def declare(_parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Print settings without secrets, then every problem; exit code 1 when there is one."""
    try:
        with installation() as found:
            facts, wrong = [*here(), *database(found)], [*complaints(), *about(found)]
    except DatabaseProblem as problem:
        facts, wrong = list(here()), [*complaints(), problem.text]
    for fact in facts:
        print(f"{say(fact.name)}: {fact.value}")
    print(*(f"✗ {say(text)}" for text in wrong), *([] if wrong else [say(FINE)]), sep="\n")
    return 1 if wrong else 0


def here() -> Iterator[Fact]:
    """Facts of this process and machine."""
    yield Fact(T("Haoke", "好客"), f"{version('haoke')}, Python {platform.python_version()} ({sys.executable})")
    yield Fact(T("Data folder", "数据文件夹"), str(environment.data_folder()))
    yield Fact(T("Port, live updates", "端口、实时更新"), f"{environment.port()}, {environment.events_port()}")
    yield Fact(T("Address", "地址"), environment.public_url() or f"http://127.0.0.1:{environment.port()}")
    yield Fact(T("Hosts", "主机名"), ", ".join(environment.hosts()))
    yield Fact(T("Machine", "机器"), f"{os.cpu_count()} × CPU, {sizes.memory()} MiB")


def database(found: Installation) -> Iterator[Fact]:
    """Facts of the database."""
    kind = T("embedded", "内置") if environment.embedded() else T("external", "外部")
    yield Fact(T("Database", "数据库"), f"{say(kind)}, {found.app.shown}")
    with psycopg.connect(found.app.url, autocommit=True) as connection:
        for name in ("server_version", "shared_buffers", "max_connections", "jit", *checks.DURABLE):
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            yield Fact(T(name, name), str(row[0] if row else ""))


def complaints() -> Iterator[T]:
    """What is wrong on this machine."""
    usage = shutil.disk_usage(existing(environment.data_folder()))
    if usage.free / usage.total < LOW_DISK:
        yield DISK.fill(free=f"{usage.free / GIB:.1f} GiB")
    for path in (environment.data_folder() / "secret.json", environment.cluster().keys):
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield READABLE.fill(path=path)
    if not (shell.DIST / "index.html").is_file():
        yield ASSETS
    if environment.public_url().startswith("http://"):
        yield PLAIN


def about(found: Installation) -> Iterator[T]:
    """What is wrong with the database."""
    if found.owner is None:
        yield NO_OWNER
    yield from checks.problems(found.app)


def existing(path: os.PathLike[str]) -> str:
    """The nearest folder of `path` that is there."""
    folder = os.fspath(path)
    while not os.path.exists(folder):  # noqa: PTH110 - works on the text, up to the root
        folder = os.path.dirname(folder)  # noqa: PTH120
    return folder
