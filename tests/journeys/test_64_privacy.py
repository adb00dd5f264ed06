"""A person withdraws his consent and asks for deletion: noted with proof, found, erased, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME, PHONE = "慕容六十四", "13764640064"


def test_consent_and_a_request_to_be_forgotten(administrator: steps.Person, office: Page) -> None:
    who = administrator.send("POST", "contacts", {"name": NAME, "mobile": PHONE})["id"]
    office.goto(f"/contacts/{who}?tab=consent")
    cell = office.get_by_role("button", name="电话, 营销推广")
    cell.click()
    asked = office.get_by_role("dialog")
    asked.get_by_role("textbox", name="证明").fill("录音 64")
    asked.get_by_role("button", name="同意", exact=True).click()
    expect(office.get_by_text("电话 · 营销推广 · 已同意")).to_be_visible()
    cell.click()
    asked.get_by_role("button", name="撤回同意").click()
    expect(office.get_by_text("电话 · 营销推广 · 已撤回")).to_be_visible()
    assert steps.violations(office) == []
    made = {"name": NAME, "phone": PHONE, "kind": "delete", "identified": "call_back"}
    request = administrator.send("POST", "privacy-requests", made)["id"]
    office.goto(f"/privacy-requests/{request}")
    office.get_by_role("button", name="查找", exact=True).click()
    expect(office.get_by_role("checkbox", name=NAME)).to_be_checked()
    assert steps.violations(office) == []
    office.get_by_role("button", name="确定为此人的记录（1）").click()
    expect(office.get_by_text("已选定 1 条记录")).to_be_visible()
    administrator.send("POST", f"privacy-requests/{request}/actions/forget")
    assert administrator.get(f"contacts/{who}")["name"] == "已删除"
    office.reload()
    expect(office.get_by_text("已删除此人信息并告知本人").first).to_be_visible()
