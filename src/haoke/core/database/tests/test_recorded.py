"""An unchanged version on an unchanged database has nothing to migrate; any change of either is noticed."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, LiteralString

import pytest

from haoke.core.database import recorded
from haoke.core.database.roles import APP, OWNER
from haoke.core.testing.database import database_name

if TYPE_CHECKING:
    import psycopg

    from haoke.core.database.cluster import Cluster
    from haoke.core.database.urls import Address


@pytest.fixture
def app(test_server: Cluster, django_db_setup: None) -> Address:
    """The application's login, on a database noted as brought to this version."""
    recorded.note(test_server.address(OWNER, database_name()), recorded.code())
    return test_server.address(APP, database_name())


def test_an_unchanged_start_has_nothing_to_do(app: Address) -> None:
    assert recorded.up_to_date(app)


@pytest.mark.parametrize(
    ("change", "back"),
    [
        ("ALTER TABLE {table} DISABLE TRIGGER log_update", "ALTER TABLE {table} ENABLE TRIGGER log_update"),
        ("REVOKE SELECT ON {table} FROM haoke_app", "GRANT SELECT ON {table} TO haoke_app"),
        ("CREATE INDEX by_hand ON {table} (id)", "DROP INDEX by_hand"),
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', now())",
            "DELETE FROM django_migrations WHERE name = '9999_later'",
        ),
        ("ALTER FUNCTION log.make_partitions RENAME TO gone", "ALTER FUNCTION log.gone RENAME TO make_partitions"),
    ],
)
def test_a_change_of_the_database_by_hand_is_noticed(
    app: Address, owner_connection: psycopg.Connection[Any], change: LiteralString, back: LiteralString
) -> None:
    query: LiteralString = "SELECT relname FROM pg_class WHERE relname LIKE '%_thing' AND relkind = 'r'"
    row = owner_connection.execute(query).fetchone()
    assert row is not None
    owner_connection.execute(change.format(table=row[0]))
    try:
        assert not recorded.up_to_date(app)
    finally:
        owner_connection.execute(back.format(table=row[0]))


def test_another_program_has_something_to_do(app: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "version", lambda _package: "99")
    assert not recorded.up_to_date(app)


def test_a_database_without_tables_has_everything_to_do(app: Address) -> None:
    assert not recorded.up_to_date(app.on("postgres"))


def test_every_program_file_counts_and_no_test() -> None:
    names = {name for name, _ in recorded.sources(files("haoke"))}
    assert {"haoke/core/log/schema.sql", "haoke/core/migrations/0001_initial.py", "haoke/sales/models.py"} <= names
    assert not any("/tests/" in name for name in names)
