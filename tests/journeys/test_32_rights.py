"""An administrator widens a role: told what it opens before saving, asked why somebody sees a record, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page


def make_desk(administrator: steps.Person, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A role that reads its own accounts, and a person who has it."""
    grants = {"account": {"read": "own"}}
    role = administrator.send("POST", "roles", {"name": {"zh": name}, "grants": grants})
    person = administrator.send("POST", "users", {"name": f"{name}员", "email": f"{name}@example.com"})
    administrator.send("POST", f"users/{person['id']}/actions/assign_roles", {"roles": [role["id"]]})
    return role, person


def widen(page: Page, role: dict[str, Any]) -> None:
    page.goto(f"/settings/roles/{role['id']}")
    page.get_by_label("客户 · 查看", exact=True).focus()
    page.keyboard.press("5")
    page.get_by_role("button", name="保存").click()


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_a_role_is_widened_with_open_eyes_and_taken_back(
    administrator: steps.Person, new_context: Callable[..., BrowserContext], shade: str
) -> None:
    role, person = make_desk(administrator, f"台席{shade}")
    account = administrator.get("accounts", limit=1)["items"][0]
    page = administrator.page(new_context, color_scheme=shade)
    widen(page, role)
    dialog = page.get_by_role("dialog")
    number = f"{administrator.count('accounts'):,}"
    expect(dialog).to_contain_text(f"将向 1 人开放 {number} 条记录")
    save = dialog.get_by_role("button", name="开放并保存")
    expect(save).to_be_disabled()
    assert steps.violations(page) == []
    dialog.get_by_role("checkbox").check()
    save.click()
    expect(dialog).to_be_hidden()
    assert administrator.get(f"roles/{role['id']}")["grants"] == {"account": {"read": "all"}}

    asked = {"user": person["id"], "object": "account", "id": account["id"]}
    assert administrator.get("rights/why", **asked)["sees"]
    page.get_by_role("status").get_by_role("button", name="撤销").click()
    expect(page.get_by_label("客户 · 查看", exact=True)).to_have_value("own")
    assert administrator.get(f"roles/{role['id']}")["grants"] == {"account": {"read": "own"}}
    assert not administrator.get("rights/why", **asked)["sees"]

    page.goto(f"/accounts/{account['id']}")
    page.get_by_role("button", name="更多", exact=True).click()
    page.get_by_role("menuitem", name="谁能看到").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").first.fill(person["name"])
    page.locator(f'.ant-select-item-option[title="{person["name"]}"]').click()
    expect(dialog).to_contain_text("不可以")
    expect(dialog).to_contain_text("不在该范围内")
    assert steps.violations(page) == []


def test_on_a_phone_one_object_at_a_time(
    administrator: steps.Person, new_context: Callable[..., BrowserContext]
) -> None:
    role, _ = make_desk(administrator, "手机台席")
    page = administrator.page(new_context, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"/settings/roles/{role['id']}")
    page.get_by_role("combobox", name="对象").click()
    page.locator('.ant-select-item-option[title="联系人"]').click()
    page.get_by_label("联系人 · 查看", exact=True).select_option("departments")
    page.get_by_role("button", name="业务操作与字段").click()
    page.get_by_label("联系人 · 手机", exact=True).select_option("masked")
    assert steps.violations(page) == []
    page.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="保存").click()
    dialog = page.get_by_role("dialog").filter(has_text="保存前确认")
    expect(dialog).to_contain_text("1 人")
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="开放并保存").click()
    expect(dialog).to_be_hidden()
    stored = administrator.get(f"roles/{role['id']}")
    assert stored["grants"]["contact"] == {"read": "departments"}
    assert stored["fields"] == {"contact": {"mobile": "masked"}}
