"""In every select Tab goes on to the next field: it neither picks what happens to be marked nor undoes a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.journeys.steps import Person


def value_of(select: Locator) -> Locator:
    """The whole select around its input."""
    return select.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' ant-select ')][1]")


def leave(page: Page, select: Locator) -> None:
    """Tab out of an open select."""
    expect(select).to_be_focused()
    page.keyboard.press("Tab")
    expect(select).not_to_be_focused()
    expect(page.locator(".ant-select-dropdown:visible")).to_have_count(0)


def test_a_role_of_an_invitation_stays_chosen(administrator: Person, office: Page, heard: list[str]) -> None:
    made = administrator.send("POST", "users", {"name": "Tab Tester"})
    office.goto(f"/users/{made['id']}")
    office.get_by_role("button", name="邀请").click()
    roles = office.get_by_role("dialog").get_by_role("combobox", name="角色")
    roles.click()
    office.keyboard.type("只读")
    expect(office.locator(".ant-select-item-option-active")).to_contain_text("只读")
    office.keyboard.press("Enter")
    expect(value_of(roles)).to_contain_text("只读")
    # The list does not stay over the button, and what is missing is said at its field.
    expect(office.locator(".ant-select-dropdown:visible")).to_have_count(0)
    leave(office, roles)
    expect(value_of(roles)).to_contain_text("只读")
    office.get_by_role("dialog").get_by_role("button", name="邀请").click()
    expect(office.get_by_role("dialog").get_by_role("alert")).to_have_text("需要邮箱才能登录")
    expect(office.get_by_role("dialog").get_by_role("textbox", name="邮箱")).to_have_attribute("aria-invalid", "true")
    heard[:] = [each for each in heard if "422" not in each]  # the refusal just read


@pytest.mark.parametrize("label", ["行业", "负责人"])
def test_passing_through_a_form_chooses_nothing(office: Page, label: str) -> None:
    office.goto("/accounts")
    office.get_by_role("button", name="新建客户").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("button", name="全部字段").click()
    select = dialog.get_by_role("combobox", name=label)
    before = value_of(select).inner_text()
    select.click()
    expect(office.locator(".ant-select-item-option").first).to_be_visible()
    leave(office, select)
    assert value_of(select).inner_text() == before


def test_passing_through_a_filter_changes_nothing(office: Page) -> None:
    office.goto("/accounts")
    office.get_by_role("button", name="筛选").click()
    office.get_by_placeholder("查找字段").fill("行业")
    office.get_by_role("list").get_by_role("button", name="行业", exact=True).click()
    boxes = office.locator(".condition").get_by_role("combobox")
    expect(boxes).to_have_count(3)
    before = office.locator(".condition").inner_text()
    for at in range(3):
        boxes.nth(at).click()
        expect(office.locator(".ant-select-item-option:visible").first).to_be_visible()
        leave(office, boxes.nth(at))
    assert office.locator(".condition").inner_text() == before


def test_passing_through_a_cell_keeps_its_value(administrator: Person, office: Page) -> None:
    made = administrator.send("POST", "accounts", {"name": "Tab through", "industry": "retail"})
    office.goto(f"/accounts/{made['id']}")
    office.get_by_role("button", name="修改行业").click()
    select = office.get_by_label("详细信息").get_by_role("combobox", name="行业")
    expect(office.locator(".ant-select-item-option:visible").first).to_be_visible()
    office.keyboard.press("ArrowDown")
    leave(office, select)
    expect(select).to_have_count(0)
    assert administrator.get(f"accounts/{made['id']}")["industry"] == "retail"


def test_delete_empties_a_select(administrator: Person, office: Page) -> None:
    made = administrator.send("POST", "accounts", {"name": "Empty by key", "industry": "retail"})
    office.goto(f"/accounts/{made['id']}")
    office.get_by_role("button", name="修改行业").click()
    expect(office.get_by_label("详细信息").get_by_role("combobox", name="行业")).to_be_focused()
    with office.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
        office.keyboard.press("Delete")
    assert saved.value.ok
    assert administrator.get(f"accounts/{made['id']}")["industry"] is None
