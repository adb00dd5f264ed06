"""Rows of record tables, in and out: the only place where SQL writes business records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection
from psycopg.adapt import Loader

from haoke.core import prepared as plans
from haoke.core import registry
from haoke.core.metadata import derived
from haoke.core.records import copytext
from haoke.core.records.shapes import Row, attributes, columns, json_columns, shape
from haoke.core.remembered import remembered
from haoke.core.sql import Sql, ident, join

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db import models
    from django.db.backends.utils import CursorWrapper

    from haoke.core.records.model import Record
    from haoke.core.spec import ObjectSpec

__all__ = [
    "Row", "columns", "copy_in", "fetch", "insert", "insert_all", "instance", "json_columns", "lines", "listed",
    "refresh", "table", "update", "update_all", "values",
]  # fmt: skip


class _Documents(Loader):
    """Reads jsonb as Python; Django's own connections leave it as text."""

    def load(self, data: Any) -> Any:
        return orjson.loads(bytes(data))


def table(model: type[models.Model]) -> str:
    """Quoted table name."""
    return ident(model._meta.db_table)


def listed(names: Iterable[str], alias: str = "") -> str:
    """Quoted column names with commas, each after `alias.` when given."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(prefix + ident(name) for name in names)


def fetch(query: Sql, *, prepared: bool = False) -> list[Row]:
    """Rows of a query as {column: stored}; `prepared`: of one that finds them by ids, whatever its values."""
    names, found = remembered(query, _prepared if prepared else _fetched)
    return [dict(zip(names, row, strict=True)) for row in found]


def _fetched(query: Sql) -> tuple[list[str], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        return _given(cursor, query)


def _prepared(query: Sql) -> tuple[list[str], list[tuple[Any, ...]]]:
    with plans.cursor() as cursor:
        return _given(cursor, query)


def _given(cursor: CursorWrapper, query: Sql) -> tuple[list[str], list[tuple[Any, ...]]]:
    cursor.cursor.adapters.register_loader("jsonb", _Documents)
    cursor.execute(query.text, query.params)
    return [column.name for column in cursor.description], cursor.fetchall()


def values(spec: ObjectSpec, row: Mapping[str, Any]) -> dict[str, Any]:
    """{field: value} of a row."""
    return shape(spec.key).values(row)


def instance(spec: ObjectSpec, row: Mapping[str, Any]) -> Record:
    """The row as a model instance."""
    made = len(spec.model._meta.concrete_fields)
    names, stored = attributes(spec), [row[column] for column in columns(spec)]
    record = spec.model.from_db(DEFAULT_DB_ALIAS, names[:made], stored[:made])
    # Run-time fields are attributes too, though the class does not know them.
    vars(record).update(zip(names[made:], stored[made:], strict=True))
    return record


def refresh(spec: ObjectSpec, record: Record, row: Mapping[str, Any]) -> Record:
    """Give an instance the values of a row."""
    fresh = instance(spec, row)
    # The whole state, so that cached related objects of former values go too.
    record.__dict__.clear()
    record.__dict__.update(fresh.__dict__)
    return record


def text_of(document: Any) -> str | None:
    """A JSON document as the database takes it."""
    return None if document is None else orjson.dumps(document).decode()


def _parameter(spec: ObjectSpec, column: str, value: Any) -> Any:
    return text_of(value) if column in json_columns(spec) else value


def insert(spec: ObjectSpec, row: Row) -> None:
    """Add one row."""
    names = columns(spec)
    marks = ", ".join("%s" for _ in names)
    _run(
        Sql(
            f"INSERT INTO {table(spec.model)} ({listed(names)}) VALUES ({marks})",
            tuple(_parameter(spec, name, row[name]) for name in names),
        )
    )


def update(spec: ObjectSpec, record: UUID, changed: Mapping[str, Any]) -> None:
    """Set some columns of one row."""
    sets = join(", ", (Sql(f"{ident(name)} = %s", (_parameter(spec, name, changed[name]),)) for name in changed))
    _run(Sql(f"UPDATE {table(spec.model)} SET ") + sets + Sql(" WHERE id = %s", (record,)))


def lines(spec: ObjectSpec, rows: Sequence[Row], names: Sequence[str]) -> bytes:
    """These columns of rows as COPY reads them; needs no database."""
    ways = _ways(spec)
    return copytext.lines([ways.get(name, copytext.plain)([row[name] for row in rows]) for name in names])


def copy_in(target: str, names: Sequence[str], block: bytes) -> None:
    """Feed what `lines` made of columns `names` to a table (quoted name) by COPY."""
    statement = f"COPY {target} ({listed(names)}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as stream:
        stream.write(block)


def _staged(cursor: Any, spec: ObjectSpec, rows: Sequence[Row], names: Sequence[str]) -> str:
    """Put these columns of rows into an empty staging table shaped like the record table; gives its quoted name."""
    stage = ident(f"stage_{spec.key}")
    cursor.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {stage} ON COMMIT DROP AS"
        f" SELECT {listed(columns(spec))} FROM {table(spec.model)} WITH NO DATA"
    )
    cursor.execute(f"TRUNCATE pg_temp.{stage}")
    copy_in(f"pg_temp.{stage}", names, lines(spec, rows, names))
    return f"pg_temp.{stage}"


@derived
def _ways(spec: ObjectSpec) -> dict[str, Callable[[Sequence[Any]], Sequence[str]]]:
    """How documents and arrays are written out; all other columns tell by their values."""
    found: dict[str, Callable[[Sequence[Any]], Sequence[str]]] = dict.fromkeys(json_columns(spec), copytext.documents)
    return found | {str(f.column): copytext.arrays for f in registry.columns(spec.key) if isinstance(f, ArrayField)}


def insert_all(spec: ObjectSpec, rows: Sequence[Row], filled: Collection[str]) -> tuple[list[str], bytes]:
    """Add many rows by one COPY; columns not in `filled` are empty in all of them. Gives columns, number first, and lines."""  # noqa: E501 (one sentence or statement)
    used = ["number", *(name for name in columns(spec) if name in filled and name != "number")]
    block = lines(spec, rows, used)
    copy_in(table(spec.model), used, block)
    return used, block


def update_all(spec: ObjectSpec, rows: Sequence[Row], changed: Iterable[str]) -> int:
    """Set the `changed` columns of many rows from whole new rows, each still of the version before; how many."""
    names = sorted(changed)
    sets = ", ".join(f"{ident(name)} = s.{ident(name)}" for name in names)
    with connection.cursor() as cursor:
        stage = _staged(cursor, spec, rows, sorted({"id", "version", *names}))
        cursor.execute(
            f"UPDATE {table(spec.model)} t SET {sets} FROM {stage} s WHERE t.id = s.id AND t.version = s.version - 1"
        )
        return int(cursor.rowcount)


def _run(statement: Sql) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
