"""Every dialog by axe's rules, in light and dark; and the two sides of an edit somebody else was faster with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page


class Opened:
    """A page on which dialogs are opened, looked at and left again."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: dict[str, list[str]] = {}

    def look(self, name: str) -> None:
        """Keep what axe finds."""
        expect(self.page.locator(".waiting, .skeleton")).to_have_count(0)
        said = steps.violations(self.page)
        if said:
            self.found[name] = said

    def look_and_leave(self, name: str) -> None:
        """The same with the dialog that is open; Esc closes it."""
        expect(self.page.get_by_role("dialog")).to_be_visible()
        self.look(name)
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_dialogs_of_a_list_are_accessible(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], shade: str
) -> None:
    page = administrator.page(new_context, color_scheme=shade)
    seen = Opened(page)
    page.goto("/accounts")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.get_by_role("button", name="导出").click()
    seen.look_and_leave("export")
    page.get_by_role("button", name="新建客户").click()
    seen.look_and_leave("create")
    page.keyboard.press("Control+k")
    seen.look_and_leave("palette")
    page.keyboard.press("?")
    seen.look_and_leave("help")
    page.get_by_role("button", name="筛选").click()
    page.get_by_placeholder("查找字段").fill("行业")
    seen.look("filter picker")
    page.get_by_role("list").get_by_role("button", name="行业", exact=True).click()
    expect(page.locator(".condition")).to_be_visible()
    seen.look("condition")
    page.keyboard.press("Escape")
    page.get_by_role("row").nth(1).get_by_role("checkbox").click()
    expect(page.get_by_role("region", name="批量操作")).to_be_visible()
    seen.look("bulk bar")
    page.get_by_role("region", name="批量操作").get_by_role("button", name="分配", exact=True).click()
    seen.look_and_leave("bulk input")
    page.locator(".nav__company").click()
    expect(page.get_by_role("menu").first).to_be_visible()
    seen.look("account menu")
    assert seen.found == {}


def test_going_back_closes_a_dialog_and_chosen_columns_have_names(
    administrator: steps.Person, new_context: Callable[..., BrowserContext]
) -> None:
    page = administrator.page(new_context)
    page.goto("/accounts")
    expect(page.get_by_role("button", name="新建客户").first).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="联系人").click()
    page.get_by_role("button", name="新建联系人").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="新建客户").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="列", exact=True).click()
    for at in (1, 2):
        expect(page.locator(".columns__line .ellipsis").nth(at)).to_be_visible()


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_dialogs_of_a_record_are_accessible(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], shade: str
) -> None:
    deal = administrator.first("opportunities", field="stage.name", op="eq", value="Engaging")
    user = administrator.send("POST", "users", {"name": f"Dialog {shade}", "email": f"dialog.{shade}@example.com"})
    page = administrator.page(new_context, color_scheme=shade)
    seen = Opened(page)
    page.goto(f"/opportunities/{deal['id']}")
    for name in ("共享", "输单"):
        page.get_by_role("button", name="更多", exact=True).click()
        page.get_by_role("menuitem", name=name).click()
        seen.look_and_leave(name)
    page.goto(f"/users/{user['id']}")
    page.get_by_role("button", name="邀请").click()
    expect(page.get_by_role("dialog").get_by_role("textbox", name="邮箱")).to_have_value(user["email"])
    seen.look("invite")
    page.get_by_role("dialog").get_by_role("button", name="邀请", exact=True).click()
    expect(page.get_by_role("dialog").get_by_label("邀请链接")).to_be_visible()
    seen.look("invited")
    assert seen.found == {}


@pytest.mark.parametrize("case", [("light", "用对方的", "theirs"), ("dark", "保留我的", "mine")])
def test_an_edit_that_came_second_shows_both_sides(
    administrator: steps.Person,
    new_context: Callable[..., BrowserContext],
    heard: list[str],
    case: tuple[str, str, str],
) -> None:
    shade, choice, kept = case
    made = administrator.send("POST", "accounts", {"name": "Two at once", "region": "before"})
    page = administrator.page(new_context, color_scheme=shade)
    told = kept == "mine"  # the page hears of the other's edit while one types, or only by the refusal
    if not told:
        page.route("**/api/v1/stream*", lambda route: route.abort())
    page.goto(f"/accounts/{made['id']}")
    page.get_by_role("button", name="修改区域").click()
    page.get_by_role("textbox", name="区域").fill("mine")
    administrator.send("PATCH", f"accounts/{made['id']}", {"region": "theirs", "version": made["version"]})
    if told:
        expect(page.get_by_role("main").get_by_text("theirs")).to_be_visible()  # in the timeline
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    row = dialog.get_by_role("row").filter(has_text="区域")
    expect(row.get_by_role("cell")).to_have_text(["mine", "theirs"])
    assert steps.violations(page) == []
    if kept == "mine":
        with page.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
            dialog.get_by_role("button", name=choice).click()
        assert saved.value.ok
    else:
        dialog.get_by_role("button", name=choice).click()
    expect(page.get_by_label("详细信息")).to_contain_text(kept)
    expect(dialog).to_have_count(0)
    assert administrator.get(f"accounts/{made['id']}")["region"] == kept
    # The browser itself notes every answer of 409; nothing else may be in its console.
    assert [one for one in heard if "409" not in one] == []
    heard.clear()
