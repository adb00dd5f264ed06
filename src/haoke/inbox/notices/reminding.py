"""Reminders of what is due, and tidying what nobody needs any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from haoke.core import access, clock, registry
from haoke.core.access.actor import Verb, system
from haoke.core.records import storage
from haoke.core.sql import Sql
from haoke.inbox.models import Notice
from haoke.inbox.notices import reasons
from haoke.inbox.notices.making import Word, tell

#: How long before its time somebody is reminded, and how far back a job that did not run looks.
AHEAD: Final = timedelta(minutes=15)
BACK: Final = timedelta(hours=12)
KEPT_READ: Final = timedelta(days=60)
KEPT: Final = timedelta(days=365)


def remind() -> int:
    """Tell owners of open activities that these are due, once for each time they are due; how many were told."""
    now, spec = clock.now(), registry.get("activity")
    query = Sql(
        "SELECT r.id, r.owner_id, r.due FROM inbox_activity r WHERE NOT r.done AND r.owner_id IS NOT NULL"
        " AND r.due BETWEEN %s AND %s AND NOT EXISTS (SELECT 1 FROM inbox_notice n WHERE n.user_id = r.owner_id"
        " AND n.reason = 'due' AND n.due = r.due AND r.id = ANY(n.records)) AND ",
        (now - BACK, now + AHEAD),
    )
    rows = storage.fetch(query + access.visible_to(system(), spec, Verb.READ))
    return tell(Word(row["owner_id"], reasons.DUE, "due", spec.key, row["id"], now, due=row["due"]) for row in rows)


def tidy() -> int:
    """Drop notices that were read long ago, and all that are very old; how many."""
    now = clock.now()
    read, _ = Notice.objects.filter(read_at__lt=now - KEPT_READ).delete()
    old, _ = Notice.objects.filter(at__lt=now - KEPT).delete()
    return read + old
