"""Records that are one and the same: what tells them apart, and what happens when somebody makes one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page


def test_a_branch_is_put_below_its_company(administrator: steps.Person, office: Page) -> None:
    head = administrator.send("POST", "accounts", {"name": "云杉五十三科技有限公司"})
    office.goto("/accounts")
    office.get_by_role("button", name="新建客户").first.click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("客户名称").fill("雲杉五十三科技有限公司苏州分公司")
    found = dialog.get_by_role("status")
    found.get_by_role("button", name="填为上级公司").click()
    expect(found).to_contain_text("已填为上级公司")
    assert steps.violations(office) == []
    dialog.get_by_role("button", name="创建").click()
    office.get_by_role("button", name="打开").click()
    expect(office.get_by_role("link", name="云杉五十三科技有限公司").first).to_have_attribute(
        "href", f"/accounts/{head['id']}"
    )


def only_refused(heard: list[str]) -> None:
    """The browser itself notes every answer of 409; nothing else may be in its console."""
    assert [one for one in heard if "409" not in one] == []
    heard.clear()


def test_somebody_elses_customer_is_made_again_only_with_a_reason(
    colleague: Callable[[str, str], steps.Person], office: Page, heard: list[str]
) -> None:
    ida = colleague("Ida Fiftythree", "sales_rep")
    ida.send("POST", "accounts", {"name": "深圳市白桦五十三科技有限公司"})
    office.goto("/accounts")
    office.get_by_role("button", name="新建客户").first.click()
    dialog = office.get_by_role("dialog", name="新建客户")
    dialog.get_by_label("客户名称").fill("白桦五十三科技")
    dialog.get_by_role("button", name="创建").click()
    found = office.get_by_role("dialog", name="已有相同记录")
    expect(found).to_contain_text("深圳市白桦五十三科技有限公司")
    expect(found).to_contain_text("Ida Fiftythree")
    expect(found.get_by_role("button", name="仍然保存")).to_be_disabled()
    assert steps.violations(office) == []
    found.get_by_label("为何仍需保存？").fill("另一家同名企业")
    found.get_by_role("button", name="仍然保存").click()
    office.get_by_role("button", name="打开").click()
    office.get_by_role("tab", name="变更历史").click()
    expect(office.get_by_text("另一家同名企业", exact=True)).to_be_visible()
    only_refused(heard)


def test_of_a_hidden_customer_a_colleague_learns_whom_to_ask_and_does(
    new_context: Callable[..., BrowserContext], colleague: Callable[[str, str], steps.Person], heard: list[str]
) -> None:
    eva = colleague("Eva Fiftythree", "sales_rep")
    eva.send("POST", "accounts", {"name": "深圳市水杉五十三科技有限公司"})
    page = colleague("Tom Fiftythree", "sales_rep").page(new_context)
    page.goto("/accounts")
    page.get_by_role("button", name="新建客户").first.click()
    page.get_by_role("dialog", name="新建客户").get_by_label("客户名称").fill("水杉五十三科技")
    page.get_by_role("dialog", name="新建客户").get_by_role("button", name="创建").click()
    found = page.get_by_role("dialog", name="已有相同记录")
    expect(found).to_contain_text("深***")
    expect(found).to_contain_text("Eva Fiftythree")
    expect(found.get_by_role("link")).to_have_count(0)
    found.get_by_role("button", name="向负责人申请").click()
    found.get_by_label("申请理由").fill("客户来电咨询")
    assert steps.violations(page) == []
    found.get_by_role("button", name="发送申请").click()
    expect(found.get_by_text("已申请")).to_be_visible()
    found.get_by_role("button", name="返回").click()
    expect(page.get_by_role("dialog", name="新建客户")).to_contain_text("深***")
    only_refused(heard)
    hers = eva.page(new_context, viewport={"width": 390, "height": 844})
    hers.goto("/quality/requests")
    expect(hers.get_by_text("客户来电咨询")).to_be_visible()
    assert steps.violations(hers) == []
    hers.get_by_role("button", name="共享").click()
    expect(hers.get_by_text("已共享")).to_be_visible()
    page.goto("/quality/requests")
    page.get_by_text("我申请的").click()
    expect(page.get_by_role("link", name="深圳市水杉五十三科技有限公司")).to_be_visible()


def test_a_rule_is_built_from_pairs_of_fields(administrator: steps.Person, office: Page) -> None:
    office.goto("/settings/duplicate-rules")
    office.get_by_role("link", name="公司名称相同").first.click()
    expect(office.get_by_text("客户名称 = 客户名称 (公司名称)")).to_be_visible()
    expect(office.get_by_text("他人的: 要求说明").first).to_be_visible()
    assert steps.violations(office) == []
