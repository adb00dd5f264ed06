"""Database URLs to connection settings and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T

MALFORMED = T(
    "DATABASE_URL is not a PostgreSQL URL such as postgresql://haoke_app:PASSWORD@HOST:5432/haoke.",
    "DATABASE_URL 不是 PostgreSQL 地址，应形如 postgresql://haoke_app:密码@主机:5432/haoke。",
)
NAMELESS = T(
    "DATABASE_URL names no database: add it at the end, for example …:5432/haoke.",
    "DATABASE_URL 没有写数据库名：请加在末尾，例如 …:5432/haoke。",
)


@dataclass(frozen=True)
class Address:
    """One login on one database; `host` is a name or the folder of a unix socket."""

    name: str
    user: str
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    options: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The libpq URL, password included."""
        query = {"host": self.host, "port": self.port, **self.options}
        given = urlencode({key: value for key, value in query.items() if value})
        return f"postgresql://{quote(self.user, safe='')}:{quote(self.password, safe='')}@/{quote(self.name)}?{given}"

    def on(self, name: str) -> Address:
        """The same login on another database of the server."""
        return replace(self, name=name)

    @property
    def shown(self) -> str:
        """The address without its password, for people."""
        return f"{self.user}@{self.host or 'localhost'}{':' + self.port if self.port else ''}/{self.name}"


def parse(url: str) -> Address:
    """The address a libpq URL names; raises DatabaseProblem on a malformed one."""
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError as wrong:
        raise DatabaseProblem(MALFORMED) from wrong
    if not parts.get("dbname"):
        raise DatabaseProblem(NAMELESS)
    return Address(
        name=parts.pop("dbname"),
        user=parts.pop("user", ""),
        password=parts.pop("password", ""),
        host=parts.pop("host", ""),
        port=parts.pop("port", ""),
        options=parts,
    )
