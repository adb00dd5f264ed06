"""A phone of 390 px: rows of two lines, a drawer, nothing that scrolls sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from tests.journeys.steps import Person

WIDER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def test_the_navigation_of_a_phone_opens(administrator: Person, new_context: Callable[..., BrowserContext]) -> None:
    page = administrator.page(new_context, **PHONE)
    page.goto("/opportunities")
    row = page.locator(".phone-row").first
    expect(row.locator(".phone-row__title")).to_be_visible()
    expect(row.locator(".phone-row__rest")).to_be_visible()
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("dialog").get_by_role("link", name="客户").click()
    expect(page.get_by_role("heading", name="客户")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_follow_up_with_its_next_day_takes_three_taps(
    administrator: Person, new_context: Callable[..., BrowserContext]
) -> None:
    made = administrator.send("POST", "accounts", {"name": "三次点按", "next_contact": "2020-01-01"})
    page = administrator.page(new_context, **PHONE)
    page.goto("/today")
    row = page.locator(".todo").filter(has_text="三次点按")
    row.get_by_role("button", name="记录跟进").tap()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox", name="内容").fill("已回电，下周发报价")
    sheet.get_by_role("button", name="3 天后").tap()
    sheet.get_by_role("button", name="记录跟进").tap()
    expect(sheet).to_have_count(0)
    expect(row.locator(".todo__rest--late")).to_have_count(0)
    said = administrator.get(f"accounts/{made['id']}/timeline")["items"]
    assert "已回电，下周发报价" in [item["activity"]["subject"] for item in said if item["kind"] == "activity"]
    assert administrator.get(f"accounts/{made['id']}")["next_contact"] > "2026"


def test_several_rows_of_a_phone_are_ticked_and_changed(
    administrator: Person, new_context: Callable[..., BrowserContext]
) -> None:
    made = [administrator.send("POST", "accounts", {"name": f"Handheld {number}"})["id"] for number in (1, 2)]
    page = administrator.page(new_context, **PHONE)
    page.goto("/accounts?q=Handheld")
    page.get_by_role("button", name="选择多条").tap()
    for number in (1, 2):
        page.locator(".phone-row").filter(has_text=f"Handheld {number}").tap()
    bar = page.get_by_role("region", name="批量操作")
    expect(bar).to_contain_text("已选 2 条")
    bar.get_by_role("button", name="改字段").tap()
    page.get_by_role("menuitem", name="添加到“标签”").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").fill("展会")
    page.keyboard.press("Enter")
    steps.leave_choices(page)
    assert steps.violations(page) == []
    dialog.get_by_role("button", name="修改 2 条").tap()
    expect(page.get_by_text("已处理 2 条")).to_be_visible()
    assert [administrator.get(f"accounts/{each}")["tags"] for each in made] == [["展会"]] * 2


@pytest.mark.parametrize("screen", ["today", "list", "record", "board", "import"])
def test_no_page_of_a_phone_scrolls_sideways(
    administrator: Person, new_context: Callable[..., BrowserContext], screen: str
) -> None:
    deal = administrator.first("opportunities", field="stage.name", op="eq", value="Engaging")
    path = {"list": "/opportunities", "record": f"/opportunities/{deal['id']}", "board": "/opportunities?view=board"}
    page = administrator.page(new_context, **PHONE)
    page.goto(path.get(screen, f"/{screen}"))
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator(".waiting, .skeleton:not(.board__more)")).to_have_count(0)
    assert page.evaluate(WIDER) == 0
