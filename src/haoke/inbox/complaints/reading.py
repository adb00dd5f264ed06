"""The complaints of a customer that are not solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.log.timelines import standing
from haoke.core.records import storage
from haoke.core.records.reading import naming
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, all_of
from haoke.inbox.complaints.handling import UNSOLVED

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

MOST: Final = 20
_FIELDS: Final = ("subject", "kind", "severity", "handling", "due", "taken_at", "owner", "created_at")


def unsolved(actor: Actor, key: str, record: UUID) -> dict[str, Any]:
    """{items}: complaints about a record the actor sees, or about what hangs on it, the most urgent first; at most 20.

    Raises Missing.
    """
    spec, child = registry.get(key), registry.get("activity")
    source = next((each for each in standing(actor, spec, record) if each.child is child), None)
    if source is None or access.field_right(actor, child, "handling") < FieldRight.READ:
        return {"items": []}
    plan = plan_for(actor, child, [name for name in _FIELDS if name in access.readable(actor, child)])
    wanted = all_of([source.rows, Sql("r.handling = ANY(%s) AND NOT r.done", (list(UNSOLVED),))])
    head = Sql(f"SELECT {plan.select} FROM {storage.table(child.model)} r WHERE ")
    items = plan.records(rows(head + wanted + Sql(" ORDER BY r.due, r.id LIMIT %s", (MOST,))))
    naming.resolve(actor, plan, items, None)
    return {"items": items}
