"""Two that are one: found by ticking both, chosen field by field, merged, met under the old address, two again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEPT, GONE = "深圳市五十四号仓储有限公司", "深圳五十四号仓储"


def _two(administrator: steps.Person) -> tuple[str, str]:
    """Two accounts of the same company; the second has a website, tags and a contact."""
    keep = administrator.send("POST", "accounts", {"name": KEPT, "region": "华南", "tags": ["老客户"]})["id"]
    more = {"name": GONE, "region": "深圳", "website": "https://w54.example", "tags": ["重点"]}
    gone = administrator.send("POST", "accounts", more)["id"]
    administrator.send("POST", "contacts", {"name": "吴五四", "account": gone})
    return keep, gone


def test_two_become_one_and_two_again(administrator: steps.Person, office: Page) -> None:
    keep, gone = _two(administrator)
    number = administrator.get(f"accounts/{gone}")["number"]
    office.goto(f"/accounts/{keep}")
    office.get_by_role("button", name="更多").click()
    office.get_by_role("menuitem", name="与其他记录合并").click()
    office.wait_for_url(f"**/accounts/{keep}/merge")
    office.get_by_role("combobox", name="另一条客户").fill(GONE)
    office.locator(".ant-select-item-option").filter(has_text=re.compile(GONE)).first.click()
    region = office.get_by_role("group", name="区域")
    expect(region.get_by_role("radio").nth(0)).to_be_checked()
    expect(office.get_by_role("group", name="标签").get_by_role("radio", name="两者都保留")).to_be_checked()
    expect(office.get_by_role("region", name="一并转移的内容")).to_contain_text("联系人 1")
    # By keyboard: from the survivor's value to the other's.
    region.get_by_role("radio").nth(0).focus()
    office.keyboard.press("ArrowRight")
    expect(region.get_by_role("radio").nth(1)).to_be_checked()
    result = office.get_by_role("region", name="合并后的结果")
    expect(result).to_contain_text("深圳")
    expect(result).to_contain_text("w54.example")
    assert steps.violations(office) == []
    office.get_by_role("button", name="合并", exact=True).click()
    expect(office.get_by_text(f"“{GONE}”已并入“{KEPT}”")).to_be_visible()
    assert steps.violations(office) == []
    merged = administrator.get(f"accounts/{gone}")
    assert (merged["id"], merged["region"], merged["tags"]) == (keep, "深圳", ["老客户", "重点"])
    assert [each["id"] for each in administrator.get("search", q=number)["items"]] == [keep]
    tab = office.context.new_page()
    tab.goto(f"/accounts/{gone}")
    tab.wait_for_url(f"**/accounts/{keep}")
    expect(tab.get_by_text("将另一条记录并入")).to_be_visible()
    tab.close()
    office.get_by_role("button", name="撤销合并").click()
    expect(office.get_by_text("已恢复为两条记录")).to_be_visible()
    assert administrator.get(f"accounts/{gone}")["id"] == gone
    assert administrator.get(f"accounts/{keep}")["region"] == "华南"


def test_two_ticked_in_a_list_are_merged_on_a_phone_as_well(administrator: steps.Person, office: Page) -> None:
    keep, gone = _two(administrator)
    office.set_viewport_size({"width": 390, "height": 844})
    office.goto(f"/accounts/{keep}/merge?with={gone}")
    expect(office.get_by_role("button", name="改为保留另一条")).to_be_visible()
    assert office.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert steps.violations(office) == []
    office.get_by_role("button", name="改为保留另一条").click()
    office.wait_for_url(f"**/accounts/{gone}/merge?with={keep}")
    expect(office.get_by_role("region", name="保留", exact=True)).to_contain_text(GONE)
