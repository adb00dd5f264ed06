"""Processes killed -9 under load: what was acknowledged is there, once; what was retried with its key is there once.

One kill of each in the suite; `make faults` does more (`HAOKE_FAULT_ROUNDS`).
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.serving import Served

ROUNDS = int(os.environ.get("HAOKE_FAULT_ROUNDS", "1"))
WRITERS = 4
BACK = 240.0  # seconds within which everything answers again, on a busy machine


@dataclass
class Load:
    """Writers that create accounts, each with a key it repeats until it hears an answer."""

    served: Served
    key: str
    acknowledged: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    retried: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def write(self) -> None:
        """Create accounts until told to stop; a name is acknowledged at most once."""
        while not self.over.is_set():
            name = f"fault {uuid.uuid4()}"
            status = self._until_answered(name, str(uuid.uuid4()))
            (self.acknowledged if status == 201 else self.wrong).append(name if status == 201 else f"{status} {name}")

    def run_for(self, more: int) -> None:
        """Wait until so many further writes are acknowledged."""
        enough = len(self.acknowledged) + more
        self.served.wait_until(lambda: len(self.acknowledged) >= enough)

    def _until_answered(self, name: str, once: str) -> int:
        while True:
            status = self._post(name, once)
            if status < 500 and status not in {0, 409}:
                return status
            self.retried += 1
            time.sleep(0.05)

    def _post(self, name: str, once: str) -> int:
        request = urllib.request.Request(  # noqa: S310 - loopback only
            f"{self.served.url}/api/v1/accounts",
            method="POST",
            data=json.dumps({"name": name, "kind": "company"}).encode(),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json",
                "Idempotency-Key": once,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:  # noqa: S310
                return int(reply.status)
        except urllib.error.HTTPError as refused:
            refused.read()
            return refused.code
        except (OSError, ValueError):
            return 0


def names(served: Served, key: str) -> Counter[str]:
    """How often each account's name is there."""
    found: Counter[str] = Counter()
    cursor: str | None = ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        request = urllib.request.Request(  # noqa: S310 - loopback only
            f"{served.url}/api/v1/accounts?fields=name&limit=200{more}", headers={"Authorization": f"Bearer {key}"}
        )
        with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310
            page: dict[str, Any] = json.loads(reply.read())
        found.update(item["name"] for item in page["items"])
        cursor = page["next"]
    return found


def kill_postgres(served: Served) -> None:
    """Kill the postmaster, as an out-of-memory killer would; there must be another."""
    before = postmaster(served)
    os.kill(int(before), signal.SIGKILL)
    served.wait_until(lambda: postmaster(served) not in ("", before), BACK)


def postmaster(served: Served) -> str:
    """Process id of the database server; empty while it is being written."""
    try:
        return (served.folder / "data" / "database" / "postgresql" / "postmaster.pid").read_text().split("\n")[0]
    except FileNotFoundError:
        return ""


def kill_web(served: Served) -> None:
    """Kill the web server and, in their turn, its workers."""
    server = served.child("haoke web")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == server:
            os.kill(int(stat.parent.name), signal.SIGKILL)
            break
    os.kill(server, signal.SIGKILL)
    served.wait_until(lambda: served.children("haoke web") not in ([], [server]), BACK)


def kill_supervisor(served: Served) -> None:
    """Kill the supervisor; everything must end with it, and a new one start on the folder."""
    assert served.process is not None
    served.process.kill()
    served.process.wait()
    served.start("--first-run")


@pytest.mark.parametrize("kill", [kill_postgres, kill_web, kill_supervisor], ids=lambda kill: kill.__name__)
def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    victim: Served, key: str, kill: Callable[[Served], None]
) -> None:
    before = names(victim, key)
    load = Load(victim, key)
    writers = [threading.Thread(target=load.write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for _ in range(ROUNDS):
        load.run_for(20)
        began = time.monotonic()
        kill(victim)
        victim.wait_ready(BACK)
        print(f"{kill.__name__}: ready after {time.monotonic() - began:.1f} s")  # noqa: T201
    load.run_for(20)
    load.over.set()
    for writer in writers:
        writer.join()
    made = names(victim, key) - before
    print(f"{len(load.acknowledged)} acknowledged, {load.retried} retried")  # noqa: T201
    assert load.wrong == []
    assert load.retried > 0
    assert made == Counter(load.acknowledged)


def test_a_killed_worker_is_replaced(victim: Served) -> None:
    before = victim.child("haoke worker")
    os.kill(before, signal.SIGKILL)
    victim.wait_until(lambda: victim.children("haoke worker") not in ([], [before]))
