"""Writes requirements.lock and requirements-dev.lock: every package with its hashes, without any index's address.

Needs uv (`pip install uv`) and a package index; run by `make lock` after a change in pyproject.toml.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = (
    "--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links",
    "--no-annotate", "--no-header", "--quiet",
)  # fmt: skip


def lock(target: str, *extra: str) -> None:
    """Resolve pyproject.toml into `target`; keeps the versions it has where they still fit."""
    subprocess.run(
        [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *OPTIONS, *extra, "-o", target],
        cwd=ROOT, check=True,
    )  # fmt: skip
    if "://" in (ROOT / target).read_text():
        sys.exit(f"{target} names an address; it must not")


if __name__ == "__main__":
    lock("requirements.lock")
    lock("requirements-dev.lock", "--extra=dev")
