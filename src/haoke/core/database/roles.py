"""The three roles and their rights, on our own server or anybody's."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, LiteralString

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection

OWNER = "haoke_owner"
APP = "haoke_app"
LOG = "haoke_log"
BUILTIN_SINCE = 170000  # server version that brought the builtin collation provider

GRANTS: tuple[LiteralString, ...] = (
    "GRANT USAGE ON SCHEMA public TO haoke_app, haoke_log",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO haoke_app",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO haoke_app",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations, core_metadata, core_blank, core_indexwork FROM haoke_app",
)


def make_roles(connection: Connection[Any], passwords: Mapping[str, str]) -> None:
    """Make or mend the roles as a superuser; `passwords` holds one a login. Safe to repeat."""
    for role in (OWNER, APP, LOG):
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
        login = sql.SQL("LOGIN PASSWORD {}").format(passwords[role]) if role in passwords else sql.SQL("NOLOGIN")
        connection.execute(
            sql.SQL("ALTER ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS {}").format(
                sql.Identifier(role), login
            )
        )
    connection.execute("GRANT haoke_log TO haoke_owner")


def make_database(connection: Connection[Any], name: str, template: str = "template0") -> None:
    """Make database `name` for the owner role, in UTF-8 and C.UTF-8 order; needs a superuser in autocommit."""
    order: LiteralString = "LOCALE 'C.UTF-8'"
    if connection.info.server_version >= BUILTIN_SINCE:
        order = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'"
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER haoke_owner ENCODING 'UTF8' TEMPLATE {} " + order).format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO haoke_app").format(sql.Identifier(name)))


def grant(connection: Connection[Any]) -> None:
    """Give the application its rights on every table, as the owner; run after each migration."""
    for statement in GRANTS:
        connection.execute(statement)


def script(owner: str, app: str, name: str = "haoke") -> str:
    """For psql as an administrator of somebody else's server: roles, database, and the two URLs it prints at the end.

    The passwords are ours: letters, digits, `-` and `_` only.
    """
    text = files("haoke.core.database").joinpath("roles.sql").read_text("utf-8")
    return text.replace("@owner@", owner).replace("@app@", app).replace("@name@", name)
