"""Which of the records a change made stay when it is undone, because something that stays points at them.

Worked out before anything is put back, over sets: a temporary table of what would go, from which rounds of statements
take what has to stay until nothing is left to take. Decision 30.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from haoke.core import registry
from haoke.core.records import storage
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from haoke.core.spec import ObjectSpec

#: Of every record the change wrote: whether it made it, and whether it still stands as the change left it.
_GOING = """CREATE TEMP TABLE undo_going ON COMMIT DROP AS
    SELECT x.record, min(x.object) AS object, bool_or(x.verb = 'create') AS made
    FROM (SELECT record, object, verb, id FROM log.entry WHERE change = %s AND verb NOT LIKE 'x:%%') x
    GROUP BY x.record
    HAVING NOT EXISTS (SELECT 1 FROM log.entry l WHERE l.record = x.record AND l.id > max(x.id) AND l.change <> %s
        AND """


@dataclass(frozen=True, slots=True)
class Held:
    """Why a record stays: the record (object, id) that points at it or that it is part of."""

    object: str
    record: UUID
    part: bool = False


def somebodys() -> Sql:
    """That an entry `l` is of somebody's doing: no note, nor what apps derive (the ways in their FOLLOWING)."""
    return Sql("l.verb NOT LIKE 'x:%%' AND l.via <> ALL(%s)", (list(registry.brought("FOLLOWING")),))


def held(change: UUID, objects: Sequence[str]) -> dict[UUID, Held]:
    """{record made by the change: what keeps it}, whatever it takes; records edited since are not among them."""
    found: dict[UUID, Held] = {}
    asked = list(_asked(objects))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.undo_going")  # of an undoing in the same transaction
        going = (Sql(_GOING, (change, change)) + somebodys()).wrap("", ")")
        cursor.execute(going.text, going.params)
        cursor.execute("CREATE UNIQUE INDEX ON undo_going (record)")
        cursor.execute("ANALYZE undo_going")
        while taken := {record: why for query in asked for record, why in _taken(query)}:
            found |= taken
    return found


def _taken(query: Sql) -> list[tuple[UUID, Held]]:
    """Records that stay after all by one query, taken from those that go."""
    head = Sql("WITH x AS (") + query + Sql(")")
    tail = Sql(
        " DELETE FROM pg_temp.undo_going g USING x WHERE g.record = x.record RETURNING g.record, x.object, x.by, x.part"
    )
    return [(row["record"], Held(row["object"], row["by"], row["part"])) for row in storage.fetch(head + tail)]


def _asked(objects: Sequence[str]) -> Iterator[Sql]:
    """A query for every way in which a record of any object keeps one of these: (record, object, by, part)."""
    wanted = frozenset(objects)
    for spec in registry.objects().values():
        for name, each in registry.fields(spec.key).items():
            target = each.type.meta().get("target")
            if target in wanted and each.type.kind in _ONE:
                yield _pointed(spec, each.columns[0], several=False)
            elif target in wanted and each.type.kind in _MANY:
                yield _pointed(spec, each.columns[0], several=True)
            if name == spec.parent and spec.key in wanted:
                yield _parts(spec, each.columns[0], str(target))
        if spec.about is not None:
            yield _pointed(spec, _column(spec, spec.about[1]), several=False)
        if spec.links is not None:
            yield _pointed(registry.by_model(spec.links.model), spec.links.record, several=False)


_ONE, _MANY = frozenset({"reference", "user", "department"}), frozenset({"multireference"})


def _column(spec: ObjectSpec, name: str) -> str:
    return registry.field(spec.key, name).columns[0]


def _pointed(spec: ObjectSpec, column: str, *, several: bool) -> Sql:
    """What a record that is there and does not go points at."""
    table, place = storage.table(spec.model), f"r.{ident(column)}"
    source = f"FROM {table} r CROSS JOIN LATERAL unnest({place}) p(id)" if several else f"FROM {table} r"
    return Sql(
        f"SELECT DISTINCT ON (g.record) g.record, %s::text AS object, r.id AS by, false AS part {source}"
        f" JOIN pg_temp.undo_going g ON g.made AND g.record = {'p.id' if several else place}"
        " WHERE r.deleted_at IS NULL AND r.id <> g.record"
        " AND NOT EXISTS (SELECT 1 FROM pg_temp.undo_going o WHERE o.record = r.id)",
        (spec.key,),
    )


def _parts(spec: ObjectSpec, column: str, whole: str) -> Sql:
    """Parts of a record that is there and does not go."""
    return Sql(
        "SELECT g.record, %s::text AS object, w.id AS by, true AS part"
        f" FROM pg_temp.undo_going g JOIN {storage.table(spec.model)} r ON r.id = g.record AND g.made"
        f" JOIN {storage.table(registry.get(whole).model)} w ON w.id = r.{ident(column)} AND w.deleted_at IS NULL"
        " WHERE g.object = %s AND NOT EXISTS (SELECT 1 FROM pg_temp.undo_going o WHERE o.record = w.id)",
        (whole, spec.key),
    )
