"""Without a mouse: find a record and open it, leave it, ask for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_record_is_found_opened_and_left_by_keys(office: Page) -> None:
    office.goto("/today")
    expect(office.get_by_role("heading", name="待办中心")).to_be_visible()
    office.keyboard.press("Control+k")
    finder = office.get_by_role("combobox", name="搜索或执行命令")
    expect(finder).to_be_focused()
    office.keyboard.type("Cancity")
    expect(office.get_by_role("option", selected=True)).to_contain_text("Cancity")
    office.keyboard.press("Enter")
    expect(office.get_by_role("heading", name="Cancity", exact=True)).to_be_visible()

    office.keyboard.press("Control+k")
    expect(office.get_by_role("dialog")).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.get_by_role("dialog")).to_have_count(0)

    office.keyboard.press("?")
    expect(office.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.get_by_role("dialog")).to_have_count(0)
