"""The Log in the database: what it has, and what it refuses the application."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from psycopg import errors

from haoke.core import registry
from haoke.core.log.installing import (
    EVENTS,
    HOMELESS,
    NO_PARTITION,
    RUN_TIME,
    faults,
    install,
    present_triggers,
    wanted_triggers,
)
from haoke.core.testing.database import as_login, database_name

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = "id, name, version, custom, created_at, updated_at"
RACK = f"INSERT INTO testing_rack ({COLUMNS}) VALUES (%s, '{{}}', 1, '{{}}', now(), now())"
IDS = [UUID(int=number) for number in range(1, 9)]
SETTINGS = {
    "haoke.actor": "00000000-0000-7000-8000-000000000001", "haoke.action": "test", "haoke.via": "test",
    "haoke.change": "00000000-0000-7000-8000-00000000000c",
}  # fmt: skip


def begin(app: psycopg.Connection[Any], *, local: bool = True) -> None:
    """What `changes` says first."""
    for name, value in SETTINGS.items():
        app.execute("SELECT set_config(%s, %s, %s)", [name, value, local])
    app.execute("SELECT set_config('haoke.xid', pg_current_xact_id()::text, %s)", [local])


def entries(app: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    return app.execute("SELECT verb, record, data FROM log.entry WHERE object = 'rack' ORDER BY id").fetchall()


def test_every_record_table_has_its_triggers() -> None:
    with connection.cursor() as cursor:
        assert present_triggers(cursor) == wanted_triggers()
        assert len(wanted_triggers()) >= 18


def test_a_missing_or_disabled_trigger_is_seen_and_mended(owner_connection: Any) -> None:
    with owner_connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER log_update ON testing_rack")
        cursor.execute("ALTER TABLE testing_shelf DISABLE TRIGGER log_insert")
        assert wanted_triggers().keys() - present_triggers(cursor).keys() == {
            ("testing_rack", "update"), ("testing_shelf", "insert"),
        }  # fmt: skip
        assert [str(fault) for fault in faults(cursor)] == [
            "Table testing_rack does not log every update; run `haoke migrate`",
            "Table testing_shelf does not log every insert; run `haoke migrate`",
        ]
        install(cursor)
        assert present_triggers(cursor) == wanted_triggers()
        assert faults(cursor) == []


def test_a_log_without_a_home_for_its_entries_is_at_fault(owner_connection: Any) -> None:
    with owner_connection.transaction(force_rollback=True), owner_connection.cursor() as cursor:
        cursor.execute("SELECT to_char(now() + interval '3 months', 'YYYY_MM'), to_char(now(), 'YYYY_MM')")
        later, present = cursor.fetchone()
        cursor.execute(f"DROP TABLE log.entry_{later}")
        cursor.execute(f"ALTER TABLE log.entry DETACH PARTITION log.entry_{present}")
        begin(owner_connection)
        cursor.execute(RACK, [IDS[0]])
        assert faults(cursor) == [NO_PARTITION, HOMELESS]


def test_installing_again_changes_nothing_and_drops_triggers_of_tables_that_are_no_records(
    owner_connection: Any,
) -> None:
    with owner_connection.cursor() as cursor:
        cursor.execute("CREATE TABLE once_a_record (id uuid, version int)")
        cursor.execute(
            "CREATE TRIGGER log_insert AFTER INSERT ON once_a_record REFERENCING NEW TABLE AS new_rows"
            " FOR EACH STATEMENT EXECUTE FUNCTION log.write('gone', '')"
        )
        install(cursor)
        install(cursor)
        assert present_triggers(cursor) == wanted_triggers()
        cursor.execute("DROP TABLE once_a_record")


def test_roles_that_are_not_there_are_made(superuser_connection: Any) -> None:
    with superuser_connection.transaction(force_rollback=True), superuser_connection.cursor() as cursor:
        cursor.execute("ALTER ROLE haoke_app RENAME TO haoke_was_app")
        cursor.execute("DROP TRIGGER log_insert ON testing_rack")
        install(cursor)
        cursor.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'haoke_app'")
        assert cursor.fetchone() == (False,)


def test_partitions_reach_three_months_ahead_and_the_application_may_ask_for_more(app_connection: Any) -> None:
    homes = app_connection.execute(
        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'log.entry'::regclass"
    ).fetchone()
    assert homes[0] >= 5
    app_connection.execute("SELECT log.make_partitions(6)")
    assert app_connection.execute("SELECT log.make_partitions(6)").fetchone() == (0,)


def test_a_write_outside_a_change_is_refused(app_connection: Any) -> None:
    with pytest.raises(psycopg.Error) as refused:
        app_connection.execute(RACK, [IDS[0]])
    assert refused.value.sqlstate == "HK001"
    assert app_connection.execute("SELECT count(*) FROM testing_rack").fetchone() == (0,)


@pytest.mark.parametrize("missing", [*sorted(set(SETTINGS) - {"haoke.via"}), "haoke.xid"])
def test_each_setting_is_needed(app_connection: Any, missing: str) -> None:
    with app_connection.transaction(force_rollback=True):
        begin(app_connection)
        app_connection.execute("SELECT set_config(%s, '', true)", [missing])
        with pytest.raises(psycopg.Error, match="outside a change"):
            app_connection.execute(RACK, [IDS[0]])


def test_settings_of_an_earlier_transaction_are_worthless(app_connection: Any) -> None:
    with app_connection.transaction():
        begin(app_connection, local=False)
        app_connection.execute(RACK, [IDS[0]])
    assert app_connection.execute("SELECT current_setting('haoke.actor')").fetchone() == (SETTINGS["haoke.actor"],)
    with pytest.raises(psycopg.Error, match="outside a change"):
        app_connection.execute(RACK, [IDS[1]])


def test_a_forged_xid_is_refused(app_connection: Any) -> None:
    with app_connection.transaction(force_rollback=True):
        begin(app_connection)
        app_connection.execute("SELECT set_config('haoke.xid', '123', true)")
        with pytest.raises(psycopg.Error, match="outside a change"):
            app_connection.execute(RACK, [IDS[0]])


def test_create_update_bin_restore_and_purge_are_told_apart(app_connection: Any) -> None:
    with app_connection.transaction():
        begin(app_connection)
        app_connection.execute(RACK, [IDS[0]])
        app_connection.execute('UPDATE testing_rack SET name = \'{"en": "x"}\', version = 2, updated_at = now()')
        app_connection.execute("UPDATE testing_rack SET version = 3")
        app_connection.execute("UPDATE testing_rack SET deleted_at = '2026-01-02T03:04:05Z'")
        app_connection.execute("UPDATE testing_rack SET deleted_at = NULL")
        app_connection.execute("DELETE FROM testing_rack")
    found = entries(app_connection)
    assert [row[0] for row in found] == ["create", "update", "delete", "restore", "purge"]
    assert found[0][2] is None
    assert found[1][2] == {"n": {"name": '{"en": "x"}'}, "o": {"name": "{}"}}
    assert found[2][2] == {"n": {"deleted_at": "2026-01-02 03:04:05+00"}, "o": {"deleted_at": None}}
    assert found[4][2]["o"]["name"] == '{"en": "x"}'


def test_an_id_may_not_change(app_connection: Any) -> None:
    with app_connection.transaction(force_rollback=True):
        begin(app_connection)
        app_connection.execute(RACK, [IDS[0]])
        with pytest.raises(psycopg.Error) as refused:
            app_connection.execute("UPDATE testing_rack SET id = %s", [IDS[1]])
        assert refused.value.sqlstate == "HK002"


def test_many_rows_after_one_row_in_the_same_session_do_not_fall_into_a_nested_loop(app_connection: Any) -> None:
    app_connection.execute("SET statement_timeout = '20s'")
    with app_connection.transaction():
        begin(app_connection)
        app_connection.execute(RACK, [IDS[0]])
        app_connection.execute(
            "INSERT INTO testing_rack (id, name, version, custom, created_at, updated_at)"
            " SELECT gen_random_uuid(), '{}', 1, '{}', now(), now() FROM generate_series(1, 20000)"
        )
    for _ in range(8):
        with app_connection.transaction():
            begin(app_connection)
            app_connection.execute("UPDATE testing_rack SET number = 'one' WHERE id = %s", [IDS[0]])
    with app_connection.transaction():
        begin(app_connection)
        app_connection.execute('UPDATE testing_rack SET name = \'{"en": "all"}\'')
    assert app_connection.execute("SELECT count(*) FROM log.entry WHERE verb = 'update'").fetchone()[0] >= 20001


def test_the_trigger_cannot_be_hung_on_a_temporary_table(app_connection: Any) -> None:
    app_connection.execute("CREATE TEMP TABLE forged (id uuid, version int)")
    with pytest.raises(errors.InsufficientPrivilege):
        app_connection.execute(
            "CREATE TRIGGER t AFTER INSERT ON forged REFERENCING NEW TABLE AS new_rows"
            " FOR EACH STATEMENT EXECUTE FUNCTION log.write('contact', '')"
        )


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO log.entry DEFAULT VALUES",
        "UPDATE log.entry SET verb = 'x'",
        "DELETE FROM log.entry",
        "TRUNCATE log.entry",
        "DELETE FROM log.entry_default",
        "INSERT INTO log.entry_default SELECT * FROM log.entry",
        "ALTER TABLE testing_rack DISABLE TRIGGER log_insert",
        "ALTER TABLE testing_rack DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "SELECT set_config('session_replication_role', 'replica', false)",
        "SET ROLE haoke_log",
        "SET ROLE haoke_owner",
        "TRUNCATE testing_rack",
        "DROP TRIGGER log_insert ON testing_rack",
        "SELECT nextval('log.entry_id')",
        "CREATE TABLE log.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "DROP FUNCTION log.write()",
        "COPY testing_rack TO PROGRAM 'true'",
        "SELECT log.inside_change()",
    ],
)  # fmt: skip
def test_the_application_cannot_touch_the_log(app_connection: Any, attack: str) -> None:
    with pytest.raises((errors.InsufficientPrivilege, errors.UndefinedObject)):
        app_connection.execute(attack)


def test_an_own_entry_is_marked_as_one_and_needs_a_change(app_connection: Any) -> None:
    with pytest.raises(psycopg.Error, match="outside a change"):
        app_connection.execute("SELECT log.add('rack', %s, 'approved', '{}')", [IDS[0]])
    with app_connection.transaction():
        begin(app_connection)
        app_connection.execute("SELECT log.add('rack', %s, 'create', '{\"seen\": 1}')", [IDS[0]])
    assert entries(app_connection)[-1] == ("x:create", IDS[0], {"seen": 1})


def test_a_write_wakes_listeners_once(app_connection: Any, test_server: Any) -> None:
    with as_login(test_server, "haoke_app", database_name()) as ear:
        ear.execute("LISTEN haoke_log")
        with app_connection.transaction():
            begin(app_connection)
            app_connection.execute(RACK, [IDS[0]])
            app_connection.execute(RACK, [IDS[1]])
        assert len(list(ear.notifies(timeout=60, stop_after=1))) == 1
        assert list(ear.notifies(timeout=0.1)) == []


def test_secret_columns_are_left_out(owner_connection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    secretive = replace(registry.get("rack"), secret=("name", "owner"))
    monkeypatch.setattr(registry, "objects", lambda: {"rack": secretive})
    with owner_connection.transaction(force_rollback=True), owner_connection.cursor() as cursor:
        install(cursor)
        assert present_triggers(cursor)["testing_rack", "update"] == ("rack", "owner_id,name")
        begin(owner_connection)
        cursor.execute(RACK, [IDS[0]])
        cursor.execute('UPDATE testing_rack SET name = \'{"en": "hidden"}\'')
        cursor.execute("UPDATE testing_rack SET name = '{\"en\": \"more\"}', number = 'seen'")
        cursor.execute("DELETE FROM testing_rack")
        written = [row[2] for row in entries(owner_connection)]
    assert written[:2] == [None, {"n": {"number": "seen"}, "o": {"number": None}}]
    assert "name" not in written[2]["o"]
    assert written[2]["o"]["number"] == "seen"


def test_triggers_of_run_time_tables_are_left_alone(owner_connection: Any) -> None:
    with owner_connection.cursor() as cursor:
        for table in (f"{RUN_TIME}tried", "stray"):
            cursor.execute(f"CREATE TABLE {table} (LIKE testing_rack)")
            cursor.execute(
                f"CREATE TRIGGER log_insert AFTER INSERT ON {table} REFERENCING {EVENTS['insert']}"
                " FOR EACH STATEMENT EXECUTE FUNCTION log.write('rack', '')"
            )
        try:
            install(cursor)
            tables = {table for table, _ in present_triggers(cursor)}
            assert f"{RUN_TIME}tried" in tables
            assert "stray" not in tables
        finally:
            cursor.execute(f"DROP TABLE {RUN_TIME}tried, stray")
