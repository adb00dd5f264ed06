"""The columns of a board: values of a choice, or the records a reference may point at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.criteria.paths import may_read
from haoke.core.criteria.refusals import refusal
from haoke.core.records.reading.naming import said, titled
from haoke.core.records.reading.plans import ONE
from haoke.core.records.reading.running import rows
from haoke.core.sql import TRUE, Sql, all_of, ident, join
from haoke.core.text import T, say

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

MAX_COLUMNS = 100
NO_BOARD = T("“{field}” cannot be the columns of a board", "“{field}”不能作为看板的列")
EMPTY = T("(empty)", "（空）")
#: Fields of a record that say where and how its column is drawn, if it has them.
PLACE, HINTS = "order", ("color", "kind")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the stored value as text (None: not set), how it is called and drawn."""

    value: str | None
    label: str | None
    color: str | None = None
    kind: str | None = None


def unset() -> Column:
    """The column of records whose field is empty."""
    return Column(None, say(EMPTY))


def columns_of(actor: Actor, by: FieldDef, within: UUID | None) -> list[Column]:
    """Columns in order; of records only those that belong to `within` (the first such record if None)."""
    meta = by.type.meta()
    if by.type.kind == "choice":
        return [Column(each["value"], say(each["label"]), each.get("color")) for each in meta["choices"]]
    if by.type.kind not in ONE:
        raise refusal("field", "no_board", NO_BOARD.fill(field=by.label))
    spec = registry.get(meta["target"])
    if not may_read(actor, spec):
        raise refusal("field", "no_board", NO_BOARD.fill(field=by.label))
    return [
        Column(row[0], row[1] and said(actor, spec, row[1]), *row[2:]) for row in rows(_statement(actor, spec, within))
    ]


def _statement(actor: Actor, spec: ObjectSpec, within: UUID | None) -> Sql:
    hints = [
        Sql("NULL") if field is None else field.column("t") + Sql("::text")
        for field in (_plain(actor, spec, name) for name in HINTS)
    ]
    select = join(", ", [Sql("t.id::text"), titled(actor, spec), *hints])
    where = all_of((access.visible_to(actor, spec, Verb.READ, "t"), _inside(actor, spec, within)))
    tail = Sql(f" ORDER BY {_places(actor, spec, 't')} LIMIT {MAX_COLUMNS}")
    return select.wrap("SELECT ", f" FROM {ident(spec.model._meta.db_table)} t WHERE ") + where + tail


def _inside(actor: Actor, spec: ObjectSpec, within: UUID | None) -> Sql:
    """Rows that belong to one record of the object they are part of, if they are part of any."""
    field = next((each for each in registry.fields(spec.key).values() if _is_whole(spec, each)), None)
    if field is None:
        return TRUE
    if within is not None:
        return field.column("t") + Sql(" = %s", (within,))
    whole = registry.get(field.type.meta()["target"])
    first = access.visible_to(actor, whole, Verb.READ, "w").wrap(
        f"SELECT w.id FROM {ident(whole.model._meta.db_table)} w WHERE ",
        f" ORDER BY {_places(actor, whole, 'w')} LIMIT 1",
    )
    return field.column("t") + first.wrap(" = (", ")")


def _is_whole(spec: ObjectSpec, field: FieldDef) -> bool:
    return field.type.kind == "reference" and field.type.meta()["target"] not in (None, spec.key)


def _plain(actor: Actor, spec: ObjectSpec, name: str) -> FieldDef | None:
    """A field of that name, when there is one and the actor sees it in full."""
    field = registry.fields(spec.key).get(name)
    return field if field is not None and access.field_right(actor, spec, name) >= FieldRight.READ else None


def _places(actor: Actor, spec: ObjectSpec, alias: str) -> str:
    field = _plain(actor, spec, PLACE)
    return f"{alias}.id" if field is None else f"{field.column(alias).text}, {alias}.id"


def column_filter(by: FieldDef, value: str | None, tree: dict[str, Any] | None) -> dict[str, Any]:
    """Criteria of the list that has the same records as a column of the list `tree`."""
    leaf = {"field": by.name, "op": "empty"} if value is None else {"field": by.name, "op": "eq", "value": value}
    return leaf if tree is None else {"and": [leaf, tree]}
