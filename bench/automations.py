"""What a rule costs when many records change at once: python -m bench.automations [records], on a Haoke of its own.

Contacts are changed by the bulk interface, first without any rule, then with one that sets another field of each:
processor seconds of worker, web and PostgreSQL until every run is over. `src/haoke/automation/tests/test_price.py`
counts the statements.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bench.measure import spent
from bench.run import Server, running

if TYPE_CHECKING:
    from collections.abc import Callable

PORTION = 2_500


def main() -> None:
    """Fill a new Haoke and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=10_000)
    parser.add_argument("--folder", type=Path, default=Path("/var/lib/haoke/bench"))
    parser.add_argument("--port", type=int, default=8710)
    options = parser.parse_args()
    folder = options.folder / "automations"
    shutil.rmtree(folder, ignore_errors=True)
    server = Server(folder, options.port)
    server.haoke("migrate")
    server.haoke("demo", "--scale", str(options.records))
    with running(server):
        report(server, options.records)


def report(server: Server, records: int) -> None:
    """The bulk change alone, then with a run for each record."""
    ids = _ids(server, records)
    print("\n| what | records | worker s | web s | database s | CPU ms a record | records/s |")
    print("|---|---|---|---|---|---|---|")
    _measured("bulk change alone", server, ids, "Engineer", lambda: True)
    rule = {
        "name": "Bench", "object": "contact", "trigger": "updated", "details": {"fields": ["title"]}, "active": True,
        "steps": [{"id": "s", "kind": "set", "values": {"unit": "Bench"}}],
    }  # fmt: skip
    _post(server, "automations", rule)
    _measured("with a run for each", server, ids, "Director", lambda: _runs(server, "done") >= len(ids))
    print(f"\n{_runs(server, 'done')} runs done, {_runs(server)} in all")


def _ids(server: Server, most: int) -> list[str]:
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None and len(found) < most:
        page = server.get(f"contacts?fields=title&limit=200{f'&cursor={cursor}' if cursor else ''}")
        found += [row["id"] for row in page["items"]]
        cursor = page["next"]
    return found[:most]


def _post(server: Server, path: str, body: Any) -> Any:
    return json.loads(server.call("POST", path, body)[1])


def _runs(server: Server, state: str | None = None) -> int:
    only = f"&filter={quote(json.dumps({'field': 'state', 'op': 'eq', 'value': state}))}" if state else ""
    return int(server.get(f"automation-runs?count=1&limit=1{only}")["count"])


def _measured(name: str, server: Server, ids: list[str], value: str, over: Callable[[], bool]) -> None:
    parts = (server.pids("haoke worker"), server.web(), server.database())
    before = [spent(each) for each in parts]
    began = time.perf_counter()
    for start in range(0, len(ids), PORTION):
        _post(server, "contacts/bulk", {"ids": ids[start : start + PORTION], "set": {"title": value}})
    while not over():
        time.sleep(2)
    wall = time.perf_counter() - began
    used = [(spent(each) - former) / 1e9 for each, former in zip(parts, before, strict=True)]
    each = sum(used) / len(ids) * 1000
    seconds = " | ".join(f"{part:.1f}" for part in used)
    print(f"| {name} | {len(ids)} | {seconds} | **{each:.1f}** | {len(ids) / wall:.0f} |", flush=True)


if __name__ == "__main__":
    main()
