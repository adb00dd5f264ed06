"""A reply shows within seconds while somebody waits for it, whether or not the server knows IDLE."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest

from haoke.core.jobs.models import Job
from haoke.inbox.mail import watching
from haoke.inbox.mail.models import MailboxPlace
from haoke.inbox.mail.tests.conftest import PATIENCE
from haoke.inbox.mail.tests.test_receiving import mail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.mailservers import MailServers

    from haoke.core.access.actor import Actor
    from haoke.inbox.mail.models import Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def watcher() -> Iterator[watching.Watcher]:
    made = watching.Watcher()
    yield made
    made.close()


def fetches() -> int:
    return Job.objects.filter(kind="inbox.mail.fetch").count()


def until_heard(watcher: watching.Watcher) -> None:
    """Rounds until something has come."""
    began = time.monotonic()
    while not watcher.round():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.02)


@pytest.mark.parametrize("idles", [True, False])
def test_what_comes_is_fetched_at_once(
    post: MailServers,
    person: Callable[..., Actor],
    box: Callable[..., Mailbox],
    watcher: watching.Watcher,
    monkeypatch: pytest.MonkeyPatch,
    *,
    idles: bool,
) -> None:
    if not idles:
        monkeypatch.setattr(watching, "knows_idle", lambda _: False)
        monkeypatch.setattr(watching, "ASK", 0.0)
    anna = person("anna")
    mine = box(anna, "anna")
    assert watcher.round() == 0
    assert watcher.lines == {}
    assert watching.watch(anna) == 1
    watcher.round()
    assert watcher.lines[mine.id].idles is idles
    assert fetches() == 1  # what came before it was watched
    post.put("anna", mail())
    until_heard(watcher)
    assert fetches() == 2
    post.put("anna", mail())
    until_heard(watcher)


def test_lines_are_begun_anew_and_end_with_interest(
    post: MailServers,
    person: Callable[..., Actor],
    box: Callable[..., Mailbox],
    watcher: watching.Watcher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anna = person("anna")
    mine = box(anna, "anna")
    watching.watch(anna)
    monkeypatch.setattr(watching, "RENEW", 0.0)
    watcher.round()
    watcher.round()
    post.put("anna", mail())
    until_heard(watcher)
    watcher.lines[mine.id].server.sock.shutdown(socket.SHUT_RDWR)  # as a server or a network may do
    watcher.round()
    assert watcher.lines == {}
    monkeypatch.setattr(watching, "AGAIN", 0.0)
    watcher.resting.clear()
    watcher.round()
    assert list(watcher.lines) == [mine.id]
    MailboxPlace.objects.update(watched_at=None)
    watcher.round()
    assert watcher.lines == {}


def test_a_mailbox_that_does_not_open_is_left_for_a_while(
    post: MailServers, person: Callable[..., Actor], box: Callable[..., Mailbox], watcher: watching.Watcher
) -> None:
    anna = person("anna")
    mine = box(anna, "anna", password="wrong")
    watching.watch(anna)
    assert (watcher.round(), watcher.lines) == (0, {})
    assert mine.id in watcher.resting
