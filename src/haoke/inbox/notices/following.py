"""Whom to tell of a record: those who follow it, by choice or because they made or discussed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from haoke.core import registry
from haoke.core.errors import Missing
from haoke.core.records import gate
from haoke.core.records.reading.running import rows
from haoke.core.records.storage import table
from haoke.core.sql import Sql
from haoke.inbox.models import Follow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from haoke.core.access.actor import Actor

_FOLLOWED: Final = f'SELECT 1 FROM {table(Follow)} WHERE user_id = %s AND record = %s AND "on"'


def require_seen(actor: Actor, key: str, record: UUID) -> None:
    """Raise Missing unless the actor sees the record."""
    if registry.get(key).about is not None or gate.unseen(actor, [(key, record)]):
        raise Missing


def state(actor: Actor, key: str, record: UUID) -> dict[str, bool]:
    """{following} of a record the actor sees; raises Missing."""
    require_seen(actor, key, record)
    return {"following": bool(rows(Sql(_FOLLOWED, (actor.id, record)), prepared=True))}


def follow(actor: Actor, key: str, record: UUID, *, on: bool) -> dict[str, bool]:
    """Follow a record the actor sees, or stop; raises Missing."""
    require_seen(actor, key, record)
    Follow.objects.update_or_create(user_id=actor.id, record=record, defaults={"object": key, "on": on, "chosen": True})
    return {"following": on}


def follow_by_itself(wanted: Iterable[tuple[UUID, str, UUID]]) -> None:
    """Make people follow records [(user, object, record)], save those who once said no or want none of it."""
    users, keys, records = zip(*sorted(set(wanted), key=str), strict=True) if wanted else ((), (), ())
    if users:
        with connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO inbox_follow (user_id, object, record, "on", chosen)'
                " SELECT w.user_id, w.object, w.record, TRUE, FALSE"
                " FROM unnest(%s::uuid[], %s::text[], %s::uuid[]) AS w(user_id, object, record)"
                " JOIN identity_user u ON u.id = w.user_id AND u.deleted_at IS NULL"
                " WHERE NOT EXISTS (SELECT 1 FROM inbox_noticesetting s"
                " WHERE s.user_id = w.user_id AND NOT s.follow_mine)"
                " ON CONFLICT DO NOTHING",
                [list(users), list(keys), list(records)],
            )


def followers(records: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """{record: people who follow it}."""
    found: dict[UUID, set[UUID]] = {}
    for record, user in Follow.objects.filter(record__in=list(records), on=True).values_list("record", "user_id"):
        found.setdefault(record, set()).add(user)
    return found
