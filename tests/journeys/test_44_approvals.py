"""An approval that comes back: from the mail's link past the sign-in, returned on a phone, changed, and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

NAME, MAIL = "Nora Blum", "nora.blum@example.com"
PROCESS, PRODUCT = "单位变更审批", "Returned Anvil"


def decided_on_the_record(administrator: steps.Person, page: Page, product: str) -> None:
    """On the record's own banner one sees what one agrees to, exactly, and it is carried out at once."""
    asked = {"object": "product", "record": product, "action": "update", "input": {"unit": "drum"}}
    administrator.send("POST", "approvals", asked)
    page.goto(f"/products/{product}")
    banner = page.get_by_role("region", name="审批", exact=True)
    expect(banner).to_contain_text(f"等待 {NAME} 审批")
    banner.get_by_role("button", name="同意", exact=True).click()
    dialog = page.get_by_role("dialog", name="同意")
    expect(dialog.get_by_label("变更内容")).to_contain_text("drum")
    assert steps.violations(page) == []
    dialog.get_by_role("button", name="同意", exact=True).click()
    expect(banner).to_contain_text("已通过")
    assert administrator.get(f"products/{product}")["unit"] == "drum"


def test_what_comes_back_is_changed_and_decided(
    administrator: steps.Person,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
    heard: list[str],
) -> None:
    nora = colleague(NAME, "read_only").get("session")["user"]["id"]
    decided = {"id": "a", "kind": "people", "name": "主管", "people": [nora]}
    process = {
        "name": {"zh": PROCESS}, "object": "product", "trigger": "update", "fields": ["unit"], "active": True,
        "condition": {"field": "name", "op": "eq", "value": PRODUCT}, "nodes": [decided],
    }  # fmt: skip
    made = administrator.send("POST", "approval-processes", process)
    product = administrator.send("POST", "products", {"name": PRODUCT, "unit": "box"})
    asked = {"object": "product", "record": product["id"], "action": "update", "input": {"unit": "crate"}}
    case = administrator.send("POST", "approvals", asked)

    phone = new_context(viewport={"width": 390, "height": 844}).new_page()
    phone.goto(f"/approvals/{case['id']}")  # where the mail's link leads
    phone.get_by_label("邮箱").fill(MAIL)
    phone.get_by_label("密码", exact=True).fill(steps.OWN)
    phone.get_by_role("button", name="登录", exact=True).click()
    sheet = phone.get_by_role("dialog", name=PROCESS)
    expect(sheet).to_contain_text("crate")
    heard[:] = [each for each in heard if "401 (Unauthorized)" not in each]  # nobody had signed in
    assert steps.violations(phone) == []
    sheet.get_by_role("button", name="退回", exact=True).click()
    back = phone.get_by_role("dialog", name="退回", exact=True)
    back.get_by_label("审批意见").fill("应为托盘")
    back.get_by_role("button", name="退回", exact=True).click()
    expect(sheet).to_contain_text("已退回")

    office = administrator.page(new_context)
    office.goto("/today")
    office.get_by_role("navigation").get_by_role("link", name="审批 1 项待处理").click()
    office.get_by_role("tab", name="我提交的").click()
    office.get_by_role("button", name=PRODUCT).click()
    returned = office.get_by_role("dialog", name=PROCESS)
    expect(returned).to_contain_text("应为托盘")
    returned.get_by_role("button", name="重新提交", exact=True).click()
    again = office.get_by_role("dialog", name="重新提交")
    again.locator("#again-unit").fill("pallet")
    expect(again).to_contain_text(NAME)  # who will decide then
    assert steps.violations(office) == []
    again.get_by_role("button", name="重新提交", exact=True).click()
    expect(returned).to_contain_text("审批中")

    phone.goto(f"/approvals/{case['id']}")
    changed = phone.get_by_role("dialog", name=PROCESS).get_by_label("变更内容")
    expect(changed).to_contain_text("pallet")
    expect(changed).to_contain_text("退回前申请为")
    expect(changed).to_contain_text("crate")
    phone.goto("/approvals")
    phone.get_by_role("listitem").filter(has_text=PRODUCT).get_by_role("button", name="同意").click()
    phone.get_by_role("dialog", name="同意").get_by_role("button", name="同意", exact=True).click()
    expect(phone.get_by_text("暂无审批")).to_be_visible()
    assert administrator.get(f"products/{product['id']}")["unit"] == "pallet"
    decided_on_the_record(administrator, phone, product["id"])
    administrator.send("PATCH", f"approval-processes/{made['id']}", {"active": False})
