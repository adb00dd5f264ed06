"""Pytest plugin: tests run on a real PostgreSQL, as the application's role, on a database of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from haoke.core.database.cluster import SUPERUSER, Cluster
from haoke.core.database.roles import APP, OWNER, make_database
from haoke.core.database.server import ready, superuser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.database.urls import Address

os.environ.setdefault("HAOKE_TESTING", "1")  # installs the test objects, haoke.core.testing.app
WAIT = 60.0  # seconds for the test server to answer
KEEPER = "haoke.core.testing.keeper"
SEED = "test_seed"


def test_cluster() -> Cluster:
    """The data folder all test runs of this user share: `HAOKE_TEST_PG`, or one below /tmp."""
    return Cluster(Path(os.environ.get("HAOKE_TEST_PG") or f"/tmp/haoke-test-pg-{os.getuid()}"))  # noqa: S108


test_cluster.__test__ = False  # type: ignore[attr-defined]  # its name is what it is, not a test


def running_cluster() -> Cluster:
    """The test server, started when it does not run; it stops by itself when nobody uses it."""
    cluster = test_cluster()
    deadline = time.monotonic() + WAIT
    if not (cluster.exists and ready(cluster)):
        output = Path(f"{cluster.folder}.log").open("ab")  # noqa: SIM115 - the child keeps it
        subprocess.Popen(
            [sys.executable, "-m", KEEPER, str(cluster.folder)], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
        output.close()
    while not (cluster.exists and ready(cluster)):
        if time.monotonic() > deadline:
            pytest.exit(f"The test database did not start within {WAIT:.0f} s; see {cluster.folder}.log", returncode=3)
        time.sleep(0.1)
    return cluster


def database_name() -> str:
    """Name of this run's database, from `HAOKE_TEST_DB_SUFFIX` and the xdist worker."""
    parts = ["haoke_test", os.environ.get("HAOKE_TEST_DB_SUFFIX", ""), os.environ.get("PYTEST_XDIST_WORKER", "")]
    return "_".join(filter(None, parts)).lower()


def point_django_at(address: Address) -> None:
    """Make Django's connection use this login and database from now on."""
    from django.db import connection  # noqa: PLC0415 - settings are not ready when the plugin loads

    connection.close()
    connection.settings_dict.update(
        NAME=address.name, USER=address.user, PASSWORD=address.password, HOST=address.host, PORT=address.port
    )


@pytest.fixture(scope="session")
def test_server() -> Cluster:
    """The running test server."""
    return running_cluster()


@pytest.fixture(scope="session")
def django_db_setup(test_server: Cluster, django_db_blocker: Any) -> Iterator[None]:
    """An empty, migrated database of this run's own; tests then hold the application's rights only."""
    from django.conf import settings  # noqa: PLC0415 - settings are not ready when the plugin loads
    from django.test import TransactionTestCase  # noqa: PLC0415

    name = database_name()
    before = dict(settings.DATABASES["default"])
    with superuser(test_server, "postgres") as admin:
        drop(admin, name)
        make_database(admin, name)
    with django_db_blocker.unblock():
        migrate_as_owner(test_server, name)
        keep_seed(test_server, name)
        point_django_at(test_server.address(APP, name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: restore(test_server, name))  # noqa: ARG005
        yield
    with django_db_blocker.unblock():
        from django.db import connection  # noqa: PLC0415

        connection.close()
        connection.settings_dict.update(before)
    with superuser(test_server, "postgres") as admin:
        drop(admin, name)


def drop(admin: psycopg.Connection[Any], name: str) -> None:
    """Remove a database left by an earlier run."""
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def migrate_as_owner(cluster: Cluster, name: str) -> None:
    """Run every migration with the owner's login, as `haoke migrate` does."""
    from haoke.core.database.migrate import migrate_here  # noqa: PLC0415

    point_django_at(cluster.address(OWNER, name))
    migrate_here()


def tables(connection: psycopg.Connection[Any]) -> list[sql.Identifier]:
    """Every table a test may have filled."""
    found = connection.execute(
        "SELECT schemaname, tablename FROM pg_tables"
        " WHERE schemaname IN ('public', 'log') AND tablename <> 'django_migrations'"
        " UNION ALL SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'p' AND n.nspname IN ('public', 'log')"
    )
    return [sql.Identifier(*row) for row in sorted(set(found.fetchall()))]


def keep_seed(cluster: Cluster, name: str) -> None:
    """Remember the rows that migrations made, to put them back after a test that really commits."""
    with superuser(cluster, name) as admin:
        admin.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SEED)))
        for table in tables(admin):
            if admin.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(table)).fetchone():
                copy = sql.Identifier(SEED, table.as_string(None).strip('"').replace('"."', "."))
                admin.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(copy, table))


def restore(cluster: Cluster, name: str) -> None:
    """Empty every table and put the migrations' rows back, past triggers: a superuser's work, no test's."""
    with superuser(cluster, name) as admin, admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        unmake(admin)
        everything = tables(admin)
        admin.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(everything)))
        seeded = {row[0] for row in admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SEED])}
        for table in everything:
            copy = table.as_string(None).strip('"').replace('"."', ".")
            if copy in seeded:
                admin.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(table, sql.Identifier(SEED, copy)))


def unmake(admin: psycopg.Connection[Any]) -> None:
    """Drop the tables and columns of run-time objects and fields a test made."""
    for (key,) in admin.execute("SELECT key FROM core_customobject").fetchall():
        admin.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(key)))
        admin.execute(sql.SQL("DROP SEQUENCE {}").format(sql.Identifier(f"number_{key}")))
    for table, column in admin.execute(
        "SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attname LIKE 'cf\\_%' AND NOT attisdropped"
        " AND attnum > 0 AND attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r')"
    ).fetchall():
        admin.execute(sql.SQL("ALTER TABLE {} DROP COLUMN {}").format(sql.Identifier(table), sql.Identifier(column)))


@contextmanager
def as_login(cluster: Cluster, role: str, name: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own as `role`, in autocommit."""
    with psycopg.connect(cluster.address(role, name).url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def superuser_connection(test_server: Cluster, django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's autocommit connection to this run's database."""
    with as_login(test_server, SUPERUSER, database_name()) as connection:
        yield connection


@pytest.fixture
def owner_connection(test_server: Cluster, django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """The owner's autocommit connection to this run's database."""
    with as_login(test_server, OWNER, database_name()) as connection:
        yield connection


@pytest.fixture
def app_connection(test_server: Cluster, django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """A further autocommit connection with the application's rights, for tests of two at once."""
    with as_login(test_server, APP, database_name()) as connection:
        yield connection
