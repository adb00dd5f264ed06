"""Opening and closing a change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from haoke.core.access.actor import Actor
from haoke.core.errors import Invalid
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.testing.app.models import Thing

pytestmark = pytest.mark.django_db


def entry(record: UUID) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor, behalf, via, action, reason, change, verb, version FROM log.entry WHERE record = %s",
            [record],
        )
        return dict(zip([c.name for c in cursor.description], cursor.fetchone(), strict=True))


def test_the_log_says_who_on_whose_behalf_how_and_why() -> None:
    actor = Actor(id=uuid7(), admin=True, via="import", behalf=uuid7())
    change = uuid7()
    with changes(actor, "create", "trade fair", change=change) as tx:
        made = tx.create("thing", {"name": "A", "owner": None})
    assert tx.change == change
    assert entry(made.id) == {
        "actor": actor.id, "behalf": actor.behalf, "via": "import", "action": "create", "reason": "trade fair",
        "change": change, "verb": "create", "version": 1,
    }  # fmt: skip


def test_a_refusal_rolls_back_everything(root: Actor) -> None:
    def write() -> None:
        with changes(root, "create") as tx:
            tx.create("thing", {"name": "kept?"})
            tx.create("thing", {"name": ""})

    with pytest.raises(Invalid):
        write()
    assert not Thing.objects.exists()


def test_nothing_can_be_written_after_a_change_in_the_same_transaction(root: Actor) -> None:
    with changes(root, "create") as tx:
        made = tx.create("thing", {"name": "A"})
    with pytest.raises(DatabaseError, match="outside a change"):
        Thing.objects.filter(id=made.id).update(name="B")


def test_a_change_within_a_change_is_a_mistake(root: Actor) -> None:
    with changes(root, "one"), pytest.raises(RuntimeError, match="open already"), changes(root, "two"):
        pass
    with changes(root, "three") as tx:
        assert tx.create("thing", {"name": "A"}).version == 1


@pytest.mark.django_db(transaction=True)
def test_outside_other_transactions_the_settings_end_by_themselves(root: Actor) -> None:
    with changes(root, "create") as tx:
        tx.create("thing", {"name": "A"})
    with pytest.raises(DatabaseError, match="outside a change"):
        Thing.objects.update(name="B")
