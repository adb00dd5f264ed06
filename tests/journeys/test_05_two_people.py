"""Two people in two browsers: each sees his own scope, and what one changes appears in the other's open window."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page


OWN = "nine green lamps at dawn"


def test_a_seller_joins_by_invitation_and_both_see_what_the_other_does(
    administrator: steps.Person, office: Page, new_context: Callable[..., BrowserContext]
) -> None:
    with (steps.DATA / "pipeline" / "sales_pipeline.csv").open(encoding="utf-8-sig") as file:
        deals = Counter(row["sales_agent"] for row in csv.DictReader(file))
    listed = administrator.get("users", filter={"field": "state", "op": "eq", "value": "listed"})["items"]
    agent = next(user for user in listed if user["name"] in deals)
    deal = administrator.first("opportunities", field="owner", op="eq", value=agent["id"])

    seller = new_context().new_page()
    join(seller, invited(administrator, agent), agent)
    seller.get_by_role("navigation").get_by_role("link", name="商机").click()
    steps.expect_count(seller, f"共 {deals[agent['name']]} 条")
    seller.get_by_role("searchbox", name="在列表中查找").fill(deal["number"])
    steps.expect_count(seller, "共 1 条")

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


def invited(administrator: steps.Person, agent: dict[str, Any]) -> str:
    """The address of an invitation for somebody imported, who is given an address and a role with it."""
    role = administrator.first("roles", field="code", op="eq", value="sales_rep")
    given = {"email": f"{agent['name'].replace(' ', '.').lower()}@example.com", "roles": [role["id"]]}
    answer = administrator.send("POST", f"users/{agent['id']}/actions/invite", given)
    return str(answer["result"]["url"])


def join(seller: Page, address: str, agent: dict[str, Any]) -> None:
    """Accept the invitation with a password of one's own."""
    seller.goto(address)
    expect(seller.get_by_text(f"{agent['name']}，您好")).to_be_visible()
    expect(seller.get_by_role("heading", name="加入后您可以看到")).to_be_visible()
    seller.get_by_label("设置密码").fill(OWN)
    seller.get_by_label("再输入一次").fill(OWN)
    seller.get_by_role("button", name="加入").click()
