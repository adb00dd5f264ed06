"""A rule made in the settings is in force at once: in the form, and in a bulk change that is tried, done and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

MADE = 60


def make_rule(page: Page, name: str) -> None:
    page.goto("/settings/field-rules")
    page.get_by_role("button", name="新建规则").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill(name)
    for label, choice in (("对象", "产品"), ("字段", "单位")):
        dialog.get_by_role("combobox", name=label, exact=True).click()
        page.keyboard.type(choice)
        page.locator(f'.ant-select-item-option[title="{choice}"]').click()
    steps.leave_choices(page)
    dialog.get_by_role("button", name="添加条件", exact=True).click()
    dialog.locator(".condition").get_by_role("combobox").first.click()
    page.locator('.ant-select-item-option[title="产品名称"]').last.click()
    dialog.locator(".condition").get_by_role("textbox").fill(name)


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_a_rule_is_made_tried_and_in_force(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], shade: str
) -> None:
    name = f"Ruled {shade}"
    for number in range(MADE):
        text = "there" if number % 4 else None
        administrator.send("POST", "products", {"name": f"{name} {number:02}", "unit": text})
    page = administrator.page(new_context, color_scheme=shade)
    make_rule(page, name)
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("15 条会被拒绝")
    assert steps.violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="保存规则").click()
    expect(page.get_by_role("switch", name=name)).to_be_checked()
    assert steps.violations(page) == []

    page.goto("/products")
    page.get_by_role("button", name="新建产品").click()
    form = page.get_by_role("dialog")
    form.get_by_label("产品名称").fill(f"{name} new")
    form.get_by_role("button", name="创建", exact=True).click()
    expect(form.get_by_role("alert")).to_be_visible()
    page.keyboard.press("Escape")

    body = {"filter": {"field": "name", "op": "starts", "value": name}, "set": {"name": f"{name} same"}}
    tried = administrator.send("POST", "products/bulk/preview", body)
    assert (tried["total"], tried["done"], tried["refused"]) == (MADE, 45, 15)
    bulk_on_screen(page, name)
    assert administrator.count("products", field="unit", op="eq", value=f"{name} text") == 15  # the rule keeps them


def bulk_on_screen(page: Page, name: str) -> None:
    page.goto("/products")
    page.get_by_placeholder("在列表中查找").fill(name)
    expect(page.locator(".head__count[role=status]")).to_contain_text(str(MADE))
    page.get_by_role("columnheader").get_by_role("checkbox").check()
    bar = page.get_by_role("region", name="批量操作")
    bar.get_by_role("button", name="改字段").click()
    page.get_by_role("menuitem", name="单位").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(f"{name} text")
    page.get_by_role("dialog").get_by_role("button", name="查看预览").click()
    dialog = page.get_by_role("dialog", name=f"预览 · 单位 → {name} text")
    expect(dialog).to_be_visible()
    assert steps.violations(page) == []
    dialog.get_by_role("button", name=f"修改 {MADE} 条").click()
    done = page.get_by_role("dialog", name="已完成")
    done.get_by_role("button", name="撤销").click()
    undone = page.get_by_role("dialog", name="已撤销")
    expect(undone).to_contain_text("已撤销 45 条")
    undone.get_by_role("region", name="保持现状的记录").locator("summary").click()
    expect(undone.get_by_role("link", name=name).first).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="关闭").last.click()
