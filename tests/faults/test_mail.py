"""The worker killed -9 while mail goes out and comes in through real servers: none is lost, none is there twice."""

from __future__ import annotations

import email
import json
import os
import signal
import urllib.parse
import urllib.request
from collections import Counter
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from tools.mailservers import NETWORKS, MailServers, installed, running

from tests.serving import Served, installation

if TYPE_CHECKING:
    from collections.abc import Iterator

OUT, IN = 30, 40  # mails each way
BEGUN = 3  # of each way, when the worker is killed


@pytest.fixture(scope="module")
def post() -> Iterator[MailServers]:
    if not installed():
        pytest.skip("no mail servers here: python -m tools.mailservers")
    with running(admin="pw-admin") as made:
        yield made


@pytest.fixture(scope="module")
def victim(post: MailServers) -> Iterator[Served]:
    """An installation of this module's own that trusts the servers."""
    with installation() as made:
        made.settings |= {"SSL_CERT_FILE": str(post.certificate), "HAOKE_OUTBOUND_NETWORKS": NETWORKS}
        made.start("--first-run")
        yield made


class Person:
    """The administrator by an API key."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.key = served.run("token", "create", "--user", "admin@example.com", "--name", "faults").strip()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """JSON of an answer; raises for a refusal."""
        request = urllib.request.Request(  # noqa: S310 - loopback only
            f"{self.served.url}/api/v1/{path}", method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310
            return json.loads(reply.read())

    def mails(self, direction: str) -> list[dict[str, Any]]:
        """All messages of a direction (at most 200)."""
        asked = {"field": "direction", "op": "eq", "value": direction}
        query = urllib.parse.urlencode({"filter": json.dumps(asked), "limit": 200, "fields": "subject,state"})
        found: list[dict[str, Any]] = self.ask("GET", f"mail-messages?{query}")["items"]
        return found


def subjects(post: MailServers, name: str) -> Counter[str]:
    """How often each mail lies in an account."""
    found = (email.message_from_bytes(each.read_bytes(), policy=default) for each in post.maildir(name))
    return Counter(str(each["Subject"]) for each in found)


@pytest.mark.faults  # two minutes, most of them the pauses after which a dead worker's mail is taken up again
def test_a_worker_killed_amid_mail_loses_and_doubles_none(victim: Served, post: MailServers) -> None:
    person = Person(victim)
    for number in range(IN):
        post.put("admin", f"From: c@example.com\nTo: admin@example.com\nSubject: in {number}\n\nHi".encode())
    servers = {
        "smtp_host": post.hosts, "smtp_port": post.ports["smtps"], "imap_host": post.hosts,
        "imap_port": post.ports["imaps"],
    }  # fmt: skip
    box = person.ask("POST", "mailboxes", {"name": "Mine", "address": "admin@example.com", **servers})["id"]
    person.ask("POST", f"mailboxes/{box}/actions/set_password", {"password": "pw-admin"})
    person.ask("POST", "mail/watch", {})
    for number in range(OUT):
        given = {"mailbox": box, "to": "buyer@example.com", "subject": f"out {number}", "body": "<p>Hi</p>"}
        made = person.ask("POST", "mail-messages", given)
        person.ask("POST", f"mail-messages/{made['id']}/actions/send", {})
    victim.wait_until(lambda: len(post.maildir("buyer")) >= BEGUN and len(person.mails("in")) >= BEGUN)
    os.kill(victim.child("haoke worker"), signal.SIGKILL)

    victim.wait_until(lambda: len(person.mails("in")) >= IN)
    victim.wait_until(lambda: {each["state"] for each in person.mails("out")} <= {"sent", "unsure"})
    assert Counter(each["subject"] for each in person.mails("in")) == Counter(f"in {n}" for n in range(IN))
    sent = Counter(each["subject"] for each in person.mails("out") if each["state"] == "sent")
    victim.wait_until(lambda: sent <= subjects(post, "buyer"))
    # One at a time goes out of a mailbox: at most the one whose text was on its way is left to somebody's judgement.
    assert len(sent) >= OUT - 1
    assert subjects(post, "buyer") <= Counter(f"out {n}" for n in range(OUT))
