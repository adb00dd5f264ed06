"""Which records went up into others: old ids and numbers lead on, and undoing knows what a merge was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from haoke.core import access
from haoke.core.errors import Missing
from haoke.core.records import storage
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: From a former id on to what it is today, however many merges later.
_ON = """WITH RECURSIVE w(id) AS (SELECT "into" FROM core_former WHERE record = %s AND object = %s AND undone IS NULL
    UNION SELECT f."into" FROM core_former f JOIN w ON f.record = w.id WHERE f.undone IS NULL)"""
#: A record with everything that ever went up into it.
_BACK = """WITH RECURSIVE w(id) AS (SELECT %s::uuid
    UNION SELECT f.record FROM core_former f JOIN w ON f."into" = w.id WHERE f.undone IS NULL) SELECT id FROM w"""
_NUMBERED = """WITH RECURSIVE w(object, id) AS (
    SELECT object, "into" FROM core_former WHERE number = ANY(%s) AND object = ANY(%s) AND undone IS NULL
    UNION SELECT f.object, f."into" FROM core_former f JOIN w ON f.record = w.id WHERE f.undone IS NULL)"""
_BEARING = """WITH RECURSIVE w(number, id) AS (
    SELECT number, "into" FROM core_former WHERE object = %s AND lower(number) = ANY(%s) AND undone IS NULL
    UNION SELECT w.number, f."into" FROM core_former f JOIN w ON f.record = w.id WHERE f.undone IS NULL)"""
#: Each side of an undoing: what a change merged is apart again, what it took apart is merged again.
_TURN = """UPDATE core_former SET change = CASE WHEN undone IS NULL THEN change ELSE %s END,
    undone = CASE WHEN undone IS NULL THEN %s::uuid END
    WHERE (change = %s AND undone IS NULL) OR undone = %s"""
_OF = """SELECT id, object, record, "into", undone IS NULL AS merged, beside FROM core_former
    WHERE (change = %s AND undone IS NULL) OR undone = %s ORDER BY id DESC"""


_STANDING = (
    """SELECT change, count(*) AS pairs FROM core_former WHERE change = ANY(%s) AND undone IS NULL GROUP BY change"""
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records a change made one, or (`merged` False) took apart again."""

    id: int
    object: str
    record: UUID
    into: UUID
    merged: bool
    beside: dict[str, list[int]]


def survivor(actor: Actor, spec: ObjectSpec, record: UUID) -> UUID | None:
    """What a record the actor cannot find went up into, if he may see that."""
    seen = access.visible_to(actor, spec, "read")
    found = storage.fetch(
        Sql(f"{_ON} SELECT r.id FROM w JOIN {storage.table(spec.model)} r ON r.id = w.id WHERE ", (record, spec.key))
        + seen
    )
    return found[0]["id"] if found else None


def led(actor: Actor, spec: ObjectSpec, record: UUID) -> UUID:
    """The same; raises Missing where nothing leads."""
    found = survivor(actor, spec, record)
    if found is None:
        raise Missing
    return found


def of_record(record: UUID) -> Sql:
    """Array of the ids of a record and of all that went up into it."""
    return Sql(f"ARRAY({_BACK})", (record,))


def ids(record: UUID) -> tuple[UUID, ...]:
    """A record's id and those of all that went up into it."""
    return tuple(row["id"] for row in storage.fetch(Sql(_BACK, (record,))))


def numbered(keys: Collection[str], spellings: Collection[str]) -> Sql:
    """Beginning of a statement with rows w(object, id): what records of these former numbers went up into."""
    return Sql(_NUMBERED, (list(spellings), list(keys)))


def bearing(actor: Actor, spec: ObjectSpec, folded: Collection[str]) -> list[dict[str, Any]]:
    """[{id, value}] of records the actor sees and the former numbers (folded) that lead to them."""
    table = storage.table(spec.model)
    head = Sql(
        f"{_BEARING} SELECT r.id, w.number AS value FROM w JOIN {table} r ON r.id = w.id WHERE ",
        (spec.key, list(folded)),
    )
    return storage.fetch(head + access.visible_to(actor, spec))


def pairs(change: UUID) -> list[Pair]:
    """What a change merged or took apart, the last first."""
    return [Pair(**row) for row in storage.fetch(Sql(_OF, (change, change)))]


def standing(changes: Sequence[UUID]) -> dict[UUID, int]:
    """{change: how many records it merged that are merged still}."""
    return {row["change"]: row["pairs"] for row in storage.fetch(Sql(_STANDING, (list(changes),)))}


def keep(spec: ObjectSpec, gone: dict[str, Any], into: UUID, change: UUID, beside: dict[str, list[int]]) -> None:
    """Write down that the record of row `gone` went up into another."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO core_former (object, record, "into", number, change, beside) VALUES (%s, %s, %s, %s, %s, %s)',
            [spec.key, gone["id"], into, gone["number"], change, storage.text_of(beside)],
        )


def turn(change: UUID, by: UUID) -> None:
    """Turn round what a change did to the table, by the change that undoes it."""
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [by, by, change, change])


def remember(pair: Pair, beside: dict[str, list[int]]) -> None:
    """Which rows nobody logs were moved this time."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_former SET beside = %s WHERE id = %s", [storage.text_of(beside), pair.id])
