"""An installation that is treated badly, and its administrator's API."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.serving import installation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serving import Served


class Call(Protocol):
    """JSON of an answer to a JSON body or to `content`, (kind, bytes); raises for a refusal."""

    def __call__(self, method: str, path: str, body: Any = None, content: tuple[str, bytes] | None = None) -> Any: ...


@pytest.fixture(scope="module")
def victim() -> Iterator[Served]:
    """An installation of a module's own, since its processes are killed."""
    with installation() as made:
        made.settings["HAOKE_DEAD_AFTER"] = "10"
        made.start("--first-run")
        yield made


@pytest.fixture(scope="module")
def key(victim: Served) -> str:
    """An API key of its administrator."""
    return victim.run("token", "create", "--user", "admin@example.com", "--name", "faults").strip()


@pytest.fixture(scope="module")
def call(victim: Served, key: str) -> Call:
    """The API for its administrator; the company has been started."""

    def send(method: str, path: str, body: Any = None, content: tuple[str, bytes] | None = None) -> Any:
        kind, data = content or ("application/json", None if body is None else json.dumps(body).encode())
        headers = {"Authorization": f"Bearer {key}", "Content-Type": kind, "Accept-Language": "en"}
        request = urllib.request.Request(  # noqa: S310 - loopback only
            f"{victim.url}/api/v1/{path}", data=data, method=method, headers=headers
        )
        with urllib.request.urlopen(request, timeout=120) as reply:  # noqa: S310
            return json.loads(reply.read() or b"null")

    send("POST", "setup", {"start": "own", "company": "Faults", "currency": "USD", "language": "en"})
    return send
