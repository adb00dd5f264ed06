"""The work calendar: a click changes a day, the hours of the week are written, by mouse, keys and on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

PHONE = {"width": 390, "height": 844}
YEAR = 2026


def see_year(page: Page) -> None:
    """The calendar at the year the test knows, whichever it is now."""
    page.goto("/settings/work-calendars")
    heading = page.locator(".worktime__year h2")
    expect(heading).to_be_visible()
    now = int(heading.inner_text()[:4])
    for _ in range(abs(now - YEAR)):
        page.get_by_role("button", name="上一年" if now > YEAR else "下一年").click()
    expect(heading).to_have_text(f"{YEAR} 年")


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_a_click_changes_a_day_and_hours_are_written(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], shade: str
) -> None:
    page = administrator.page(new_context, color_scheme=shade)
    see_year(page)
    expect(page.get_by_role("button", name="2026年2月28日, 上班, 春节")).to_be_visible()
    assert steps.violations(page) == []
    page.get_by_role("button", name="2026年3月11日, 上班").click()
    expect(page.get_by_role("button", name="2026年3月11日, 休息")).to_be_visible()
    page.get_by_role("button", name="2026年3月11日, 休息").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="2026年3月18日, 上班")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="2026年3月11日, 上班")).to_be_visible()

    before = administrator.get("work-calendars", fields="hours")["items"][0]["hours"]
    page.get_by_role("button", name="周六: 添加时段").click()
    page.get_by_label("周六 1: 结束时间").fill("12")
    page.get_by_role("button", name="保存工作时间").click()
    expect(page.get_by_text("工作时间已保存")).to_be_visible()
    assert administrator.get("work-calendars", fields="hours")["items"][0]["hours"]["sat"] == [["09:00", "12:00"]]
    page.get_by_role("button", name="周六 1: 删除时段").click()
    page.get_by_role("button", name="保存工作时间").click()
    expect(page.get_by_role("button", name="保存工作时间")).to_be_disabled()
    assert administrator.get("work-calendars", fields="hours")["items"][0]["hours"] == before


def test_on_the_phone_nothing_runs_out_of_the_screen(
    administrator: steps.Person, new_context: Callable[..., BrowserContext]
) -> None:
    page = administrator.page(new_context, viewport=PHONE, has_touch=True)
    see_year(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("document.querySelector('.worktime').scrollWidth") <= PHONE["width"]
    assert steps.violations(page) == []
