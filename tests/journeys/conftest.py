"""One Haoke for all journeys, signed-in browsers for its people, and ears for whatever a page complains of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tools.mailservers import NETWORKS, installed, running

from tests.data import card_reader
from tests.journeys import steps
from tests.serving import installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, WebError
    from tools.mailservers import MailServers

    from tests.serving import Served

PATIENCE = 30_000  # milliseconds a person would still wait on a busy machine
VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a browser."""
    for item in items:
        if "tests/journeys" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _patience() -> None:
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def post() -> Iterator[MailServers | None]:
    """Real mail servers with two accounts; None where they are not installed."""
    if not installed():
        yield None
        return
    with running(admin="pw-admin", office="pw-office") as made:
        yield made


@pytest.fixture(scope="session")
def served(post: MailServers | None) -> Iterator[Served]:
    """A running Haoke of the journeys' own, as `make run` starts it: empty, with admin@example.com."""
    with installation() as made:
        if post is not None:
            made.settings["SSL_CERT_FILE"] = str(post.certificate)
        made.settings["HAOKE_CARD_READER"] = f"{sys.executable} {card_reader.__file__}"
        made.settings["HAOKE_OUTBOUND_NETWORKS"] = NETWORKS  # where tests' own servers stand
        made.start("--first-run")
        yield made


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What the consoles of all pages complained of; anything at the end fails the test."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], heard: list[str]) -> Callable[..., BrowserContext]:
    """Contexts whose pages are listened to: errors, warnings, exceptions and breaches of the CSP."""

    def console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            heard.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def thrown(error: WebError) -> None:
        heard.append(f"exception: {error.error}")

    def make(**options: object) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(VIOLATIONS)
        context.on("console", console)
        context.on("weberror", thrown)
        return context

    return make


@pytest.fixture(scope="session")
def administrator(served: Served, playwright: Playwright) -> Iterator[steps.Person]:
    """The administrator of a company with its pipeline imported, signed in once for all journeys."""
    person = steps.sign_in(playwright, served, steps.ADMIN, steps.PASSWORD)
    steps.ensure_company(person, served)
    yield person
    person.api.dispose()


@pytest.fixture(autouse=True)
def _proved(request: pytest.FixtureRequest) -> None:
    """Journeys share one session for longer than a proof of who sits there holds."""
    if "administrator" in request.fixturenames:
        person: steps.Person = request.getfixturevalue("administrator")
        person.send("POST", "session/proof", {"password": steps.PASSWORD})


@pytest.fixture
def office(administrator: steps.Person, new_context: Callable[..., BrowserContext]) -> Page:
    """A window of the administrator, nowhere yet."""
    return administrator.page(new_context)


@pytest.fixture
def colleague(
    administrator: steps.Person, served: Served, playwright: Playwright
) -> Iterator[Callable[[str, str], steps.Person]]:
    """Makes people who have joined and look through the API, by name and role (`steps.joined`)."""
    made: list[steps.Person] = []

    def join(name: str, role: str) -> steps.Person:
        made.append(steps.joined(administrator, playwright, served, name, role))
        return made[-1]

    yield join
    for person in made:
        person.api.dispose()
