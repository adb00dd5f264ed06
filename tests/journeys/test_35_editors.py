"""What administrators build: an approval drawn as a flow and decided on a phone; a formula that is right at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page

NAME = "Paula Stern"
PROCESS = "产品停用审批"
PRODUCT = "Approved Anvil"


def pick(page: Page, where: Locator, label: str, typed: str, title: str | None = None) -> None:
    """Choose in a list that is searched."""
    where.get_by_role("combobox", name=label, exact=True).click()
    page.keyboard.type(typed)
    option = page.locator(".ant-select-item-option:visible")
    (option.filter(has_text=title) if title else page.locator(f'.ant-select-item-option[title="{typed}"]')).last.click()


def draw(page: Page) -> None:
    page.goto("/settings/approval-processes")
    page.get_by_role("button", name="新建审批流程").first.click()
    page.get_by_role("button", name="空白流程").click()
    form = page.locator(".process__parts")
    form.locator("#process-name").fill(PROCESS)
    pick(page, form, "对象", "产品")
    pick(page, form, "字段", "单位")
    steps.leave_choices(page)
    page.get_by_role("button", name="在此添加节点").click()
    page.get_by_role("menuitem", name="审批人").click()
    panel = page.get_by_role("dialog", name="审批人")
    panel.get_by_role("combobox", name="由谁审批").click()
    page.locator('.ant-select-item-option[title="指定成员"]').click()
    expect(panel.get_by_role("alert")).to_contain_text("请选择人员")  # the server's word, at the step
    pick(page, panel, "人员", "Paula", NAME)
    steps.leave_choices(page)
    panel.get_by_role("switch", name="限时处理").click()
    assert steps.violations(page) == []
    panel.locator(".ant-drawer-close").click()
    expect(page.locator(".flow__card")).to_contain_text(NAME)


def test_an_approval_is_drawn_tried_and_decided(
    administrator: steps.Person,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
    heard: list[str],
) -> None:
    paula = colleague(NAME, "read_only")  # deciding takes no right over what is decided
    product = administrator.send("POST", "products", {"name": PRODUCT, "unit": "box"})
    page = administrator.page(new_context)
    draw(page)
    trial = page.get_by_role("complementary", name="用真实记录试算")
    pick(page, trial, "产品", "Approved", PRODUCT)
    expect(trial.get_by_role("status")).to_contain_text(NAME)
    assert steps.violations(page) == []
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("switch", name=PROCESS)).to_be_checked()

    page.goto(f"/products/{product['id']}")
    page.get_by_role("button", name="修改单位").click()
    page.locator(".cell-editor input").fill("crate")
    page.keyboard.press("Enter")
    offer = page.get_by_role("dialog", name=PROCESS)
    expect(offer).to_contain_text(NAME)
    heard[:] = [each for each in heard if "409 (Conflict)" not in each]  # the write that needs approval
    offer.get_by_role("button", name="提交审批").click()
    expect(page.get_by_role("region", name="审批")).to_contain_text("审批中")

    phone = paula.page(new_context, viewport={"width": 390, "height": 844}, color_scheme="dark")
    phone.goto("/notices")
    row = phone.locator(".notice", has_text="等待您审批")
    expect(row).to_contain_text("您是审批人")
    row.get_by_role("link").first.click()
    case = phone.get_by_role("dialog")
    expect(case).to_contain_text("crate")
    assert steps.violations(phone) == []
    case.get_by_role("button", name="同意", exact=True).click()
    phone.get_by_role("dialog", name="同意").get_by_role("button", name="同意", exact=True).click()
    expect(phone.get_by_role("dialog").first).to_contain_text("已同意")
    assert administrator.get(f"products/{product['id']}")["unit"] == "crate"
    process = administrator.first("approval-processes", field="object", op="eq", value="product")
    administrator.send("PATCH", f"approval-processes/{process['id']}", {"active": False})


def test_a_formula_is_completed_tried_and_kept(administrator: steps.Person, office: Page) -> None:
    administrator.send("POST", "products", {"name": "Formula Anvil", "unit": "ton"})
    office.goto("/settings/objects")
    office.locator(".own__row").filter(has=office.get_by_text("产品", exact=True)).click()
    office.get_by_role("button", name="新建字段").first.click()
    dialog = office.get_by_role("dialog", name="新建字段")
    dialog.locator("#own-field-label").fill("规格说明")
    dialog.get_by_role("button", name="公式计算").click()
    formula = dialog.locator("textarea")
    formula.press_sequentially("产品名称 & '/' & 单")
    dialog.get_by_role("button", name="单位 unit").click()
    expect(formula).to_have_value("产品名称 & '/' & unit")
    pick(office, dialog, "试算记录", "Formula", "Formula Anvil")
    expect(dialog.locator("output")).to_contain_text("Formula Anvil/ton")
    assert steps.violations(office) == []
    formula.fill("产品名称 + 1")
    expect(dialog.locator("output")).to_contain_text("第 1 个字符")
    formula.fill("产品名称 & '/' & unit")
    dialog.get_by_role("button", name="完成").click()
    expect(office.get_by_text("“规格说明”已创建")).to_be_visible()
    made = administrator.first("custom_fields", field="object", op="eq", value="product")
    assert made["options"] == {"formula": "name & '/' & unit"}
    product = administrator.send("POST", "products", {"name": "Second Anvil", "unit": "kg"})
    assert product[made["name"]] == "Second Anvil/kg"
