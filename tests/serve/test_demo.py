"""The demo company as the start screen loads it: a job of the worker, its people printed by `make run`, gone again."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.serving import Served


def call(served: Served, key: str, method: str, path: str, body: Any = None) -> Any:
    """JSON of an API call with a key."""
    request = urllib.request.Request(  # noqa: S310 - loopback only
        f"{served.url}/api/v1/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310
        return json.loads(reply.read() or b"null")


def test_the_demo_comes_by_a_job_and_goes_again(served: Served) -> None:
    key = served.run("token", "create", "--user", "admin@example.com", "--name", "demo").strip()
    job = call(served, key, "POST", "setup", {"start": "demo"})["job"]

    def finished() -> bool:
        state = call(served, key, "GET", f"jobs/{job}")
        assert state["state"] != "failed", state
        return bool(state["state"] == "done")

    served.wait_until(finished)
    assert call(served, key, "GET", "accounts?count=1&limit=1")["count"] == 2000
    served.settings["HAOKE_TRIAL"] = "1"
    assert served.run("user", "trial").count("look around first") > 1
    job = call(served, key, "DELETE", "demo")["job"]
    served.wait_until(finished)
    assert call(served, key, "GET", "accounts?count=1&limit=1")["count"] == 0
