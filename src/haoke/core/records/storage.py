"""Rows of record tables, in and out: the only place where SQL writes business records."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from psycopg.types.json import Jsonb, JsonbLoader

from haoke.core import registry
from haoke.core.sql import Sql, ident, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.records.model import Record
    from haoke.core.spec import ObjectSpec

#: {column: stored}, JSON documents decoded.
Row = dict[str, Any]


@cache
def columns(model: type[Record]) -> tuple[str, ...]:
    """All columns of a record table in the model's order."""
    return tuple(str(field.column) for field in model._meta.concrete_fields)


@cache
def json_columns(model: type[Record]) -> frozenset[str]:
    """Those that hold JSON documents."""
    return frozenset(str(f.column) for f in model._meta.concrete_fields if isinstance(f, models.JSONField))


@cache
def _attributes(model: type[Record]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def table(model: type[models.Model]) -> str:
    """Quoted table name."""
    return ident(model._meta.db_table)


def listed(names: Iterable[str], alias: str = "") -> str:
    """Quoted column names with commas, each after `alias.` when given."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(prefix + ident(name) for name in names)


def fetch(query: Sql) -> list[Row]:
    """Rows of a query as {column: stored}."""
    with connection.cursor() as cursor:
        cursor.cursor.adapters.register_loader("jsonb", JsonbLoader)
        cursor.execute(query.text, query.params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def values(spec: ObjectSpec, row: Mapping[str, Any]) -> dict[str, Any]:
    """{field: value} of a row."""
    return {name: field.load(row) for name, field in registry.fields(spec.key).items()}


def instance(spec: ObjectSpec, row: Mapping[str, Any]) -> Record:
    """The row as a model instance."""
    return spec.model.from_db(
        DEFAULT_DB_ALIAS, _attributes(spec.model), [row[column] for column in columns(spec.model)]
    )


def refresh(record: Record, row: Mapping[str, Any]) -> Record:
    """Give an instance the values of a row."""
    model = type(record)
    fresh = model.from_db(DEFAULT_DB_ALIAS, _attributes(model), [row[column] for column in columns(model)])
    # The whole state, so that cached related objects of former values go too.
    record.__dict__.clear()
    record.__dict__.update(fresh.__dict__)
    return record


def blank(spec: ObjectSpec) -> Row:
    """The row of a new record before anything is set: the model's defaults."""
    return {str(field.column): field.get_default() for field in spec.model._meta.concrete_fields}


def parameter(model: type[Record], column: str, value: Any) -> Any:
    """A stored value as the driver takes it."""
    return Jsonb(value) if value is not None and column in json_columns(model) else value


def insert(spec: ObjectSpec, row: Row) -> None:
    """Add one row."""
    names = columns(spec.model)
    marks = ", ".join("%s" for _ in names)
    _run(
        Sql(
            f"INSERT INTO {table(spec.model)} ({listed(names)}) VALUES ({marks})",
            tuple(parameter(spec.model, name, row[name]) for name in names),
        )
    )


def update(spec: ObjectSpec, record: UUID, changed: Mapping[str, Any]) -> None:
    """Set some columns of one row."""
    sets = join(", ", (Sql(f"{ident(name)} = %s", (parameter(spec.model, name, changed[name]),)) for name in changed))
    _run(Sql(f"UPDATE {table(spec.model)} SET ") + sets + Sql(" WHERE id = %s", (record,)))


def copy(cursor: Any, spec: ObjectSpec, rows: Sequence[Row]) -> str:
    """Put rows into an empty staging table shaped like the record table; gives its quoted name."""
    stage = ident(f"stage_{spec.key}")
    names = columns(spec.model)
    json = json_columns(spec.model)
    cursor.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {stage} ON COMMIT DROP AS"
        f" SELECT {listed(names)} FROM {table(spec.model)} WITH NO DATA"
    )
    cursor.execute(f"TRUNCATE pg_temp.{stage}")
    with cursor.copy(f"COPY pg_temp.{stage} ({listed(names)}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row([Jsonb(row[n]) if n in json and row[n] is not None else row[n] for n in names])
    return f"pg_temp.{stage}"


def insert_all(spec: ObjectSpec, rows: Sequence[Row]) -> None:
    """Add many rows by one COPY and one INSERT."""
    names = listed(columns(spec.model))
    with connection.cursor() as cursor:
        stage = copy(cursor, spec, rows)
        cursor.execute(f"INSERT INTO {table(spec.model)} ({names}) SELECT {names} FROM {stage}")


def update_all(spec: ObjectSpec, rows: Sequence[Row], changed: Iterable[str]) -> int:
    """Set the `changed` columns of many rows from whole new rows, each still of the version before; how many."""
    sets = ", ".join(f"{ident(name)} = s.{ident(name)}" for name in sorted(changed))
    with connection.cursor() as cursor:
        stage = copy(cursor, spec, rows)
        cursor.execute(
            f"UPDATE {table(spec.model)} t SET {sets} FROM {stage} s WHERE t.id = s.id AND t.version = s.version - 1"
        )
        return int(cursor.rowcount)


def _run(statement: Sql) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
