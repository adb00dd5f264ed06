"""When a person last had a record's page open, so that he is shown what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from haoke.core import clock
from haoke.inbox.notices.following import require_seen

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

#: Whoever comes back sooner has not been away.
AWAY: Final = "30 minutes"
_LOOK: Final = """INSERT INTO inbox_look AS l ("user", object, record, at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (record, "user") DO UPDATE
    SET since = CASE WHEN l.at < excluded.at - %s::interval THEN l.at ELSE l.since END, at = excluded.at
    RETURNING since"""


def look(actor: Actor, key: str, record: UUID) -> dict[str, Any]:
    """{since}: when the actor had the page open before this (None: never), and that it is open now; raises Missing."""
    require_seen(actor, key, record)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [actor.id, key, record, clock.now(), AWAY])
        return {"since": cursor.fetchone()[0]}
