"""Hits as people see them: title, a second line and the owner, as far as the reader may know them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access
from haoke.core.access.actor import Verb
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.records.reading import naming
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.search import why
from haoke.core.sql import TRUE, Sql, all_of, ident, join
from haoke.core.text import current_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.records.reading.plans import Plan
    from haoke.core.search.words import Words
    from haoke.core.spec import ObjectSpec

_SECOND: Final = 2
#: The rows of an object its reader sees, where they are read once.
SEEN: Final = "seen"
#: Columns of a hit's rank.
RANK: Final = 3
_SAID: Final = frozenset({"text", "choice", "reference", "department", "user"})


@dataclass(frozen=True, slots=True)
class _Shown:
    """How one object's hits are read and said: their plan, the fields of both lines the reader may see, and those in
    which numbers and addresses are found."""

    spec: ObjectSpec
    plan: Plan
    title: FieldDef | None
    second: Sequence[FieldDef]
    exact: Sequence[FieldDef]


@dataclass(frozen=True, slots=True)
class Asked:
    """What may be a hit of one object: SELECT of (id, place), a condition on the row r, and whether what the reader
    sees of the object is worked out before (`once`), as the table SEEN."""

    spec: ObjectSpec
    standing: Sql
    where: Sql = TRUE
    once: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    """A row of an object's plan, its rank (smaller is better), and which hit of its object it is."""

    row: Sequence[Any]
    rank: tuple[Any, ...]
    nth: int
    shown: _Shown


def best(
    actor: Actor,
    asked: Sequence[Asked],
    limit: int,
    wanted: Words | None = None,
    exact: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """API items of the best hits; half of them shared out evenly among the objects.

    Each object's rows are read with its own policy, the best first: by place, one's own, the newest. `exact`: fields of
    an object, which the actor reads, of which is said what of `wanted` was found in them.
    """
    named = exact if wanted and wanted.exact else {}
    read = [(_shown(actor, each.spec, named.get(each.spec.key, ())), each) for each in asked]
    chosen = [(hit.shown, hit.shown.plan.records([hit.row])[0]) for hit in _chosen(_hits(actor, read, limit), limit)]
    naming.resolve_all(actor, [(shown.plan, [record for of, record in chosen if of is shown]) for shown, _ in read])
    return [
        {**item, "matched": _matched(shown, record, wanted), "parts": _parts(shown, item["title"], wanted)}
        for shown, record, item in ((shown, record, _item(shown, record)) for shown, record in chosen)
    ]


def _hits(actor: Actor, read: Sequence[tuple[_Shown, Asked]], limit: int) -> list[_Hit]:
    """The best of each object, by one statement: each was read by one of its own for 0.4 ms of Python more."""
    if not read:
        return []
    width = max(shown.plan.width for shown, _ in read)
    padded = [[*shown.plan.columns, *["NULL"] * (width - shown.plan.width)] for shown, _ in read]
    parts = [
        _ranked(actor, each, [str(at), *columns], limit)
        for at, (columns, (_, each)) in enumerate(zip(padded, read, strict=True))
    ]
    hits: list[_Hit] = []
    last, nth = -1, 0
    for at, *rank_and_row in rows(join(" UNION ALL ", parts)):
        last, nth = at, nth + 1 if at == last else 0
        hits.append(_Hit(rank_and_row[RANK:], tuple(rank_and_row[:RANK]), nth, read[at][0]))
    return hits


def _parts(shown: _Shown, title: str, wanted: Words | None) -> list[str]:
    """The pieces of a title that are, or read as, what was typed."""
    kind = shown.spec.search_kinds.get(shown.spec.title, SearchKind.TEXT)
    return why.found(wanted, kind, title) if wanted and shown.title else []


def _matched(shown: _Shown, record: Mapping[str, Any], wanted: Words | None) -> str | None:
    """The number or address of a record that was found, as it is written."""
    for field in shown.exact if wanted else ():
        value = field.type.clean(record[field.name])
        texts = field.type.search(value) if value else ()
        if wanted and any(wanted.within(kind, text) for kind, text in texts):
            return field.type.format(value, current_language())
    return None


def _shown(actor: Actor, spec: ObjectSpec, exact: Sequence[str]) -> _Shown:
    readable = access.readable(actor, spec)
    second = [
        readable[name]
        for name in spec.columns
        if name in readable and name != spec.title and readable[name].type.kind in _SAID
    ][:_SECOND]
    told = [readable[name] for name in exact if name in readable and name not in (spec.title, "number")]
    lines = (spec.title, *(field.name for field in (*second, *told)), "owner")
    names = list(dict.fromkeys(name for name in lines if name in readable))
    return _Shown(spec, plan_for(actor, spec, names), readable.get(spec.title), second, told)


def _ranked(actor: Actor, asked: Asked, columns: Sequence[str], limit: int) -> Sql:
    """Rows of columns as texts, the best first; behind the first: place, whether not one's own, and age."""
    at, *texts = columns[0], *(f"({column})::text" for column in columns[1:])
    rank = Sql(
        f"SELECT {at}, c.place, r.owner_id IS DISTINCT FROM %s, -extract(epoch FROM r.updated_at)::float8, ",
        (actor.id,),
    )
    table, who = ident(asked.spec.model._meta.db_table), actor if asked.once else replace(actor, singly=True)
    seen = access.visible_to(who, asked.spec, Verb.READ, "r")
    sight = seen.wrap(f"WITH {SEEN} AS MATERIALIZED (SELECT * FROM {table} r WHERE ", ") ") if asked.once else Sql("")
    source = asked.standing.wrap(
        f"{', '.join(texts)} FROM (SELECT id, min(place) AS place FROM (",
        f") a(id, place) GROUP BY id) c JOIN {SEEN if asked.once else table} r ON r.id = c.id WHERE ",
    )
    condition = all_of([TRUE if asked.once else seen, asked.where])
    order = Sql(" ORDER BY 2, 3, 4, r.id DESC LIMIT %s", (limit,))
    return (sight + rank + source + condition + order).wrap("(", ")")


def _chosen(hits: list[_Hit], limit: int) -> list[_Hit]:
    """The best, but so that half of the places are shared out evenly among the objects."""
    objects = len({hit.shown.spec.key for hit in hits})
    share = max(limit // (2 * objects), 1) if objects else 0
    by_share = sorted(hits, key=lambda hit: (hit.nth >= share, hit.rank))
    return sorted(by_share[:limit], key=lambda hit: hit.rank)


def _item(shown: _Shown, record: dict[str, Any]) -> dict[str, Any]:
    title = shown.title
    return {
        "object": shown.spec.key,
        "id": record["id"],
        "title": _said(title, record[title.name]) if title else record.get("number") or "",
        "subtitle": " · ".join(filter(None, (_said(field, record[field.name]) for field in shown.second))),
        "number": record.get("number"),
        "owner": record.get("owner"),
    }


def _said(field: FieldDef, value: Any) -> str:
    if not value:
        return ""
    if isinstance(value, dict):
        return str(value.get("title") or value.get("masked") or value.get(current_language()) or "")
    return field.type.format(value, current_language())
