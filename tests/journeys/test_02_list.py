"""The list as a seller uses it: narrow it down, order it, mend a cell, find a name in either script."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

CUSTOMER = "Konex"


def deals_of(account: str) -> list[dict[str, str]]:
    """The rows of one customer in the file itself."""
    with (steps.DATA / "pipeline" / "sales_pipeline.csv").open(encoding="utf-8-sig") as file:
        return [row for row in csv.DictReader(file) if row["account"] == account]


def test_filter_sort_and_edit_in_place(office: Page) -> None:
    deals = deals_of(CUSTOMER)
    office.goto("/opportunities")
    steps.expect_count(office, "共 8,800 条")

    office.get_by_role("button", name="筛选").click()
    office.get_by_placeholder("查找字段").fill("客户")
    office.get_by_role("button", name="客户", exact=True).click()
    value = office.locator(".condition__value")
    value.get_by_role("combobox").fill(CUSTOMER)
    office.locator(".ant-select-item-option").filter(has_text=re.compile(f"{CUSTOMER}$")).click()
    office.keyboard.press("Escape")
    expect(office.locator(".chip")).to_contain_text(CUSTOMER)
    steps.expect_count(office, f"共 {len(deals)} 条")

    amount = office.get_by_role("columnheader", name="金额")
    amount.get_by_role("button", name="金额", exact=True).click()
    expect(amount).to_have_attribute("aria-sort", "ascending")
    amount.get_by_role("button", name="金额", exact=True).click()
    expect(amount).to_have_attribute("aria-sort", "descending")
    highest = max(int(row["close_value"] or 0) for row in deals)
    first = office.get_by_role("row").nth(1)
    expect(first).to_contain_text(f"{highest:,}")

    steps.edit_cell(office, first, "下一步", "周五前回电")
    expect(first).to_contain_text("周五前回电")
    office.reload()
    expect(office.locator(".chip")).to_contain_text(CUSTOMER)
    expect(first).to_contain_text("周五前回电")
    expect(first).to_contain_text(f"{highest:,}")


def test_names_are_found_in_either_script(administrator: steps.Person, office: Page) -> None:
    name = "上海云帆贸易有限公司"
    administrator.send("POST", "accounts", {"name": name})
    office.goto("/accounts")
    search = office.get_by_role("searchbox", name="在列表中查找")
    for typed, found in (("云帆", name), ("yunfan", name), ("konex", CUSTOMER)):
        search.fill(typed)
        steps.expect_count(office, "共 1 条")
        expect(office.get_by_role("row").nth(1)).to_contain_text(found)
