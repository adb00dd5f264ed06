"""Records that are one and the same: what tells them apart, and what happens when somebody makes one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_branch_is_put_below_its_company(administrator: steps.Person, office: Page) -> None:
    head = administrator.send("POST", "accounts", {"name": "云杉五十三科技有限公司"})
    office.goto("/accounts")
    office.get_by_role("button", name="新建客户").first.click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("客户名称").fill("雲杉五十三科技有限公司苏州分公司")
    found = dialog.get_by_role("status")
    found.get_by_role("button", name="填为上级公司").click()
    expect(found).to_contain_text("已填为上级公司")
    assert steps.violations(office) == []
    dialog.get_by_role("button", name="创建").click()
    office.get_by_role("button", name="打开").click()
    expect(office.get_by_role("link", name="云杉五十三科技有限公司").first).to_have_attribute(
        "href", f"/accounts/{head['id']}"
    )
