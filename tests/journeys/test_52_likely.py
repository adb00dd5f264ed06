"""Typing what is here already: the form says so before anything is saved, and leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_what_is_here_already_is_said_while_typing(administrator: steps.Person, office: Page) -> None:
    made = administrator.send("POST", "accounts", {"name": "深圳市云杉四十八科技有限公司", "phone": "0755-26748048"})
    office.goto("/leads")
    office.get_by_role("button", name="新建线索").first.click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("姓名").fill("林四八")
    dialog.get_by_label("公司").fill("云杉四十八科技")
    found = dialog.get_by_role("status")
    expect(found).to_contain_text("深圳市云杉四十八科技有限公司")
    dialog.get_by_label("电话").fill("(0755) 2674 8048")
    expect(found).to_contain_text("电话")
    assert steps.violations(office) == []
    found.get_by_role("link").click()
    office.wait_for_url(f"**/accounts/{made['id']}")
