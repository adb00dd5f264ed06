"""Which records the rules of one field would give another choice, in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.metadata import derived
from haoke.core.records import storage
from haoke.core.sql import TRUE, Sql, ident
from haoke.labels.models import LevelRule
from haoke.labels.queries.reading import condition

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from haoke.core.spec import ObjectSpec


def rules(key: str | None = None, *, inactive: bool = False) -> dict[tuple[str, str], list[LevelRule]]:
    """{(object, field): rules in order} of fields there are."""
    found: dict[tuple[str, str], list[LevelRule]] = {}
    for each in LevelRule._base_manager.filter(deleted_at=None).order_by("order", "id"):
        there = each.object in registry.objects() and each.field in registry.fields(each.object)
        if there and key in {None, each.object} and (each.active or inactive):
            found.setdefault((each.object, each.field), []).append(each)
    return found


@derived
def in_force(key: str) -> dict[tuple[str, str], list[LevelRule]]:
    """The rules of an object, as long as definitions are of one version: for reading."""
    return rules(key)


def moving(
    spec: ObjectSpec, field: str, by: Sequence[LevelRule], ids: Collection[UUID] | None, *, afresh: bool = False
) -> list[dict[str, Any]]:
    """[{id, old, new, rule}] of records that would not stay as they are; `ids` None: of all; `afresh`: whatever
    is kept of them.

    Where nothing holds, what a rule gave is taken back and what a person gave stays. What he set with a reason holds
    until it ends, and so does what he wrote over a rule's.
    """
    table, column = storage.table(spec.model), ident(registry.field(spec.key, field).columns[0])
    holds = [condition(spec, each.condition) for each in by]
    within = TRUE if ids is None else Sql("r.id = ANY(%s)", (list(ids),))
    row = Sql(f"SELECT r.id, r.{column} AS old, s.value AS said, s.source, s.rule AS was, s.expires, ")
    row += _case(holds, [each.value for each in by], "text").wrap("", " AS new, ")
    row += _case(holds, [each.id for each in by], "uuid").wrap("", " AS rule")
    row += Sql(
        f" FROM {table} r LEFT JOIN labels_standing s ON s.record = r.id AND s.object = %s AND s.field = %s"
        " WHERE r.deleted_at IS NULL AND ",
        (spec.key, field),
    )
    if afresh:
        return storage.fetch((row + within).wrap("SELECT id, old, new, rule FROM (", ") q"))
    tail = (
        ") q WHERE (source IS NULL OR expires < now() OR (source = 'rule' AND old IS NOT DISTINCT FROM said))"
        " AND ((new IS NOT NULL AND (old IS DISTINCT FROM new OR was IS DISTINCT FROM rule))"
        " OR (new IS NULL AND source IS NOT NULL)) ORDER BY id"
    )
    return storage.fetch((row + within).wrap("SELECT id, old, new, rule FROM (", tail))


def _case(holds: Sequence[Sql], values: Sequence[Any], kind: str) -> Sql:
    made = Sql("CASE")
    for one, value in zip(holds, values, strict=True):
        made += one.wrap(" WHEN ", " THEN ") + Sql(f"%s::{kind}", (value,))
    return made + Sql(" END")
