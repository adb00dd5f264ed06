"""Handing over: who gives a record to somebody whose records he may not see is back at the list, and nothing failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext


def test_a_record_handed_out_of_sight(
    new_context: Callable[..., BrowserContext], colleague: Callable[[str, str], steps.Person]
) -> None:
    colleague("Ida Away", "sales_rep")
    manager = colleague("Max Leading", "sales_manager")
    made = manager.send("POST", "accounts", {"name": "Handed Anvil"})
    page = manager.page(new_context)
    page.goto(f"/accounts/{made['id']}")
    page.get_by_role("button", name="分配").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").click()
    page.keyboard.type("Ida")
    page.locator(".ant-select-item-option").filter(has_text="Ida Away").click()
    dialog.get_by_role("button", name="分配").click()
    page.wait_for_url("**/accounts")
    expect(page.get_by_text("分配：已完成")).to_be_visible()
    expect(page.get_by_role("button", name="撤销")).to_have_count(0)
    assert manager.api.get(f"/api/v1/accounts/{made['id']}").status == 404
