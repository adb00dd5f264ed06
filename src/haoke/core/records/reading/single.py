"""One record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access
from haoke.core.access.actor import Verb
from haoke.core.errors import Missing
from haoke.core.records.reading import naming
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, ident, join

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec


_ASKED = (Verb.UPDATE, Verb.DELETE, Verb.SHARE, Verb.MERGE)


def read_one(
    actor: Actor,
    spec: ObjectSpec,
    id: UUID,
    verb: str = Verb.READ,
    *,
    fields: Sequence[str] | None = None,
    deleted: bool = False,
) -> dict[str, Any]:
    """The record with `_can`; raises Missing when it is not there or not within the actor's reach for `verb`."""
    plan = plan_for(actor, spec, fields)
    can = [access.visible_to(actor, spec, each, "r", deleted=deleted) for each in _ASKED]
    seen = access.visible_to(actor, spec, verb, "r", deleted=deleted)
    select = join(", ", [Sql(plan.select), *can])
    table = ident(spec.model._meta.db_table)
    found = rows(select.wrap("SELECT ", f" FROM {table} r WHERE ") + Sql("r.id = %s AND ", (id,)) + seen)
    if not found:
        raise Missing
    items = plan.records(found)
    naming.resolve(actor, plan, items)
    may = {str(verb): bool(is_so) for verb, is_so in zip(_ASKED, found[0][-len(_ASKED) :], strict=True)}
    merge = spec.mergeable and may["merge"] and may["update"] and may["delete"]
    return items[0] | {"_can": may | {"share": may["share"] and spec.shareable, "merge": merge}}
