"""What Haoke sends by itself, and notices by e-mail."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.inbox.mail import letters
from haoke.inbox.mail.models import Letter
from haoke.inbox.mail.tests.conftest import arrived, make, text_of
from haoke.inbox.models import Notice, NoticeSetting
from haoke.inbox.notices import mailing

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tools.mailservers import MailServers

    from haoke.core.access.actor import Actor
    from haoke.inbox.mail.models import Mailbox

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # in Shanghai


def notice(user: Actor, record: UUID, at: datetime = NOON, **more: Any) -> Notice:
    given = {"reason": "follow", "what": "update", "object": "account", "fields": ["phone"], "mail": True, **more}
    return Notice.objects.create(user_id=user.id, key=str(record), records=[record], at=at, **given)


def office(box: Callable[..., Mailbox], chief: Actor) -> Mailbox:
    return box(chief, "notices", system=True, sender_name="好客")


def delivered() -> list[Letter]:
    for each in Letter.objects.filter(state="queued"):
        letters.deliver(str(each.id))
    return list(Letter.objects.order_by("at"))


def test_a_notice_goes_by_mail_once_with_what_he_may_read(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], settings: Any
) -> None:
    settings.PUBLIC_URL = "https://crm.example.com"
    anna, chief = person("anna"), person("chief", "administrator")
    account, hidden = make("account", anna, name="Orchard <b>Mill"), make("account", chief, name="SECRET")
    office(box, chief)
    notice(anna, account.id)
    notice(anna, hidden.id)
    with clock.frozen(NOON + timedelta(minutes=5)):
        assert mailing.mail_notices() == 1
        assert mailing.mail_notices() == 0
        (letter,) = delivered()
    assert letter.state == "sent"
    (mail,) = arrived(post, "anna")
    assert str(mail["Subject"]).startswith("Orchard <b>Mill: ")
    assert (str(mail["From"]), mail["Auto-Submitted"]) == ("好客 <notices@example.com>", "auto-generated")
    page = text_of(mail, "html")
    assert f"https://crm.example.com/accounts/{account.id}" in page
    assert "Orchard &lt;b&gt;Mill" in page
    assert "You follow it" in page
    assert "SECRET" not in mail.as_string() + page
    assert letters.deliver(str(letter.id)) is None


def test_without_a_mailbox_nothing_fails_and_it_waits(person: Callable[..., Actor]) -> None:
    anna = person("anna")
    account = make("account", anna, name="Orchard Mill")
    made = notice(anna, account.id)
    assert letters.send(["x@example.com"], "s", "b") is None
    with clock.frozen(NOON + timedelta(minutes=5)):
        assert mailing.mail_notices() == 0
    made.refresh_from_db()
    assert made.mailed_at is None


def test_read_meanwhile_or_too_fresh_or_old_is_not_sent(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna, chief = person("anna"), person("chief", "administrator")
    office(box, chief)
    records = [make("account", anna, name=str(n)).id for n in range(4)]
    notice(anna, records[0], read_at=NOON)
    notice(anna, records[1], at=NOON + timedelta(minutes=5))
    notice(anna, records[2], at=NOON - timedelta(days=4))
    notice(anna, records[3], mail=False)
    with clock.frozen(NOON + timedelta(minutes=5)):
        assert mailing.mail_notices() == 0


@pytest.mark.parametrize(
    ("wish", "at", "sent"),
    [
        ({}, NOON, 1),
        ({"quiet_from": time(11), "quiet_until": time(13)}, NOON, 0),
        ({"quiet_from": time(22), "quiet_until": time(8)}, NOON + timedelta(hours=11), 0),
        ({"quiet_from": time(22), "quiet_until": time(8)}, NOON, 1),
        ({"digest": "daily"}, NOON, 1),
        ({"digest": "daily"}, NOON - timedelta(hours=5), 0),
        ({"digest": "hourly"}, NOON, 1),
    ],
)
def test_as_each_person_wishes(
    person: Callable[..., Actor], box: Callable[..., Mailbox], wish: dict[str, Any], at: datetime, sent: int
) -> None:
    anna, chief = person("anna"), person("chief", "administrator")
    office(box, chief)
    NoticeSetting.objects.create(user_id=anna.id, **wish)
    notice(anna, make("account", anna, name="Orchard Mill").id, at=at - timedelta(hours=1))
    with clock.frozen(at):
        assert mailing.mail_notices() == sent


def test_a_digest_waits_for_the_next(person: Callable[..., Actor], box: Callable[..., Mailbox]) -> None:
    anna, chief = person("anna"), person("chief", "administrator")
    office(box, chief)
    NoticeSetting.objects.create(user_id=anna.id, digest="hourly")
    first, second = (make("account", anna, name=str(n)).id for n in range(2))
    notice(anna, first)
    with clock.frozen(NOON + timedelta(minutes=2)):
        assert mailing.mail_notices() == 1
    notice(anna, second, at=NOON + timedelta(minutes=3))
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert mailing.mail_notices() == 0
    with clock.frozen(NOON + timedelta(minutes=63)):
        assert mailing.mail_notices() == 1
    assert [each.subject.split(":")[0] for each in Letter.objects.order_by("at", "id")] == ["0", "1"]


def test_an_hourly_digest_arrives_with_the_time_of_each_notice(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna, chief = person("anna"), person("chief", "administrator")
    office(box, chief)
    NoticeSetting.objects.create(user_id=anna.id, digest="hourly")
    for minutes, name in ((-20 * 60, "Yesterday's"), (5, "Early"), (43, "Late")):
        notice(anna, make("account", anna, name=name).id, at=NOON + timedelta(minutes=minutes))
    with clock.frozen(NOON + timedelta(hours=1)):
        assert mailing.mail_notices() == 1
        delivered()
    (mail,) = arrived(post, "anna")
    assert mail["Subject"] == "3 notices"
    for kind in ("html", "plain"):
        text = text_of(mail, kind)
        places = [text.index(said) for said in ("Late", "12:43", "Early", "12:05", "2026-11-22 16:00")]
        assert places == sorted(places)


def test_a_letter_once_for_a_key(post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]) -> None:
    office(box, person("chief", "administrator"))
    first = letters.send(["buyer@example.com"], "Subject", "<p>x</p>", key="k")
    assert letters.send(["buyer@example.com"], "Subject", "<p>x</p>", key="k") == first
    assert [each.state for each in delivered()] == ["sent"]
    assert len(arrived(post, "buyer")) == 1


def test_one_that_was_begun_is_left(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    office(box, person("chief", "administrator"))
    letters.send(["buyer@example.com"], "Subject", "<p>x</p>")
    Letter.objects.update(state="handing")
    assert letters.deliver(str(Letter.objects.get().id)) is None
    assert Letter.objects.get().state == "unsure"
    assert post.maildir("buyer") == []


def test_only_administrators_choose_where_notices_come_from(
    person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna = person("anna")
    mine = box(anna, "anna")
    with pytest.raises(Exception, match="administrator"), changes(anna, "update") as tx:
        tx.update("mailbox", mine.id, {"system": True})
    with changes(system("test"), "update") as tx:
        tx.update("mailbox", mine.id, {"system": True})
