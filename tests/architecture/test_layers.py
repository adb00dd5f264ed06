"""import-linter holds the layers; a bad import in a copy of the package shows that it bites."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.architecture.shape import ROOT, SOURCE

if TYPE_CHECKING:
    from pathlib import Path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in `folder`/src."""
    program = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_go_down_only() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("core/ids.py", "from haoke.sales import objects"),
        ("inbox/rules.py", "from haoke.customers import objects"),
        ("core/ids.py", "from haoke.config import environment"),
        ("core/ids.py", "import procrastinate"),
        ("newcomer.py", ""),
    ],
)
def test_an_import_upwards_is_refused(tmp_path: Path, place: str, line: str) -> None:
    shutil.copytree(SOURCE, tmp_path / "src" / "haoke", ignore=shutil.ignore_patterns("dist", "__pycache__", "tests"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "src" / "haoke" / place).open("a") as out:
        out.write(f"\n{line}\n")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout
