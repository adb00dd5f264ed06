"""The browser and the server that tests of the whole product use."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.serving import installation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import ConsoleMessage, Page

    from tests.serving import Served

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """One running Haoke for the session, as `make run` starts it: empty, with admin@example.com."""
    with installation() as made:
        made.start("--first-run")
        yield made


@pytest.fixture(scope="session")
def base_url(served: Served) -> str:
    """Address that Playwright's relative addresses are on."""
    return served.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, without a word to the outside."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*QUIET]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Chinese browser in Shanghai that asks for less motion."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the page's console complains of; a test that uses this fails when there is anything at its end."""
    found: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(f"{message.type}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: found.append(f"exception: {error}"))
    yield found
    assert found == []
