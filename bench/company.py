"""What a whole company does at once: many open windows, and one change of very many records."""

from __future__ import annotations

import http.client
import secrets
import time
from typing import TYPE_CHECKING, Any

from bench.measure import pss, spent

if TYPE_CHECKING:
    from bench.run import Server

WINDOWS, EACH = 500, 50
_BUSY = ("checking", "running", "undoing")
_ENDED = ("ready", "done", "undone")


def report(server: Server) -> None:
    """Print what the windows and the bulk change cost."""
    print(_windows(server), flush=True)
    print("\n| bulk edit | records | seconds | worker s | database s |\n|---|---|---|---|---|")
    everybody = {"filter": {"field": "name", "op": "nempty"}, "set": {"title": f"测量 {time.time_ns()}"}}
    found = _measured("preview", server, "contacts/bulk/preview", everybody)
    _measured("carry out, with Log and search", server, f"bulk-changes/{found['id']}/run", {})
    _measured("undo", server, f"bulk-changes/{found['id']}/undo", {})


def _windows(server: Server) -> str:
    """Open the windows, change a record, and wait until every one of them has heard of it."""
    before = pss(server.pids("haoke events"))
    contact = server.get("contacts?limit=1")["items"][0]["id"]
    keys = _colleagues(server, -(-WINDOWS // EACH))
    open_ones = [_listen(server, contact, keys[0])]
    first = pss(server.pids("haoke events"))
    open_ones += [_listen(server, contact, keys[at // EACH]) for at in range(1, WINDOWS)]
    began = time.perf_counter()
    server.call("PATCH", f"contacts/{contact}", {"title": f"测量 {time.time_ns()}"})
    for stream in open_ones:
        _hear(stream, contact)
    heard = time.perf_counter() - began
    after = pss(server.pids("haoke events"))
    for stream in open_ones:
        stream.close()
    return f"\n{WINDOWS} live windows: {after - before:.1f} MiB more ({before:.0f} before; the first alone {first - before:.1f}); all heard of a change within {heard:.1f} s."  # noqa: E501 (one sentence)


def _colleagues(server: Server, many: int) -> list[str]:
    """Keys of so many people: one may not open all the windows."""
    keys = []
    for _ in range(many):
        email = f"window-{time.time_ns()}@example.com"
        role = ("--role", "administrator")
        server.haoke("user", "add", "--email", email, *role, "--password-stdin", given=secrets.token_hex())
        keys.append(server.haoke("token", "create", "--user", email, "--name", "window"))
    return keys


def _listen(server: Server, record: str, key: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", server.port + 1, timeout=30)
    connection.request("GET", f"/stream?objects=contact&ids={record}", headers={"Authorization": f"Bearer {key}"})
    answer = connection.getresponse()
    assert answer.status == 200, (answer.status, answer.read())
    return answer


def _hear(stream: Any, record: str) -> None:
    while record.encode() not in (line := stream.readline()):
        assert line, "the stream ended"


def _measured(name: str, server: Server, path: str, body: Any) -> Any:
    worker, database = server.pids("haoke worker"), server.database()
    before = spent(worker), spent(database)
    began = time.perf_counter()
    found = server.post(path, body)
    while (found := server.get(f"bulk-changes/{found['id']}"))["state"] in _BUSY:
        time.sleep(0.2)
    wall = time.perf_counter() - began
    assert found["state"] in _ENDED, found
    used = (spent(worker) - before[0]) / 1e9, (spent(database) - before[1]) / 1e9
    print(f"| {name} | {found['total']} | {wall:.1f} | {used[0]:.1f} | {used[1]:.1f} |", flush=True)
    return found
