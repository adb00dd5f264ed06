"""A grouped list is kept as a view, changed, reset, begun with and deleted; a calendar moves what lies on its days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.journeys.steps import Person


def test_a_list_is_kept_as_a_view(office: Page) -> None:
    office.goto("/opportunities")
    bar = office.locator(".views")
    toolbar = office.get_by_role("toolbar")
    toolbar.get_by_role("button", name="分组").click()
    office.get_by_role("menuitem", name="阶段", exact=True).click()
    heading = office.locator(".group__head").first
    expect(heading).to_be_visible()
    heading.get_by_role("button").click()
    counted = int(heading.locator(".group__count").inner_text().replace(",", ""))
    expect(office.locator(".grouping .grid__row")).to_have_count(min(counted, 100))

    bar.get_by_role("button", name="存为视图").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("名称").fill("按阶段")
    dialog.get_by_role("button", name="保存").click()
    tab = bar.locator(".views__tab").filter(has_text="按阶段")
    expect(tab).to_have_attribute("aria-current", "true")
    expect(office).to_have_url(re.compile("saved="))
    expect(bar.get_by_text("有改动")).to_have_count(0)

    toolbar.get_by_role("button", name="阶段").click()
    office.get_by_role("menuitem", name="不分组").click()
    expect(bar.get_by_text("有改动")).to_be_visible()
    bar.get_by_role("button", name="还原").click()
    expect(office.locator(".group__head").first).to_be_visible()
    expect(bar.get_by_text("有改动")).to_have_count(0)

    bar.get_by_role("button", name="“按阶段”的操作").click()
    office.get_by_role("menuitem", name="设为我的默认视图").click()
    expect(bar.get_by_label("默认打开")).to_be_visible()
    office.goto("/opportunities")
    expect(tab).to_have_attribute("aria-current", "true")
    expect(office.locator(".group__head").first).to_be_visible()
    bar.get_by_role("button", name="全部", exact=True).click()
    expect(office.locator(".group__head")).to_have_count(0)

    tab.click()
    bar.get_by_role("button", name="“按阶段”的操作").click()
    office.get_by_role("menuitem", name="删除视图").click()
    expect(tab).to_have_count(0)
    office.get_by_role("button", name="撤销").click()
    expect(tab).to_be_visible()


def drag(page: Page, what: Locator, to: Locator) -> None:
    start, end = what.bounding_box(), to.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 20, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.mouse.up()


def test_days_are_moved_in_a_calendar(administrator: Person, office: Page) -> None:
    deal = administrator.get("opportunities", limit="1")["items"][0]
    administrator.send("PATCH", f"opportunities/{deal['id']}", {"expected_close": "2026-11-18"})
    office.goto("/opportunities?view=calendar&date=expected_close&on=2026-11-10")
    grid = office.locator(".calendar")
    item = grid.get_by_role("link", name=deal["name"])
    expect(grid.get_by_role("region", name="2026年11月18日").get_by_role("link")).to_have_text([deal["name"]])
    item.focus()
    with office.expect_response(lambda answer: answer.request.method == "PATCH" and deal["id"] in answer.url):
        office.keyboard.press("Shift+ArrowDown")
    expect(grid.get_by_role("region", name="2026年11月25日").get_by_role("link")).to_have_text([deal["name"]])
    with office.expect_response(lambda answer: answer.request.method == "PATCH" and deal["id"] in answer.url):
        drag(office, item, grid.get_by_role("region", name="2026年11月11日"))
    expect(grid.get_by_role("region", name="2026年11月11日").get_by_role("link")).to_have_text([deal["name"]])
    saved = administrator.get(f"opportunities/{deal['id']}")
    assert saved["expected_close"] == "2026-11-11"
