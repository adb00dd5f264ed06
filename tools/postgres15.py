"""Runs a command with the tests' server replaced by Debian's PostgreSQL 15: `python -m tools.postgres15 COMMAND…`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.debian import install, missing

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/haoke-tests.conf")


def present() -> bool:
    """Whether the server is there, installed when it was not; without the cluster Debian would make and start."""
    if (PROGRAMS / "postgres").exists():
        return True
    if not install("postgresql-common"):
        return False
    NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    NO_CLUSTER.write_text("create_main_cluster = false\n")
    return install("postgresql-15") and (PROGRAMS / "postgres").exists()


def main(command: list[str]) -> int:
    """Run the command on PostgreSQL 15; its exit code, or 0 with a line when there is no such server."""
    if not present():
        missing("the database tests on PostgreSQL 15", "apt install postgresql-15")
        return 0
    own = f"/tmp/haoke-test-pg15-{os.getuid()}"  # noqa: S108 - short enough for a socket, and the tests' own
    inside = {**os.environ, "HAOKE_PG_BIN": str(PROGRAMS), "HAOKE_TEST_PG": own}
    return subprocess.run(command, env=inside, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
