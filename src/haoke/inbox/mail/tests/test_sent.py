"""The folder of sent mail: what people send from other programs stands beside the rest; what comes back is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.inbox.mail import folders, incoming, outgoing
from haoke.inbox.mail.models import MailMessage
from haoke.inbox.mail.sequences import blocks
from haoke.inbox.mail.tests.conftest import arrived, make, run
from haoke.inbox.mail.tests.test_receiving import mail
from haoke.inbox.mail.tests.test_sending import draft, sent, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.mailservers import MailServers

    from haoke.core.access.actor import Actor
    from haoke.inbox.mail.models import Mailbox

pytestmark = pytest.mark.django_db


def put_aside(post: MailServers, name: str, content: bytes) -> None:
    """As another program does with what it sends."""
    server = post.imap(name)
    assert server.append("Sent", "\\Seen", None, content.replace(b"\n", b"\r\n"))[0] == "OK"
    server.logout()


def all_of(box: Mailbox) -> list[MailMessage]:
    """What is here of a mailbox after a poll, the oldest first."""
    incoming.fetch(str(box.id))
    return list(MailMessage._base_manager.filter(mailbox=box).order_by("created_at", "id"))


def test_mail_sent_elsewhere_is_threaded_to_its_receiver_once(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna = person("anna")
    mine = box(anna, "anna")
    contact = make("contact", anna, name="Li Ming", email="liming@customer.cn")
    given = {"From": "anna@example.com", "To": "liming@customer.cn", "Subject": "From my phone"}
    put_aside(post, "anna", mail(**given, Message_ID="<phone@x>"))
    (found,) = all_of(mine)
    assert (found.direction, found.state, found.to, found.shared) == ("out", "sent", "liming@customer.cn", False)
    assert outgoing.links(found.id) == [("contact", contact.id)]
    post.put("anna", mail(Subject="Re: From my phone", In_Reply_To="<phone@x>"))
    answer = all_of(mine)[1]
    assert (answer.answers_id, answer.thread) == (found.id, found.id)
    put_aside(post, "anna", mail(**given, Message_ID="<phone2@x>", In_Reply_To="<phone@x>"))
    assert [each.direction for each in all_of(mine)] == ["out", "in", "out"]
    assert len(all_of(mine)) == 3


@pytest.mark.parametrize("renamed", [False, True])
def test_the_servers_copy_of_what_haoke_sent_is_no_second_mail(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], *, renamed: bool
) -> None:
    anna = person("anna")
    mine = box(anna, "anna")
    made = sent(anna, draft(anna, mine))
    (copy,) = arrived(post, "buyer")
    if renamed:
        copy.replace_header("Message-ID", "<given-by-the-server@x>")
    with changes(system("test"), "test") as tx:
        tx.set("mail_message", made.id, {"state": "unsure"})
    put_aside(post, "anna", bytes(copy))
    assert [(each.id, each.state) for each in all_of(mine)] == [(made.id, "sent")]


def test_folders_are_found_as_marked_or_named() -> None:
    class Server:
        def __init__(self, *lines: bytes) -> None:
            self.lines = list(lines)

        def list(self) -> Any:
            return "OK", self.lines

    marked = Server(b'(\\HasNoChildren) "/" Sent', b'(\\HasNoChildren \\Sent) "/" "My \\"own\\" mail"')
    cases = [
        (marked, 'My "own" mail'),
        (Server(b'(\\HasNoChildren) "/" "INBOX"', b'(\\HasNoChildren) "." "&XfJT0ZAB-"'), "&XfJT0ZAB-"),
        (Server(b'() NIL "Sent Items"'), "Sent Items"),
        (Server(b'() "/" INBOX', b"nonsense"), None),
    ]
    for server, name in cases:
        assert [each.name for each in folders.of(server)[1:]] == ([name] if name else [])  # type: ignore[arg-type]  # a stand-in


def test_mail_that_comes_back_blocks_its_address(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox]
) -> None:
    anna = person("anna")
    mine = box(anna, "anna")
    account = make("account", anna, name="Orchard Mill")
    made = sent(anna, draft(anna, mine, [("account", account.id)], to="ComesBack@example.com"))
    assert made.state == "sent"
    (report,) = arrived(post, "anna")
    assert report.get_content_type() == "multipart/report"
    found = all_of(mine)[1]
    assert (found.automatic, found.answers_id) == (True, made.id)
    assert outgoing.links(found.id) == [("account", account.id)]
    assert "comesback@example.com" in (state(made).problem or {})["en"]
    assert blocks.blocked(["comesback@example.com"]) == {"comesback@example.com": "bounced"}


REPORT = """From: MAILER-DAEMON@example.com
To: anna@example.com
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: {id}

--b--
"""
UNBELIEVED = [
    {"to": "victim@example.com"},  # was never written to
    {"id": "<made-up@example.com>"},  # is no mail of ours
    {"action": "delayed"},
    {"status": "5.2.2"},  # full, not gone
]


@pytest.mark.parametrize("change", UNBELIEVED)
def test_reports_of_other_things_block_nobody(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], change: dict[str, str]
) -> None:
    anna = person("anna")
    mine = box(anna, "anna")
    made = draft(anna, mine)
    run(anna, "mail_message", made.id, "send")
    given = {"to": "buyer@example.com", "action": "failed", "status": "5.1.1", "id": state(made).message_id, **change}
    post.put("anna", REPORT.format(**given).encode())
    assert len(all_of(mine)) == 2
    assert blocks.blocked(["buyer@example.com", "victim@example.com"]) == {}


BARE = """From: PostMaster <postmaster@example.com>
To: anna@example.com
Subject: System bounce
In-Reply-To: {id}

{text}
"""


@pytest.mark.parametrize(("to", "dead"), [("buyer@example.com", True), ("buyer@example.com, ben@example.com", False)])
def test_without_a_report_the_only_receiver_is_meant_and_of_several_the_one_named(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], to: str, *, dead: bool
) -> None:
    anna = person("anna")
    mine = box(anna, "anna")
    made = draft(anna, mine, to=to)
    run(anna, "mail_message", made.id, "send")
    post.put("anna", BARE.format(id=state(made).message_id, text="Not delivered: no such user").encode())
    assert all_of(mine)[1].answers_id == made.id
    assert blocks.blocked(["buyer@example.com", "ben@example.com"]) == (
        {"buyer@example.com": "bounced"} if dead else {}
    )
    assert bool(state(made).problem) is dead
