"""Two people in two browsers: each sees his own scope, and what one changes appears in the other's open window."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.serving import Served

AGENT = "Anna Snelling"


def test_a_seller_joins_by_invitation_and_both_see_what_the_other_does(
    served: Served, administrator: steps.Person, office: Page, new_context: Callable[..., BrowserContext]
) -> None:
    with (steps.DATA / "pipeline" / "sales_pipeline.csv").open(encoding="utf-8-sig") as file:
        own = sum(row["sales_agent"] == AGENT for row in csv.DictReader(file))
    deal = administrator.first("opportunities", field="owner.name", op="eq", value=AGENT)
    address = invitation(administrator)

    seller = new_context().new_page()
    seller.goto(address)
    expect(seller.get_by_text(AGENT)).to_be_visible()
    expect(seller.get_by_role("heading", name="加入后你可以看到")).to_be_visible()
    seller.get_by_label("设置密码").fill(steps.OWN_PASSWORD)
    seller.get_by_label("再输入一次").fill(steps.OWN_PASSWORD)
    seller.get_by_role("button", name="加入").click()
    seller.get_by_role("navigation").get_by_role("link", name="商机").click()
    steps.expect_count(seller, f"共 {own} 条")
    seller.get_by_role("searchbox", name="在列表中查找").fill(deal["number"])
    steps.expect_count(seller, "共 1 条")
    expect(seller.get_by_role("columnheader", name="下一步")).to_be_visible()

    office.goto(f"/opportunities/{deal['id']}")
    expect(office.get_by_role("heading", name=deal["name"])).to_be_visible()
    office.get_by_role("button", name="个空字段").click()
    office.get_by_role("button", name="修改下一步").click()
    office.get_by_role("textbox", name="下一步").fill("经理：请今天联系")
    office.keyboard.press("Enter")
    row = seller.get_by_role("row").nth(1)
    expect(row).to_contain_text("经理：请今天联系")

    steps.edit_cell(seller, row, "下一步", "已联系，等回复")
    expect(office.get_by_label("详细信息")).to_contain_text("已联系，等回复")

    theirs = administrator.first("opportunities", field="owner.name", op="ne", value=AGENT)
    seller.goto(f"/opportunities/{theirs['id']}")
    expect(seller.get_by_text("没有这条记录")).to_be_visible()


def invitation(administrator: steps.Person) -> str:
    """The address of an invitation for an imported seller, once he has an e-mail address and a role."""
    user = administrator.first("users", field="name", op="eq", value=AGENT)
    role = administrator.first("roles", field="code", op="eq", value="sales_rep")
    change = {"email": "anna.snelling@example.com", "roles": [role["id"]], "version": user["version"]}
    administrator.send("PATCH", f"users/{user['id']}", change)
    invited = administrator.send("POST", f"users/{user['id']}/actions/invite", {})
    assert invited["result"]["sees"]
    return str(invited["result"]["url"])
