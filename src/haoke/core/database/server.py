"""Starts, watches and stops the server on one data folder."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

import psycopg

from haoke.core.database.cluster import DATABASE, SUPERUSER, Cluster, prepare, server_environment
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.roles import APP, OWNER, make_database, make_roles
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from haoke.core.database.account import Account

log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds between two words to a person who waits
STEP = 0.05  # seconds between two looks
PR_SET_PDEATHSIG = 1
ORPHANS = "pre-existing shared memory block"
OCCUPIED = 'lock file "postmaster.pid" already exists'
HELD = T("Another process holds {data}:\n{why}", "另一个进程占用着 {data}：\n{why}")
FAILED = T("The database did not start:\n{why}\nIts log is in {log}.", "数据库未能启动：\n{why}\n日志在 {log}。")
STARTING = T(
    "The database is still starting (recovering after a crash takes its time): {seconds} s",
    "数据库仍在启动（崩溃后的恢复需要时间）：{seconds} 秒",
)
STOPPED = T("Stopped while the database was starting.", "在数据库启动过程中被停止。")
LEFT_OVER = T(
    "A database server left over from a crash (process {pid}) is being stopped first.",
    "先停止上次崩溃遗留的数据库服务（进程 {pid}）。",
)


class Server:
    """The server process on a cluster; not started yet."""

    def __init__(
        self,
        cluster: Cluster,
        say: Callable[[T], None] = log.info,
        unwanted: Callable[[], bool] = lambda: False,
    ) -> None:
        """`say` tells a waiting person; `unwanted` is asked while waiting, and ends the wait when true."""
        self.cluster = cluster
        self.say = say
        self.unwanted = unwanted
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers, however long recovery takes; raises DatabaseProblem when it cannot."""
        account, programs = prepare(self.cluster)
        stop_orphan(self.cluster, self.say)
        while not self._launch(account, programs):
            self._refuse_when_unwanted()
            time.sleep(STEP)
        with superuser(self.cluster, "postgres") as connection:
            make_roles(connection, {role: self.cluster.passwords()[role] for role in (OWNER, APP)})
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                make_database(connection, DATABASE)

    def _launch(self, account: Account, programs: Path) -> bool:
        """One try; False when processes of a killed server still hold its memory, so that the caller tries again."""
        early = self.cluster.folder / "postgresql-start.log"
        with early.open("wb") as said:
            self.process = subprocess.Popen(
                [programs / "postgres", "-D", self.cluster.data],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", env=server_environment(),
                preexec_fn=lambda: die_with_parent(signal.SIGINT),  # noqa: PLW1509 - the supervisor has one thread
                start_new_session=True, **account.identity,
            )  # fmt: skip
        if self._answers():
            return True
        reason = early.read_text(errors="replace")
        if ORPHANS in reason:
            return False
        if OCCUPIED in reason:
            raise DatabaseProblem(HELD.fill(data=self.cluster.data, why=reason.strip()))
        raise DatabaseProblem(FAILED.fill(why=reason.strip(), log=self.cluster.data / "log"))

    def _answers(self) -> bool:
        """Wait until the server takes connections; False when it ended instead."""
        began = said = time.monotonic()
        while self.running:
            if pid_on_file(self.cluster) == self._pid and ready(self.cluster):
                return True
            self._refuse_when_unwanted()
            time.sleep(STEP)
            if time.monotonic() - said > PATIENCE:
                said = time.monotonic()
                self.say(STARTING.fill(seconds=round(said - began)))
        return False

    @property
    def _pid(self) -> int:
        return self.process.pid if self.process else 0

    def _refuse_when_unwanted(self) -> None:
        if self.unwanted():
            raise DatabaseProblem(STOPPED)

    @property
    def running(self) -> bool:
        """Whether the process we started is alive."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Fast stop: open transactions are rolled back, the rest is written; waits for the end."""
        if self.process is None:
            return
        if self.running:
            self.process.send_signal(signal.SIGINT)
        self.process.wait()
        self.process = None


def die_with_parent(how: signal.Signals) -> None:
    """Ask the kernel to send this process `how` when the one that started it dies; for `preexec_fn`."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how)


def superuser(cluster: Cluster, name: str = DATABASE) -> psycopg.Connection[Any]:
    """A superuser's autocommit connection, for making roles and databases only."""
    return psycopg.connect(cluster.address(SUPERUSER, name).url, autocommit=True)


def ready(cluster: Cluster) -> bool:
    """Whether the server takes connections now."""
    with contextlib.suppress(psycopg.OperationalError), superuser(cluster, "postgres"):
        return True
    return False


def stop_orphan(cluster: Cluster, say: Callable[[T], None]) -> None:
    """Stop a server whose supervisor was killed, and wait for its end; never touches `postmaster.pid`."""
    pid = orphan(cluster)
    if pid is None:
        return
    say(LEFT_OVER.fill(pid=pid))
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    while orphan(cluster) == pid:
        time.sleep(STEP)


def orphan(cluster: Cluster) -> int | None:
    """Process that runs a server on this folder, going by `postmaster.pid` and the process's own folder."""
    pid = pid_on_file(cluster)
    try:
        alive = os.path.samefile(f"/proc/{pid}/cwd", cluster.data)  # noqa: PTH121 - Path has it from an instance only
    except OSError:
        return None
    return pid if alive else None


def pid_on_file(cluster: Cluster) -> int | None:
    """Process named in `postmaster.pid`; it may be long dead."""
    try:
        return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
