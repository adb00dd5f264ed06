"""The application can make definitions and nothing else: no other table, type, name or right."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql

from haoke.core.access.actor import SYSTEM_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db(transaction=True)
Connection = psycopg.Connection[Any]
FIELD = (
    "INSERT INTO core_customfield (id, version, custom, created_at, updated_at, object, name, kind, label, required,"
    ' "unique", personal, searchable, options, position) VALUES'
    " (%s, 1, '{}', now(), now(), %s, %s, %s, '{\"en\": \"X\"}', false, %s, false, false, %s::jsonb, 0)"
)
OBJECT = (
    "INSERT INTO core_customobject"
    ' (id, version, custom, created_at, updated_at, key, plural, label, icon, "open", timeline)'
    " VALUES (%s, 1, '{}', now(), now(), %s, %s, '{\"en\": \"X\"}', 'box', false, true)"
)


@contextmanager
def change(connection: Connection) -> Iterator[Connection]:
    """A change as an intruder with the application's login would announce it."""
    with connection.transaction():
        for name, value in (("actor", str(SYSTEM_ID)), ("action", "x"), ("change", str(uuid4()))):
            connection.execute("SELECT set_config(%s, %s, true)", [f"haoke.{name}", value])
        connection.execute("SELECT set_config('haoke.xid', pg_current_xact_id()::text, true)")
        yield connection


def insert_field(
    connection: Connection, key: str, name: str, kind: str = "text", options: str = "{}", *, unique: bool = False
) -> None:
    with change(connection):
        connection.execute(FIELD, [uuid4(), key, name, kind, unique, options])


def insert_object(connection: Connection, key: str) -> None:
    with change(connection):
        connection.execute(OBJECT, [uuid4(), key, f"{key}s"])


def columns(connection: Connection, table: str) -> set[str]:
    rows = connection.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table])
    return {row[0] for row in rows}


@pytest.mark.parametrize(
    "name",
    [
        "budget", "cf_", "cf_Budget", "cf_a b", 'cf_a" text, ADD COLUMN x', "cf_a;DROP TABLE testing_thing", "cf_é",
        "cf_a__b", "cf_a_", "cf_1", "cf_a\n", "deleted_at", "", "cf_a'", "cf_预算",
    ],
)  # fmt: skip
def test_only_plain_names_become_columns(app_connection: Connection, name: str) -> None:
    before = columns(app_connection, "testing_thing")
    with pytest.raises(errors.CheckViolation) as refused:
        insert_field(app_connection, "thing", name)
    assert refused.value.diag.constraint_name == "customfield_name"
    assert columns(app_connection, "testing_thing") == before


@pytest.mark.parametrize("kind", ["", "int", "text; DROP", "text NOT NULL DEFAULT now()", "serial", "json", "TEXT"])
def test_only_known_kinds_become_columns(app_connection: Connection, kind: str) -> None:
    with pytest.raises(errors.CheckViolation) as refused:
        insert_field(app_connection, "thing", "cf_a", kind)
    assert refused.value.diag.constraint_name == "customfield_kind"


@pytest.mark.parametrize(
    "key",
    [
        "custom_field",
        "custom_object",
        "core_job",
        "log.entry",
        "pg_authid",
        "django_migrations",
        "nothing",
        "",
        "testing_thing",
    ],
)
def test_only_tables_of_objects_get_columns(app_connection: Connection, key: str) -> None:
    with pytest.raises(errors.CheckViolation) as refused:
        insert_field(app_connection, key, "cf_a")
    assert refused.value.diag.constraint_name == "customfield_object"


@pytest.mark.parametrize("target", ["core_job", "pg_authid", "nothing", "testing_rack; DROP TABLE testing_part", ""])
def test_only_objects_are_referred_to(app_connection: Connection, target: str) -> None:
    with pytest.raises(errors.CheckViolation) as refused:
        insert_field(app_connection, "thing", "cf_a", "reference", f'{{"target": "{target}"}}')
    assert refused.value.diag.constraint_name == "customfield_target"


@pytest.mark.parametrize(
    "key",
    [
        "project",
        "co_",
        "co_P",
        "co_a b",
        'co_a" (x int); DROP TABLE "x',
        "co_a__b",
        "pg_x",
        "co_a\n",
    ],
)
def test_only_plain_keys_become_tables(app_connection: Connection, key: str) -> None:
    with pytest.raises(errors.CheckViolation) as refused:
        insert_object(app_connection, key)
    assert refused.value.diag.constraint_name == "customobject_key"


def test_a_table_of_that_name_is_left_alone(app_connection: Connection, owner_connection: Connection) -> None:
    owner_connection.execute("CREATE TABLE public.co_taken (secret text)")
    try:
        with pytest.raises(errors.CheckViolation) as refused:
            insert_object(app_connection, "co_taken")
        assert refused.value.diag.constraint_name == "customobject_taken"
    finally:
        owner_connection.execute("DROP TABLE public.co_taken")


def test_temporary_tables_are_nobody_s_object(app_connection: Connection) -> None:
    """The Log's trigger marks the tables of objects; the application cannot hang it anywhere."""
    app_connection.execute("CREATE TEMP TABLE testing_thing (id uuid)")
    with pytest.raises(errors.InsufficientPrivilege):
        app_connection.execute(
            "CREATE TRIGGER log_insert AFTER INSERT ON pg_temp.testing_thing"
            " FOR EACH STATEMENT EXECUTE FUNCTION log.write('mine')"
        )
    insert_field(app_connection, "thing", "cf_a")
    assert "cf_a" in columns(app_connection, "public.testing_thing")
    assert "cf_a" not in columns(app_connection, "pg_temp.testing_thing")


def test_temporary_objects_do_not_stand_in_for_those_of_the_functions(app_connection: Connection) -> None:
    app_connection.execute("SET search_path = pg_temp, public")
    app_connection.execute("CREATE TEMP TABLE pg_trigger (tgrelid oid, tgfoid oid, tgname text, tgargs bytea)")
    app_connection.execute("CREATE TEMP TABLE core_blank (id uuid, evil text)")
    insert_object(app_connection, "co_plain")
    assert "evil" not in columns(app_connection, "public.co_plain")
    assert "deleted_at" in columns(app_connection, "public.co_plain")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT custom.make_unique('testing_thing', 'name', 'text')",
        "SELECT custom.table_of('thing')",
        "SELECT custom.follow_blank()",
        "SELECT custom.refuse('x')",
        "SELECT nextval('custom.version')",
        "CREATE TRIGGER mine AFTER INSERT ON core_job FOR EACH ROW EXECUTE FUNCTION custom.make_field()",
        "ALTER TABLE core_customfield DISABLE TRIGGER custom_make",
        "ALTER TABLE testing_thing ADD COLUMN cf_mine text",
        "CREATE TABLE public.co_mine (id uuid)",
        "UPDATE core_metadata SET version = 0",
        "INSERT INTO core_blank (id) VALUES (gen_random_uuid())",
    ],
)
def test_the_application_cannot_use_the_functions_itself(app_connection: Connection, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        app_connection.execute(sql.SQL(statement))


def test_a_table_of_its_own_gives_the_application_no_more(app_connection: Connection) -> None:
    """A trigger function can be hung on one's own table only with the right to execute it."""
    app_connection.execute("CREATE TEMP TABLE bait (object text, name text, kind text, options jsonb)")
    for function in ("make_field", "make_object", "change_field", "bump", "keep"):
        with pytest.raises(errors.InsufficientPrivilege):
            app_connection.execute(
                sql.SQL("CREATE TRIGGER t AFTER INSERT ON bait FOR EACH ROW EXECUTE FUNCTION custom.{}()").format(
                    sql.Identifier(function)
                )
            )


def test_a_definition_outside_a_change_is_refused_with_its_column(app_connection: Connection) -> None:
    with pytest.raises(psycopg.Error) as refused:
        app_connection.execute(FIELD, [uuid4(), "thing", "cf_unseen", "text", False, "{}"])
    assert refused.value.sqlstate == "HK001"
    assert "cf_unseen" not in columns(app_connection, "testing_thing")


def test_definitions_stay_and_keep_what_they_are(app_connection: Connection) -> None:
    insert_field(app_connection, "thing", "cf_a")
    insert_object(app_connection, "co_a")
    for statement in (
        "UPDATE core_customfield SET kind = 'integer'",
        "UPDATE core_customfield SET name = 'cf_b'",
        "UPDATE core_customfield SET object = 'part'",
        'UPDATE core_customfield SET options = \'{"target": "team"}\'',
        "UPDATE core_customobject SET key = 'co_b'",
        "UPDATE core_customobject SET plural = 'co_bs'",
        "DELETE FROM core_customfield",
        "DELETE FROM core_customobject",
    ):
        with pytest.raises(errors.CheckViolation), change(app_connection):
            app_connection.execute(statement)


def test_a_column_there_is_cannot_be_had_again(app_connection: Connection) -> None:
    insert_field(app_connection, "thing", "cf_cost", "money")
    with pytest.raises(errors.CheckViolation) as refused:
        insert_field(app_connection, "thing", "cf_cost_currency")
    assert refused.value.diag.constraint_name == "customfield_taken"


def test_there_is_an_end_to_columns_and_tables(app_connection: Connection, owner_connection: Connection) -> None:
    """The limits count definitions, those in the bin too; here they are put in past the triggers."""
    for table in ("core_customfield", "core_customobject"):
        owner_connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    with owner_connection.cursor() as cursor:
        cursor.executemany(FIELD, [[uuid4(), "thing", f"cf_n{n}", "text", False, "{}"] for n in range(300)])
        cursor.executemany(OBJECT, [[uuid4(), f"co_n{n}", f"co_n{n}s"] for n in range(200)])
    for table in ("core_customfield", "core_customobject"):
        owner_connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))
    try:
        with pytest.raises(errors.CheckViolation) as refused:
            insert_field(app_connection, "thing", "cf_more")
        assert refused.value.diag.constraint_name == "customfield_limit"
        with pytest.raises(errors.CheckViolation) as refused:
            insert_object(app_connection, "co_more")
        assert refused.value.diag.constraint_name == "customobject_limit"
    finally:
        owner_connection.execute("TRUNCATE core_customfield, core_customobject")
