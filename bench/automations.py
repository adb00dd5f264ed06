"""What a rule costs when 10,000 records change at once: python -m bench.automations [records], on a Haoke of its own.

A bulk edit sets a field of every account; a rule about that field sets another one. CPU seconds of the worker and of
PostgreSQL until every run is over, and the statements PostgreSQL was sent meanwhile for each record.
"""

from __future__ import annotations

import argparse
import shutil
import time
from pathlib import Path
from typing import Any

from bench.importing import _post as post
from bench.measure import children, named, spent
from bench.run import Server, running

INDUSTRY, WEBSITE = "software", "https://example.com"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=10_000)
    parser.add_argument("--folder", type=Path, default=Path("/var/lib/haoke/bench"))
    parser.add_argument("--port", type=int, default=8710)
    options = parser.parse_args()
    folder = options.folder / "automations"
    shutil.rmtree(folder, ignore_errors=True)
    server = Server(folder, options.port)
    server.haoke("migrate")
    server.haoke("demo", "--scale", str(options.records * 5))
    with running(server):
        report(server)


def report(server: Server) -> None:
    """Measure the bulk edit alone, then the same with the rule in use."""
    records = int(server.get("accounts?count=1&limit=1")["count"])
    print(f"{records} accounts\n\n| what | worker s | database s | CPU ms a record | wall s |\n|---|---|---|---|---|")
    _measured("bulk edit alone", server, records, "finance", lambda: True)
    step = {"id": "s", "kind": "set", "values": {"website": WEBSITE}}
    rule = {
        "name": "Bench", "object": "account", "trigger": "updated", "details": {"fields": ["industry"]},
        "steps": [step], "active": True,
    }  # fmt: skip
    post(server, "automations", rule)
    _measured("bulk edit and a run for each", server, records, INDUSTRY, lambda: _over(server) >= records)
    done = int(server.get('automation-runs?count=1&limit=1&filter={"field":"state","op":"eq","value":"done"}')["count"])
    print(f"\n{done} runs done of {_over(server)}")


def _over(server: Server) -> int:
    over = '{"field":"state","op":"nin","value":["queued","waiting"]}'
    return int(server.get(f"automation-runs?count=1&limit=1&filter={over}")["count"])


def _measured(name: str, server: Server, records: int, value: str, over: Any) -> None:
    workers, database = server.pids("haoke worker"), _database(server)
    began, worker_before, database_before = time.perf_counter(), spent(workers), spent(database)
    job = post(server, "accounts/bulk", {"filter": {}, "set": {"industry": value}})
    while server.get(f"jobs/{job['job']}")["state"] not in ("done", "failed"):
        time.sleep(0.5)
    while not over():
        time.sleep(1)
    wall = time.perf_counter() - began
    worker = (spent(workers) - worker_before) / 1e9
    base = (spent(_database(server)) - database_before) / 1e9
    each = (worker + base) / records * 1000
    print(f"| {name} | {worker:.1f} | {base:.1f} | **{each:.2f}** | {wall:.0f} |", flush=True)


def _database(server: Server) -> list[int]:
    assert server.process
    return named(children(server.process.pid), "postgres")


if __name__ == "__main__":
    main()
