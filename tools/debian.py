"""Programs from Debian's packages, installed when we may; where they are not, one line says what does not run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install(*packages: str) -> bool:
    """Install packages with apt when we are root and have apt; whether that worked."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        if subprocess.run(["apt-get", *command], env=quiet, stdout=sys.stderr, check=False).returncode:
            return False
    return True


def missing(what: str, how: str) -> int:
    """Say in one line what does not run and how to get it; the exit code that tells make to go on without."""
    print(f"NOT RUN: {what}. To run them: {how}")  # noqa: T201
    return 1
