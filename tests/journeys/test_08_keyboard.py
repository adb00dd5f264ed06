"""Without a mouse: find a record and open it, leave it, ask for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Something has the focus and shows it by an outline or a ring.
SEEN = """() => {
  const shown = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"
      || style.backgroundColor !== getComputedStyle(one.parentElement).backgroundColor;
  };
  const here = document.activeElement;
  return here !== document.body && (shown(here) || shown(here.parentElement) || shown(here.closest("label") ?? here));
}"""


def test_a_record_is_found_opened_and_left_by_keys(office: Page) -> None:
    office.goto("/today")
    expect(office.get_by_role("heading", name="待办中心")).to_be_visible()
    office.keyboard.press("Control+k")
    finder = office.get_by_role("combobox", name="搜索或执行命令")
    expect(finder).to_be_focused()
    office.keyboard.type("Cancity")
    office.keyboard.press("Enter")  # before any answer: it opens the best of the whole word's, not of its beginning's
    expect(office.get_by_role("heading", name="Cancity", exact=True)).to_be_visible()

    office.keyboard.press("Control+k")
    expect(office.get_by_role("dialog")).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.get_by_role("dialog")).to_have_count(0)

    office.keyboard.press("?")
    expect(office.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.get_by_role("dialog")).to_have_count(0)


def test_a_list_is_read_edited_and_left_without_a_mouse(office: Page) -> None:
    office.goto("/accounts")
    expect(office.get_by_role("row").nth(1)).to_be_visible()
    office.keyboard.press("j")
    office.keyboard.press("j")
    expect(office.locator(".grid__row--here")).to_have_attribute("aria-rowindex", "3")
    office.keyboard.press("x")
    expect(office.get_by_role("region", name="批量操作")).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.get_by_role("region", name="批量操作")).to_have_count(0)
    office.keyboard.press("j")
    title = office.locator(".grid__row--here .grid__cell--title").inner_text().split("\n")[-1]
    office.keyboard.press("Enter")
    expect(office.get_by_role("heading", name=title, exact=True)).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.get_by_role("heading", name="客户", exact=True)).to_be_visible()
    office.keyboard.press("g")
    office.keyboard.press("t")
    expect(office.get_by_role("heading", name="待办中心")).to_be_visible()


def test_the_focus_is_seen_and_comes_back_from_a_dialog(office: Page) -> None:
    office.goto("/accounts")
    expect(office.get_by_role("row").nth(1)).to_be_visible()
    for _ in range(24):
        office.keyboard.press("Tab")
        assert office.evaluate(SEEN), office.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    opener = office.get_by_role("button", name="新建客户")
    opener.focus()
    office.keyboard.press("Enter")
    expect(office.get_by_role("dialog")).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    office.keyboard.press("j")
    export = office.get_by_role("button", name="导出")
    export.focus()
    office.keyboard.press("Enter")
    expect(office.get_by_role("dialog")).to_contain_text("导出")
    office.keyboard.press("Escape")
    expect(export).to_be_focused()
