"""A real mail server on loopback, people with mailboxes on it, and mails as they lie in them."""

from __future__ import annotations

import email
import time
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from tools.mailservers import NETWORKS, MailServers, installed, running

from haoke.core.access.actor import Actor, system
from haoke.core.records import changes
from haoke.core.transfer import actors
from haoke.identity import accounts
from haoke.inbox.mail import servers
from haoke.inbox.mail.models import Mailbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage
    from uuid import UUID

ACCOUNTS = {name: f"pw-{name}" for name in ("anna", "ben", "team", "notices")}
PATIENCE = 120.0


@pytest.fixture(scope="session")
def server() -> Iterator[MailServers]:
    """Exim and Dovecot of the session's own."""
    if not installed():
        pytest.skip("no mail servers here: python -m tools.mailservers")
    with running(**ACCOUNTS) as made:
        yield made


@pytest.fixture
def post(server: MailServers, settings: Any, monkeypatch: pytest.MonkeyPatch) -> MailServers:
    """The server, allowed though it is internal, with empty mailboxes."""
    settings.OUTBOUND_NETWORKS = tuple(NETWORKS.split(","))
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    server.empty()
    return server


@pytest.fixture
def person() -> Callable[..., Actor]:
    """Somebody active with shipped roles."""

    def hire(name: str, *roles: str) -> Actor:
        user = accounts.create_user(f"{name}@example.com", name.title(), roles=roles or ("sales_rep",))
        with changes(system("test"), "test") as tx:
            tx.set("user", user, {"state": "active", "language": "en"})
        return actors.load(user, "web")

    return hire


@pytest.fixture
def box(post: MailServers) -> Callable[..., Mailbox]:
    """A mailbox on the server, with its password."""

    def make(by: Actor, name: str, *, password: str | None = None, **more: Any) -> Mailbox:
        with changes(by, "test") as tx:
            made: Mailbox = tx.create(
                "mailbox", {**servers_of(post), "name": name, "address": f"{name}@example.com", **more}
            )
        servers.keep_password(made, password or ACCOUNTS[name])
        return made

    return make


def servers_of(post: MailServers) -> dict[str, Any]:
    """The fields of a mailbox that say where it is."""
    return {
        "smtp_host": post.hosts, "smtp_port": post.ports["smtps"], "smtp_security": "tls",
        "imap_host": post.hosts, "imap_port": post.ports["imaps"], "imap_security": "tls",
    }  # fmt: skip


def arrived(post: MailServers, name: str, count: int = 1) -> list[EmailMessage]:
    """The mails of an account once there are so many."""
    began = time.monotonic()
    while len(found := post.maildir(name)) < count:
        assert time.monotonic() - began < PATIENCE, post.said()
        time.sleep(0.05)
    return [email.message_from_bytes(each.read_bytes(), policy=default) for each in found]


def make(key: str, by: Actor | None = None, **values: Any) -> Any:
    """A record."""
    with changes(by or system("test"), "test") as tx:
        return tx.create(key, values)


def run(by: Actor, key: str, record: UUID, action: str, **data: Any) -> Any:
    """Carry out an action."""
    with changes(by, action) as tx:
        return tx.run(key, record, action, data)


def text_of(mail: EmailMessage, kind: str) -> str:
    """The plain or HTML text of a mail."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())
