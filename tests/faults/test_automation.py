"""A worker killed -9 while rules run for many records: every run is over, once, and did its work once."""

from __future__ import annotations

import json
import os
import signal
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from tests.faults.conftest import Call
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


def count(call: Call, plural: str, **leaf: Any) -> int:
    return int(call("GET", f"{plural}?count=1&limit=1&filter={quote(json.dumps(leaf))}")["count"])


def over(call: Call) -> int:
    return count(call, "automation-runs", field="state", op="eq", value="done")


def wait_for(call: Call, runs: int) -> None:
    """Wait until so many runs are over."""
    began = time.monotonic()
    while (found := over(call)) < runs:
        assert time.monotonic() - began < AGAIN, found
        time.sleep(0.1)


@pytest.mark.faults  # forty seconds
def test_every_run_is_over_once(victim: Served, call: Call) -> None:
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
