"""`make bench`: CPU per request of a running Haoke at a stated size, beside the same work in plain SQL.

    python bench/run.py --scale 100000 [--times 200] [--keep]

Starts its own server on its own data folder, loads the demo generator's data through the batch path, and prints a
Markdown table. Figures are CPU milliseconds a request (web processes + database), which other work blurs little.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench import company, floor, importing, screens
from bench.measure import Cost, children, cost, named, pss

HAOKE = [sys.executable, "-m", "haoke"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of request: `path(i)` of the i-th, and the SQL that does the same work at the floor."""

    name: str
    path: Any
    floor: Any = None
    method: str = "GET"
    body: Any = None


class Server:
    """A Haoke of its own, on its own port and data folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self.environment = {**os.environ, "HAOKE_DATA_DIR": str(folder), "HAOKE_PORT": str(port)}
        self.process: subprocess.Popen[bytes] | None = None
        self.key = ""
        self._connection: HTTPConnection | None = None
        self._heard = 0.0

    def haoke(self, *words: str, given: str = "") -> str:
        done = subprocess.run(
            [*HAOKE, *words], env=self.environment, check=True, capture_output=True, text=True, input=given
        )
        return done.stdout.strip()

    def start(self) -> float:
        """Seconds from the command to the first answer."""
        began = time.perf_counter()
        self.process = subprocess.Popen([*HAOKE, "serve", "--first-run"], env=self.environment, start_new_session=True)
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2).close()
                return time.perf_counter() - began
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("the server did not start") from None
                time.sleep(0.05)

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def pids(self, word: str) -> list[int]:
        assert self.process
        return named(children(self.process.pid), word)

    def web(self) -> list[int]:
        return self.pids("haoke web")

    def database(self) -> list[int]:
        return self.pids("postgres")

    def call(self, method: str, path: str, body: Any = None) -> tuple[float, bytes]:
        if self._connection is None or time.monotonic() - self._heard > 2:  # the server leaves the idle alone
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Accept-Language": "zh-CN",
            "Content-Type": "application/json",
        }
        began = time.perf_counter()
        self._connection.request(method, f"/api/v1/{path}", json.dumps(body) if body is not None else None, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self._heard = time.monotonic()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {content[:300]!r}")
        return time.perf_counter() - began, content

    def get(self, path: str) -> Any:
        return json.loads(self.call("GET", path)[1])

    def post(self, path: str, body: Any = None) -> Any:
        return json.loads(self.call("POST", path, body or {})[1])


#: What the page of an account reads, as the web client asks for it.
_OF = "?object=account&id={id}"
_NEAR = '?filter={{"field":"account","op":"in","value":["{id}"]}}&limit=5&count=1'
PAGE = {
    "record and timeline": ("accounts/{id}", "accounts/{id}/timeline"),
    "everything": (
        "accounts/{id}", "labels?object=account", f"approvals/of{_OF}", "accounts/{id}/timeline", f"contacts{_NEAR}",
        f"opportunities{_NEAR}", "accounts/{id}/external-numbers", f"completeness{_OF}", f"mail/follow-ups{_OF}",
        f"profile{_OF}", f"complaints{_OF}", f"protection{_OF}", f"ownership{_OF}", f"follows{_OF}",
    ),
}  # fmt: skip


def _together(reads: Sequence[str], record: str) -> str:
    return "together?" + urllib.parse.urlencode({"reads": json.dumps([each.format(id=record) for each in reads])})


def _filter(**leaf: Any) -> str:
    return urllib.parse.quote(json.dumps(leaf))


def scenarios(server: Server) -> list[Scenario]:
    """The work of peers.md, on ids and words that exist in the loaded data."""
    contacts = [row["id"] for row in server.get("contacts?limit=200")["items"]]
    accounts = [row["id"] for row in server.get("accounts?limit=200")["items"]]
    pipeline = server.get("pipelines?limit=1")["items"][0]["id"]
    words = [urllib.parse.quote(word) for word in ("张伟", "王芳", "李娜", "科技", "zhang", "上海")]
    names = ("张伟", "王芳", "李娜", "刘洋", "陈静", "单雄")
    return [
        Scenario("a. contacts, page 1, 50 by name", lambda _: "contacts?sort=name&limit=50", floor.page_by_name),
        Scenario("a'. contacts, page 1, newest first", lambda _: "contacts?limit=50", floor.page_newest),
        Scenario(
            "b. one field filter + two-character name",
            lambda i: (
                f"contacts?q={urllib.parse.quote(names[i % 6])}&limit=50&filter={_filter(field='title', op='nempty')}"
            ),
            lambda i: floor.filtered(names[i % 6]),
        ),
        Scenario(
            "c. open a contact",
            lambda i: f"contacts/{contacts[i % 200]}",
            lambda i: floor.one("customers_contact", contacts[i % 200]),
        ),
        Scenario("c'. account's timeline", lambda i: f"accounts/{accounts[i % 200]}/timeline"),
        *(
            Scenario(f"c''. an account's page, {name}", lambda i, reads=reads: _together(reads, accounts[i % 200]))
            for name, reads in PAGE.items()
        ),
        Scenario(
            "d. create a contact",
            lambda _: "contacts",
            method="POST",
            body=lambda i: {"name": f"测量 {i} {time.time_ns()}", "title": "经理"},
        ),
        Scenario(
            "d'. create an account named much like others, checked for duplicates",
            lambda _: "accounts",
            method="POST",
            body=lambda i: {"name": f"上海{names[i % 6]}{time.time_ns() % 10**7}科技有限公司"},
        ),
        Scenario("e. global search, one word", lambda i: f"search?q={words[i % 6]}"),
        Scenario(
            "f. opportunities by stage, totals", lambda _: "opportunities/totals?group=stage&sum=amount", floor.by_stage
        ),
        Scenario("f'. the whole board", lambda _: f"opportunities/board?pipeline={pipeline}&limit=20"),
        Scenario("m. metadata, unchanged", lambda _: "meta"),
    ]


def measure(server: Server, scenario: Scenario, times: int) -> Cost:
    def call(i: int) -> float:
        body = scenario.body(i) if scenario.body else None
        return server.call(scenario.method, scenario.path(i), body)[0]

    return cost(call, times, server.web, server.database)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, default=100_000, help="contacts to load")
    parser.add_argument("--times", type=int, default=200, help="requests a line")
    parser.add_argument("--rows", type=int, default=20_000, help="rows a file to import; 0 for no import")
    parser.add_argument("--folder", type=Path, default=Path("/var/lib/haoke/bench"))
    parser.add_argument("--port", type=int, default=8700)
    options = parser.parse_args()
    server = Server(options.folder / str(options.scale), options.port)
    began = time.perf_counter()
    if not (options.folder / str(options.scale)).exists():
        server.haoke("migrate")
        server.haoke("demo", "--scale", str(options.scale))
        print(f"Loaded in {time.perf_counter() - began:.0f} s.")
    with running(server) as started:
        report(server, options.times, started)
        screens.report(server)
        company.report(server)
    if options.rows:
        empty = Server(options.folder / "empty", options.port)  # nothing is imported beside the demo company
        empty.haoke("migrate")
        with running(empty):
            importing.report(empty, options.rows)


@contextmanager
def running(server: Server) -> Iterator[float]:
    """The server at work for the block, with a key to its API; gives the seconds to its first answer."""
    started = server.start()
    try:
        server.key = _key(server)
        yield started
    finally:
        server.stop()


def _key(server: Server) -> str:
    """A key of the first administrator, whom a first run makes a moment after its first answer."""
    for _ in range(20):
        try:
            return server.haoke("token", "create", "--user", "admin@example.com", "--name", f"bench-{time.time_ns()}")
        except subprocess.CalledProcessError as error:
            refused = error
            time.sleep(1)
    raise SystemExit(refused.stderr)


def report(server: Server, times: int, started: float) -> None:
    print(f"First answer after {started:.1f} s.\n")
    print("| operation | server ms | database ms | total ms | wall ms | floor: SQL ms |\n|---|---|---|---|---|---|")
    base = floor.Floor(server.environment["HAOKE_DATA_DIR"])
    for scenario in scenarios(server):
        found = measure(server, scenario, times)
        under = base.cost(scenario.floor, times) if scenario.floor else None
        low = f"{under.total:.2f}" if under else "—"
        spent = f"{found.server:.1f} | {found.database:.1f} | **{found.total:.1f}** | {found.wall:.1f}"
        print(f"| {scenario.name} | {spent} | {low} |", flush=True)
    print(f"\nMemory of the web processes: {pss(server.web()):.0f} MiB PSS.")


if __name__ == "__main__":
    main()
