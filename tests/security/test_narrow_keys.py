"""A key made for a few things does nothing beyond them, neither by itself nor through what goes on working for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.errors import Refused
from haoke.core.records import changes
from haoke.core.transfer import imports
from haoke.core.transfer.models import Import
from haoke.customers.models import Contact
from haoke.identity import keys, sessions, twostep
from haoke.identity.keys import NewKey
from haoke.identity.models import SecondFactor
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> UUID:
    return scene.person("root", "administrator")


def by_key(user: UUID, *scopes: str) -> Actor:
    """Whoever holds a key of that person made for these things."""
    made = keys.create(sessions.start(user).actor, NewKey(name="n", scopes=list(scopes)))
    actor = sessions.by_key(made["key"])
    assert actor is not None
    return actor


def test_a_key_does_not_touch_the_second_step_of_its_owner(root: UUID) -> None:
    SecondFactor.objects.create(user_id=root, secret=b"kept", codes=["one"])
    for actor in (by_key(root, "*:read"), by_key(root, "*:*")):
        for touch in (twostep.turn_off, twostep.renew_codes):
            with pytest.raises(Refused):
                touch(actor)
    kept = SecondFactor.objects.get(pk=root)
    assert kept.codes == ["one"]


def test_what_a_key_imports_stays_within_what_it_was_made_for(root: UUID) -> None:
    actor = by_key(root, "account:import", "account:read", "account:create")
    made = imports.create(actor, [("contacts.csv", b"Name,Mobile\nAnn Lee,13800138000\n")])
    imports.check_job(str(made.id))
    made.refresh_from_db()
    if made.state == Import.State.READY:
        imports.start(actor, made.id)
        imports.run_job(str(made.id))
    assert not Contact.objects.exists()


def test_a_key_sets_up_nothing_that_later_acts_with_all_of_its_owners_rights(root: UUID) -> None:
    actor = by_key(root, "*:create", "*:update", "*:read")
    given: dict[str, dict[str, Any]] = {
        "webhook": {"name": "w", "url": "https://example.com/x", "verbs": ["create"]},
        "inbound_endpoint": {"name": "i", "object": "account", "mapping": {"name": "name"}},
        "automation": {"name": "a", "object": "account", "trigger": "created"},
    }
    for key, values in given.items():
        with pytest.raises(Refused), changes(actor, "create") as tx:
            tx.create(key, values)
