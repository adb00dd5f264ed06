"""Complaints that are not solved in time go to the superior of whoever is in charge."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, clock, registry
from haoke.core.access.actor import Verb, system
from haoke.core.records import storage
from haoke.core.sql import Sql
from haoke.inbox.complaints.handling import UNSOLVED
from haoke.inbox.notices import reasons
from haoke.inbox.notices.calling import sees
from haoke.inbox.notices.making import Word, tell

if TYPE_CHECKING:
    from uuid import UUID

#: How far back a job that did not run looks; older ones are told of no more.
BACK: Final = timedelta(days=7)
#: Superiors looked up to for one who sees the complaint.
HIGHEST: Final = 10
_OVERDUE: Final = f"""
SELECT r.id, r.due, ARRAY(
    WITH RECURSIVE up(id, manager_id, far) AS (
        SELECT u.id, u.manager_id, 0 FROM identity_user u WHERE u.id = r.owner_id
      UNION ALL SELECT u.id, u.manager_id, up.far + 1 FROM identity_user u JOIN up ON u.id = up.manager_id
        WHERE up.far < {HIGHEST}
    )
    SELECT id FROM up WHERE far > 0 ORDER BY far
) AS superiors
FROM inbox_activity r WHERE r.kind = 'complaint' AND NOT r.done AND r.handling = ANY(%s) AND r.due BETWEEN %s AND %s
AND NOT EXISTS (
    SELECT 1 FROM inbox_notice n WHERE n.reason = %s AND n.due = r.due AND r.id = ANY(n.records)
) AND """


def escalate() -> int:
    """Tell the nearest superior who sees it of each complaint that is overdue, once for each time; how many."""
    now, spec = clock.now(), registry.get("activity")
    query = Sql(_OVERDUE, (list(UNSOLVED), now - BACK, now, reasons.OVERDUE))
    found = storage.fetch(query + access.visible_to(system(), spec, Verb.READ))
    told = [(row, superior) for row in found if (superior := _first(row)) is not None]
    return tell(
        Word(person, reasons.OVERDUE, "overdue", spec.key, row["id"], now, due=row["due"], topic=row["due"].isoformat())
        for row, person in told
    )


def _first(row: dict[str, Any]) -> UUID | None:
    return next((each for each in row["superiors"] if sees(each, "activity", row["id"])), None)
