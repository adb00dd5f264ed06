"""A worker killed -9 in the middle of an import: the import is found again, nothing is doubled, nothing lost."""

from __future__ import annotations

import os
import signal
import time
import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.conftest import Call
    from tests.serving import Served

DEALS = 14_000  # more than three chunks, and their customers besides
CUSTOMERS = 3_500
AGAIN = 240.0  # seconds within which a dead worker's import is finished by the next, on a busy machine


def ledger(first: int) -> bytes:
    """A file of deals that names customers and a stage the company does not have yet."""
    lines = ["Opportunity ID,Deal name,Account,Stage,Amount,Open date"]
    for number in range(first, first + DEALS):
        stage = ("Prospecting", "Won", "Lost", "Thinking it over")[number % 4]
        customer = f"Customer {first}-{number % CUSTOMERS}"
        lines.append(f"D{number:06},Deal {number},{customer},{stage},{number},2024-03-0{number % 9 + 1}")
    return "\n".join(lines).encode()


def begun(call: Call, first: int) -> str:
    """An import that has just been sent."""
    edge = uuid.uuid4().hex
    part = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="deals{first}.csv"\r\n\r\n'.encode()
    content = (f"multipart/form-data; boundary={edge}", part + ledger(first) + f"\r\n--{edge}--\r\n".encode())
    return str(call("POST", "imports", content=content)["id"])


def until(call: Call, batch: str, true: Callable[[dict[str, Any]], bool], most: float = AGAIN) -> Any:
    """The import, as soon as something is true of it."""
    began = time.monotonic()
    while not true(found := call("GET", f"imports/{batch}")):
        assert time.monotonic() - began < most, found["state"]
        time.sleep(0.05)
    return found


def count(call: Call, plural: str) -> int:
    """How many records there are."""
    return int(call("GET", f"{plural}?count=exact&limit=1")["count"])


def begun_to_write(call: Call, plural: str) -> int:
    """How many records there are as soon as there are any."""
    began = time.monotonic()
    while not (found := count(call, plural)):
        assert time.monotonic() - began < AGAIN
        time.sleep(0.05)
    return found


def kill_worker(served: Served) -> None:
    """Kill the worker, as an out-of-memory killer would."""
    os.kill(served.child("haoke worker"), signal.SIGKILL)


def test_killed_while_it_checks_and_again_while_it_writes(victim: Served, call: Call) -> None:
    batch = begun(call, 100_000)
    until(call, batch, lambda found: found["state"] == "checking")
    kill_worker(victim)
    found = until(call, batch, lambda found: found["state"] in {"ready", "failed"})
    counts = {item["object"]: item["create"] for item in found["counts"]}
    assert (found["state"], counts["opportunity"], counts["account"]) == ("ready", DEALS, CUSTOMERS)
    assert (count(call, "opportunities"), count(call, "accounts")) == (0, 0)
    planned = {item["object"]: item["create"] for item in found["counts"]}
    call("POST", f"imports/{batch}/run", {})
    written = begun_to_write(call, "opportunities")
    kill_worker(victim)
    assert written < DEALS
    assert call("GET", f"imports/{batch}")["state"] == "running"
    found = until(call, batch, lambda found: found["state"] in {"done", "failed"})
    made = {item["object"]: item["create"] for item in found["counts"]}
    assert (found["state"], made) == ("done", planned)
    assert (count(call, "opportunities"), count(call, "accounts")) == (DEALS, CUSTOMERS)
    call("POST", f"imports/{batch}/undo", {})
    until(call, batch, lambda found: found["state"] == "undone")
    assert (count(call, "opportunities"), count(call, "accounts")) == (0, 0)


def test_stopped_while_it_checks_and_while_it_writes(call: Call) -> None:
    batch = begun(call, 200_000)
    until(call, batch, lambda found: found["state"] == "checking")
    call("POST", f"imports/{batch}/stop", {})
    found = call("GET", f"imports/{batch}")
    assert (found["state"], found["message"]) == ("failed", "The import was stopped; nothing was imported")
    call("PATCH", f"imports/{batch}", {})
    until(call, batch, lambda found: found["state"] == "ready")
    call("POST", f"imports/{batch}/run", {})
    begun_to_write(call, "accounts")
    call("POST", f"imports/{batch}/stop", {})
    until(call, batch, lambda found: found["state"] == "undone")
    assert (count(call, "opportunities"), count(call, "accounts")) == (0, 0)
