"""Without a mouse: a deal is moved on the board, and files are brought in and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import FilePayload, Page

SAID = "() => (document.activeElement.textContent || document.activeElement.ariaLabel || '').trim()"
# The system's own window is not opened: whether Chromium hands it over in time is a matter of luck.
ASKED = """(input) => input.addEventListener("click", (event) => {
  event.preventDefault();
  input.dataset.asked = "yes";
}, { once: true })"""
FAR = 80  # a page has fewer places to stop at


def tab_to(page: Page, name: str) -> None:
    """Go from place to place until the one of that name has the focus."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate(SAID) == name:
            return
    raise AssertionError(f"{name} is not reached by keys")


@pytest.fixture
def deal(administrator: steps.Person) -> Iterator[dict[str, Any]]:
    """An opportunity for as long as the journey lasts: others count them."""
    made = administrator.send("POST", "opportunities", {"name": "键盘移动的商机"})
    yield made
    administrator.send("DELETE", f"opportunities/{made['id']}")


def test_a_deal_is_moved_on_the_board_by_keys(deal: dict[str, Any], office: Page) -> None:
    office.goto("/opportunities?view=board")
    office.get_by_role("button", name="新客销售").click()
    office.get_by_role("searchbox", name="在列表中查找").fill(deal["number"])
    before, after = (office.get_by_role("region", name=name, exact=True) for name in ("初步接触", "需求确认"))
    mover = before.get_by_role("button", name="移动“键盘移动的商机”")
    expect(mover).to_have_count(1)
    mover.focus()
    office.keyboard.press("Enter")
    expect(office.get_by_role("menuitem", name="需求确认", exact=True)).to_be_focused()
    office.keyboard.press("Enter")
    expect(after.get_by_role("listitem").filter(has_text="键盘移动的商机")).to_have_count(1)
    expect(office.get_by_role("status").filter(has_text="已将“键盘移动的商机”移到“需求确认”")).to_have_count(1)
    expect(after.get_by_role("button", name="移动“键盘移动的商机”")).to_be_focused()


def test_files_are_brought_in_and_taken_back_by_keys(administrator: steps.Person, office: Page) -> None:
    office.goto("/accounts")
    expect(office.get_by_role("heading", name="客户", exact=True)).to_be_visible()
    tab_to(office, "导入")
    office.keyboard.press("Enter")
    expect(office.get_by_role("heading", name="导入数据")).to_be_visible()
    tab_to(office, "选择文件")
    file: FilePayload = {
        "name": "键盘.csv",
        "mimeType": "text/csv",
        "buffer": "客户名称,电话\n键盘一号,021-50001111\n键盘二号,\n".encode(),
    }
    files = office.get_by_test_id("import-files")
    files.evaluate(ASKED)
    office.keyboard.press("Enter")
    expect(files).to_have_attribute("data-asked", "yes")
    files.set_input_files([file])
    expect(office.get_by_role("button", name="开始导入")).to_be_enabled(timeout=steps.IMPORT_PATIENCE)
    tab_to(office, "开始导入")
    office.keyboard.press("Enter")
    expect(office.get_by_text("已导入", exact=True)).to_be_visible(timeout=steps.IMPORT_PATIENCE)
    assert administrator.count("accounts", field="name", op="in", value=["键盘一号", "键盘二号"]) == 2
    tab_to(office, "撤销整个导入")
    office.keyboard.press("Enter")
    question = office.get_by_role("dialog", name="撤销这次导入？")
    expect(question).to_be_visible()
    tab_to(office, "撤销整个导入")
    office.keyboard.press("Enter")
    expect(office.get_by_text("已撤销 2 条记录")).to_be_visible(timeout=steps.IMPORT_PATIENCE)
    assert administrator.count("accounts", field="name", op="in", value=["键盘一号", "键盘二号"]) == 0
