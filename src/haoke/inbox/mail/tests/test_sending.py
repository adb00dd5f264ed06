"""Mails sent from records through a real server, once; what cannot be sent says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import log, registry
from haoke.core.access.actor import system
from haoke.core.api.meta import described
from haoke.core.errors import Conflict, Invalid, Missing
from haoke.core.log import timeline
from haoke.core.records import changes, reading
from haoke.inbox.mail import outgoing, servers
from haoke.inbox.mail.models import MailHanding, MailMessage
from haoke.inbox.mail.tests.conftest import arrived, make, run, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.mailservers import MailServers

    from haoke.core.access.actor import Actor
    from haoke.inbox.mail.models import Mailbox

pytestmark = pytest.mark.django_db
assert log


def draft(by: Actor, box: Mailbox, related: Any = (), **values: Any) -> MailMessage:
    given = {
        "mailbox": box.id,
        "subject": "报价 Quote",
        "to": "buyer@example.com",
        "body": "<p>Hello 你好</p>",
        **values,
    }
    with changes(by, "create") as tx:
        return outgoing.draft_mail(tx, given, related)


def sent(by: Actor, message: MailMessage) -> MailMessage:
    """Send it and carry out its job."""
    run(by, "mail_message", message.id, "send")
    outgoing.hand_over(str(message.id))
    return state(message)


def state(message: MailMessage) -> MailMessage:
    return MailMessage._base_manager.get(pk=message.id)


def test_forms_offer_no_change_of_what_was_sent_but_who_sees_it(person: Callable[..., Actor]) -> None:
    anna = person("anna")
    (rule,) = described(anna, registry.get("mail_message"), None, ())["rules"]
    assert (rule["effect"], rule["when"]) == ("readonly", {"field": "state", "op": "nin", "value": ["draft"]})
    assert {"subject", "body", "to", "attachments", "mailbox"} <= set(rule["fields"])
    assert "shared" not in rule["fields"]
    assert described(anna, registry.get("lead"), None, ())["rules"] == []


def test_a_mail_from_a_record_arrives_once(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna = person("anna")
    mine = box(anna, "anna", sender_name="安娜 Anna")
    account = make("account", anna, name="Orchard Mill")
    made = draft(anna, mine, [("account", account.id)], cc="李明 <ben@example.com>", bcc="team@example.com")
    found = sent(anna, made)
    assert (found.state, found.problem) == ("sent", None)
    assert outgoing.hand_over(str(made.id)) is None
    (mail,) = arrived(post, "buyer")
    assert (mail["Message-ID"], mail["Subject"], mail["Bcc"]) == (found.message_id, "报价 Quote", None)
    assert str(mail["From"]) == "安娜 Anna <anna@example.com>"
    assert str(mail["Cc"]) == "李明 <ben@example.com>"
    assert text_of(mail, "plain").strip() == "Hello 你好"
    assert "<p>Hello 你好</p>" in text_of(mail, "html")
    assert len(arrived(post, "team")) == len(arrived(post, "ben")) == 1
    (item,) = timeline(anna, registry.get("account"), account.id, kind="activity")["items"]
    assert (item["activity"]["state"], item["text"]) == ("sent", "报价 Quote")


def test_private_until_it_is_shown(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna, chief, ben = person("anna"), person("chief", "administrator"), person("ben", "service_agent")
    account = make("account", anna, name="Orchard Mill")
    found = sent(anna, draft(anna, box(anna, "anna"), [("account", account.id)]))
    spec = registry.get("mail_message")
    for other in (chief, ben):
        with pytest.raises(Missing):
            reading.read_one(other, spec, found.id)
        assert timeline(other, registry.get("account"), account.id, kind="activity")["items"] == []
    with changes(anna, "update") as tx:
        tx.update("mail_message", found.id, {"shared": True})
    for other in (chief, ben):
        assert reading.read_one(other, spec, found.id)["body"] == "<p>Hello 你好</p>"
        assert len(timeline(other, registry.get("account"), account.id, kind="activity")["items"]) == 1
        with pytest.raises(Exception, match=r"may not|visible"), changes(other, "update") as tx:
            tx.update("mail_message", found.id, {"shared": False})


def test_nobody_sends_from_anothers_mailbox(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna, chief = person("anna"), person("chief", "administrator")
    mine = box(anna, "anna")
    made = draft(chief, mine)
    with pytest.raises(Conflict) as refused:
        run(chief, "mail_message", made.id, "send")
    assert refused.value.code == "not_your_mailbox"
    assert outgoing.boxes(chief) == []
    assert [each.id for each in outgoing.boxes(anna)] == [mine.id]


def test_what_was_sent_stays(post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]) -> None:
    anna = person("anna")
    found = sent(anna, draft(anna, box(anna, "anna")))
    for values in ({"body": "other"}, {"to": "x@example.com"}, {"subject": "other"}):
        with pytest.raises(Invalid), changes(anna, "update") as tx:
            tx.update("mail_message", found.id, values)
    with pytest.raises(Conflict):
        run(anna, "mail_message", found.id, "send")


REFUSED = {
    "refused@example.com": ("failed", "takes mail for none of: refused@example.com"),
    "refused@example.com, buyer@example.com": ("sent", "not for: refused@example.com"),
}


@pytest.mark.parametrize("to", REFUSED)
def test_refused_receivers_are_named(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], to: str
) -> None:
    (end, says), anna = REFUSED[to], person("anna")
    found = sent(anna, draft(anna, box(anna, "anna"), to=to))
    assert found.state == end
    assert says in (found.problem or {})["en"]
    if end == "failed":
        run(anna, "mail_message", found.id, "resend")
        assert (state(found).state, state(found).problem, state(found).message_id) == ("queued", None, found.message_id)


def test_a_wrong_password_says_what_to_do(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna = person("anna")
    mine = box(anna, "anna", password="wrong")
    found = sent(anna, draft(anna, mine))
    assert found.state == "failed"
    assert "authorisation code" in (found.problem or {})["en"]
    assert "授权码" in (found.problem or {})["zh"]
    with changes(anna, "update") as tx:
        tx.update("mailbox", mine.id, {"login": "elsewhere"})
    run(anna, "mail_message", found.id, "resend")
    outgoing.hand_over(str(found.id))
    assert "enter the password again" in (state(found).problem or {})["en"]


def test_a_server_that_is_away_is_tried_again(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna = person("anna")
    mine = box(anna, "anna", smtp_port=1, smtp_security="none")
    servers.keep_password(mine, "x")
    found = sent(anna, draft(anna, mine))
    assert found.state == "queued"
    assert "tried again" in (found.problem or {})["en"]
    assert outgoing.hand_over(str(found.id), attempt=len(outgoing.WAITS)) == "failed"


def test_a_mail_begun_and_not_ended_is_left_open(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna = person("anna")
    made = draft(anna, box(anna, "anna"))
    run(anna, "mail_message", made.id, "send")
    with changes(system("mail"), "send") as tx:
        tx.set("mail_message", made.id, {"state": "sending"})
    MailHanding.objects.create(message_id=made.id)
    assert outgoing.hand_over(str(made.id)) is None
    assert state(made).state == "unsure"
    assert post.maildir("buyer") == []


def test_a_worker_that_died_before_the_text_went_out_lost_nothing(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = person("anna")
    made = draft(anna, box(anna, "anna"))
    run(anna, "mail_message", made.id, "send")

    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(outgoing, "_handing", dies)
        with pytest.raises(KeyboardInterrupt):
            outgoing.hand_over(str(made.id))
    assert (state(made).state, post.maildir("buyer")) == ("sending", [])
    assert outgoing.hand_over(str(made.id)) == "sent"
    assert len(arrived(post, "buyer")) == 1
    assert not MailHanding.objects.exists()


def test_to_nobody(post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]) -> None:
    anna = person("anna")
    made = draft(anna, box(anna, "anna"), to=None)
    with pytest.raises(Invalid) as refused:
        run(anna, "mail_message", made.id, "send")
    assert [each.field for each in refused.value.problems] == ["to"]
