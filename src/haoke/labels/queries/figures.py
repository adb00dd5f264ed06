"""What hangs on a record in figures, as apps declare them (`PROFILE` in their objects): of what the reader sees.

One statement for all of them, and one for the titles; what is tied to records below an account counts, as on its
timeline.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.criteria import compile, parse, paths, worth
from haoke.core.errors import BadValue, Refused
from haoke.core.fieldtypes import currencies
from haoke.core.log.sources import hanging
from haoke.core.records import storage
from haoke.core.records.reading import adding
from haoke.core.records.reading.naming import lookup
from haoke.core.records.reading.running import rows
from haoke.core.sql import TRUE, Sql, all_of, any_of, ident, join
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import Figure, ObjectSpec

_POINTS: Final = frozenset({"reference", "user", "department"})
_NONE: Final = Sql("NULL")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A figure as this reader may ask it: of rows r of `child` that are `near`, by the reference `tie` or links,
    those under `where`."""

    figure: Figure
    child: ObjectSpec
    tie: str | None
    near: Sql
    where: Sql
    total: FieldDef | None = None
    day: FieldDef | None = None
    sort: FieldDef | None = None
    shown: tuple[FieldDef, ...] = field(default=())


@cache
def _declared(key: str) -> tuple[Figure, ...]:
    """Figures of an object's profile, in order."""
    mine = [each for each in registry.brought("PROFILE") if key in each.about]
    return tuple(sorted(mine, key=lambda each: each.place))


def figures(actor: Actor, spec: ObjectSpec, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """[{key, label, object, tie, where, count, total, currency, left_out, day, rows, bad, gap, …}] of a record."""
    found = [_asked(actor, spec, each) for each in _declared(spec.key) if _is_of(each, row)]
    asked = [each for each in found if each is not None]
    if not asked:
        return []
    values = rows(_statement(actor, spec, row["id"], asked), prepared=True)[0]
    told = [_told(one, values[2 * at], values[2 * at + 1]) for at, one in enumerate(asked)]
    _name(actor, asked, told)
    for one, each in zip(asked, told, strict=True):
        gap = one.figure.gap(actor, each["rows"]) if one.figure.gap else None
        each["gap"] = gap and say(gap)
    return _first_of_a_key(asked, told)


def _is_of(figure: Figure, row: Mapping[str, Any]) -> bool:
    return figure.of is None or row.get(figure.of[0]) == figure.of[1]


def _asked(actor: Actor, spec: ObjectSpec, figure: Figure) -> _Asked | None:
    """None for what this reader may not ask."""
    child = registry.objects().get(figure.object)
    with suppress(Refused, BadValue):
        ways = [each for each in registry.relations(spec.key).values() if child and each.child == child.key]
        ways = [paths.relation(actor, spec, way.name) for way in ways]
        if child is None or not ways:
            return None
        tied = any_of(way.on(spec, "b", "r") if way.field else Sql(f"r.id = ANY(t.{ident(child.key)})") for way in ways)
        condition = compile(parse(dict(figure.where), child, actor), child, actor)
        sort = paths.usable(actor, child, figure.sort.lstrip("-")) if figure.most else None
        return _Asked(
            figure, child, ways[0].field, all_of([tied, access.visible_to(actor, child, Verb.READ)]), condition,
            _readable(actor, child, figure.total), _readable(actor, child, figure.day.lstrip("-")), sort,
            tuple(each for name in figure.fields if (each := _readable(actor, child, name))),
        )  # fmt: skip
    return None


def _readable(actor: Actor, spec: ObjectSpec, name: str) -> FieldDef | None:
    """A field the reader sees in full."""
    if not name or access.field_right(actor, spec, name) < FieldRight.READ:
        return None
    return registry.field(spec.key, name)


# -- the statement ------------------------------------------------------------------------------------------


def _statement(actor: Actor, spec: ObjectSpec, record: Any, asked: Sequence[_Asked]) -> Sql:
    below = hanging(actor, spec)
    arrays = [array.wrap(", ", f" AS {ident(child.key)}") for child, array in below]
    base = join("", [Sql("WITH b AS MATERIALIZED (SELECT r.id"), *arrays])
    base += Sql(f" FROM {storage.table(spec.model)} r WHERE r.id = %s), t AS MATERIALIZED (SELECT ", (record,))
    linked = {each.child.key: each.child for each in asked if each.tie is None}
    ties = [_ties(spec, child, [each.key for each, _ in below]) for child in linked.values()]
    near = {each.child.key: _near(each) for each in asked}
    parts = [part for each in asked for part in (_counted(each), _listed(each))]
    return (
        base
        + join(", ", ties or [TRUE]).wrap("", " FROM b), ")
        + join(", ", [*near.values()])
        + Sql(" SELECT ")
        + join(", ", parts)
    )


def _near(each: _Asked) -> Sql:
    """The rows its figures are of, found once: the planner looks at the ways to them once, too."""
    head = f"{_rows_of(each)} AS MATERIALIZED (SELECT r.* FROM {storage.table(each.child.model)} r, b, t WHERE "
    return each.near.wrap(head, ")")


def _rows_of(each: _Asked) -> str:
    return ident(f"of_{each.child.key}")


def _ties(spec: ObjectSpec, child: ObjectSpec, below: Sequence[str]) -> Sql:
    """Array of the records of `child` that are tied to the record or to those below it."""
    link = child.links
    assert link is not None  # noqa: S101 (no tie by a field: by links)
    key, record = f"l.{ident(link.object)}", f"l.{ident(link.record)}"
    near = [Sql(f"({key} = %s AND {record} = b.id)", (spec.key,))]
    near += [Sql(f"({key} = %s AND {record} = ANY(b.{ident(each)}))", (each,)) for each in below]
    head = (
        f"ARRAY(SELECT l.{ident(link.child + '_id')} FROM {storage.table(link.model)} l WHERE l.deleted_at IS NULL AND "
    )
    return any_of(near).wrap(head, f") AS {ident(child.key)}")


def _counted(each: _Asked) -> Sql:
    """Four columns in one JSON: how many, their sum, what is left out of it, the day."""
    if not (each.figure.count or each.total or each.day):
        return Sql("NULL::text")
    made = [
        Sql("count(*)"),
        worth.column(each.total, "r").wrap("sum(", ")::text") if each.total else _NONE,
        worth.unrated(each.total, "r").wrap("count(*) FILTER (WHERE ", ")") if each.total else _NONE,
        each.day.column("r").wrap("max(" if each.figure.day.startswith("-") else "min(", ")") if each.day else _NONE,
    ]
    source = f")::text FROM {_rows_of(each)} r WHERE "
    return (join(", ", made).wrap("(SELECT jsonb_build_array(", source) + each.where).wrap("", ")")


def _listed(each: _Asked) -> Sql:
    """The first rows as JSON: [{id, field: as it is stored}]."""
    if each.sort is None:
        return Sql("NULL::text")
    columns = [one.column("r").wrap("", f" AS {ident(one.name)}") for one in dict.fromkeys((*each.shown, each.sort))]
    order = " DESC NULLS LAST" if each.figure.sort.startswith("-") else " NULLS LAST"
    inner = join(", ", [Sql("r.id"), *columns]).wrap("SELECT ", f" FROM {_rows_of(each)} r WHERE ")
    inner += each.where + each.sort.sort_key("r").wrap(" ORDER BY ", f"{order}, r.id LIMIT {each.figure.most}")
    return inner.wrap("(SELECT jsonb_agg(q)::text FROM (", ") q)")


# -- what is told -------------------------------------------------------------------------------------------


def _told(each: _Asked, counted: str | None, listed: str | None) -> dict[str, Any]:
    figure = each.figure
    count, total, out, day = json.loads(counted) if counted else (None,) * 4
    return {
        "key": figure.key, "label": say(figure.label), "object": figure.object, "tie": each.tie,
        "where": figure.where, "count": count if figure.count else None, "sums": each.total is not None,
        "total": adding.figure(each.total, Decimal(total)) if each.total and total is not None else None,
        "currency": currencies.base(), "left_out": out or 0, "day": day,
        "rows": json.loads(listed) if listed else [], "fields": [one.name for one in each.shown],
        "sort": each.sort and figure.sort, "line": figure.line or None, "quiet": figure.quiet, "bad": figure.bad,
    }  # fmt: skip


def _name(actor: Actor, asked: Sequence[_Asked], told: Sequence[dict[str, Any]]) -> None:
    """Give rows their titles, and what they point at its own; one statement."""
    wanted: dict[str, set[str]] = {}
    points = [
        [(one.name, one.type.meta()["target"]) for one in each.shown if one.type.kind in _POINTS] for each in asked
    ]
    for each, one, fields in zip(asked, told, points, strict=True):
        for row in one["rows"]:
            wanted.setdefault(each.child.key, set()).add(row["id"])
            for name, target in fields:
                wanted.setdefault(target, set()).update([row[name]] if row[name] else [])
    found = lookup(actor, wanted)
    for each, one, fields in zip(asked, told, points, strict=True):
        for row in one["rows"]:
            row["title"] = found[each.child.key].get(row["id"])
            for name, target in fields:
                row[name] = row[name] and {"id": row[name], "title": found[target].get(row[name])}


def _first_of_a_key(asked: Sequence[_Asked], told: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of figures with one key that whose first row comes first: a call or a mail, whichever was later."""
    kept: dict[str, dict[str, Any]] = {}
    for one, each in zip(asked, told, strict=True):
        before, name = kept.get(each["key"]), one.figure.sort.lstrip("-")
        each["at"] = each["rows"][0][name] if each["rows"] and one.sort else None
        latest = one.figure.sort.startswith("-")
        if before is None or before["at"] is None or (each["at"] is not None and (each["at"] > before["at"]) == latest):
            kept[each["key"]] = each
    return list(kept.values())
