"""Sharing: whoever may share opens one record to a colleague, who sees it then, and no longer when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def test_a_record_is_shared_and_taken_back(
    administrator: steps.Person, office: Page, colleague: Callable[[str, str], steps.Person]
) -> None:
    deal = administrator.first("opportunities", field="stage.name", op="eq", value="Engaging")
    nora = colleague("Nora Field", "sales_rep")
    hidden = nora.api.get(f"/api/v1/opportunities/{deal['id']}")
    assert hidden.status == 404

    office.goto(f"/opportunities/{deal['id']}")
    office.get_by_role("button", name="更多", exact=True).click()
    office.get_by_role("menuitem", name="共享").click()
    dialog = office.get_by_role("dialog")
    expect(dialog.get_by_text("目前只有权限范围内的同事能看到这条记录。")).to_be_visible()
    dialog.get_by_role("button", name="共享", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("同事")
    dialog.get_by_role("combobox", name="同事").click()
    office.keyboard.type("Nora")
    office.locator(".ant-select-item-option").filter(has_text="Nora Field").click()
    dialog.get_by_role("combobox", name="权限").click()
    office.locator(".ant-select-item-option").filter(has_text="可修改").click()
    dialog.get_by_role("button", name="共享", exact=True).click()
    held = dialog.get_by_role("region", name="已共享给").get_by_role("listitem")
    expect(held).to_contain_text("Nora Field")
    expect(held).to_contain_text("可修改")

    seen = nora.get(f"opportunities/{deal['id']}")
    assert seen["_can"] == {"update": True, "delete": False, "share": False, "merge": False}
    dialog.get_by_role("button", name="结束对 Nora Field 的共享").click()
    expect(held).to_have_count(0)
    assert nora.api.get(f"/api/v1/opportunities/{deal['id']}").status == 404
