"""Hosts that people type lead nowhere inside unless whoever runs the machine allows it."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from haoke.core.access.actor import Actor
from haoke.core.errors import TooMany
from haoke.core.text import say
from haoke.inbox.mail import boxes, connecting, servers
from haoke.inbox.mail.boxes import Trial
from haoke.inbox.mail.connecting import Unreachable
from haoke.inbox.mail.servers import Account, Failed, Unsure
from haoke.inbox.mail.tests.bad_server import BadServer
from haoke.inbox.mail.tests.conftest import arrived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.mailservers import MailServers


def leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 25)) for each in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"]
)
def test_internal_addresses_are_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    leads_to(monkeypatch, "93.184.216.34", address)
    with pytest.raises(Unreachable) as refused:
        connecting.connect("mail.example.com", 465, 1, plain=False)
    assert refused.value.code == "internal_host"
    assert "HAOKE_OUTBOUND_NETWORKS" in say(refused.value.message, "zh")


def test_the_address_that_was_judged_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, "93.184.216.34")
    asked: list[Any] = []
    monkeypatch.setattr(socket, "create_connection", lambda where, *_: asked.append(where))
    connecting.connect("mail.example.com", 465, 1, plain=False)
    assert asked == [("93.184.216.34", 465)]


@pytest.mark.parametrize(("port", "plain", "code"), [(6379, False, "bad_port"), (25, True, "unsafe")])
def test_only_mail_and_only_encrypted(monkeypatch: pytest.MonkeyPatch, port: int, plain: bool, code: str) -> None:
    leads_to(monkeypatch, "93.184.216.34")
    with pytest.raises(Unreachable) as refused:
        connecting.connect("mail.example.com", port, 1, plain=plain)
    assert refused.value.code == code


def test_no_such_host_and_no_answer(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.OUTBOUND_NETWORKS = ("127.0.0.0/8",)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        leads_to(monkeypatch, "127.0.0.1")
        with pytest.raises(Unreachable) as refused:
            connecting.connect("mail.example.com", taken.getsockname()[1], 1, plain=True)
    assert refused.value.code == "no_answer"
    monkeypatch.undo()
    with pytest.raises(Unreachable) as refused:
        connecting.connect("nowhere.invalid", 465, 1, plain=False)
    assert refused.value.code == "no_such_host"


def test_a_certificate_of_nobody_is_refused(post: MailServers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    for way, port in ((servers.smtp, "smtps"), (servers.imap, "imaps")):
        account = Account(post.hosts, post.ports[port], "tls", "anna@example.com", "pw-anna")
        with pytest.raises(Failed) as refused, way(account):
            pass
        assert refused.value.code == "bad_tls"


def test_starttls_works_too(post: MailServers) -> None:
    for way, port in ((servers.smtp, "smtp"), (servers.imap, "imap")):
        with way(Account(post.hosts, post.ports[port], "starttls", "anna@example.com", "pw-anna")):
            pass


MAIL = b"From: a@example.com\nSubject: x\n\n.dots\n..\n"


def test_dots_and_lines_arrive_as_they_were(post: MailServers) -> None:
    account = Account(post.hosts, post.ports["smtps"], "tls", "anna@example.com", "pw-anna")
    assert servers.deliver(account, "anna@example.com", ["dots@example.com"], MAIL, lambda: None) == []
    arrived(post, "dots")
    assert post.maildir("dots")[0].read_bytes().endswith(b"\n.dots\n..\n")


@pytest.mark.parametrize(
    ("said", "error", "lasting"),
    [
        ({"MAIL": "550 no"}, Failed, True),
        ({"MAIL": "451 later"}, Failed, False),
        ({"DATA": "552 too big"}, Failed, True),
        ({"MAIL": None}, Failed, False),
        ({"DATA": None}, Failed, False),
        ({".": None}, Unsure, False),
        ({".": "554 rejected"}, Failed, True),
        ({".": "451 later"}, Failed, False),
    ],
)
def test_what_a_server_does_at_each_step(
    settings: Any, said: dict[str, str | None], error: type[Failed], lasting: bool
) -> None:
    settings.OUTBOUND_NETWORKS = ("127.0.0.0/8", "::1/128")
    with BadServer(said) as server:
        account = Account("127.0.0.1", server.port, "none", "", "")
        with pytest.raises(Failed) as refused:
            servers.deliver(account, "a@example.com", ["b@example.com"], MAIL, lambda: None)
    assert (type(refused.value), refused.value.lasting) == (error, lasting)


def test_a_server_that_does_not_stop_answering_is_left(settings: Any) -> None:
    settings.OUTBOUND_NETWORKS = ("127.0.0.0/8", "::1/128")
    with BadServer({"EHLO": "250-more\r\n" * 10_000 + "250 ok"}) as server:
        account = Account("127.0.0.1", server.port, "none", "", "")
        with pytest.raises(Failed) as refused:
            servers.deliver(account, "a@example.com", ["b@example.com"], MAIL, lambda: None)
    assert (refused.value.code, "too much" in say(refused.value.message)) == ("cut", True)


@pytest.mark.parametrize("answer", [b"* CAPABILITY {60000}\r\n" + b"x" * 60_000 + b"\r\n", b"* OK more\r\n" * 6_000])
def test_a_mailbox_holds_no_more_than_a_mail(settings: Any, monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    """How much comes is the server's word, also for a mail it called small."""
    settings.OUTBOUND_NETWORKS = ("127.0.0.0/8", "::1/128")
    monkeypatch.setattr(servers, "MOST_HELD", 50_000)
    with answering(answer) as port, pytest.raises(Failed) as refused, servers.imap(imap_at(port)):
        pass
    assert (refused.value.code, "too much" in say(refused.value.message)) == ("cut", True)
    with answering(b"") as port, servers.imap(imap_at(port)) as server:
        assert server.state == "AUTH"


def imap_at(port: int) -> Account:
    return Account("127.0.0.1", port, "none", "a", "b")


@contextmanager
def answering(more: bytes) -> Iterator[int]:
    """The port of an IMAP server that says `more` before each answer."""

    def talk() -> None:
        place, _ = listening.accept()
        with place, place.makefile("rb") as lines, suppress(OSError):
            place.sendall(b"* OK hello\r\n")
            while line := lines.readline():
                place.sendall(b"* CAPABILITY IMAP4rev1\r\n" + more + line.split()[0] + b" OK done\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def test_trying_servers_out_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a way to knock at doors from here, and to guess passwords there."""
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    monkeypatch.setattr(boxes, "_try", lambda *_: {"ok": True, "message": ""})
    person, other = Actor(uuid4()), Actor(uuid4())
    trial = Trial(smtp_host="smtp.example.com", address="a@example.com", password="x")
    for _ in range(boxes.TRIALS[0]):
        boxes.attempt(person, trial)
    with pytest.raises(TooMany) as refused:
        boxes.attempt(person, trial)
    assert 0 < refused.value.extra["retry_after"] <= boxes.TRIALS[1]
    boxes.attempt(other, trial)
    monkeypatch.setattr(time, "time", lambda: 1_000_600.0)
    boxes.attempt(person, trial)
