"""Rows set down for a test without the write path: announced to the Log, stored through the field types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from haoke.core import clock, registry
from haoke.core.access.actor import SYSTEM_ID, Actor, Scope
from haoke.core.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from haoke.core.access.actor import FieldRight
    from haoke.core.records.model import Record


def announce(actor: UUID = SYSTEM_ID, action: str = "test") -> None:
    """Say who writes for the rest of the transaction, as a change does."""
    said = {"actor": actor, "action": action, "change": uuid7(), "via": "test", "behalf": "", "reason": ""}
    with connection.cursor() as cursor:
        for name, value in said.items():
            cursor.execute("SELECT set_config(%s, %s, true)", (f"haoke.{name}", str(value)))
        cursor.execute("SELECT set_config('haoke.xid', pg_current_xact_id()::text, true)")


def put(key: str, rows: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Insert records of an object, given by field name as inputs, values or records; every other field is empty."""
    announce()
    spec, fields, now = registry.get(key), registry.fields(key), clock.now()
    made = []
    for row in rows:
        columns: dict[str, Any] = {"created_at": now, "updated_at": now}
        for name, value in row.items():
            if name not in fields:
                columns[name] = value
                continue
            columns |= fields[name].store(fields[name].type.clean(getattr(value, "pk", value)))
        made.append(spec.model(**columns))
    return list(spec.model._base_manager.bulk_create(made, batch_size=1000))


def one(key: str, **row: Any) -> Record:
    """Insert one record."""
    return put(key, [row])[0]


def person(name: str = "Ann", **row: Any) -> Record:
    """Insert a user."""
    return one("user", name=name, **row)


def actor_for(
    user: Record,
    scope: Scope = Scope.ALL,
    *,
    fields: Mapping[str, Mapping[str, FieldRight]] | None = None,
    verbs: Mapping[str, Scope] | None = None,
    **more: Any,
) -> Actor:
    """An actor for the user with `scope` on every verb (or only `verbs`) of every object."""
    grants = {"*": dict(verbs) if verbs is not None else {"*": scope}}
    return Actor(id=user.pk, name="Test", grants=grants, fields=fields or {}, **more)
