"""Brings a database to this version, as its owner."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import connection

from haoke.core import custom, log, search
from haoke.core.database.roles import grant
from haoke.core.database.states import drawn_once
from haoke.core.records.indexes import ensure_indexes

if TYPE_CHECKING:
    from collections.abc import Iterator

MIGRATING = 0x48414F4B45  # the advisory lock two runners compete for


def migrate_here(verbosity: int = 0) -> None:
    """Migrate the database of Django's connection, which must be the owner's; then the Log and the grants."""
    with alone(), connection.cursor() as cursor:
        with drawn_once():
            call_command("migrate", verbosity=verbosity, interactive=False)
        log.install(cursor)
        custom.install(cursor)
        ensure_indexes(cursor)
        with custom.latest():
            search.renew(cursor)
        grant(raw())


@contextmanager
def alone() -> Iterator[None]:
    """Let one runner a database work at a time; a failure drops the connection, and the lock with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        yield
    except BaseException:
        connection.close()
        raise
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def raw() -> Any:
    """The psycopg connection under Django's."""
    connection.ensure_connection()
    return connection.connection


def pending() -> Iterator[str]:
    """Names of the migrations this version has and the database does not."""
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - needs the apps loaded

    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"{migration.app_label}.{migration.name}"
