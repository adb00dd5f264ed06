"""Finding: by initials, by the end of a number, in spite of a slip, in the palette and in lists; and by province."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page

HERE, ABROAD = "华澜数控六三有限公司", "J63 Aurora GmbH"
MINE = quote(json.dumps({"field": "name", "op": "in", "value": [HERE, ABROAD]}))


@pytest.fixture
def somebody(administrator: steps.Person) -> Iterator[str]:
    """Two accounts, here and abroad, and a contact; afterwards they are gone again."""
    send, made = administrator.send, []

    def add(plural: str, **values: object) -> str:
        record = send("POST", plural, values)
        made.append((plural, record["id"]))
        return str(record["id"])

    add("accounts", name=HERE, phone="0755-63636163", address="深圳市南山区科技园63号")
    add("accounts", name=ABROAD, address={"country": "DE", "city": "Bonn", "line": "1 Rheinweg"})
    yield add("contacts", name="Quenby Hollister")
    for plural, record in reversed(made):
        send("DELETE", f"{plural}/{record}", {})


def test_names_are_found_in_spite_of_a_slip(
    administrator: steps.Person, somebody: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = administrator.page(new_context, viewport={"width": 1440, "height": 900})
    page.goto("/accounts")
    expect(page.locator(".head__count[role=status]")).to_be_visible()
    page.keyboard.press("Control+k")
    field, hits = page.locator(".palette input"), page.locator(".palette [role=option]")
    for typed, found in (("hlsk", HERE), ("6163", "0755-63636163")):
        field.fill(typed)
        expect(hits.filter(has_text=found).first).to_be_visible()
    field.fill("Hollistr")
    expect(hits.filter(has_text="Quenby").locator("mark")).to_have_text("Hollister")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(somebody))
    page.keyboard.press("Control+k")
    expect(hits.filter(has_text="Hollistr")).to_be_visible()
    page.goto("/contacts?saved=all&q=Hollistr")
    steps.expect_count(page, "共 1 条")
    expect(page.get_by_text("没有“Hollistr”，以下是“hollister”的结果")).to_be_visible()
    expect(page.get_by_role("row").nth(1).locator("mark")).to_have_text("Hollister")
    assert steps.violations(page) == []


def test_a_tile_opens_its_records(
    administrator: steps.Person, somebody: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = administrator.page(new_context, viewport={"width": 1440, "height": 900})
    page.goto(f"/accounts?saved=all&filter={MINE}")
    page.get_by_role("button", name="省份").click()
    home = page.locator('[data-place="430000"]')
    home.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator('[data-place="440000"]')).to_be_focused()
    expect(page.locator('[data-place="440000"]')).to_contain_text("广东：1 条记录")
    assert steps.violations(page) == []
    page.keyboard.press("Enter")
    steps.expect_count(page, "共 1 条")
    expect(page.get_by_role("row").nth(1)).to_contain_text(HERE)
    page.go_back()
    page.locator('[data-place="abroad"]').click()
    assert steps.violations(page) == []
    page.get_by_role("button", name=re.compile("德国")).click()
    steps.expect_count(page, "共 1 条")
    expect(page.get_by_role("row").nth(1)).to_contain_text(ABROAD)
    on_a_phone(administrator.page(new_context, viewport={"width": 390, "height": 844}))


def on_a_phone(page: Page) -> None:
    """All tiles lie beside one another on the screen."""
    page.goto(f"/accounts?saved=all&view=tiles&filter={MINE}")
    expect(page.locator(".tile")).to_have_count(35)
    edges = page.evaluate("[...document.querySelectorAll('.tile')].map((each) => each.getBoundingClientRect().right)")
    assert max(edges) <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert steps.violations(page) == []
