"""What administrators make of objects: a margin in money, and a layout seen as a role would see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

OBJECT = "co_order_42"


def pick(page: Page, where: Locator, label: str, typed: str, title: str) -> None:
    """Choose in a list that is searched."""
    where.get_by_role("combobox", name=label, exact=True).click()
    page.keyboard.type(typed)
    page.locator(".ant-select-item-option:visible").filter(has_text=title).first.click()


def look_at_another_name(page: Page) -> None:
    """What would change is said before anything is saved."""
    page.locator("li").filter(has_text="cf_cost").get_by_role("button", name="编辑").click()
    dialog = page.get_by_role("dialog", name="编辑字段")
    dialog.locator("#own-field-label").fill("进价")
    renamed = dialog.get_by_role("region", name="改名的影响")
    expect(renamed).to_contain_text("名为“成本”的列不再自动识别")
    expect(renamed.get_by_role("listitem").filter(has_text="自定义字段").first).to_have_text("自定义字段 毛利")
    assert steps.violations(page) == []
    dialog.get_by_role("button", name="取消").click()


def test_a_margin_is_calculated_and_a_layout_seen_as_a_role(administrator: steps.Person, office: Page) -> None:
    said = {"zh": "订货单", "en": "Order 42"}
    own = administrator.send("POST", "custom_objects", {"key": OBJECT, "label": said, "number_pattern": None})
    for name, label in (("cf_income", "收入"), ("cf_cost", "成本")):
        values = {"object": OBJECT, "kind": "money", "name": name, "label": {"zh": label, "en": name}}
        administrator.send("POST", "custom_fields", values)
    income = {"amount": "120", "currency": "USD"}
    order = {"name": "Anvil order", "cf_income": income, "cf_cost": {"amount": "45.5", "currency": "USD"}}
    made = administrator.send("POST", f"{OBJECT}s", order)
    blind = administrator.send(
        "POST",
        "roles",
        {"name": {"zh": "看不到成本"}, "grants": {"*": {"read": "all"}}, "fields": {OBJECT: {"cf_cost": "hidden"}}},
    )

    office.goto("/settings/objects")
    office.locator(".own__row").filter(has=office.get_by_text("订货单", exact=True)).click()
    office.get_by_role("button", name="新建字段").first.click()
    dialog = office.get_by_role("dialog", name="新建字段")
    dialog.locator("#own-field-label").fill("毛利")
    dialog.locator("#own-field-kind").click()
    office.locator('.ant-select-item-option[title="金额"]').click()
    dialog.get_by_role("button", name="公式计算").click()
    dialog.locator("textarea").fill("收入 - 成本")
    pick(office, dialog, "试算记录", "Anvil", "Anvil order")
    expect(dialog.locator("output")).to_contain_text("74.50")
    dialog.get_by_role("button", name="完成").click()
    expect(office.get_by_text("“毛利”已创建")).to_be_visible()
    fields = administrator.get("custom_fields", filter={"field": "object", "op": "eq", "value": OBJECT})["items"]
    (margin,) = (each["name"] for each in fields if each["options"])
    changed = administrator.send("PATCH", f"{OBJECT}s/{made['id']}", {"cf_cost": None, "version": made["version"]})
    assert changed[margin] is None
    changed = administrator.send(
        "PATCH", f"{OBJECT}s/{made['id']}", {"cf_cost": order["cf_cost"], "version": changed["version"]}
    )
    assert changed[margin] == {"amount": "74.50", "currency": "USD"}

    look_at_another_name(office)
    office.goto("/settings/layouts")
    office.get_by_role("combobox", name="对象", exact=True).click()
    office.keyboard.type("订货单")
    office.locator('.ant-select-item-option[title="订货单"]').click()
    expect(office.locator(".layouts__parts")).to_contain_text("成本")
    office.get_by_role("button", name="预览").click()
    preview = office.get_by_role("dialog")
    seen = preview.get_by_role("region", name="预览")
    expect(seen).to_contain_text("成本")
    pick(office, preview, "以谁的身份", "看不到", "看不到成本")
    pick(office, preview, "用哪条记录填充", "Anvil", "Anvil order")
    expect(seen).to_contain_text("$120")
    expect(seen).not_to_contain_text("成本")
    assert steps.violations(office) == []
    preview.get_by_role("button", name="手机").click()
    assert seen.bounding_box() is not None
    expect(seen).to_contain_text("74.50")
    administrator.send("DELETE", f"roles/{blind['id']}", {"version": blind["version"]})
    administrator.send("DELETE", f"custom_objects/{own['id']}", {"version": own["version"]})
