"""People of a small company, and the Log told to its subscriber by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core.access.actor import Actor, system
from haoke.core.log import dispatch
from haoke.core.records import changes
from haoke.core.transfer import actors
from haoke.inbox.notices import making, reading
from haoke.inbox.notices.happening import TELL

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID


def make(key: str, by: Actor | None = None, **values: Any) -> Any:
    with changes(by or system("migrate"), "test") as tx:
        return tx.create(key, values)


def alter(key: str, record: Any, by: Actor, **values: Any) -> None:
    with changes(by, "update") as tx:
        tx.update(key, record.id, values)


def heard(actor: Actor, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reading.page(actor, **options)["items"]
    return found


@pytest.fixture
def spread() -> Callable[[], None]:
    """Tell what has happened since the last call."""
    last = latest()

    def run() -> None:
        nonlocal last
        # A reader sees what is committed; a test commits nothing.
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xid::text FROM log.entry WHERE id > %s ORDER BY id", [last])
            found = cursor.fetchall()
        entries = dispatch.read([row[0] for row in found], sorted({row[1] for row in found}))
        last = latest()
        making.hear([each for each in entries if each.verb in {"create", "update", TELL}])

    return run


def latest() -> int:
    """The last entry of the Log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM log.entry")
        return int(cursor.fetchone()[0])


@pytest.fixture
def person() -> Callable[..., Actor]:
    """Somebody active with the roles of these grants; `fields`: what of objects he may see."""

    def hire(name: str, grants: dict[str, Any], fields: dict[str, Any] | None = None) -> Actor:
        with changes(system("test"), "test") as tx:
            role = tx.add("role", {"name": {"en": name, "zh": name}, "grants": grants, "fields": fields or {}})
            user: UUID = tx.add("user", {"name": name, "roles": [role.id], "state": "active", "language": "en"}).id
        return actors.load(user, "web")

    return hire
