"""Markup typed by anybody stays text: payloads in names, labels, files and addresses, and every screen looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.serving import installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Dialog, Page, Playwright

    from tests.serving import Served

IMAGE = '"><img src=x onerror=alert(1)>'
SCRIPT = "</script></title><script>alert(2)</script>"
SVG = "<svg/onload=alert(3)>{{constructor.constructor('alert(4)')()}}"
LINK = "javascript:alert(5)//"
BOTH = {"zh": IMAGE + "中", "en": IMAGE + "e"}
#: Everything the API lets people type, by the path it is sent to; "@x" is the id of what was made before as x.
MADE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("department", "departments", {"name": IMAGE}),
    ("team", "teams", {"name": SVG}),
    ("user", "users", {"name": SCRIPT, "title": IMAGE, "email": "x@example.org", "department": "@department"}),
    ("role", "roles", {"name": BOTH, "description": {"zh": SCRIPT, "en": SCRIPT}, "grants": {}, "fields": {}}),
    ("object", "custom_objects", {"key": "co_xss", "label": BOTH, "label_plural": BOTH}),
    ("field", "custom_fields", {"object": "co_xss", "name": "cf_a", "kind": "text", "label": BOTH, "searchable": True}),
    (
        "choice",
        "custom_fields",
        {"object": "account", "name": "cf_b", "kind": "choice", "label": BOTH,
         "options": {"choices": [{"value": "a", "label": IMAGE}]}},
    ),
    ("own", "co_xss", {"name": IMAGE, "cf_a": SCRIPT}),
    ("account", "accounts", {"name": IMAGE, "description": SCRIPT, "region": SVG, "cf_b": "a", "owner": "@user"}),
    ("contact", "contacts", {"name": SVG, "account": "@account", "title": IMAGE}),
    ("lead", "leads", {"name": SCRIPT, "company": IMAGE, "description": SVG}),
    ("category", "product-categories", {"name": IMAGE}),
    ("product", "products", {"name": SVG, "unit": IMAGE, "category": "@category"}),
    ("pipeline", "pipelines", {"name": BOTH}),
    ("stage", "stages", {"name": BOTH, "pipeline": "@pipeline", "order": 1}),
    ("deal", "opportunities",
        {"name": IMAGE, "account": "@account", "pipeline": "@pipeline", "next_step": SVG}),
    ("activity", "activities", {"subject": IMAGE, "body": f"<p>{SVG}</p>", "related": "@ties"}),
    ("view", "views", {"name": IMAGE, "object": "account", "definition": {"q": SCRIPT}, "to_everybody": True}),
    ("rule", "field-rules", {"name": IMAGE, "object": "account", "effect": "required", "applies_to": ["region"],
        "message": BOTH}),
    ("comment", "comments", {"object": "account", "id": "@account", "body": f"said {SCRIPT}"}),
    ("key", "api-keys", {"name": IMAGE}),
)  # fmt: skip
SCREENS = (
    "/today", "/notices?show=all", "/approvals", "/import", "/accounts", "/contacts", "/leads", "/opportunities",
    "/opportunities?view=board", "/activities", "/products", "/co_xss", "/settings/profile", "/settings/sessions",
    "/settings/api-keys", "/settings/backups", "/settings/reading-use", "/settings/reading-limits",
    "/settings/objects", "/settings/layouts", "/settings/field-rules", "/settings/roles", "/settings/users",
    "/settings/departments", "/settings/teams", "/settings/pipelines", "/settings/stages",
    "/settings/product-categories", "/settings/companies", "/settings/views", "/settings/approval-processes",
    "/accounts/@account", "/contacts/@contact", "/leads/@lead", "/opportunities/@deal", "/products/@product",
    "/co_xss/@own", "/users/@user", "/roles/@role", "/departments/@department", "/teams/@team", "/activities/@activity",
    "/accounts/@account?tab=history", f"/accounts?q={quote(IMAGE)}", f"/accounts?sort={quote(IMAGE)}",
)  # fmt: skip
#: Addresses somebody might send; what they name is not there, which the console may say.
ADDRESSES = (
    f"/accounts/{quote(IMAGE, safe='')}", f"/{quote(SVG, safe='')}", f"/settings/{quote(IMAGE, safe='')}",
    f"/today?scope={quote(IMAGE)}", f"/accounts?filter={quote(SCRIPT)}", f"/accounts?view={quote(IMAGE)}",
)  # fmt: skip
OUTSIDE = (
    f"/sign-in?to={quote(LINK)}",
    f"/sign-in?to={quote('//evil.example/' + IMAGE)}",
    f"/invitations/{quote(IMAGE, safe='')}",
)


@pytest.fixture(scope="module")
def poisoned(playwright: Playwright) -> Iterator[tuple[Served, steps.Person, dict[str, str]]]:
    """An installation of this module's own, full of payloads."""
    with installation() as served:
        served.start("--first-run")
        person = steps.sign_in(playwright, served, steps.ADMIN, steps.PASSWORD)
        person.send("POST", "setup", {"start": "own", "company": IMAGE, "currency": "CNY", "language": "zh"})
        made: dict[str, str] = {}
        for name, path, body in MADE:
            where = path.replace("co_xss", made.get("plural", ""))
            record = person.send("POST", where, {key: filled(value, made) for key, value in body.items()})
            made[name] = str(record["id"])
            if name == "object":
                made["plural"] = record["plural"]
        upload(person, made["account"])
        yield served, person, made
        person.api.dispose()


def filled(value: Any, made: dict[str, str]) -> Any:
    if value == "@ties":
        return [{"object": "account", "id": made["account"]}]
    return made[value[1:]] if isinstance(value, str) and value.startswith("@") else value


def upload(person: steps.Person, account: str) -> None:
    """A file whose name is markup, attached to an activity of the account."""
    name = quote("<img src=x onerror=alert(6)>.pdf")
    reply = person.api.post(
        f"/api/v1/files?name={name}",
        data=b"%PDF-1.7 x",
        headers={"X-CSRF-Token": person.csrf, "Content-Type": "text/plain"},
    )
    assert reply.ok, reply.text()
    body = {"subject": SVG, "files": [reply.json()], "related": [{"object": "account", "id": account}]}
    person.send("POST", "activities", body)


def listen(page: Page) -> list[str]:
    """Dialogs that a payload opened."""
    opened: list[str] = []

    def shown(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", shown)
    return opened


def settle(page: Page) -> None:
    expect(page.locator("main, .settings__page, .empty, .public").first).to_be_visible()
    expect(page.locator(".waiting, .skeleton:not(.board__more)")).to_have_count(0)


def planted(page: Page) -> int:
    """Elements that only a payload could have made."""
    return int(page.evaluate("document.querySelectorAll('img[src=\"x\"], svg[onload], [onerror], [onload]').length"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_screen(
    poisoned: tuple[Served, steps.Person, dict[str, str]],
    new_context: Callable[..., BrowserContext],
    heard: list[str],
    language: str,
) -> None:
    served, person, made = poisoned
    person.send("PATCH", "session", {"language": language})
    page = person.page(new_context, base_url=served.url, locale=language)
    opened, found = listen(page), []
    for screen in SCREENS:
        path, _, name = screen.replace("co_xss", made["plural"]).partition("@")
        name, mark, query = name.partition("?")
        page.goto(path + made[name] + mark + query if name else path, referer=f"{served.url}/?{IMAGE}")
        settle(page)
        if planted(page):
            found.append(screen)
    page.keyboard.press("Control+k")
    page.keyboard.type("img src")
    expect(page.get_by_role("option").first).to_be_visible()
    assert (found, opened, planted(page), heard) == ([], [], 0, [])


def test_addresses_that_somebody_sends(
    poisoned: tuple[Served, steps.Person, dict[str, str]], new_context: Callable[..., BrowserContext], heard: list[str]
) -> None:
    served, person, _ = poisoned
    page = person.page(new_context, base_url=served.url)
    stranger = new_context(base_url=served.url).new_page()
    opened = [*listen(page), *listen(stranger)]
    for address in ADDRESSES:
        page.goto(address, referer=f"{served.url}/?{IMAGE}")
        settle(page)
        assert planted(page) == 0, address
    for address in OUTSIDE:
        stranger.goto(address)
        settle(stranger)
        assert planted(stranger) == 0, address
    stranger.goto(OUTSIDE[0])
    stranger.get_by_label("邮箱").fill(steps.ADMIN)
    stranger.get_by_label("密码").fill(steps.PASSWORD)
    stranger.get_by_role("button", name="登录", exact=True).click()
    stranger.wait_for_url("**/today")
    assert opened == []
    assert [each for each in heard if "Failed to load resource" not in each] == []
    heard.clear()
