"""Many records in one change: one verdict a row, refused rows are named, the others are done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core.bulk.work import Work, carry_out
from haoke.core.records import changes, reading
from haoke.core.text import say

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.api.records import BulkBody
    from haoke.core.errors import Refused
    from haoke.core.spec import ObjectSpec

LIMIT = 10_000


def bulk(actor: Actor, spec: ObjectSpec, body: BulkBody) -> dict[str, Any]:
    """`{change, done, refused: [{id, title, code, message}]}`; every row is judged by the rules of a single change."""
    ids = body.ids if body.ids is not None else reading.ids(actor, spec, body.filter, limit=LIMIT)
    work = work_of(body)
    with changes(actor, work.name) as tx:
        verdicts = carry_out(tx, spec, work, [(each, None) for each in dict.fromkeys(ids)])
    refused = [_refusal(each.id, each.error) for each in verdicts if each.id is not None and each.error is not None]
    titles = reading.titles(actor, spec, [row["id"] for row in refused])
    for row in refused:
        row["title"] = titles.get(row["id"])
        row["id"] = str(row["id"])
    return {"change": str(tx.change), "done": len(verdicts) - len(refused), "refused": refused}


def work_of(body: BulkBody) -> Work:
    """What a body asks for."""
    return Work(body.set, body.add, body.remove, body.action, body.input, delete=body.delete, restore=body.restore)


def _refusal(each: UUID, error: Refused) -> dict[str, Any]:
    first = error.problems[0] if error.problems else None
    return {"id": each, "code": error.code, "message": say(first.message if first else error.message)}
