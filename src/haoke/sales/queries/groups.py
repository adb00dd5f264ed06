"""The group an account belongs to: a tree of those the reader sees, with figures of each and of all below it.

One statement finds the tree and every figure; a further one the titles. Each part of it starts from the policy: the
way up ends at the first account the reader does not see, the way down leaves such accounts out with all below them, and
what is counted is what he sees. So whoever sees one subsidiary meets neither the others nor any sum they are part of.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.criteria import worth
from haoke.core.errors import Missing
from haoke.core.records.reading import adding, naming
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import TRUE, Sql, all_of, ident, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor

#: Accounts of a group at most, and levels; a larger group is cut, and says so.
MOST: Final = 2_000
DEEPEST: Final = 30
#: Accounts shown unless all are asked for.
SHOWN: Final = 60
NAMES: Final = ("name", "owner", "level")

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of the part of the statement called `part`: a count, a sum, or the latest of some moments."""

    name: str
    part: str
    kind: Literal["count", "sum", "latest"]

    @property
    def column(self) -> str:
        place = f"{self.part}.{self.name}"
        return f"coalesce({place}, 0)" if self.kind == "count" else place

    def of(self, values: Iterable[Any]) -> Any:
        """Of a group by those of its accounts; of nothing no figure (decision 30)."""
        there = [value for value in values if value is not None]
        if not there:
            return None
        return max(there) if self.kind == "latest" else sum(there)


FIGURES: Final = (
    Figure("open_count", "deals", "count"),
    Figure("open_amount", "deals", "sum"),
    Figure("won_amount", "deals", "sum"),
    Figure("left_out", "deals", "count"),
    Figure("contacts", "people", "count"),
    Figure("open_tasks", "doings", "count"),
    Figure("last_contact", "doings", "latest"),
)


def read_group(actor: Actor, account: UUID, *, whole: bool = False) -> dict[str, Any]:
    """{nodes, figures, more, cut, note} of the group of an account the actor sees; raises Missing.

    nodes: [{id, name, owner, level, parent, depth, own, figures, total}] each after what it is below; `figures` names
    those the actor may read, `total` is of a node with others below it. `more`: how many are not shown.
    """
    spec = registry.get("account")
    parts = {key: part for key, part in _parts(actor).items() if part is not None}
    shown = [figure for figure in FIGURES if figure.part in parts and _readable(actor, figure)]
    plan = plan_for(actor, spec, [each for each in NAMES if _right(actor, "account", each) >= FieldRight.MASKED])
    found = rows(_statement(actor, account, plan.select, shown, parts))
    if not found:
        raise Missing
    items = plan.records(found[:MOST])
    for item, row in zip(items, found, strict=False):
        parent, depth, *values = row[plan.width :]
        figures = dict(zip((each.name for each in shown), values, strict=True))
        item |= {"parent": parent, "depth": depth, "own": item["id"] == str(account), "figures": figures}
    ordered = _rolled_up(items, shown)
    kept = ordered if whole else _first(ordered)
    naming.resolve(actor, plan, kept)
    return {
        "nodes": [_said(item) for item in kept],
        "figures": [each.name for each in shown],
        "more": len(ordered) - len(kept),
        "cut": len(found) > MOST,
        "note": adding.note([registry.field("opportunity", "amount")]) if "deals" in parts else None,
    }


# -- the statement ------------------------------------------------------------------------------------------


def _statement(actor: Actor, account: UUID, columns: str, shown: list[Figure], parts: Mapping[str, Sql]) -> Sql:
    up, down = _tree(actor, account)
    with_parts = [part.wrap(f"{key} AS (", ")") for key, part in parts.items()]
    joins = "".join(f" LEFT JOIN {key} ON {key}.account = r.id" for key in parts)
    figures = "".join(f", {figure.column}" for figure in shown)
    table = _table("account")
    return join(", ", [up.wrap("WITH RECURSIVE ", ""), down, *with_parts]) + Sql(
        f" SELECT {columns}, node.parent::text, node.depth{figures}"
        f" FROM node JOIN {table} r ON r.id = node.id{joins} ORDER BY node.depth, r.name_sort, r.id"
    )


def _tree(actor: Actor, account: UUID) -> tuple[Sql, Sql]:
    """`up`: the account and those above it; `node`: (id, parent, depth) from the topmost of them down."""
    spec, table = registry.get("account"), _table("account")
    linked = TRUE if _right(actor, "account", "parent") >= FieldRight.READ else Sql("FALSE")
    seen = {alias: access.visible_to(actor, spec, Verb.READ, alias) for alias in ("a", "b", "c")}
    above, below = all_of([seen["b"], linked]), all_of([seen["c"], linked])
    up = (
        Sql(f"up(id, parent, level) AS (SELECT a.id, a.parent_id, 0 FROM {table} a WHERE a.id = %s AND ", (account,))
        + seen["a"]
        + Sql(f" UNION ALL SELECT b.id, b.parent_id, up.level + 1 FROM up JOIN {table} b ON b.id = up.parent WHERE ")
        + above
        + Sql(f" AND up.level < {DEEPEST})")
    )
    down = (
        Sql("tree(id, parent, depth) AS ((SELECT up.id, NULL::uuid, 0 FROM up ORDER BY level DESC LIMIT 1) UNION ALL")
        + Sql(f" SELECT c.id, c.parent_id, tree.depth + 1 FROM tree JOIN {table} c ON c.parent_id = tree.id WHERE ")
        + below
        + Sql(f" AND tree.depth < {DEEPEST}), node AS (SELECT * FROM tree LIMIT {MOST + 1})")
    )
    return up, down


def _parts(actor: Actor) -> dict[str, Sql | None]:
    """Statements of (account, figures) by name; None for what the actor has no right to."""
    return {"deals": _deals(actor), "people": _people(actor), "doings": _doings(actor)}


def _deals(actor: Actor) -> Sql | None:
    spec = registry.get("opportunity")
    if not _open(actor, "opportunity", ("account", "stage")):
        return None
    field = registry.field("opportunity", "amount")
    amount, out = worth.column(field, "o"), worth.unrated(field, "o")
    closed = Sql("o.closed_at >= %s", (_year(),))
    columns = [
        Sql("o.account_id AS account"),
        Sql("count(*) FILTER (WHERE s.kind = 'open') AS open_count"),
        amount.wrap("sum(", ") FILTER (WHERE s.kind = 'open') AS open_amount"),
        amount.wrap("sum(", ") FILTER (WHERE s.kind = 'won' AND ") + closed + Sql(") AS won_amount"),
        out.wrap("count(*) FILTER (WHERE ", " AND (s.kind = 'open' OR s.kind = 'won' AND ") + closed + Sql("))"),
    ]
    source = f" FROM {_table('opportunity')} o JOIN {_table('stage')} s ON s.id = o.stage_id"
    where = " WHERE o.account_id IN (SELECT id FROM node) AND "
    head = join(", ", columns).wrap("SELECT ", " AS left_out" + source + where)
    return head + access.visible_to(actor, spec, Verb.READ, "o") + Sql(" GROUP BY 1")


def _people(actor: Actor) -> Sql | None:
    if not _open(actor, "contact", ("account",)):
        return None
    head = f"SELECT p.account_id AS account, count(*) AS contacts FROM {_table('contact')} p"
    seen = access.visible_to(actor, registry.get("contact"), Verb.READ, "p")
    return Sql(f"{head} WHERE p.account_id IN (SELECT id FROM node) AND ") + seen + Sql(" GROUP BY 1")


def _doings(actor: Actor) -> Sql | None:
    spec = registry.get("activity")
    link = spec.links
    if link is None or not _open(actor, "activity", ("done", "done_at")):
        return None
    record, child = (f"l.{ident(name)}" for name in (link.record, f"{link.child}_id"))
    head = (
        f"SELECT {record} AS account, count(*) FILTER (WHERE NOT t.done) AS open_tasks,"
        " max(t.done_at) AS last_contact"
        f" FROM {ident(link.model._meta.db_table)} l JOIN {_table('activity')} t ON t.id = {child}"
        f" WHERE l.deleted_at IS NULL AND l.{ident(link.object)} = 'account' AND {record} IN (SELECT id FROM node) AND "
    )
    return Sql(head) + access.visible_to(actor, spec, Verb.READ, "t") + Sql(" GROUP BY 1")


def _year() -> dt.date:
    """The day the company's business year began."""
    today, month = clock.today(), clock.fiscal_start()
    return dt.date(today.year - (today.month < month), month, 1)


def _table(key: str) -> str:
    return ident(registry.get(key).model._meta.db_table)


def _right(actor: Actor, key: str, name: str) -> FieldRight:
    return access.field_right(actor, registry.get(key), name)


def _open(actor: Actor, key: str, names: Iterable[str]) -> bool:
    """Whether the actor reads the object and these of its fields, on which figures rest."""
    reads = access.scope_of(actor, registry.get(key), Verb.READ) is not Scope.NONE
    return reads and all(_right(actor, key, name) >= FieldRight.READ for name in names)


def _readable(actor: Actor, figure: Figure) -> bool:
    amounts = figure.part == "deals" and figure.name != "open_count"
    return not amounts or _open(actor, "opportunity", ("amount", "closed_at"))


# -- a tree of it -------------------------------------------------------------------------------------------


def _rolled_up(items: list[Item], shown: list[Figure]) -> list[Item]:
    """Each account after the one it is below, with the figures of all below it and itself."""
    below: dict[str | None, list[Item]] = {}
    for item in items:
        below.setdefault(item["parent"], []).append(item)
    ordered: list[Item] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        ordered.append(waiting.pop())
        waiting.extend(reversed(below.get(ordered[-1]["id"], [])))
    for item in reversed(ordered):
        parts = [item["figures"], *(part["whole"] for part in below.get(item["id"], []))]
        item["whole"] = {each.name: each.of(part[each.name] for part in parts) for each in shown}
        item["total"] = item["whole"] if len(parts) > 1 else None
    return ordered


def _first(ordered: list[Item]) -> list[Item]:
    """The first of them, and whatever the account itself is and hangs from, wherever it stands."""
    if len(ordered) <= SHOWN:
        return ordered
    by_id = {item["id"]: item for item in ordered}
    kept, at = {item["id"] for item in ordered[:SHOWN]}, next((item for item in ordered if item["own"]), None)
    while at is not None:
        kept.add(at["id"])
        at = by_id.get(at["parent"])
    return [item for item in ordered if item["id"] in kept]


def _said(item: Item) -> Item:
    total = item["total"]
    return {
        **{name: item.get(name) for name in ("id", *NAMES, "parent", "depth", "own")},
        "figures": {name: _figure(value) for name, value in item["figures"].items()},
        "total": total and {name: _figure(value) for name, value in total.items()},
    }


def _figure(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return f"{value:.2f}" if isinstance(value, Decimal) else value
