"""Brings a database to this version, as its owner."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import connection

from haoke.core.database.roles import grant

if TYPE_CHECKING:
    import psycopg

MIGRATING = 0x48414F4B45  # the advisory lock two runners compete for


def migrate_here(verbosity: int = 0) -> None:
    """Migrate the database of Django's connection, which must be the owner's; then grants and log partitions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        call_command("migrate", verbosity=verbosity, interactive=False)
        raw: psycopg.Connection[Any] = connection.connection
        grant(raw)
        with connection.cursor() as cursor:
            import_module("haoke.core.log").install(cursor)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
