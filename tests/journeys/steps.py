"""What people do on the way, said once: sign in, drop files, wait for an import, ask the API with their session."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import APIRequestContext, BrowserContext, Locator, Page, Playwright

    from tests.serving import Served

DATA = Path(__file__).resolve().parents[1] / "data"
ADMIN, PASSWORD = "admin@example.com", "look around first"
OWN = "five slow trains to the coast"  # what everybody else signs in with
#: Nothing about what is right: telling that of every element takes axe four times as long.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"], "resultTypes": ["violations"]}
IMPORT_PATIENCE = 180_000  # milliseconds one step of the whole import may take on a busy machine

# Colours half-way through a change are nobody's to read; what turns for ever is not waited for.
RESTED = """async () => {
  const running = (each) => each.playState === "running" && each.effect?.getComputedTiming().iterations !== Infinity;
  const moving = () => document.querySelector("[class*='-leave']") || document.getAnimations().some(running);
  const end = Date.now() + 5000;
  for (let still = 0; still < 3 && Date.now() < end; still = moving() ? 0 : still + 1)
    await new Promise((done) => requestAnimationFrame(done));
}"""

DROP = """(given) => {
  const transfer = new DataTransfer();
  for (const [name, text] of given) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: "text/csv" }));
  }
  return transfer;
}"""


def pipeline() -> list[Path]:
    """The five files of the real sales pipeline."""
    return sorted((DATA / "pipeline").glob("*.csv"))


@dataclass(frozen=True)
class Person:
    """A signed-in session over the API, which browser windows can be opened from."""

    api: APIRequestContext
    csrf: str

    def page(self, new_context: Callable[..., BrowserContext], **options: Any) -> Page:
        """A new browser window of this person."""
        return new_context(storage_state=self.api.storage_state(), **options).new_page()

    def get(self, path: str, **query: Any) -> Any:
        """JSON of a read; values that are no text go as JSON."""
        asked = {name: value if isinstance(value, str) else json.dumps(value) for name, value in query.items()}
        return _answer(self.api.get(f"/api/v1/{path}?{urlencode(asked)}"))

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """JSON of a write."""
        reply = self.api.fetch(f"/api/v1/{path}", method=method, data=body, headers={"X-CSRF-Token": self.csrf})
        return _answer(reply)

    def count(self, plural: str, **condition: Any) -> int:
        """How many records the API counts: all, or those that meet `field=…, op=…, value=…`."""
        asked = {"filter": condition} if condition else {}
        return int(self.get(plural, count=1, limit=1, **asked)["count"])

    def first(self, plural: str, **condition: Any) -> Any:
        """The first record that meets a condition."""
        return self.get(plural, limit=1, filter=condition)["items"][0]


def _answer(reply: Any) -> Any:
    assert reply.ok, f"{reply.url}: {reply.status} {reply.text()}"
    return reply.json()


def sign_in(playwright: Playwright, served: Served, email: str, password: str) -> Person:
    """Sign in over the API."""
    api = playwright.request.new_context(base_url=served.url, timeout=60_000)
    opened = _answer(api.post("/api/v1/session", data={"email": email, "password": password}))
    return Person(api, opened["csrf"])


def joined(administrator: Person, playwright: Playwright, served: Served, name: str, role: str) -> Person:
    """A colleague with a role who has taken the invitation: "Nora Field" signs in as nora.field@example.com."""
    email = f"{name.lower().replace(' ', '.')}@example.com"
    roles = [administrator.first("roles", field="code", op="eq", value=role)["id"]]
    user = administrator.send("POST", "users", {"name": name, "email": email})
    link = administrator.send("POST", f"users/{user['id']}/actions/invite", {"roles": roles})["result"]["url"]
    api = playwright.request.new_context(base_url=served.url, timeout=60_000)
    opened = _answer(api.post(f"/api/v1/invitations/{link.rpartition('/')[2]}", data={"password": OWN}))
    return Person(api, opened["csrf"])


def ensure_company(person: Person, served: Served) -> None:
    """Start the company and import the pipeline, where the first journey did not."""
    if person.get("session")["setup"]["empty"]:
        person.send("POST", "setup", {"start": "own", "company": "Journeys", "currency": "USD", "language": "zh"})
    if not person.get("opportunities", limit=1)["items"]:
        served.run("import", "--yes", "--historical", *map(str, pipeline()))


def drop_files(zone: Locator, files: list[Path]) -> None:
    """Drop files onto a part of the page, as from a file manager."""
    given = [[file.name, base64.b64encode(file.read_bytes()).decode()] for file in files]
    transfer = zone.page.evaluate_handle(DROP, given)
    for event in ("dragenter", "dragover", "drop"):
        zone.dispatch_event(event, {"dataTransfer": transfer})


def violations(page: Page) -> list[str]:
    """What axe finds by the rules of WCAG 2.1 A and AA: rule, how many places, the first of them."""
    page.evaluate(RESTED)
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:200]}" for one in found]


#: What a browser says by itself while there is no network; the last, of the worker it looks for anew.
DISCONNECTED = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "when fetching the script")


def disconnected(heard: list[str]) -> None:
    """Leave out of what consoles complained of what was to be expected without a network."""
    heard[:] = [line for line in heard if not any(said in line for said in DISCONNECTED)]


def leave_choices(page: Page) -> None:
    """Close the list of a select that takes several; Escape, pressed a moment late, closes the dialog around it."""
    lists = page.locator(".ant-select-dropdown:visible")
    page.keyboard.press("Tab")
    with suppress(AssertionError):  # pressed while the list was being drawn anew, it may have gone nowhere
        expect(lists).to_have_count(0, timeout=3_000)
        return
    page.locator(".ant-select-open input").last.focus()
    page.keyboard.press("Tab")
    expect(lists).to_have_count(0)


def expect_count(page: Page, text: str) -> None:
    """The list's head says so many records."""
    expect(page.locator(".head__count[role=status]")).to_have_text(text)


def edit_cell(page: Page, row: Locator, label: str, text: str) -> None:
    """Write into a cell of a list, in place."""
    headings = page.get_by_role("columnheader").all_inner_texts()
    cell = row.get_by_role("gridcell").nth([heading.strip() for heading in headings].index(label))
    cell.dblclick()
    cell.get_by_role("textbox").fill(text)
    page.keyboard.press("Enter")
