"""A rule that acts by itself: begun from a template, built, tried on what has been, switched on, seen to have run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

#: Of a button nobody points at: colours of one that was pointed at pass slowly.
INK = {"light": "rgb(27, 29, 34)", "dark": "rgb(233, 234, 237)"}


def pick(page: Page, label: str, choice: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).last.click()
    page.keyboard.type(choice)
    page.locator(f'.ant-select-item-option[title="{choice}"]').last.click()


@pytest.mark.parametrize(("shade", "width"), [("light", 1440), ("dark", 390)])
def test_a_rule_is_built_tried_switched_on_and_runs(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], shade: str, width: int
) -> None:
    name, product = f"Rule {shade}", f"Acted on {shade}"
    administrator.send("POST", "products", {"name": f"{product} before", "unit": "box"})
    page = administrator.page(new_context, color_scheme=shade, viewport={"width": width, "height": 900})
    page.goto("/settings/automations")
    page.get_by_role("button", name="新建自动化").first.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="赢单后交接给服务")).to_be_visible()
    assert steps.violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="空白规则").click()

    page.get_by_label("规则名称").fill(name)
    pick(page, "对象", "产品")
    page.get_by_role("button", name="添加条件", exact=True).click()
    page.locator(".condition").get_by_role("combobox").first.click()
    page.keyboard.type("产品名称")
    page.locator('.ant-select-item-option[title="产品名称"]').last.click()
    page.locator(".condition").get_by_role("textbox").fill(product)
    page.get_by_role("button", name="添加步骤").click()
    page.get_by_role("menuitem", name="设置字段").click()
    pick(page, "添加字段", "单位")
    page.get_by_role("listitem", name="设置字段").get_by_role("textbox").last.fill("kg")
    page.get_by_role("button", name="用过去 30 天试运行").click()
    tried = page.get_by_role("status", name="试运行结果")
    expect(tried).to_contain_text("会执行 1 次")
    expect(tried).to_contain_text("kg")
    page.mouse.move(0, 0)
    expect(page.get_by_role("button", name="用过去 30 天试运行")).to_have_css("color", INK[shade])
    assert steps.violations(page) == []
    assert administrator.count("products", field="unit", op="eq", value="kg") == 0 or shade == "dark"

    page.get_by_role("switch", name="启用此规则").click()
    expect(page.get_by_role("switch", name="启用此规则")).to_be_checked()
    made = administrator.send("POST", "products", {"name": f"{product} after", "unit": "box"})
    page.get_by_role("button", name="运行记录").click()
    expect(page.get_by_role("link", name=f"{product} after")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=f"{product} after")).to_contain_text("已完成")
    assert administrator.send("GET", f"products/{made['id']}")["unit"] == "kg"
    assert steps.violations(page) == []

    page.goto("/settings/automations")
    page.get_by_role("switch", name=f"启用“{name}”").click()
    expect(page.get_by_role("switch", name=f"启用“{name}”")).not_to_be_checked()
