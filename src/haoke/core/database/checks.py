"""What Haoke demands of a server before it trusts it with data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg

from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from haoke.core.database.urls import Address

OLDEST = 150000  # server version
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
POWERS: dict[str, LiteralString] = {
    "SUPERUSER": "SELECT rolsuper FROM pg_roles WHERE rolname = current_user",
    "BYPASSRLS": "SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user",
    "CREATEROLE": "SELECT rolcreaterole FROM pg_roles WHERE rolname = current_user",
    "REPLICATION": "SELECT rolreplication FROM pg_roles WHERE rolname = current_user",
    "pg_execute_server_program": "SELECT pg_has_role(current_user, 'pg_execute_server_program', 'member')",
    "pg_read_server_files": "SELECT pg_has_role(current_user, 'pg_read_server_files', 'member')",
    "pg_write_server_files": "SELECT pg_has_role(current_user, 'pg_write_server_files', 'member')",
}
MADE: LiteralString = "SELECT to_regclass('public.django_migrations') IS NOT NULL"
BARE = T(
    "The database has no tables yet; run `haoke serve` or `haoke migrate` first",
    "数据库里还没有表，请先运行 haoke serve 或 haoke migrate",
)
OWNED: LiteralString = """SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE pg_has_role(current_user, c.relowner, 'usage') AND n.nspname IN ('public', 'log') ORDER BY 1 LIMIT 1"""
CTYPE: LiteralString = "SELECT datctype FROM pg_database WHERE datname = current_database()"

TOO_OLD = T(
    "PostgreSQL {found} is too old: Haoke needs 15 or newer.", "PostgreSQL {found} 版本过低：好客需要 15 或更新版本。"
)
NOT_DURABLE = T(
    "{setting} is off: a power cut could lose or destroy data already confirmed. Switch it on.",
    "{setting} 已关闭：断电时可能丢失或损坏已确认的数据。请将其打开。",
)
ENCODING = T(
    "The database's encoding is {found}: make it anew with UTF8.", "数据库编码为 {found}：请以 UTF8 重新建立。"
)
WRONG_CTYPE = T(
    "The database's LC_CTYPE is {found}: with it Chinese text cannot be searched. "
    "Make it anew with C.UTF-8 (see docs/operations.md).",
    "数据库的 LC_CTYPE 为 {found}：中文无法检索。请以 C.UTF-8 重新建立（见 docs/operations.md）。",
)
TOO_MIGHTY = T(
    "The application's role {user} has {power}: a mistake or a break-in could then reach everything. "
    "Use the roles of docs/operations.md.",
    "应用角色 {user} 拥有 {power}：一旦出错或被攻破，将危及全部数据。请使用 docs/operations.md 中的角色。",
)
OWNER_OF = T(
    "The application's role {user} owns {found}: it could rewrite history. Use the roles of docs/operations.md.",
    "应用角色 {user} 是 {found} 的所有者：它可以改写历史。请使用 docs/operations.md 中的角色。",
)
UNREACHABLE = T("The database {shown} does not answer: {why}", "数据库 {shown} 没有响应：{why}")


@dataclass(frozen=True)
class Facts:
    """What a check may ask of the server."""

    connection: psycopg.Connection[Any]

    def one(self, query: LiteralString) -> Any:
        """The first value a query gives; None when there is no row."""
        row = self.connection.execute(query).fetchone()
        return row[0] if row else None

    @property
    def user(self) -> str:
        """Name of the login."""
        return str(self.one("SELECT current_user"))


def version(facts: Facts) -> Iterator[T]:
    """Refuse a server older than 15."""
    found = facts.connection.info.server_version
    if found < OLDEST:
        yield TOO_OLD.fill(found=found // 10000)


def durability(facts: Facts) -> Iterator[T]:
    """Refuse settings that lose confirmed writes."""
    for setting in DURABLE:
        row = facts.connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
        if row and row[0] == "off":
            yield NOT_DURABLE.fill(setting=setting)


def encoding(facts: Facts) -> Iterator[T]:
    """Refuse a database that cannot hold or compare Chinese."""
    found = str(facts.one("SELECT current_setting('server_encoding')"))
    if found != "UTF8":
        yield ENCODING.fill(found=found)
    ctype = str(facts.one(CTYPE))
    if not ctype.lower().replace("-", "").endswith("utf8"):
        yield WRONG_CTYPE.fill(found=ctype)


def modesty(facts: Facts) -> Iterator[T]:
    """Refuse an application role that could do more than the application."""
    for power, query in POWERS.items():
        if facts.one(query):
            yield TOO_MIGHTY.fill(user=facts.user, power=power)
            return
    if owned := facts.one(OWNED):
        yield OWNER_OF.fill(user=facts.user, found=owned)


CHECKS: tuple[Callable[[Facts], Iterator[T]], ...] = (version, durability, encoding, modesty)


def problems(address: Address) -> list[T]:
    """What is wrong with the database as the application sees it; empty when nothing is."""
    try:
        with psycopg.connect(address.url, autocommit=True, connect_timeout=10, client_encoding="UTF8") as connection:
            return [problem for check in CHECKS for problem in check(Facts(connection))]
    except psycopg.OperationalError as silent:
        return [UNREACHABLE.fill(shown=address.shown, why=str(silent).strip())]


def require_sound(address: Address) -> None:
    """Raise DatabaseProblem naming everything that is wrong with the database."""
    if found := problems(address):
        raise DatabaseProblem(T("\n".join(map(str.__str__, found)), "\n".join(text.zh for text in found)))


def require_tables(address: Address) -> None:
    """Raise DatabaseProblem for a database nothing was ever migrated to."""
    with psycopg.connect(address.url, autocommit=True, connect_timeout=10) as connection:
        if not Facts(connection).one(MADE):
            raise DatabaseProblem(BARE)
