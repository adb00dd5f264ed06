"""Rows about records in tables nobody logs: declared by apps as `BESIDE` in their objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from haoke.core import registry
from haoke.core.sql import ident

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Beside:
    """Rows of a table, about a record by (object, record), that go with it into another.

    `once`: columns of which the survivor has a combination once: what it has already stays where it was · `sets`: what
    else is set of a row that goes along.
    """

    table: str
    once: tuple[str, ...] = ()
    sets: str = ""


def move(key: str, gone: UUID, into: UUID) -> dict[str, list[int]]:
    """Bring the rows about one record to another; {table: ids of the rows}."""
    found = {each.table: _moved(each, key, gone, into) for each in registry.brought("BESIDE")}
    return {table: ids for table, ids in found.items() if ids}


def put_back(moved: Mapping[str, Sequence[int]], gone: UUID, into: UUID) -> None:
    """Bring those rows back that are still where they were brought."""
    known = {each.table for each in registry.brought("BESIDE")}
    for table in moved.keys() & known:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {ident(table)} SET record = %s WHERE id = ANY(%s) AND record = %s",
                [gone, list(moved[table]), into],
            )


def _moved(each: Beside, key: str, gone: UUID, into: UUID) -> list[int]:
    table = ident(each.table)
    same = " AND ".join(["o.record = %s", *(f"o.{ident(name)} = t.{ident(name)}" for name in each.once)])
    statement = f"UPDATE {table} t SET record = %s{each.sets} WHERE t.object = %s AND t.record = %s"
    given: list[UUID | str] = [into, key, gone]
    if each.once:
        statement += f" AND NOT EXISTS (SELECT 1 FROM {table} o WHERE {same})"
        given.append(into)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} RETURNING t.id", given)
        return [row[0] for row in cursor.fetchall()]
