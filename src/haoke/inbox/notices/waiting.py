"""What waits for a person: how many records do, and that what he was told of one is read when it waits no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from haoke.core import clock, registry
from haoke.core.access.actor import Verb
from haoke.core.access.scopes import key_allows
from haoke.core.log.names import PERSONAL
from haoke.core.records import storage
from haoke.core.sql import Sql, ident, join
from haoke.inbox.models import Notice
from haoke.inbox.notices import reasons

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.log import Entry
    from haoke.core.spec import ObjectSpec, Waits

#: Counted no further; a badge says "99+" beyond.
COUNTED: Final = 100


def waiting(actor: Actor) -> dict[str, int]:
    """{object: how many of its records wait for this person}, at most 100 each; one statement for all."""
    parts = [
        _counted(spec, spec.waits, actor.id)
        for spec in registry.objects().values()
        if spec.waits and spec.key not in registry.off() and key_allows(actor, spec, Verb.READ)
    ]
    rows = storage.fetch(join(" UNION ALL ", parts)) if parts else []
    return {row["object"]: row["waiting"] for row in rows}


def _counted(spec: ObjectSpec, waits: Waits, person: UUID) -> Sql:
    return Sql(
        f"SELECT %s::text AS object, count(*)::int AS waiting FROM (SELECT 1 FROM {storage.table(spec.model)}"
        f" WHERE owner_id = %s AND {ident(waits.field)} = %s AND deleted_at IS NULL LIMIT {COUNTED}) mine",
        (spec.key, person, waits.value),
    )


def settle(entries: Iterable[Entry]) -> None:
    """Mark as read what people were told of what waits for them no more, and wake their windows."""
    for entry in entries:
        spec = registry.objects().get(entry.object)
        if spec and spec.waits and entry.verb == "update" and _ended(spec.waits, entry):
            _settle(spec, spec.waits, entry)


def _ended(waits: Waits, entry: Entry) -> bool:
    before, after = ((entry.data or {}).get(side, {}) for side in ("o", "n"))
    return bool(before.get(waits.field) == waits.value and waits.field in after)


def _settle(spec: ObjectSpec, waits: Waits, entry: Entry) -> None:
    row = spec.model._base_manager.filter(pk=entry.record).values("owner", waits.of).first()
    if row is None or row["owner"] is None:
        return
    # What the same change tells him next stays unread.
    told = Notice.objects.filter(user_id=row["owner"], reason=reasons.NEWS, read_at=None, at__lt=entry.at)
    told.filter(records__contains=[row[waits.of]]).update(read_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [PERSONAL, str(row["owner"])])
