"""A worker killed -9 while rules run for many records: every run is over, once, and did its work once."""

from __future__ import annotations

import json
import os
import signal
import time
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.serving import installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.serving import Served

ROUNDS = int(os.environ.get("HAOKE_FAULT_ROUNDS", "1"))
RECORDS = 150
AGAIN = 240.0  # seconds within which a dead worker's jobs are finished by the next, on a busy machine
RULE = {
    "name": "Follow up", "object": "account", "trigger": "updated", "details": {"fields": ["industry"]}, "active": True,
    "steps": [
        {"id": "a", "kind": "set", "values": {"website": "https://example.com"}},
        {"id": "b", "kind": "task", "object": "activity", "values": {"subject": "Look in", "kind": "task"}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def victim() -> Iterator[Served]:
    """An installation of this module's own, since its worker is killed."""
    with installation() as made:
        made.start("--first-run")
        yield made


@pytest.fixture(scope="module")
def call(victim: Served) -> Callable[..., Any]:
    """The API of the installation for its administrator."""
    key = victim.run("token", "create", "--user", "admin@example.com", "--name", "faults").strip()

    def send(method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Accept-Language": "en"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - loopback only
            f"{victim.url}/api/v1/{path}", data=data, method=method, headers=headers
        )
        with urllib.request.urlopen(request, timeout=120) as reply:  # noqa: S310
            return json.loads(reply.read() or b"null")

    send("POST", "setup", {"start": "own", "company": "Faults", "currency": "USD", "language": "en"})
    return send


def count(call: Callable[..., Any], plural: str, **leaf: Any) -> int:
    return int(call("GET", f"{plural}?count=1&limit=1&filter={quote(json.dumps(leaf))}")["count"])


def over(call: Callable[..., Any]) -> int:
    return count(call, "automation-runs", field="state", op="eq", value="done")


def wait_for(call: Callable[..., Any], runs: int) -> None:
    """Wait until so many runs are over."""
    began = time.monotonic()
    while (found := over(call)) < runs:
        assert time.monotonic() - began < AGAIN, found
        time.sleep(0.1)


@pytest.mark.faults  # forty seconds
def test_every_run_is_over_once(victim: Served, call: Callable[..., Any]) -> None:
    ids = [call("POST", "accounts", {"name": f"Account {number}"})["id"] for number in range(RECORDS)]
    call("POST", "automations", RULE)
    for turn in range(ROUNDS):
        industry = ("software", "finance")[turn % 2]
        before, wanted = over(call), RECORDS * (turn + 1)
        done = call("POST", "accounts/bulk", {"ids": ids, "set": {"industry": industry}})
        assert done["done"] == RECORDS
        wait_for(call, before + 5)
        os.kill(victim.child("haoke worker"), signal.SIGKILL)
        wait_for(call, wanted)
        assert call("GET", "automation-runs?count=1&limit=1")["count"] == wanted
        assert count(call, "activities", field="subject", op="eq", value="Look in") == wanted
    assert count(call, "accounts", field="website", op="eq", value="https://example.com") == RECORDS
