"""What one side has done for the customer, as far as whoever asks may see it, dated by the Log and not by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

MOST: Final = 10
_MADE: Final = "(SELECT min(e.at) FROM log.entry e WHERE e.record = r.id AND e.verb = 'create')"
#: Activities tied to an account, its people and its deals.
_TIED: Final = """EXISTS (SELECT 1 FROM {link} l WHERE l.activity_id = r.id AND l.deleted_at IS NULL AND (
    (l.object = 'account' AND l.record = %s)
    OR (l.object = 'contact' AND l.record IN (SELECT c.id FROM {contact} c WHERE c.account_id = %s))
    OR (l.object = 'opportunity' AND l.record IN (SELECT o.id FROM {opportunity} o WHERE o.account_id = %s))))"""


def evidence(actor: Actor, account: UUID | None, person: UUID) -> dict[str, Any]:
    """{activities, first, last, opportunities: [{id, title, stage, at}]} of a person with an account."""
    nothing: dict[str, Any] = {"activities": 0, "first": None, "last": None, "opportunities": []}
    if account is None:
        return nothing
    return {**nothing, **_activities(actor, account, person), "opportunities": _deals(actor, account, person)}


def _activities(actor: Actor, account: UUID, person: UUID) -> dict[str, Any]:
    spec = registry.get("activity")
    places = {
        "link": table(registry.get("activity_link").model), "contact": table(registry.get("contact").model),
        "opportunity": table(registry.get("opportunity").model),
    }  # fmt: skip
    query = (
        Sql(
            f"SELECT count(*) AS activities, min(at) AS first, max(at) AS last FROM (SELECT {_MADE} AS at"
            f" FROM {table(spec.model)} r WHERE r.done AND r.owner_id = %s AND ",
            (person,),
        )
        + Sql(_TIED.format(**places), (account, account, account))
        + Sql(" AND ")
        + access.visible_to(actor, spec)
        + Sql(") x")
    )
    return dict(fetch(query)[0])


def _deals(actor: Actor, account: UUID, person: UUID) -> list[dict[str, Any]]:
    spec, stages = registry.get("opportunity"), table(registry.get("stage").model)
    query = (
        Sql(
            f"SELECT r.id, r.name AS title, s.name AS stage, {_MADE} AS at FROM {table(spec.model)} r"
            f" JOIN {stages} s ON s.id = r.stage_id WHERE r.owner_id = %s AND r.account_id = %s AND ",
            (person, account),
        )
        + access.visible_to(actor, spec)
        + Sql(" ORDER BY at, r.id LIMIT %s", (MOST,))
    )
    return [{**row, "id": str(row["id"])} for row in fetch(query)]
