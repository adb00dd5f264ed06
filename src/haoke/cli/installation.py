"""The database a command works on: found by `DATABASE_URL`, or our own, started when it does not run."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from haoke.config import environment
from haoke.core.backups.restoring import MARK as UNFINISHED
from haoke.core.database.checks import require_sound, require_tables
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.locks import Occupied, sole_supervisor
from haoke.core.database.roles import APP, OWNER
from haoke.core.database.server import Server
from haoke.core.database.urls import Address, parse
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterator


NOT_READY = T(
    "The database is not at this version of Haoke ({why}). If it is being migrated, wait and try again; else run"
    " `haoke migrate`.",
    "数据库与本版本的好客不一致（{why}）。若正在升级，请稍候重试；否则请运行 `haoke migrate`。",
)
HALF_RESTORED = T(
    "A restore into {folder} was interrupted: run `haoke restore` again, with --force.",
    "对 {folder} 的恢复曾被中断：请加 --force 重新运行 `haoke restore`。",
)


@dataclass(frozen=True)
class Installation:
    """The logins of the database; `owner` is None when an external one's was not given."""

    app: Address
    owner: Address | None
    server: Server | None = None

    @property
    def child_environment(self) -> dict[str, str]:
        """Environment of a process that does the application's work: its login, never the owner's."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
        works = {"HAOKE_OWNER_WORKS": "1"} if self.owner else {}
        return {**kept, **works, "DATABASE_URL": self.app.url}

    @property
    def owner_environment(self) -> dict[str, str]:
        """Environment of a process that migrates."""
        owner = {"DATABASE_OWNER_URL": self.owner.url} if self.owner else {}
        return {**self.child_environment, **owner}


def tell(text: T) -> None:
    """Say something to the person at the terminal, in their language."""
    print(say(text), file=sys.stderr, flush=True)


def external() -> Installation:
    """The database of `DATABASE_URL`, with the owner of `DATABASE_OWNER_URL` if given."""
    owner = os.environ.get("DATABASE_OWNER_URL")
    return Installation(environment.application_address(), parse(owner) if owner else None)


def ours(server: Server) -> Installation:
    """The embedded database."""
    cluster = environment.cluster()
    return Installation(cluster.address(APP), cluster.address(OWNER), server)


@contextmanager
def supervised(server: Server) -> Iterator[Installation]:
    """Our own server, started for the block; raises Occupied when another process supervises the folder."""
    with sole_supervisor(environment.data_folder()):
        if (environment.data_folder() / UNFINISHED).exists():
            raise DatabaseProblem(HALF_RESTORED.fill(folder=environment.data_folder()))
        try:
            server.start()
            yield ours(server)
        finally:
            server.stop()


@contextmanager
def installation() -> Iterator[Installation]:
    """A running database for one command: the external one, the one `haoke serve` runs, or our own for the block."""
    environment.ensure_secret()
    with ExitStack() as stack:
        if not environment.embedded():
            yield external()
            return
        server = Server(environment.cluster(), tell)
        try:
            found = stack.enter_context(supervised(server))
        except Occupied:
            found = ours(server)
        yield found


@contextmanager
def application() -> Iterator[None]:
    """The apps loaded and connected with the application's rights, as `haoke web` is."""
    import django
    from django.db import connections

    with installation() as found:
        require_sound(found.app)
        require_tables(found.app)
        os.environ["DATABASE_URL"] = found.app.url
        django.setup()
        from haoke.core import custom

        try:
            with at_this_version(), custom.latest():
                yield
        finally:
            connections.close_all()


@contextmanager
def at_this_version() -> Iterator[None]:
    """Say in words what a database does that is just being brought to this version, or was not yet."""
    from django.db import ProgrammingError
    from psycopg import errors

    unready = (errors.InsufficientPrivilege, errors.UndefinedTable, errors.UndefinedColumn)
    try:
        yield
    except ProgrammingError as error:
        if not isinstance(error.__cause__, unready):
            raise
        raise DatabaseProblem(NOT_READY.fill(why=str(error.__cause__).partition("\n")[0])) from error
