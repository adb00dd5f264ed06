"""A key made for a few things does nothing beyond them, neither by itself nor through what goes on working for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import registry
from haoke.core.api.routes import routes
from haoke.core.bulk import runs
from haoke.core.bulk.work import Work
from haoke.core.errors import Missing, Refused
from haoke.core.records import changes
from haoke.core.transfer import exporting, imports
from haoke.core.transfer.models import Import
from haoke.customers.models import Contact
from haoke.identity import keys, sessions, twostep
from haoke.identity.keys import NewKey
from haoke.identity.models import SecondFactor
from haoke.identity.tests import scene
from haoke.identity.tests.test_api import Browser

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


#: A person's own affairs, which no scope of a key names.
OWN = {
    "PATCH session", "POST session/password", "DELETE session/provider", "POST session/proof", "GET sessions",
    "DELETE sessions/{id}", "GET api-keys", "POST api-keys", "DELETE api-keys/{id}", "POST two-step/codes",
    "DELETE two-step", "GET today", "GET notices", "GET notices/count", "POST notices/read", "GET notices/settings",
    "PATCH notices/settings", "GET follows", "POST follows", "GET checklist", "PATCH checklist", "GET approvals",
    "GET approvals/found", "GET approvals/{id}",
    "GET handovers", "POST handovers", "GET possessions/{id}", "GET handovers/{id}", "GET handovers/{id}/items",
    *(f"POST handovers/{{id}}/{step}" for step in ("preview", "run", "undo", "close")),
    "GET collision-cases", "GET collision-cases/{id}", "POST collision-cases/{id}/statement",
    "POST collision-cases/{id}/decision",
    "GET owner-requests", "POST owner-requests", "POST owner-requests/{id}/answer",
    "GET visits/today", "POST looks",
    "GET briefings", "GET briefings/{id}", "POST briefings/{id}/seen",
    "GET public-pools", "GET public-pools/{id}/records", "GET public-pools/{id}/records/{record}",
    "POST public-pools/{id}/claim", "POST public-pools/{id}/assign", "GET public-pools-trial",
    *(f"POST approvals/{{id}}/{step}" for step in (
        "approve", "reject", "return", "hand_on", "add_signer", "copy", "withdraw", "urge", "resubmit")),
}  # fmt: skip


def test_what_is_its_owners_alone_a_narrow_key_does_not_reach(root: UUID) -> None:
    assert {f"{each.method} {each.path}" for each in routes() if each.own} == OWN
    opened = sessions.start(root)
    for scope in ("account:read", "*:*"):
        key = keys.create(opened.actor, NewKey(name="n", scopes=[scope]))["key"]
        for each in OWN:
            method, _, path = each.partition(" ")
            place = path.replace("{id}", str(opened.actor.session))
            status, problem = Browser()(method, place, None, Authorization=f"Bearer {key}")
            assert (status, problem["code"]) == (403, "narrow_key"), each
    assert sessions.by_token(opened.token) is not None
    whole = keys.create(opened.actor, NewKey(name="n"))["key"]
    assert Browser()("GET", "sessions", None, Authorization=f"Bearer {whole}")[0] == 200


def test_files_and_bulk_changes_of_its_owner_are_none_of_a_narrow_key(root: UUID) -> None:
    owner, narrow = sessions.start(root).actor, by_key(root, "account:read", "account:export", "account:update")
    with changes(owner, "scene") as tx:
        contact = tx.create("contact", {"name": "Ann Lee"}).id
        account = tx.create("account", {"name": "Firm"}).id
    for key, record, values in (("contact", contact, {"title": "Chief"}), ("account", account, {"name": "Other"})):
        made = exporting.create(owner, key, {"fields": ["name"]}, "csv", "look")
        exporting.export_job(str(made.id))
        assert exporting.file_of(owner, made.id)[1]
        with pytest.raises(Missing):
            exporting.file_of(narrow, made.id)
        run = runs.preview(owner, registry.get(key), {"ids": [record]}, Work(set=values))
        assert runs.get(owner, run.id).id == run.id
        with pytest.raises(Missing):
            runs.get(narrow, run.id)
    own = exporting.create(narrow, "account", {"fields": ["name"]}, "csv", "look")
    exporting.export_job(str(own.id))
    assert b"Firm" in exporting.file_of(narrow, own.id)[1]


def test_an_export_asked_for_with_a_narrow_key_carries_no_more_than_that_key_reads(root: UUID) -> None:
    """The job that writes it later acts within the same."""
    with changes(sessions.start(root).actor, "scene") as tx:
        parent = tx.create("account", {"name": "Parent firm"}).id
        tx.create("contact", {"name": "Ann Lee", "account": str(parent)})
    narrow = by_key(root, "contact:read", "contact:export")
    made = exporting.create(narrow, "contact", {"fields": ["name", "account"]}, "csv", "look")
    exporting.export_job(str(made.id))
    content = exporting.file_of(narrow, made.id)[1]
    assert b"Ann Lee" in content
    assert b"Parent firm" not in content
