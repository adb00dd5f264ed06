"""The mailbox of somebody who has left goes to a successor, said and with its mail; nobody else's does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.records import changes, reading
from haoke.inbox.mail import boxes, incoming, outgoing
from haoke.inbox.mail.models import MailMessage
from haoke.inbox.mail.tests.conftest import make, run
from haoke.inbox.mail.tests.test_receiving import mail
from haoke.inbox.notices.tests.conftest import heard, spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.mailservers import MailServers

    from haoke.core.access.actor import Actor
    from haoke.inbox.mail.models import Mailbox

pytestmark = pytest.mark.django_db
__all__ = ["spread"]


def leave(person: Actor) -> None:
    with changes(system("test"), "test") as tx:
        tx.set("user", person.id, {"state": "disabled"})


def test_a_leavers_mailbox_goes_to_a_successor(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], spread: Callable[[], None]
) -> None:
    anna, ben, chief = person("anna"), person("ben"), person("chief", "administrator")
    mine = box(anna, "anna")
    contact = make("contact", ben, name="Li Ming", email="liming@customer.cn")
    post.put("anna", mail(Subject="Before"))
    incoming.fetch(str(mine.id))
    leave(anna)
    post.put("anna", mail(Subject="After"))
    incoming.fetch(str(mine.id))  # mail goes on arriving
    letters = {each.subject: each for each in MailMessage._base_manager.filter(mailbox=mine)}
    assert set(letters) == {"Before", "After"}
    (state,) = boxes.states(chief)
    assert state["left"] is True
    spec = registry.get("mail_message")
    for each in (ben, chief):
        with pytest.raises(Missing):
            reading.read_one(each, spec, letters["Before"].id)
    spread()
    given = {"owner": str(ben.id), "reason": "Anna works elsewhere now"}
    assert run(chief, "mailbox", mine.id, "hand_over", **given) == {"mails": 2, "follow_ups": 0}
    for letter in letters.values():
        assert reading.read_one(ben, spec, letter.id)["subject"] == letter.subject
        assert outgoing.links(letter.id) == [("contact", contact.id)]
        with pytest.raises(Missing):  # who handed it over reads nothing of it
            reading.read_one(chief, spec, letter.id)
    assert [each.id for each in outgoing.boxes(ben)] == [mine.id]
    spread()
    assert "移交" in heard(ben)[0]["text"]
    post.put("anna", mail(Subject="Later"))
    incoming.fetch(str(mine.id))
    assert MailMessage._base_manager.get(subject="Later").owner_id == ben.id


def test_nobodys_mailbox_is_taken_from_him(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna, ben, chief = person("anna"), person("ben"), person("chief", "administrator")
    mine = box(anna, "anna")
    given = {"owner": str(chief.id), "reason": "curious"}
    with pytest.raises(Conflict):
        run(chief, "mailbox", mine.id, "hand_over", **given)
    for values in ({"owner": chief.id}, {"to_everybody": True}):
        with pytest.raises(Invalid), changes(chief, "update") as tx:
            tx.update("mailbox", mine.id, values)
    with pytest.raises((Missing, Denied)):
        run(ben, "mailbox", mine.id, "hand_over", **given)
    with changes(anna, "update") as tx:
        tx.update("mailbox", mine.id, {"signature": "<p>A</p>", "shared": True})
    leave(anna)
    leave(ben)
    with pytest.raises(Invalid):
        run(chief, "mailbox", mine.id, "hand_over", owner=str(ben.id), reason="x")
