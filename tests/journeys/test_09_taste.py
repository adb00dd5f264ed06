"""Language and appearance: everything follows at once, and the person finds it so on the next device."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page, Playwright

    from tests.serving import Served

CHINESE = re.compile(r"[\u3400-\u9fff]+")
#: What the page says itself, beside the company's name and what people wrote.
FRAME = ".nav__groups, .head h1, .head button, .toolbar, [role=columnheader], .settings__body, .settings__nav, .import"


@pytest.fixture
def plain(administrator: steps.Person) -> Iterator[None]:
    """Chinese and as the system has it, before and after."""
    taste = {"language": "zh", "theme": "system"}
    administrator.send("PATCH", "session", taste)
    yield
    administrator.send("PATCH", "session", taste)


def choose(page: Page, menu: str, item: str) -> None:
    """Pick from the menu behind the company's name."""
    page.locator(".nav__company").click()
    page.get_by_role("menuitem", name=menu).hover()
    page.get_by_role("menuitem", name=item, exact=True).click()


@pytest.mark.usefixtures("plain")
def test_the_menu_changes_all_texts_and_colours_for_this_person_everywhere(
    office: Page, served: Served, playwright: Playwright, new_context: Callable[..., BrowserContext]
) -> None:
    office.goto("/opportunities")
    expect(office.get_by_role("heading", name="商机")).to_be_visible()
    choose(office, "外观", "深色")
    expect(office.locator("html")).to_have_attribute("data-theme", "dark")
    choose(office, "语言", "English")
    expect(office.get_by_role("heading", name="Opportunities")).to_be_visible()
    expect(office.get_by_role("columnheader", name="Expected close")).to_be_visible()
    expect(office.get_by_role("navigation").get_by_role("link", name="Accounts")).to_be_visible()
    expect(office.locator("html")).to_have_attribute("lang", "en-US")

    elsewhere = steps.sign_in(playwright, served, steps.ADMIN, steps.PASSWORD)
    page = elsewhere.page(new_context)
    left = {}
    for path in ("/opportunities", "/today", "/accounts", "/import", "/settings", "/settings/users"):
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "en-US")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator("main h1")).not_to_have_text(CHINESE)
        said = " ".join(page.locator(FRAME).all_inner_texts()).replace("简体中文", "")
        left[path] = CHINESE.findall(said)
    elsewhere.api.dispose()
    assert {path: words for path, words in left.items() if words} == {}


@pytest.mark.usefixtures("plain")
def test_a_language_chosen_before_signing_in_is_kept(
    administrator: steps.Person, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="English").click()
    page.get_by_label("E-mail").fill(steps.ADMIN)
    page.get_by_label("Password").fill(steps.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation").get_by_role("link", name="Opportunities")).to_be_visible()
    page.reload()
    expect(page.get_by_role("navigation").get_by_role("link", name="Opportunities")).to_be_visible()
    assert administrator.get("session")["user"]["language"] == "en"
