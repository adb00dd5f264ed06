"""A record's page: log a call with the day of the next one, mend a field, see before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.steps import Person


def test_follow_up_and_history(administrator: Person, office: Page) -> None:
    deal = administrator.first("opportunities", field="stage.name", op="eq", value="Prospecting")
    office.goto(f"/opportunities/{deal['id']}")
    expect(office.get_by_role("heading", name=deal["name"])).to_be_visible()

    office.get_by_role("button", name="电话", exact=True).click()
    office.get_by_role("textbox", name="内容").fill("客户要新报价，技术问题已答复")
    office.get_by_role("button", name="3 天后").click()
    office.get_by_role("button", name="记录跟进").click()
    said = office.get_by_role("listitem").filter(has_text="客户要新报价，技术问题已答复")
    expect(said).to_be_visible()
    expect(said).to_contain_text("下次联系")

    office.get_by_role("button", name="个空字段").click()
    for text in ("发送报价单", "约技术评审"):
        office.get_by_role("button", name="修改下一步").click()
        office.get_by_role("textbox", name="下一步").fill(text)
        office.keyboard.press("Enter")
        expect(office.get_by_label("详细信息")).to_contain_text(text)

    office.get_by_role("tab", name="变更历史").click()
    latest = office.locator(".entries .diffs > li").filter(has_text="下一步").first
    expect(latest).to_contain_text("发送报价单")
    expect(latest).to_contain_text("约技术评审")
    expect(latest.locator(".diffs__side--before")).to_have_text("发送报价单")

    stored = administrator.get(f"opportunities/{deal['id']}")
    assert stored["next_step"] == "约技术评审"
