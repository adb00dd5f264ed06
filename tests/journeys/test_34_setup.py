"""First set-up: the company, an industry preset shown, applied and undone, a module off and on; the work calendar."""

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


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_a_preset_is_shown_applied_and_undone(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], shade: str
) -> None:
    page = administrator.page(new_context, color_scheme=shade)
    page.goto("/settings/setup")
    name = page.get_by_label("公司名称")
    before = name.input_value()
    name.fill(f"{before} 2")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("财年起始月份").click()
    with page.expect_response(lambda reply: "/companies/" in reply.url and reply.request.method == "PATCH"):
        page.locator('.ant-select-item-option[title="四月"]').click()
    company = administrator.get("companies")["items"][0]
    assert (company["name"], company["fiscal_start"]) == (f"{before} 2", 4)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="零售会员").click()
    shown = page.get_by_role("region", name="零售会员")
    expect(shown).to_contain_text("会员等级")
    assert steps.violations(page) == []
    shown.get_by_role("button", name="应用此方案").click()
    expect(shown.get_by_text("无需更改")).to_be_visible()
    expect(page.get_by_role("link", name="商机")).to_have_count(0)
    page.goto("/settings/setup")  # undone as a whole later, too
    page.get_by_role("button", name="行业方案").click()
    shown.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("navigation", name="主导航").get_by_role("link", name="商机")).to_be_visible()
    contact = next(each for each in administrator.get("meta")["objects"] if each["key"] == "contact")
    assert "cf_member_level" not in {field["name"] for field in contact["fields"]}
    administrator.send(
        "PATCH", f"companies/{company['id']}",
        {"name": before, "fiscal_start": 1, "version": administrator.get("companies")["items"][0]["version"]},
    )  # fmt: skip


def test_a_module_is_nowhere_until_it_is_on_again(
    administrator: steps.Person, new_context: Callable[..., BrowserContext]
) -> None:
    page = administrator.page(new_context)
    page.goto("/settings/modules")
    bar = page.get_by_role("navigation", name="主导航")
    expect(bar.get_by_role("link", name="线索")).to_be_visible()
    page.get_by_role("switch", name="线索").click()
    expect(bar.get_by_role("link", name="线索")).to_have_count(0)
    assert steps.violations(page) == []
    assert administrator.api.get("/api/v1/leads").status == 404
    page.get_by_role("switch", name="线索").click()
    expect(bar.get_by_role("link", name="线索")).to_be_visible()
    assert administrator.api.get("/api/v1/leads").ok


def test_first_steps_are_ticked_toured_and_put_away(
    administrator: steps.Person, new_context: Callable[..., BrowserContext]
) -> None:
    administrator.send("PATCH", "checklist", {"what": "checklist", "away": False})
    page = administrator.page(new_context)
    page.goto("/today")
    first = page.get_by_role("region", name="先做这几件事")
    expect(
        first.get_by_role("listitem").filter(has_text="导入现有数据").get_by_role("img", name="已完成")
    ).to_be_visible()
    assert steps.violations(page) == []
    first.get_by_role("button", name="快速导览").click()
    tour = page.get_by_role("dialog", name="快速导览")
    expect(tour).to_contain_text("每天从这里开始")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(tour).to_contain_text("个人菜单")
    assert steps.violations(page) == []
    page.keyboard.press("Escape")
    expect(tour).to_have_count(0)
    first.get_by_role("link", name="核对工作日历").click()
    expect(page.get_by_role("heading", name="工作日历")).to_be_visible()
    page.go_back()
    first.get_by_role("button", name="收起入门清单").click()
    expect(first).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="待办中心")).to_be_visible()
    expect(first).to_have_count(0)


def test_on_the_phone_the_menu_brings_tour_and_first_steps_back(
    administrator: steps.Person, new_context: Callable[..., BrowserContext]
) -> None:
    administrator.send("PATCH", "checklist", {"what": "checklist", "away": True})
    page = administrator.page(new_context, viewport=PHONE, has_touch=True, color_scheme="dark")
    page.goto("/notices")
    page.locator(".bottom").get_by_role("button", name="菜单").click()
    page.locator(".nav__company").click()
    page.get_by_role("menuitem", name="快速导览").click()
    tour = page.get_by_role("dialog", name="快速导览")
    expect(tour).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tour).to_contain_text("业务数据")
    page.keyboard.press("Escape")
    expect(tour).to_have_count(0)
    first = page.get_by_role("region", name="先做这几件事")
    expect(first).to_have_count(0)
    page.locator(".bottom").get_by_role("button", name="菜单").click()
    page.locator(".nav__company").click()
    page.get_by_role("menuitem", name="入门清单").click()
    expect(first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert steps.violations(page) == []
