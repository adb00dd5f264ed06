"""The ordinary user a database server runs as: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T

HOME = Path("/var/lib/haoke")
NAME = "haoke"
OUT_OF_REACH = T(
    "The user {user}, which the database runs as, cannot reach {folder}. "
    "Set HAOKE_DATA_DIR to a folder outside private homes, for example {home}.",
    "运行数据库的用户 {user} 无法访问 {folder}。请将 HAOKE_DATA_DIR 设为私人主目录以外的文件夹，例如 {home}。",
)


class Identity(TypedDict, total=False):
    """Arguments of `subprocess.Popen` that start a program as another user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """User the server runs as; `switch` when we are root and have to become it."""

    uid: int
    gid: int
    switch: bool

    @property
    def identity(self) -> Identity:
        """Popen arguments that start a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def own(self, folder: Path, mode: int = 0o700) -> Path:
        """Make `folder` and give it to this user; raises DatabaseProblem when the user cannot reach it."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.switch:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(mode)
        self.require_reach(folder)
        return folder

    def require_reach(self, folder: Path) -> None:
        """Refuse a folder below one this user may not enter, such as root's home."""
        if not self.switch:
            return
        seen = subprocess.run(["/usr/bin/test", "-w", str(folder)], check=False, cwd="/", **self.identity)
        if seen.returncode:
            raise DatabaseProblem(OUT_OF_REACH.fill(user=NAME, folder=folder, home=HOME))


def server_account() -> Account:
    """The running user, or the user `haoke` (made when absent) when started by root."""
    if os.getuid() != 0:
        return Account(os.getuid(), os.getgid(), switch=False)
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--home-dir", str(HOME), "--shell", "/usr/sbin/nologin", NAME]
        subprocess.run(command, check=True)
        entry = pwd.getpwnam(NAME)
    return Account(entry.pw_uid, entry.pw_gid, switch=True)
