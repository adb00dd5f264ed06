"""PostgreSQL's own programs that copy a database: pg_dump, pg_restore, psql."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from haoke.core.database.binaries import programs, wheel_folder
from haoke.core.database.cluster import server_environment
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.server import die_with_parent
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.database.urls import Address

FAILED = T("{program} failed:\n{why}", "{program} 失败：\n{why}")
PLAIN = ("disable", "allow", "prefer")  # values of sslmode that do without TLS
LAST_WORDS = 2000  # characters of a program's complaint that are shown


@dataclass(frozen=True)
class Tools:
    """Where the programs are."""

    folder: Path

    def dump(self, address: Address, snapshot: str, target: Path) -> None:
        """Write the database as the exported `snapshot` sees it to `target`, compressed."""
        self.run("pg_dump", address, "--format=custom", f"--snapshot={snapshot}", f"--file={target}")

    def load(self, address: Address, dump: Path, *options: str) -> None:
        """Restore a dump into an empty database; the first error ends it."""
        self.run("pg_restore", address, "--exit-on-error", f"--dbname={passwordless(address)}", *options, str(dump))

    def replace(self, address: Address, script: Path) -> None:
        """Run a script of SQL as one transaction."""
        self.run("psql", address, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
                 f"--file={script}", "--output=/dev/null")  # fmt: skip

    def script(self, dump: Path, target: Path) -> None:
        """Write a dump as SQL without owners: whoever runs it will own everything."""
        self._run("pg_restore", {}, "--no-owner", f"--file={target}", str(dump))

    def run(self, program: str, address: Address, *arguments: str) -> None:
        """Run a program as a login; raises DatabaseProblem with its last words."""
        where = () if program == "pg_restore" else ("--dbname", passwordless(address))
        self._run(program, {"PGPASSWORD": address.password}, "--no-password", *where, *arguments)

    def _run(self, program: str, secrets: dict[str, str], *arguments: str) -> None:
        done = subprocess.run(
            [self.folder / program, *arguments], env={**server_environment(), **kept(), **secrets}, check=False,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", cwd="/",
            preexec_fn=lambda: die_with_parent(signal.SIGKILL),
        )  # fmt: skip
        if done.returncode:
            raise DatabaseProblem(FAILED.fill(program=program, why=done.stderr.strip()[-LAST_WORDS:]))


def kept() -> dict[str, str]:
    """Where libpq looks for certificates; nothing else of the caller's environment reaches the programs."""
    return {name: os.environ[name] for name in ("HOME", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY") if name in os.environ}


def passwordless(address: Address) -> str:
    """The address for a command line, which everybody on the machine may read."""
    return replace(address, password="").url.replace(":@", "@", 1)


def tools(address: Address) -> Tools:
    """The programs brought along, or the system's for an address that demands TLS, which ours do not speak."""
    if chosen := os.environ.get("HAOKE_PG_BIN"):
        return Tools(Path(chosen))
    if address.options.get("sslmode", "prefer") not in PLAIN and (found := shutil.which("pg_dump")):
        return Tools(Path(found).parent)
    return Tools(programs(wheel_folder()))
