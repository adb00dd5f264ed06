"""Mails read from a real server: each once, whatever it is, tied to whom it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.errors import Missing
from haoke.core.log import timeline
from haoke.core.records import changes, reading
from haoke.core.transfer import actors
from haoke.inbox.mail import incoming, originals, outgoing
from haoke.inbox.mail.models import MailboxPlace, MailMessage, MailSource
from haoke.inbox.mail.tests.conftest import arrived, make, run
from haoke.inbox.mail.tests.hostile import HOSTILE
from haoke.inbox.notices import following
from haoke.inbox.notices.tests.conftest import heard, spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.mailservers import MailServers

    from haoke.core.access.actor import Actor
    from haoke.inbox.mail.models import Mailbox

pytestmark = pytest.mark.django_db
__all__ = ["spread"]


def mail(body: str = "Hello", **headers: str) -> bytes:
    given = {"From": "Li Ming <liming@customer.cn>", "To": "anna@example.com", "Subject": "Hi", **headers}
    return ("".join(f"{name.replace('_', '-')}: {value}\n" for name, value in given.items()) + "\n" + body).encode()


def fetched(box: Mailbox) -> list[MailMessage]:
    """What a poll keeps, the latest last."""
    incoming.fetch(str(box.id))
    return list(MailMessage._base_manager.filter(mailbox=box, direction="in").order_by("created_at", "id"))


def about(message: MailMessage) -> set[tuple[str, Any]]:
    return set(outgoing.links(message.id))


def test_each_mail_once(post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]) -> None:
    mine = box(person("anna"), "anna")
    post.put("anna", mail(Message_ID="<1@x>"))
    post.put("anna", mail(Message_ID="<1@x>"))  # the same id does not hide another mail
    assert [each.subject for each in fetched(mine)] == ["Hi", "Hi"]
    post.put("anna", mail(Subject="Third"))
    assert [each.subject for each in fetched(mine)] == ["Hi", "Hi", "Third"]
    assert len(fetched(mine)) == 3
    place = MailboxPlace.objects.get(pk=mine.id)
    assert (place.uid, place.failures, place.problem) == (3, 0, None)


def test_a_poll_that_was_killed_goes_on_where_it_was(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = box(person("anna"), "anna")
    for number in range(4):
        post.put("anna", mail(Subject=str(number)))
    kept = incoming.keep

    def dies(*given: Any) -> Any:
        if given[1].subject == "2":
            raise KeyboardInterrupt
        return kept(*given)

    monkeypatch.setattr(incoming, "keep", dies)
    with pytest.raises(KeyboardInterrupt):
        incoming.fetch(str(mine.id))
    monkeypatch.setattr(incoming, "keep", kept)
    assert [each.subject for each in fetched(mine)] == ["0", "1", "2", "3"]
    assert MailboxPlace.objects.get(pk=mine.id).problem is None


def test_a_mailbox_numbered_anew_brings_nothing_twice(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    mine = box(person("anna"), "anna")
    post.put("anna", mail(Subject="before"))
    assert len(fetched(mine)) == 1
    for model in (MailboxPlace, MailSource):  # as if the server had said another UIDVALIDITY then
        model.objects.update(uid_validity=1)
    post.put("anna", mail(Subject="after"))
    assert [each.subject for each in fetched(mine)] == ["before", "after"]


def test_an_answer_stands_where_the_mail_did(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna = person("anna")
    mine = box(anna, "anna")
    account = make("account", anna, name="Orchard Mill")
    with changes(anna, "create") as tx:
        given = {"mailbox": mine.id, "subject": "Offer", "to": "stranger@elsewhere.cn"}
        first = outgoing.draft_mail(tx, given, [("account", account.id)])
    run(anna, "mail_message", first.id, "send")
    first = MailMessage._base_manager.get(pk=first.id)
    post.put("anna", mail(From="stranger@elsewhere.cn", Subject="Re: Offer", In_Reply_To=first.message_id or ""))
    (answer,) = fetched(mine)
    assert about(answer) == {("account", account.id)}
    assert (answer.thread, answer.answers_id) == (first.id, first.id)
    items = timeline(anna, registry.get("account"), account.id, kind="activity")["items"]
    assert [each["text"] for each in items] == ["Re: Offer", "Offer"]


def test_an_id_of_another_mailbox_ties_nothing(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna, ben = person("anna"), person("ben")
    account, mine = make("account", anna, name="Orchard Mill"), box(anna, "anna")
    with changes(anna, "create") as tx:
        given = {"mailbox": mine.id, "subject": "Offer", "to": "stranger@elsewhere.cn"}
        first = outgoing.draft_mail(tx, given, [("account", account.id)])
    run(anna, "mail_message", first.id, "send")
    first = MailMessage._base_manager.get(pk=first.id)
    theirs = box(ben, "ben")
    post.put("ben", mail(From="evil@elsewhere.cn", References=first.message_id or ""))
    (found,) = fetched(theirs)
    assert (about(found), found.answers_id) == (set(), None)


def test_whom_it_is_from_decides(post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]) -> None:
    anna, ben = person("anna"), person("ben")
    account = make("account", anna, name="Orchard Mill")
    contact = make("contact", anna, name="Li Ming", email="LiMing@customer.cn", account=account.id)
    make("contact", ben, name="Hidden from Anna", email="liming@customer.cn")
    mine = box(anna, "anna")
    post.put("anna", mail())
    (found,) = fetched(mine)
    assert about(found) == {("contact", contact.id), ("account", account.id)}
    assert (found.owner_id, found.shared) == (anna.id, False)
    with pytest.raises(Missing):
        reading.read_one(ben, registry.get("mail_message"), found.id)


def test_forwarded_to_the_team(post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]) -> None:
    anna, ben = person("anna"), person("ben")
    with changes(system("test"), "test") as tx:
        team = tx.add("team", {"name": "Service"})
        for who in (anna, ben):
            tx.add("team_member", {"team": team.id, "user": who.id})
    chief = person("chief", "administrator")
    contact = make("contact", anna, name="Li Ming", email="liming@customer.cn")
    shared = box(chief, "team", to_teams=[team.id])
    text = "please see\n\n---------- Forwarded message ---------\nFrom: Li Ming <liming@customer.cn>\n\nHi"
    post.put("team", mail(text, From="Anna <anna@example.com>", Subject="Fwd: Broken"))
    chinese = "-----原始邮件-----\n发件人: 李明 <liming@customer.cn>\n主题: 故障\n\n您好"
    post.put(
        "team", mail(chinese, From="anna@example.com", Subject="转发：故障", Content_Type="text/plain; charset=utf-8")
    )
    post.put("team", mail(text, From="evil@elsewhere.cn", Subject="Fwd: Broken"))
    first, second, third = fetched(shared)
    assert [each.sender for each in (first, second)] == ["Li Ming <liming@customer.cn>", "李明 <liming@customer.cn>"]
    assert first.forwarded_by == "Anna <anna@example.com>"
    assert about(first) == about(second) == {("contact", contact.id)}
    assert (third.sender, third.forwarded_by, about(third)) == ("evil@elsewhere.cn", None, set())

    assert (
        reading.read_one(actors.load(ben.id, "web"), registry.get("mail_message"), first.id)["subject"] == "Fwd: Broken"
    )


def test_hostile_mails_never_stop_the_poll(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    mine = box(person("anna"), "anna")
    for content in HOSTILE.values():
        post.put("anna", content)
    post.put("anna", mail(Subject="last"))
    found = fetched(mine)
    assert len(found) == len(HOSTILE) + 1
    by_name = dict(zip(HOSTILE, found, strict=False))
    assert (by_name["mislabelled"].subject, by_name["mislabelled"].body) == ("镕基", "朱镕基 囍")
    assert by_name["script"].body == "<p>a</p>"
    shown = originals.page(system(), by_name["script"].id)
    assert '<img src="http://x/y">' in shown
    assert "script" not in shown
    assert "onclick" not in shown
    assert "\n" not in by_name["injected"].subject
    assert by_name["many tags"].body == "words"
    assert (by_name["deep"].problem or {})["en"].startswith("Parts nested too deep or too many")
    (file,) = list(by_name["names"].attachments or [])
    assert "/" not in file["name"]
    assert MailboxPlace.objects.get(pk=mine.id).problem is None


def test_too_large_a_mail_is_kept_without_its_body(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], settings: Any
) -> None:
    mine = box(person("anna"), "anna")
    post.put("anna", mail("x" * 78 + "\n" + ("y" * 78 + "\n") * 20_000, Subject="huge"))
    settings.UPLOAD_LIMIT = 1 << 20
    (found,) = fetched(mine)
    assert (found.subject, found.body) == ("huge", None)
    assert "1 MB" in (found.problem or {})["en"]


def test_attachments_come_along(post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]) -> None:
    anna = person("anna")
    mine = box(anna, "anna")
    body = "--b\nContent-Type: text/plain\n\nsee\n--b\nContent-Type: image/png; name=x.exe\n"
    body += "Content-Disposition: attachment; filename*=utf-8''%E6%8A%A5%E4%BB%B7.pdf\n\n%PDF-1.7 x\n--b--\n"
    post.put("anna", mail(body, Content_Type="multipart/mixed; boundary=b"))
    (found,) = fetched(mine)
    row = reading.read_one(anna, registry.get("mail_message"), found.id)
    assert [(each["name"], each["type"]) for each in row["attachments"]] == [("报价.pdf", "application/pdf")]


def test_a_mailbox_that_fails_says_why_and_waits(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    mine = box(person("anna"), "anna", password="wrong")
    assert fetched(mine) == []
    place = MailboxPlace.objects.get(pk=mine.id)
    assert place.failures == 1
    assert "授权码" in (place.problem or {})["zh"]
    assert incoming.poll() == 0


def test_both_ways_between_two_mailboxes(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna, ben = person("anna"), person("ben")
    from_anna, at_ben = box(anna, "anna"), box(ben, "ben")
    with changes(anna, "create") as tx:
        first = outgoing.draft_mail(tx, {"mailbox": from_anna.id, "subject": "问候", "to": "ben@example.com"}, [])
    run(anna, "mail_message", first.id, "send")
    assert outgoing.hand_over(str(first.id)) == "sent"
    arrived(post, "ben")
    (came,) = fetched(at_ben)
    with changes(ben, "create") as tx:
        given = {"mailbox": at_ben.id, "subject": "Re: 问候", "to": "anna@example.com", "answers": came.id}
        answer = outgoing.draft_mail(tx, given, [])
    run(ben, "mail_message", answer.id, "send")
    assert outgoing.hand_over(str(answer.id)) == "sent"
    arrived(post, "anna")
    (back,) = fetched(from_anna)
    assert back.answers_id == first.id


def test_its_owner_is_told_and_no_follower_of_the_customer(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], spread: Callable[[], None]
) -> None:
    anna, ben = person("anna"), person("ben", "service_agent")
    contact = make("contact", anna, name="Li Ming", email="liming@customer.cn")
    following.follow(ben, "contact", contact.id, on=True)
    mine = box(anna, "anna")
    spread()
    post.put("anna", mail())
    post.put("anna", mail(Subject="Out of office", Auto_Submitted="auto-replied"))
    assert len(fetched(mine)) == 2
    spread()
    assert [(each["text"], each["record"]["title"]) for each in heard(anna)] == [("收到新邮件", "Hi")]
    assert heard(ben) == []
