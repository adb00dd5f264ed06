"""Tags and levels by rule, brought up to date in sets; what is over is taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.ids import uuid7
from haoke.core.records import changes, storage
from haoke.core.records.batch import Batch
from haoke.core.sql import TRUE, Sql
from haoke.labels.queries import levels
from haoke.labels.queries.reading import TAGS, Group, Tagged, condition, groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.spec import ObjectSpec
    from haoke.labels.models import LevelRule

#: How such writes came about; the database then notes a rule as the source of tags.
VIA: Final = "labels"
PORTION: Final = 2000
_OVER = "SELECT record, array_agg(value) AS values FROM labels_standing WHERE object = %s AND field = %s AND expires < now() GROUP BY record"  # noqa: E501 (one statement)
_FORGET = """DELETE FROM labels_standing s USING unnest(%s::uuid[], %s::text[]) AS x(record, value)
    WHERE s.object = %s AND s.field = %s AND s.record = x.record AND s.value IS DISTINCT FROM x.value"""
#: Since when it is so stays where only the rule is another.
_KEEP = """INSERT INTO labels_standing AS s (object, record, field, value, source, rule, at)
    SELECT %s, x.record, %s, x.value, 'rule', x.rule, now()
    FROM unnest(%s::uuid[], %s::text[], %s::uuid[]) AS x(record, value, rule)
    ON CONFLICT (record, object, field, value) DO UPDATE SET source = 'rule', rule = excluded.rule, by = NULL,
        reason = '', expires = NULL, at = CASE WHEN s.source = 'rule' THEN s.at ELSE excluded.at END"""


def keep_tags(key: str, ids: Collection[UUID] | None = None) -> int:
    """Give and take the tags that rules give; `ids` None: of all records. How many records were not right."""
    spec, known = registry.get(key), groups(key)
    ruled = [(group, tag) for group in known for tag in group.tags if tag.condition is not None]
    if not ruled:
        return 0
    change, done = uuid7(), 0
    for some in _portions(_wrong(spec, ruled, ids)):
        with changes(system(VIA), "tag", change=change) as tx:
            _lock(spec, some)
            lines = [(row["id"], None, {TAGS: _tags(row, ruled)}) for row in _wrong(spec, ruled, some, full=True)]
            done += sum(verdict.taken for verdict in Batch(tx, spec, trusted=True).rows(lines))
    return done


def _wrong(
    spec: ObjectSpec, ruled: Sequence[tuple[Group, Tagged]], ids: Collection[UUID] | None, *, full: bool = False
) -> list[dict[str, Any]]:
    """Records that have not just the tags their rules give: [{id}], `full` with tags and c0, c1 …, what holds."""
    row = Sql("SELECT r.id, r.tags")
    for at, (group, tag) in enumerate(ruled):
        before = [other for owner, other in ruled[:at] if owner is group and not group.multiple]
        held = condition(spec, tag.condition)
        for other in before:
            held = held.wrap("", " AND NOT ") + condition(spec, other.condition)
        row += held.wrap(", (", f") AS c{at}")
    within = TRUE if ids is None else Sql("r.id = ANY(%s)", (list(ids),))
    row += Sql(f" FROM {storage.table(spec.model)} r WHERE r.deleted_at IS NULL AND ") + within
    differ = Sql("FALSE")
    for at, (_, tag) in enumerate(ruled):
        differ += Sql(f" OR c{at} <> coalesce(q.tags @> ARRAY[%s]::text[], FALSE)", (tag.name,))
    return storage.fetch(
        row.wrap(f"SELECT {'*' if full else 'id'} FROM (", ") q WHERE ") + differ + Sql(" ORDER BY id")
    )


def _tags(row: Mapping[str, Any], ruled: Sequence[tuple[Group, Tagged]]) -> list[str] | None:
    """The tags of a record with those that hold and without those that do not; of a single choice the rule's stays."""
    held = [(group, tag) for at, (group, tag) in enumerate(ruled) if row[f"c{at}"]]
    gone = {tag.name for _, tag in ruled} - {tag.name for _, tag in held}
    gone |= {other.name for group, tag in held if not group.multiple for other in group.tags if other is not tag}
    kept = [each for each in row[TAGS] or () if each not in gone]
    return [*kept, *(tag.name for _, tag in held if tag.name not in kept)] or None


def keep_levels(key: str, ids: Collection[UUID] | None = None) -> int:
    """Bring choices that follow from rules up to date, and note which rule says so; how many were not right."""
    return sum(_keep_level(registry.get(key), field, by, ids) for (_, field), by in levels.rules(key).items())


def _keep_level(spec: ObjectSpec, field: str, by: list[LevelRule], ids: Collection[UUID] | None) -> int:
    change, done = uuid7(), 0
    for some in _portions(levels.moving(spec, field, by, ids)):
        with changes(system(VIA), "level", change=change) as tx:
            _lock(spec, some)
            found = levels.moving(spec, field, by, some)
            lines = [(each["id"], None, {field: each["new"]}) for each in found if each["old"] != each["new"]]
            refused = {
                line[0]
                for line, said in zip(lines, Batch(tx, spec, trusted=True).rows(lines), strict=True)
                if not said.taken
            }
            _note(spec.key, field, [each for each in found if each["id"] not in refused])
            done += len(found) - len(refused)
    return done


def _note(key: str, field: str, found: Sequence[Mapping[str, Any]]) -> None:
    held = [each for each in found if each["new"] is not None]
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [[each["id"] for each in found], [each["new"] for each in found], key, field])
        columns = [[each[name] for each in held] for name in ("id", "new", "rule")]
        cursor.execute(_KEEP, [key, field, *columns])


def expire(key: str) -> int:
    """Take away tags whose time is over; how many records had such."""
    spec, change, done = registry.get(key), uuid7(), 0
    over = {row["record"]: set(row["values"]) for row in storage.fetch(Sql(_OVER, (key, TAGS)))}
    for some in _portions([{"id": each} for each in sorted(over)]):
        with changes(system(VIA), "expire", change=change) as tx:
            _lock(spec, some)
            rows = storage.fetch(
                Sql(
                    f"SELECT id, tags FROM {storage.table(spec.model)} WHERE id = ANY(%s) AND deleted_at IS NULL",
                    (some,),
                )
            )
            lines = [
                (row["id"], None, {TAGS: [t for t in row[TAGS] or () if t not in over[row["id"]]] or None})
                for row in rows
            ]
            done += sum(verdict.taken for verdict in Batch(tx, spec, trusted=True).rows(lines))
    return done


def _portions(rows: Sequence[Mapping[str, Any]]) -> Iterator[list[UUID]]:
    for start in range(0, len(rows), PORTION):
        yield [row["id"] for row in rows[start : start + PORTION]]


def _lock(spec: ObjectSpec, ids: Sequence[UUID]) -> None:
    some = Sql(" WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (list(ids),))
    storage.fetch(Sql(f"SELECT id FROM {storage.table(spec.model)}") + some)
