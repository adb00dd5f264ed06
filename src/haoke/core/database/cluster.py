"""One data folder: how it is made, and its passwords."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from haoke.core.database import sizes
from haoke.core.database.account import Account, server_account
from haoke.core.database.binaries import server_binaries
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.roles import APP, OWNER
from haoke.core.database.urls import Address
from haoke.core.text import T

SUPERUSER = "haoke_admin"
DATABASE = "haoke"
BUILTIN_SINCE = 17  # major version that brought the builtin collation provider
SOCKET_PATH_LIMIT = 100  # bytes; the kernel's is 107, the file's own name included

NOT_YET = T(
    "There is no database in {folder} yet: run `haoke serve` or `haoke migrate`.",
    "{folder} 中还没有数据库：请运行 `haoke serve` 或 `haoke migrate`。",
)
KEYS_LOST = T(
    "{data} exists but {keys} does not: bring that file back from your backup, or move the folder away to start anew.",
    "{data} 存在，但缺少 {keys}：请从备份恢复该文件，或移走该文件夹后重新开始。",
)
NOT_MADE = T("The database could not be made in {folder}:\n{why}", "无法在 {folder} 建立数据库：\n{why}")
OTHER_VERSION = T(
    "{data} was made by PostgreSQL {have}; this Haoke brings {can}. See docs/operations.md, “Upgrades”.",
    "{data} 由 PostgreSQL {have} 建立，而此版好客自带 {can}。请参阅 docs/operations.md 的“升级”。",
)


@dataclass(frozen=True)
class Cluster:
    """A data folder and the logins of the server on it."""

    folder: Path

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.folder / "postgresql"

    @property
    def socket(self) -> Path:
        """Folder of the unix socket; a short one elsewhere when the path is too long for a socket."""
        near = self.folder / "run"
        if len(bytes(near)) + len("/.s.PGSQL.5432") <= SOCKET_PATH_LIMIT:
            return near
        return Path(tempfile.gettempdir()) / f"haoke-{hashlib.sha256(bytes(near)).hexdigest()[:16]}"

    @property
    def keys(self) -> Path:
        """The file with the logins' passwords."""
        return self.folder / "database-keys.json"

    @property
    def exists(self) -> bool:
        """Whether the folder holds a finished cluster."""
        return self.keys.is_file() and (self.data / "PG_VERSION").is_file()

    def address(self, role: str, name: str = DATABASE) -> Address:
        """How `role` reaches database `name` on this server."""
        return Address(name=name, user=role, password=self.passwords()[role], host=str(self.socket))

    def passwords(self) -> dict[str, str]:
        """Password of each login, made when the cluster was."""
        try:
            found: dict[str, str] = json.loads(self.keys.read_bytes())
        except FileNotFoundError as missing:
            raise DatabaseProblem(NOT_YET.fill(folder=self.folder)) from missing
        return found


def prepare(cluster: Cluster) -> tuple[Account, Path]:
    """Make the folder's database when there is none, write today's settings; returns user and programs."""
    account = server_account()
    cluster.folder.mkdir(parents=True, exist_ok=True)
    programs = server_binaries(account)
    account.own(cluster.socket)
    if not cluster.exists:
        create(cluster, account, programs)
    refuse_other_version(cluster, programs)
    write_settings(cluster, account)
    return account, programs


def create(cluster: Cluster, account: Account, programs: Path) -> None:
    """Run initdb into a draft folder and rename it, so that a half-made cluster is never used."""
    if cluster.data.exists():
        raise DatabaseProblem(KEYS_LOST.fill(data=cluster.data, keys=cluster.keys.name))
    draft = account.own(cluster.folder / f".making-{os.getpid()}")
    keys = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
    initdb(draft, keys[SUPERUSER], account, programs)
    write_private(cluster.keys, json.dumps(keys))
    draft.rename(cluster.data)


def initdb(target: Path, password: str, account: Account, programs: Path) -> None:
    """An empty cluster in `target`: scram only, UTF-8, C.UTF-8 order that no system upgrade can change."""
    provider = ["--locale=C.UTF-8"]
    if major(programs) >= BUILTIN_SINCE:
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    with tempfile.NamedTemporaryFile("w", prefix="haoke-") as secret:
        secret.write(password)
        secret.flush()
        if account.switch:
            os.chown(secret.name, account.uid, account.gid)
        done = subprocess.run(
            [programs / "initdb", "-D", target, "-U", SUPERUSER, f"--pwfile={secret.name}", "--auth=scram-sha-256",
             "--encoding=UTF8", "--data-checksums", "--no-instructions", *provider],
            check=False, capture_output=True, text=True, cwd="/", env=server_environment(), **account.identity,
        )  # fmt: skip
    if done.returncode:
        raise DatabaseProblem(NOT_MADE.fill(folder=target, why=done.stderr.strip()))
    with (target / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude_if_exists = 'haoke.conf'\n")


def server_environment() -> dict[str, str]:
    """A clean environment: nothing of the caller's PG* or locale reaches the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def major(programs: Path) -> int:
    """Major version of the programs, such as 18."""
    said = subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, text=True, cwd="/")
    return int(said.stdout.split()[2].split(".")[0])


def refuse_other_version(cluster: Cluster, programs: Path) -> None:
    """Refuse a data folder of another major version: it needs an upgrade, not a start."""
    have, can = int((cluster.data / "PG_VERSION").read_text()), major(programs)
    if have != can:
        raise DatabaseProblem(OTHER_VERSION.fill(data=cluster.data, have=have, can=can))


def write_settings(cluster: Cluster, account: Account) -> None:
    """Write the settings for the machine as it is now."""
    place = {"unix_socket_directories": f"'{cluster.socket}'", "unix_socket_permissions": "0700"}
    wanted = {**sizes.for_this_machine(), **place}
    target = cluster.data / "haoke.conf"
    write_private(target, "".join(f"{name} = {value}\n" for name, value in wanted.items()))
    if account.switch:
        os.chown(target, account.uid, account.gid)


def write_private(path: Path, text: str) -> None:
    """Replace `path` as a whole, readable by its owner only."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.rename(path)
