"""A colleague erased after he left, and what lay in the recycle bin: nothing of either stays to be read."""

from __future__ import annotations

import pytest
from django.db import connection

from haoke.core.log import sealing
from haoke.core.records import changes
from haoke.identity import keys, sessions
from haoke.identity.keys import NewKey
from haoke.identity.models import ExternalIdentity
from tests.security.test_erasing import MAIL, MARK, PHONE, Person, erase, found, known


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_a_colleague_but_what_he_did() -> None:
    boss, rep = Person("administrator"), Person("sales_rep")
    boss.good("PATCH", f"users/{rep.id}", {"name": MARK, "email": MAIL, "phone": PHONE, "title": f"Chief {MARK}"})
    account = rep.good("POST", "accounts", {"name": "Meridian"})["id"]
    here = {"object": "account", "id": account}
    rep.good("POST", "comments", {**here, "body": "It is done"})
    boss.good("POST", "shares", {**here, "user": str(rep.id), "level": "read"})
    boss.good("POST", "exports", {"object": "user", "format": "csv"})
    keys.make(rep.id, NewKey(name=f"Key of {MARK}"))
    opened = sessions.start(rep.id, "203.0.113.9", f"Browser of {MARK}")
    ExternalIdentity.objects.create(user_id=rep.id, issuer="https://sso.example.com", subject=MAIL)
    with changes(opened.actor, "look") as tx:
        tx.get("user", rep.id, "read")
        tx.note("user", rep.id, "seen_as", {"by": "boss", "person": MARK})
    boss.good("POST", f"users/{rep.id}/actions/invite", {})
    boss.good("POST", f"users/{rep.id}/actions/disable")
    sealing.seal_up()
    assert len(found(MARK, PHONE, MAIL)) > 5
    answer = erase(boss, "users", rep.id)
    assert answer.status_code == 200, answer.content
    assert found(MARK, PHONE, MAIL, "zebediah", "203.0.113.9") == []
    assert sealing.verify().faults == []
    left = boss.good("GET", f"users/{rep.id}")
    assert (left["state"], left["email"], left["phone"], left["title"]) == ("disabled", None, None, None)
    assert boss.good("GET", f"accounts/{account}")["owner"]["title"] == left["name"]


@pytest.mark.django_db(transaction=True)
def test_what_lies_in_the_bin_is_erased_too() -> None:
    boss = Person("administrator")
    contact = known(boss)
    for activity in boss.good("GET", "activities")["items"]:
        boss.good("DELETE", f"activities/{activity['id']}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM inbox_activity WHERE deleted_at IS NOT NULL")
        assert cursor.fetchone()[0] == 2
    assert erase(boss, "contacts", contact).status_code == 200
    assert found(MARK, PHONE, MAIL, "zebediah") == []
