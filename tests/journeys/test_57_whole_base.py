"""A whole base is searched for duplicates: found, looked at side by side, called different, and opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

TWINS = ("杭州市赤松五十七仪器有限公司", "赤松五十七仪器股份有限公司")


def test_duplicates_of_a_whole_base(administrator: steps.Person, office: Page) -> None:
    for name in TWINS:
        administrator.send("POST", "accounts", {"name": name, "phone": "0571-26748057"})
    office.goto("/today")
    office.get_by_role("link", name="数据质量").click()
    office.get_by_role("navigation", name="数据质量").get_by_role("link", name="查重").click()
    office.get_by_role("button", name="开始查重").or_(office.get_by_role("button", name="重新查重")).click()
    pair = office.get_by_role("article", name=f"{TWINS[0]} 与 {TWINS[1]}")
    expect(pair).to_be_visible(timeout=steps.IMPORT_PATIENCE)
    expect(pair).to_contain_text("电话相同")
    assert steps.violations(office) == []
    pair.get_by_role("button", name="不是重复").click()
    expect(pair).to_have_count(0)
    shown = office.get_by_role("group", name="显示")
    shown.get_by_role("button", name="不是重复").click()
    pair.get_by_role("button", name="重新列为待处理").click()
    shown.get_by_role("button", name="待处理").click()
    expect(pair).to_be_visible()
    pair.get_by_role("button", name="合并", exact=True).click()
    office.wait_for_url("**/merge?with=*")
