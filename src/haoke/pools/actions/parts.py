"""What goes with a record into a pool and out of it: its people, as far as whoever had it had them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.access.actor import SYSTEM_ID
from haoke.core.records import storage
from haoke.core.records.batch import Batch
from haoke.core.sql import Sql, ident
from haoke.pools.queries.declared import pooled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.records import Tx

    #: A record, who had it, who has it from now on.
    Passed = tuple[UUID, UUID | None, UUID | None]


def pass_on(tx: Tx, key: str, passed: Sequence[Passed]) -> None:
    """Give the parts of records to whoever has these now; parts that somebody else has stay his."""
    for part, reference in pooled(key).parts if passed else ():
        spec = registry.get(part)
        found = _found(part, reference, passed)
        if tx.actor.id == SYSTEM_ID:
            Batch(tx, spec, trusted=True).rows((row["id"], None, {"owner": row["owner"]}) for row in found)
            continue
        # What nobody has is in nobody's reach: a batch would refuse it to whoever claims.
        for row in found:
            tx.set(part, row["id"], {"owner": row["owner"]})


def _found(part: str, reference: str, passed: Sequence[Passed]) -> list[storage.Row]:
    """{id, owner: his who has it now} of live parts, locked in the order of their ids."""
    query = f"""SELECT p.id, x.now_his AS owner FROM {storage.table(registry.get(part).model)} p
        JOIN unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS x(record, was_his, now_his)
        ON p.{ident(reference + "_id")} = x.record AND p.owner_id IS NOT DISTINCT FROM x.was_his
        WHERE p.deleted_at IS NULL ORDER BY p.id FOR UPDATE OF p"""
    columns = [[each[place] for each in passed] for place in range(3)]
    return list(storage.fetch(Sql(query, tuple(columns))))
