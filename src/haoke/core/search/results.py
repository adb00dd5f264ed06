"""Hits as people see them: title, a second line and the owner, as far as the reader may know them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access
from haoke.core.access.actor import Verb
from haoke.core.records.reading import naming
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, all_of, ident
from haoke.core.text import current_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.records.reading.plans import Plan
    from haoke.core.search.words import Words
    from haoke.core.spec import ObjectSpec

_SECOND: Final = 2
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
class _Hit:
    """A row of an object's plan with its rank (smaller is better) behind it, and which hit of its object it is."""

    row: tuple[Any, ...]
    nth: int
    shown: _Shown

    @property
    def rank(self) -> tuple[Any, ...]:
        return self.row[self.shown.plan.width :]


def best(
    actor: Actor,
    asked: Sequence[tuple[ObjectSpec, Sql, Sql]],
    limit: int,
    wanted: Words | None = None,
    exact: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """API items of the best of (object, SELECT of (id, place), condition on the row r); half of them shared out evenly.

    Each object's rows are read with its own policy, the best first: by place, one's own, the newest. `exact`: fields of
    an object, which the actor reads, of which is said what of `wanted` was found in them.
    """
    named = exact if wanted and wanted.exact else {}
    read = [(_shown(actor, spec, named.get(spec.key, ())), standing, where) for spec, standing, where in asked]
    hits = [
        _Hit(row, nth, shown)
        for shown, standing, condition in read
        for nth, row in enumerate(rows(_ranked(actor, shown, standing, condition) + Sql(" LIMIT %s", (limit,))))
    ]
    chosen = [(hit.shown, hit.shown.plan.records([hit.row])[0]) for hit in _chosen(hits, limit)]
    naming.resolve_all(actor, [(shown.plan, [record for of, record in chosen if of is shown]) for shown, _, _ in read])
    return [{**_item(shown, record), "matched": _matched(shown, record, wanted)} for shown, record in chosen]


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


def _ranked(actor: Actor, shown: _Shown, standing: Sql, condition: Sql) -> Sql:
    """Rows of a plan, the best first, with (place, not one's own, age) behind them."""
    rank = Sql("c.place, r.owner_id IS DISTINCT FROM %s, -extract(epoch FROM r.updated_at)::float8", (actor.id,))
    table, first = ident(shown.spec.model._meta.db_table), shown.plan.width + 1
    source = standing.wrap(
        " FROM (SELECT id, min(place) AS place FROM (",
        f") a(id, place) GROUP BY id) c JOIN {table} r ON r.id = c.id WHERE ",
    )
    seen = all_of([access.visible_to(actor, shown.spec, Verb.READ, "r"), condition])
    order = Sql(f" ORDER BY {first}, {first + 1}, {first + 2}, r.id DESC")
    return rank.wrap(f"SELECT {shown.plan.select}, ", "") + source + seen + order


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
