"""One record."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from haoke.core import access
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.errors import Missing
from haoke.core.records.reading import naming
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, ident, join

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records.model import Record
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
    found = rows(select.wrap("SELECT ", f" FROM {table} r WHERE ") + Sql("r.id = %s AND ", (id,)) + seen, prepared=True)
    if not found:
        raise Missing
    items = plan.records(found)
    naming.resolve(actor, plan, items)
    may = {str(verb): bool(is_so) for verb, is_so in zip(_ASKED, found[0][-len(_ASKED) :], strict=True)}
    merge = spec.mergeable and may["merge"] and may["update"] and may["delete"]
    return items[0] | {"_can": may | {"share": may["share"] and spec.shareable, "merge": merge}}


def read_made(actor: Actor, spec: ObjectSpec, record: Record) -> dict[str, Any]:
    """What the actor has just made; of what rules gave to somebody out of his sight only its id and whose it is."""
    with suppress(Missing):
        return read_one(actor, spec, record.id)
    owner = str(record.owner_id) if record.owner_id else None
    if owner is None or access.field_right(actor, spec, "owner") < FieldRight.READ:
        return {"id": str(record.id)}
    return {
        "id": str(record.id),
        "owner": {"id": owner, "title": naming.lookup(actor, {"user": {owner}})["user"][owner]},
    }
