"""A server that could lose data, or a role that could rewrite it, is refused with the reason."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from haoke.core.database import checks
from haoke.core.database.account import server_account
from haoke.core.database.binaries import server_binaries
from haoke.core.database.cluster import SUPERUSER
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.roles import APP, OWNER, script
from haoke.core.database.server import Server, superuser

if TYPE_CHECKING:
    from haoke.core.database.urls import Address


def texts(address: Address) -> str:
    return "\n".join(map(str, checks.problems(address)))


def test_the_application_on_our_own_server_passes(server: Server) -> None:
    assert checks.problems(server.cluster.address(APP)) == []
    checks.require_sound(server.cluster.address(APP))


def test_a_database_without_tables_is_named(server: Server) -> None:
    app = server.cluster.address(APP)
    with pytest.raises(DatabaseProblem, match="no tables yet"):
        checks.require_tables(app)
    with psycopg.connect(server.cluster.address(OWNER).url, autocommit=True) as owner:
        owner.execute("CREATE TABLE django_migrations ()")
        checks.require_tables(app)
        owner.execute("DROP TABLE django_migrations")


@pytest.mark.parametrize("setting", checks.DURABLE)
def test_a_setting_that_loses_data_is_refused(server: Server, setting: str) -> None:
    with superuser(server.cluster) as admin:
        admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        admin.execute("SELECT pg_reload_conf()")
        try:
            admin.execute("SELECT pg_sleep(0.2)")
            assert f"{setting} is off" in texts(server.cluster.address(APP))
        finally:
            admin.execute(sql.SQL("ALTER SYSTEM RESET {}").format(sql.Identifier(setting)))
            admin.execute("SELECT pg_reload_conf()")


def test_a_mighty_role_is_refused(server: Server) -> None:
    assert "has SUPERUSER" in texts(server.cluster.address(SUPERUSER))


@pytest.mark.parametrize("grant", ["pg_execute_server_program", "pg_read_server_files", "pg_write_server_files"])
def test_a_role_that_leaves_the_database_is_refused(server: Server, grant: str) -> None:
    with superuser(server.cluster) as admin:
        admin.execute(sql.SQL("GRANT {} TO haoke_app").format(sql.Identifier(grant)))
        try:
            assert f"has {grant}" in texts(server.cluster.address(APP))
        finally:
            admin.execute(sql.SQL("REVOKE {} FROM haoke_app").format(sql.Identifier(grant)))


def test_a_role_that_owns_a_table_is_refused(server: Server) -> None:
    with psycopg.connect(server.cluster.address(OWNER).url, autocommit=True) as owner:
        owner.execute("CREATE TABLE mine ()")
        assert "haoke_owner owns mine" in texts(server.cluster.address(OWNER))
        owner.execute("DROP TABLE mine")


@pytest.mark.parametrize(
    ("encoding", "locale", "reason"),
    [("SQL_ASCII", "C", "encoding is SQL_ASCII"), ("UTF8", "C", "LC_CTYPE is C: with it Chinese")],
)
def test_a_database_that_cannot_search_chinese_is_refused(
    server: Server, encoding: str, locale: str, reason: str
) -> None:
    make = sql.SQL("CREATE DATABASE wrong TEMPLATE template0 ENCODING {} LOCALE {} LOCALE_PROVIDER libc")
    with superuser(server.cluster) as admin:
        admin.execute(make.format(encoding, locale))
        try:
            assert reason in texts(server.cluster.address(APP, "wrong"))
        finally:
            admin.execute("DROP DATABASE wrong WITH (FORCE)")


def test_an_old_server_is_refused() -> None:
    class Old:
        class info:  # noqa: N801
            server_version = 140011

    facts = checks.Facts(Old())  # type: ignore[arg-type]  # only what this check reads
    assert [str(text) for text in checks.version(facts)] == ["PostgreSQL 14 is too old: Haoke needs 15 or newer."]


def test_silence_is_told_with_the_address_but_not_the_password(server: Server) -> None:
    wrong = server.cluster.address(APP, "nowhere")
    with pytest.raises(DatabaseProblem, match=r"haoke_app@.*/nowhere does not answer") as problem:
        checks.require_sound(wrong)
    assert wrong.password not in str(problem.value)
    assert "没有响应" in problem.value.text.zh


def test_a_query_without_a_row_gives_nothing(server: Server) -> None:
    with superuser(server.cluster) as admin:
        facts = checks.Facts(admin)
        empty: Any = facts.one("SELECT 1 WHERE false")
        assert empty is None


def test_the_role_script_makes_a_server_of_ones_own_fit(server: Server) -> None:
    cluster = server.cluster
    keys = cluster.passwords()
    psql = [str(server_binaries(server_account()) / "psql"), "-X", "-q", cluster.address(SUPERUSER, "postgres").url]
    given = script(keys[OWNER], keys[APP], "own")
    first, again = (subprocess.run(psql, input=given, capture_output=True, text=True, check=False) for _ in range(2))
    assert f"DATABASE_URL=postgresql://haoke_app:{keys[APP]}@HOST:5432/own" in first.stdout, first.stderr
    assert "already exists" in again.stderr
    assert checks.problems(cluster.address(APP, "own")) == []
    with psycopg.connect(cluster.address(OWNER, "own").url, autocommit=True) as owner:
        owner.execute("CREATE SCHEMA ext")
        owner.execute("CREATE EXTENSION hstore SCHEMA ext")
        owner.execute("CREATE FUNCTION ext.f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        owner.execute("GRANT CREATE ON SCHEMA ext TO haoke_log")
        owner.execute("ALTER FUNCTION ext.f() OWNER TO haoke_log")
    with superuser(cluster) as admin:
        admin.execute("DROP DATABASE own WITH (FORCE)")
