"""What a database holds, in figures that are equal when its rows are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, LiteralString

from psycopg import sql

if TYPE_CHECKING:
    from psycopg import Connection

#: {table: (rows, sum of the rows' hashes)}
Summary = dict[str, tuple[int, str]]

# Text of a row must not depend on the session.
PLAIN: Final[tuple[LiteralString, ...]] = (
    "SET timezone = 'UTC'",
    "SET datestyle = 'ISO, YMD'",
    "SET intervalstyle = 'postgres'",
    "SET bytea_output = 'hex'",
    "SET extra_float_digits = 1",
)
TABLES: Final[LiteralString] = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1, 2"""
# The sum does not depend on the order of rows; md5 is the same in every version of PostgreSQL.
FIGURES: Final = (
    "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM ONLY {} t"
)
SEQUENCES: Final[LiteralString] = """
SELECT schemaname || '.' || sequencename, coalesce(last_value, 0) FROM pg_sequences ORDER BY 1"""


def summary(connection: Connection[Any]) -> Summary:
    """Rows and hash of every table, in the connection's snapshot."""
    for statement in PLAIN:
        connection.execute(statement)
    found: Summary = {}
    for schema, table in connection.execute(TABLES).fetchall():
        row = connection.execute(sql.SQL(FIGURES).format(sql.Identifier(schema, table))).fetchone()
        assert row is not None  # noqa: S101 - an aggregate gives one row
        found[f"{schema}.{table}"] = (int(row[0]), str(row[1]))
    return found


def sequences(connection: Connection[Any]) -> dict[str, int]:
    """{sequence: last number given}; 0 when none was."""
    return {str(name): int(value) for name, value in connection.execute(SEQUENCES).fetchall()}


def differences(wanted: Summary, found: Summary) -> list[str]:
    """Names of the tables that are missing, new or unlike."""
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def behind(wanted: dict[str, int], found: dict[str, int]) -> list[str]:
    """Names of the sequences that would give a number again."""
    return sorted(name for name, value in wanted.items() if found.get(name, -1) < value)
