"""Many records in one change: one verdict a row, refused rows are named, the others are done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from haoke.core.api.problems import from_exception
from haoke.core.errors import Refused
from haoke.core.records import changes, reading
from haoke.core.text import say

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.api.records import BulkBody
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec

LIMIT = 10_000


def bulk(actor: Actor, spec: ObjectSpec, body: BulkBody) -> dict[str, Any]:
    """`{change, done, refused: [{id, title, code, message}]}`; every row is judged by the rules of a single change."""
    ids = body.ids if body.ids is not None else reading.ids(actor, spec, body.filter, limit=LIMIT)
    refused: list[dict[str, Any]] = []
    with changes(actor, body.action or ("delete" if body.delete else "update")) as tx:
        for each in ids:
            try:
                with transaction.atomic():
                    _one(tx, spec, each, body)
            except Exception as error:  # noqa: BLE001 (one row's refusal must not stop the others)
                refused.append(_verdict(each, from_exception(error)))
    titles = reading.titles(actor, spec, [row["id"] for row in refused])
    for row in refused:
        row["title"] = titles.get(row["id"])
        row["id"] = str(row["id"])
    return {"change": str(tx.change), "done": len(ids) - len(refused), "refused": refused}


def _one(tx: Tx, spec: ObjectSpec, each: UUID, body: BulkBody) -> None:
    if body.delete:
        tx.delete(spec.key, each)
    elif body.action:
        tx.run(spec.key, each, body.action, dict(body.input))
    else:
        tx.update(spec.key, each, dict(body.set or {}))


def _verdict(each: UUID, error: Refused) -> dict[str, Any]:
    first = error.problems[0] if error.problems else None
    return {"id": each, "code": error.code, "message": say(first.message if first else error.message)}
