"""Follow-up mails through a real server: each once, on working days, until something ends them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.erasing.action import Why, erase_person
from haoke.core.errors import Conflict, Invalid, Missing
from haoke.core.jobs.models import Job
from haoke.core.log import dispatch
from haoke.core.records import changes
from haoke.core.text import speaking
from haoke.core.worktime import Schedule
from haoke.inbox import actions
from haoke.inbox.mail import addresses, incoming, outgoing
from haoke.inbox.mail.models import MailMessage
from haoke.inbox.mail.sequences import blocks, documents, enrolling, reading, sending, stopping, unsubscribing
from haoke.inbox.mail.sequences.models import MailBlock, MailEnrolment, MailStep
from haoke.inbox.mail.tests.conftest import arrived, make, run, text_of
from haoke.inbox.notices.tests.conftest import latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.mailservers import MailServers

    from haoke.core.access.actor import Actor
    from haoke.inbox.mail.models import Mailbox

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = dt.datetime(2027, 3, 1, 10, 30, tzinfo=SHANGHAI)


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of March 2027, whose first is a Monday."""
    return dt.datetime(2027, 3, day, hour, minute, tzinfo=SHANGHAI)


WEEK: Any = (*(((540, 1080),),) * 5, (), ())
DUE = [
    (at(1, 8), 0, at(1, 9)),  # at once means within the times
    (at(1, 10, 30), 0, at(1, 10, 30)),
    (at(1, 18), 0, at(2, 9)),
    (at(5, 19), 0, at(8, 9)),  # Friday evening: Monday
    (at(6, 12), 0, at(8, 9)),
    (at(4, 10), 2, at(8, 9)),  # over a weekend
    (at(6, 12), 1, at(8, 9)),
]


@pytest.mark.parametrize(("start", "days", "expected"), DUE)
def test_when_a_mail_is_due(start: dt.datetime, days: int, expected: dt.datetime) -> None:
    step = documents.Step(id="a", template="00000000-0000-0000-0000-000000000001", days=days)
    assert documents.due(Schedule(SHANGHAI, WEEK), start, step) == expected
    assert documents.due(Schedule(SHANGHAI, ((),) * 7), at(1, 8), step) == at(1 + days, 9)  # never working: plain days


class Scene:
    """A salesperson with a mailbox, a customer's contact, and a sequence of two mails."""

    def __init__(self, anna: Actor, box: Mailbox) -> None:
        self.anna, self.box = anna, box
        self.contact = make("contact", anna, name="Li Ming", email="liming@example.com")
        hello, again = (
            make("mail_template", name={"en": name}, object="contact", subject={"en": f"{name} {{contact.name}}"},
                 body_en=f"<p>{name}, {{contact.name}}</p>")
            for name in ("Hello", "Again")
        )  # fmt: skip
        self.steps = [
            {"id": "a", "template": str(hello.id), "days": 0, "from": "00:00", "until": "23:59"},
            {"id": "b", "template": str(again.id), "days": 3, "from": "09:00", "until": "18:00"},
        ]
        self.sequence = make("mail_sequence", name={"en": "After the fair"}, object="contact", steps=self.steps)

    @property
    def wanted(self) -> dict[str, Any]:
        return {"sequence": self.sequence.id, "mailbox": self.box.id, "object": "contact"}

    def enrol(self, **more: Any) -> dict[str, Any]:
        with speaking("en"):
            return enrolling.enrol(self.anna, enrolling.Several(**{**self.wanted, "ids": [self.contact.id], **more}))

    def due(self) -> None:
        """Whatever day it is, the next mail is due now."""
        with changes(system("test"), "test") as tx:
            tx.set("mail_enrolment", self.place().id, {"next_at": clock.now()})

    def place(self) -> MailEnrolment:
        return MailEnrolment._base_manager.order_by("-created_at")[0]

    def step(self) -> str | None:
        """Send what is due, and carry out its job."""
        done = sending.take_step(str(self.place().id))
        for message in MailMessage._base_manager.filter(state="queued"):
            outgoing.hand_over(str(message.id))
        return done


@pytest.fixture
def scene(post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], settings: Any) -> Scene:
    settings.PUBLIC_URL = "https://crm.example.com"
    anna = person("anna")
    return Scene(anna, box(anna, "anna", signature="<p>Anna</p>"))


def test_mails_follow_each_other_once_until_an_answer_comes(post: MailServers, scene: Scene) -> None:
    with clock.frozen(MONDAY):
        shown = enrolling.preview(scene.anna, enrolling.One(**scene.wanted, id=scene.contact.id))
        assert (shown["to"], shown["problem"]) == ("liming@example.com", None)
        assert [each["subject"] for each in shown["mails"]] == ["Hello Li Ming", "Again Li Ming"]
        assert [each["at"] for each in shown["mails"]] == [MONDAY, at(4, 9)]
        assert scene.enrol() == {"enrolled": 1, "refused": []}
        assert "already" in scene.enrol()["refused"][0]["message"]
        assert sending.look() == sending.look() == 1  # asked again before the worker came to it: one job all the same
        assert Job.objects.filter(kind="inbox.mail.follow_up").count() == 1
        assert [scene.step(), scene.step()] == ["sent", None]
    (first,) = arrived(post, "liming")
    assert first["Subject"] == "Hello Li Ming"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(first["List-Unsubscribe"]).strip("<>")
    assert link.startswith("https://crm.example.com/api/v1/mail/unsubscribe/")
    assert link in text_of(first, "html")
    assert "Anna" in text_of(first, "html")
    assert "unsubscribe" not in (MailMessage._base_manager.get().body or "")  # no colleague's click ends it
    with clock.frozen(at(4, 9)):
        assert scene.step() == "sent"
    second = arrived(post, "liming", 2)[1]
    assert second["In-Reply-To"] == first["Message-ID"]
    assert scene.place().state == "finished"
    head = "From: Somebody Else <other@customer.cn>\nTo: anna@example.com\nSubject: Re: Hello\n"
    post.put("anna", f"{head}In-Reply-To: {second['Message-ID']}\n\nYes please".encode())
    incoming.fetch(str(scene.box.id))
    assert scene.place().state == "replied"
    assert reading.figures(scene.anna, scene.sequence.id) == {
        "states": {"replied": 1},
        "steps": {"a": {"sent": 1, "replied": 0, "stopped": 0}, "b": {"sent": 1, "replied": 1, "stopped": 0}},
    }


def test_whoever_speaks_another_language_is_written_to_in_it(post: MailServers, scene: Scene) -> None:
    with changes(system("test"), "test") as tx:
        tx.set("contact", scene.contact.id, {"language": "zh"})
        template = scene.steps[0]["template"]
        tx.set(
            "mail_template", UUID(str(template)), {"subject": {"en": "Hello", "zh": "您好"}, "body_zh": "<p>您好</p>"}
        )
        tx.set("mail_sequence", scene.sequence.id, {"language": "en"})
    (shown, _) = enrolling.preview(scene.anna, enrolling.One(**scene.wanted, id=scene.contact.id))["mails"]
    scene.enrol()
    assert scene.step() == "sent"
    (mail,) = arrived(post, "liming")
    assert shown["subject"] == mail["Subject"] == "您好"
    assert "退订" in text_of(mail, "html")  # the whole of it


def test_what_is_automatic_stops_nothing_and_an_answer_by_address_does(post: MailServers, scene: Scene) -> None:
    scene.enrol()
    mail = "From: liming@example.com\nTo: anna@example.com\nSubject: Away\n"
    post.put("anna", f"{mail}Auto-Submitted: auto-replied\n\nOn leave".encode())
    incoming.fetch(str(scene.box.id))
    assert scene.place().state == "running"
    post.put("anna", f"{mail}\nPlease call me".encode())
    incoming.fetch(str(scene.box.id))
    assert scene.place().state == "replied"


def test_whoever_unsubscribes_is_written_to_no_more(scene: Scene) -> None:
    scene.enrol()
    token = unsubscribing.token(scene.place().id)
    client, place = Client(), f"/api/v1/mail/unsubscribe/{token}"
    asks = client.get(place, headers={"Accept-Language": "en"})
    assert "liming@example.com" in asks.content.decode()
    assert scene.place().state == "running"  # whoever only looks, as mail scanners do, changes nothing
    done = client.post(place, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (done.status_code, scene.place().state) == (200, "unsubscribed")
    assert client.post(place).status_code == 200
    assert MailBlock._base_manager.get().kind == "unsubscribed"
    assert "unsubscribed" in scene.enrol()["refused"][0]["message"].lower()
    for wrong in (f"{token[:-2]}AA", "x", "%F0%9F%98%80"):
        assert client.post(f"/api/v1/mail/unsubscribe/{wrong}").status_code == 404


def test_contact_by_other_ways_ends_it(scene: Scene) -> None:
    scene.enrol()
    since = latest()
    with changes(scene.anna, "create") as tx:
        call = {"subject": "Called", "kind": "call", "done": True}
        actions.log_activity(tx, call, [("contact", scene.contact.id)])
    stopping.contacted(entries(since))
    assert scene.place().state == "contacted"

    scene.enrol()
    since = latest()
    with changes(scene.anna, "create") as tx:
        given = {"mailbox": scene.box.id, "subject": "By hand", "to": "x@example.com", "body": "<p>Hi</p>"}
        made = outgoing.draft_mail(tx, given, [("contact", scene.contact.id)])
    stopping.contacted(entries(since))
    assert scene.place().state == "running"  # a draft is no contact yet
    run(scene.anna, "mail_message", made.id, "send")
    stopping.contacted(entries(since))
    assert scene.place().state == "contacted"


def entries(since: int) -> list[Any]:
    from django.db import connection  # noqa: PLC0415 (beside its only use)

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xid::text FROM log.entry WHERE id > %s ORDER BY id", [since])
        found = cursor.fetchall()
    told = dispatch.read([row[0] for row in found], sorted({row[1] for row in found}))
    return [each for each in told if each.object in ("activity", "mail_message")]


def test_what_cannot_be_sent_waits_and_says_why(scene: Scene) -> None:
    scene.enrol()
    with changes(system("test"), "test") as tx:
        tx.set("mailbox", scene.box.id, {"follow_ups": 0})
    scene.due()
    assert (scene.step(), scene.place().state) == ("waits", "running")
    assert (scene.place().next_at or MONDAY) > clock.now()
    with changes(system("test"), "test") as tx:
        tx.set("mailbox", scene.box.id, {"follow_ups": 5})
        tx.set("mail_sequence", scene.sequence.id, {"active": False})
    scene.due()
    assert scene.step() == "paused"
    assert "switched off" in (scene.place().reason or {})["en"]
    with pytest.raises(Conflict):
        scene.enrol()
    with changes(system("test"), "test") as tx:
        tx.set("mail_sequence", scene.sequence.id, {"active": True})
    reading.resume(scene.anna, scene.place().id)
    with pytest.raises(Conflict):
        reading.resume(scene.anna, scene.place().id)
    reading.pause(scene.anna, scene.place().id)
    reading.end(scene.anna, scene.place().id)
    assert scene.place().state == "ended"
    scene.enrol()
    with changes(system("test"), "test") as tx:
        tx.drop("contact", scene.contact.id)
    scene.due()
    assert scene.step() == "closed"
    assert MailStep.objects.count() == 0


def test_a_record_that_is_closed_ends_it(scene: Scene) -> None:
    with changes(system("test"), "test") as tx:
        stop = {"field": "title", "op": "eq", "value": "CEO"}
        tx.set("mail_sequence", scene.sequence.id, {"stop_when": stop})
    scene.enrol()
    with changes(scene.anna, "update") as tx:
        tx.update("contact", scene.contact.id, {"title": "CEO"})
    scene.due()
    assert scene.step() == "closed"


def test_an_address_nobody_has_is_blocked(post: MailServers, scene: Scene) -> None:
    with changes(scene.anna, "update") as tx:
        tx.update("contact", scene.contact.id, {"email": "refused@example.com"})
    scene.enrol()
    scene.due()
    scene.step()
    assert scene.place().state == "bounced"
    shown = reading.of_record(scene.anna, "contact", scene.contact.id)
    assert [each["kind"] for each in shown["blocked"]] == ["bounced"]
    assert [each["state"] for each in shown["items"]] == ["bounced"]


def test_nobody_enrols_from_anothers_mailbox_or_what_he_does_not_see(
    scene: Scene, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    ben = person("ben")
    with pytest.raises(Conflict):
        enrolling.enrol(ben, enrolling.Several(**scene.wanted, ids=[scene.contact.id]))
    own = {**scene.wanted, "mailbox": box(ben, "ben").id}
    refused = enrolling.enrol(ben, enrolling.Several(**own, ids=[scene.contact.id]))
    assert (refused["enrolled"], refused["refused"][0]["title"]) == (0, None)
    with pytest.raises(Missing):
        enrolling.refrain(ben, "contact", scene.contact.id, "liming@example.com")
    scene.enrol()
    with pytest.raises(Missing):
        reading.pause(ben, scene.place().id)
    assert reading.of_sequence(ben, scene.sequence.id, None, None)["items"] == []


def test_whoever_asked_not_to_be_written_to_is_not(scene: Scene) -> None:
    scene.enrol()
    with pytest.raises(Missing):  # not an address of this record
        enrolling.refrain(scene.anna, "contact", scene.contact.id, "boss@example.com")
    enrolling.refrain(scene.anna, "contact", scene.contact.id, "LiMing@example.com")
    assert scene.place().state == "unsubscribed"
    assert "Asked" in scene.enrol()["refused"][0]["message"]


def test_a_sequence_names_mails_it_can_send(scene: Scene) -> None:
    other = make("mail_template", name={"en": "For accounts"}, object="account", subject={"en": "Hi"})
    bad: list[tuple[Any, str]] = [
        ([{**scene.steps[0], "template": str(other.id)}], "steps.0.template"),
        ([{**scene.steps[0], "from": "10:00", "until": "09:00"}], "steps.0.until"),
        ([scene.steps[0]] * 2, "steps"),
        ([{**scene.steps[0], "days": -1}], "steps.0.days"),
    ]
    for steps, field in bad:
        with pytest.raises(Invalid) as refused:
            make("mail_sequence", name={"en": "Bad"}, object="contact", steps=steps)
        assert field in {each.field for each in refused.value.problems}
    for given in ({"object": "mail_link"}, {"object": "contact", "stop_when": {"field": "nothing", "op": "empty"}}):
        with pytest.raises(Invalid):
            make("mail_sequence", name={"en": "Bad"}, **given)


def test_nobody_who_was_erased_is_written_to_again(scene: Scene) -> None:
    with clock.frozen(MONDAY):
        scene.enrol()
        scene.step()
    with changes(system("test"), "erase") as tx:
        told = erase_person(tx, scene.contact, Why(reason="asked for by letter"))
    left = scene.place()
    assert (left.state, left.next_at, left.steps) == ("ended", None, None)
    assert left.address == f"erased.{left.id.hex}@erased.invalid"
    assert not MailMessage._base_manager.get().to
    assert 1 in [
        each["count"] for each in told["places"] if each["label"] in ("Follow-up mails under way", "进行中的跟进邮件")
    ]
    with clock.frozen(at(4, 9)):
        assert scene.step() is None


def test_who_writes_by_hand_is_warned_of_those_who_want_no_mail(scene: Scene, person: Callable[..., Actor]) -> None:
    enrolling.refrain(scene.anna, "contact", scene.contact.id, "liming@example.com")
    with changes(system("test"), "test") as tx:
        blocks.block(tx, "gone@example.com", "bounced", "550 no such person")
    typed = ["Li Ming <LiMing@example.com>", "gone@example.com", "well@example.com", "no address"]
    asked = [each for _, each in addresses.seen(typed)]
    found = blocks.warned(scene.anna, asked)
    assert [(each["address"], each["kind"]) for each in found] == [
        ("liming@example.com", "asked"),
        ("gone@example.com", "bounced"),
    ]
    assert blocks.warned(person("root", "administrator"), asked)[1]["note"] == "550 no such person"
