"""Puts the Log into a database: roles, schema, functions, triggers of record tables, number sequences, partitions."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.log.names import number_sequence
from haoke.core.sql import ident
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec

ROLES: Final = ("haoke_app", "haoke_log")
#: Beginning of the names of run-time objects and their tables.
RUN_TIME: Final = "co_"
#: {event: the transition tables its trigger may have}; PostgreSQL allows one event a trigger with such tables.
EVENTS: Final = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}

NO_TRIGGER = T(
    "Table {table} does not log every {event}; run `haoke migrate`",
    "表 {table} 的 {event} 操作未被完整记录，请运行 `haoke migrate`",
)
NO_PARTITION = T(
    "The Log has no partition for three months from now; run `haoke migrate`",
    "操作记录缺少三个月后的分区，请运行 `haoke migrate`",
)
HOMELESS = T(
    "Entries of the Log lie in its default partition: a month's partition was missing when they were written",
    "部分操作记录落入默认分区：写入时缺少对应月份的分区",
)


def install(cursor: Any) -> None:
    """Bring the Log of this database to the registry's state, as its owner; safe to repeat after every migration."""
    _make_roles(cursor)
    home = _hstore_schema(cursor)
    cursor.execute(files(__package__).joinpath("schema.sql").read_text("utf-8"))
    cursor.execute(files(__package__).joinpath("sealing.sql").read_text("utf-8"))
    cursor.execute(f"ALTER FUNCTION log.write() SET search_path = pg_catalog, {ident(home)}, pg_temp")
    _hang_triggers(cursor)
    for spec in registry.objects().values():
        if spec.number:
            _make_sequence(cursor, number_sequence(spec.key))
    cursor.execute("SELECT log.make_partitions()")


def faults(cursor: Any) -> list[T]:
    """What is wrong with the Log of this database, for `haoke doctor`; nothing when all is well."""
    found: list[T] = []
    wrong = wanted_triggers().items() - present_triggers(cursor).items()
    for (table, event), _ in sorted(wrong):
        found.append(NO_TRIGGER.fill(table=table, event=event))
    cursor.execute("SELECT to_regclass('log.entry_' || to_char(now() + interval '3 months', 'YYYY_MM')) IS NULL")
    if cursor.fetchone()[0]:
        found.append(NO_PARTITION)
    cursor.execute("SELECT EXISTS (SELECT 1 FROM ONLY log.entry_default)")
    if cursor.fetchone()[0]:
        found.append(HOMELESS)
    return found


def wanted_triggers() -> dict[tuple[str, str], tuple[str, str]]:
    """{(table, event): (object key, columns left out)} for every object of the registry."""
    return {
        (spec.model._meta.db_table, event): (spec.key, _left_out(spec))
        for spec in registry.objects().values()
        for event in EVENTS
    }


def present_triggers(cursor: Any) -> dict[tuple[str, str], tuple[str, str]]:
    """The same of what the database has: only enabled triggers that call `log.write`."""
    cursor.execute(
        "SELECT c.relname, substr(t.tgname, 5), t.tgargs FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgfoid = 'log.write'::regproc AND t.tgenabled = 'O'"
    )
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for table, event, arguments in cursor.fetchall():
        key, left_out = bytes(arguments).decode().split("\0")[:2]
        found[table, event] = (key, left_out)
    return found


def _left_out(spec: ObjectSpec) -> str:
    secret = [str(f.column) for f in registry.columns(spec.key) if f.name in spec.secret]
    # A sort key says nothing the name beside it does not.
    return ",".join([*secret, *(f.sort for f in registry.fields(spec.key).values() if f.sort)])


def _make_roles(cursor: Any) -> None:
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
    present = {row[0] for row in cursor.fetchall()}
    for role in ROLES:
        if role not in present:
            cursor.execute(f"CREATE ROLE {ident(role)} NOLOGIN")
            # Who makes the functions must be able to give them to the Log's role.
            cursor.execute(f"GRANT {ident(role)} TO CURRENT_USER")


def _hstore_schema(cursor: Any) -> str:
    cursor.execute("CREATE SCHEMA IF NOT EXISTS ext")
    cursor.execute("GRANT USAGE ON SCHEMA ext TO haoke_app, haoke_log")
    cursor.execute("CREATE EXTENSION IF NOT EXISTS hstore SCHEMA ext")
    cursor.execute(
        "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'hstore'"
    )
    return str(cursor.fetchone()[0])


def _hang_triggers(cursor: Any) -> None:
    wanted, present = wanted_triggers(), present_triggers(cursor)
    for table, event in present.keys() - wanted.keys():
        if table.startswith(RUN_TIME):
            continue  # made and kept by core.custom
        cursor.execute(f"DROP TRIGGER {ident(f'log_{event}')} ON {ident(table)}")
    for (table, event), (key, left_out) in wanted.items():
        if present.get((table, event)) != (key, left_out):
            name = ident(f"log_{event}")
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {name} AFTER {event.upper()} ON {ident(table)} REFERENCING {EVENTS[event]}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION log.write({_literal(key)}, {_literal(left_out)})"
            )
            cursor.execute(f"ALTER TABLE {ident(table)} ENABLE TRIGGER {name}")


def _literal(text: str) -> str:
    # Trigger arguments take no parameters; both texts come from the registry.
    return "'" + text.replace("'", "''") + "'"


def _make_sequence(cursor: Any, name: str) -> None:
    cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")
    cursor.execute(f"GRANT USAGE ON SEQUENCE {name} TO haoke_app")
