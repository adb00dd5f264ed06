"""Notices: a colleague follows a customer, is mentioned, sees the bell count at once, reads why, and gets there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

NAME = "Vera Lindt"


def test_a_colleague_is_told_and_gets_there(
    administrator: steps.Person,
    office: Page,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
) -> None:
    account = administrator.send("POST", "accounts", {"name": "Orchard Mill"})
    vera = colleague(NAME, "service_agent")
    desk = vera.page(new_context)
    desk.goto(f"/accounts/{account['id']}")
    desk.get_by_role("button", name="关注", exact=True).click()
    expect(desk.get_by_role("button", name="已关注")).to_be_visible()

    office.goto(f"/accounts/{account['id']}")
    office.get_by_role("group", name="类型").get_by_role("button", name="评论").click()
    box = office.get_by_role("textbox", name="评论")
    box.press_sequentially("@Ve")
    office.get_by_role("menuitem", name=NAME).click()
    box.press_sequentially("please call them")
    office.get_by_role("button", name="发送").click()
    expect(office.locator(".said__called")).to_have_text(f"@{NAME}")
    bell = desk.get_by_role("link", name="通知 1 条未读")
    expect(bell).to_be_visible()
    administrator.send("PATCH", f"accounts/{account['id']}", {"level": "a"})
    expect(desk.get_by_role("link", name="通知 2 条未读")).to_be_visible()

    desk.get_by_role("link", name="通知 2 条未读").click()
    rows = desk.locator(".notice")
    expect(rows.nth(0)).to_contain_text("您关注了它")
    expect(rows.nth(1)).to_contain_text("有人提到了您")
    expect(rows.nth(1)).to_contain_text("please call them")
    assert steps.violations(desk) == []
    rows.nth(1).get_by_role("link", name="Orchard Mill").click()
    expect(desk.get_by_role("heading", name="Orchard Mill", level=1)).to_be_visible()
    expect(desk.get_by_role("link", name="通知 1 条未读")).to_be_visible()
    desk.get_by_role("link", name="通知 1 条未读").click()
    desk.get_by_role("button", name="全部标为已读").click()
    expect(desk.get_by_text("没有未读通知")).to_be_visible()
    desk.get_by_role("button", name="全部", exact=True).click()
    expect(rows).to_have_count(2)
