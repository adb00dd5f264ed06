"""What importing costs: files checked, run and taken back by the worker, through the HTTP interface."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django

from bench.measure import spent

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.run import Server

_BUSY = ("reading", "checking", "running")


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of one file's import: rows, wall seconds, CPU seconds of worker and database."""

    name: str
    rows: int
    wall: float
    worker: float
    database: float

    def line(self) -> str:
        """A row of the table; processor time a row in µs."""
        cpu = (self.worker + self.database) / self.rows * 1e6
        each = f"{self.worker / self.rows * 1e6:.0f} | {self.database / self.rows * 1e6:.0f} | **{cpu:.0f}**"
        return f"| {self.name} | {self.rows} | {each} | {self.rows / self.wall:.0f} |"


def report(server: Server, rows: int) -> None:
    """Import the made-up sheets and print what each phase costs."""
    print(
        "\n| import | rows | worker µs a row | database µs a row | total CPU µs | rows/s |\n|---|---|---|---|---|---|"
    )
    owners = [row["name"] for row in server.get("users?limit=20")["items"]]
    done: list[str] = []
    for name, content in _sheets(rows, owners).items():
        batch = _measured(f"{name}: check", rows, server, lambda c=content, n=name: _upload(server, n, c))["id"]
        _measured(f"{name}: run", rows, server, lambda b=batch: server.post(f"imports/{b}/run"))
        done.append(batch)
    for batch in reversed(done):  # so that the next measurement meets the same database
        _measured("undo", rows, server, lambda b=batch: server.post(f"imports/{b}/undo"))
    subprocess.run([sys.executable, "-m", "bench.batch", str(rows)], env=server.environment, check=True)


def _sheets(rows: int, owners: list[str]) -> dict[str, bytes]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haoke.config.settings")
    django.setup()
    from bench.sheets import sheets  # noqa: PLC0415 (the demo's names need the apps)

    return sheets(rows, owners)


def _measured(name: str, rows: int, server: Server, begin: Callable[[], Any]) -> Any:
    worker, database = server.pids("haoke worker"), server.database()
    before = spent(worker), spent(database)
    began = time.perf_counter()
    found = begin()
    while (found := server.get(f"imports/{found['id']}"))["state"] in _BUSY:
        time.sleep(0.1)
    wall = time.perf_counter() - began
    if found["state"] not in ("ready", "done", "undone"):
        raise SystemExit(f"{name}: {found['state']} {found.get('message')}")
    used = (spent(worker) - before[0]) / 1e9, (spent(database) - before[1]) / 1e9
    print(Phase(name, rows, wall, *used).line(), flush=True)
    return found


def _upload(server: Server, name: str, content: bytes) -> Any:
    mark = uuid.uuid4().hex
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    )
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/api/v1/imports",
        head.encode() + content + f"\r\n--{mark}--\r\n".encode(),
        {"Authorization": f"Bearer {server.key}", "Content-Type": f"multipart/form-data; boundary={mark}"},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310 (our own server)
        return json.load(answer)
