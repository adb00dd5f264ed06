"""A person withdraws his consent and asks for deletion: noted with proof, found, erased, answered."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

import openpyxl
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME, PHONE = "慕容六十四", "13764640064"


def test_consent_and_a_request_to_be_forgotten(administrator: steps.Person, office: Page) -> None:
    wishes = {"preferred_channel": "wecom", "reach_from": "14:00", "reach_until": "17:30"}
    who = administrator.send("POST", "contacts", {"name": NAME, "mobile": PHONE, **wishes})["id"]
    office.goto(f"/contacts/{who}?tab=consent")
    cell = office.get_by_role("region", name="时间线").get_by_role("button", name="电话, 营销推广")
    cell.click()
    asked = office.get_by_role("dialog")
    asked.get_by_role("textbox", name="证明").fill("录音 64")
    asked.get_by_role("button", name="同意", exact=True).click()
    expect(office.get_by_text("电话 · 营销推广 · 已同意")).to_be_visible()
    cell.click()
    asked.get_by_role("button", name="撤回同意").click()
    expect(office.get_by_text("电话 · 营销推广 · 已撤回")).to_be_visible()
    assert steps.violations(office) == []
    # The same at a glance above the timeline, and where a call is noted.
    office.get_by_role("tab", name="时间线").click()
    card = office.get_by_role("region", name="画像")
    expect(card.get_by_text("首选企业微信 · 14:00–17:30")).to_be_visible()
    card.get_by_role("button", name="电话, 营销推广: 已撤回").press("Enter")
    expect(card.get_by_text("电话 · 营销推广 · 已撤回")).to_be_visible()
    office.get_by_role("textbox", name="内容", exact=True).click()
    expect(office.get_by_text("电话，营销推广：已撤回")).to_be_visible()
    expect(office.get_by_text("首选联系方式：企业微信")).to_be_visible()
    assert steps.violations(office) == []
    made = {"name": NAME, "phone": PHONE, "kind": "delete", "identified": "call_back"}
    request = administrator.send("POST", "privacy-requests", made)["id"]
    office.goto(f"/privacy-requests/{request}")
    office.get_by_role("button", name="查找", exact=True).click()
    expect(office.get_by_role("checkbox", name=NAME)).to_be_checked()
    assert steps.violations(office) == []
    office.get_by_role("button", name="确定为此人的记录（1）").click()
    expect(office.get_by_text("已选定 1 条记录")).to_be_visible()
    office.get_by_role("button", name="全面删除此人信息").click()
    office.get_by_role("dialog").get_by_role("button", name="全面删除此人信息").click()
    expect(office.get_by_text("已删除。本请求中的姓名与联系方式也已清除。")).to_be_visible()
    office.get_by_role("tab", name="变更历史").click()
    office.get_by_role("tab", name="办理").click()
    expect(office.get_by_role("textbox", name="答复内容")).to_have_value(re.compile(NAME))
    assert steps.violations(office) == []
    # Gone from the record, search, the Log, files and what is queued; the address knows nobody any more.
    assert administrator.get(f"contacts/{who}")["name"] == "已删除"
    assert who not in json.dumps(administrator.get("search", q=PHONE))
    for place in (f"contacts/{who}/log", "operations/log", "operations/jobs"):
        said = json.dumps(administrator.get(place), ensure_ascii=False)
        assert NAME not in said, place
        assert PHONE not in said, place
    office.reload()
    expect(office.get_by_text("已删除此人信息并告知本人").first).to_be_visible()


def test_the_register_and_what_tonight_would_do(administrator: steps.Person, office: Page) -> None:
    office.goto("/settings/personal-fields")
    contacts = office.get_by_role("region", name="联系人", exact=True)
    expect(contacts.get_by_role("row", name="生日")).to_contain_text("系统建议")
    contacts.get_by_role("button", name="修改“生日”的说明").click()
    office.get_by_role("dialog").get_by_role("button", name="创建").click()
    expect(contacts.get_by_role("row", name="生日")).to_contain_text("公司设定")
    assert steps.violations(office) == []
    # The same as a workbook, a sheet a language; what was said of the field is a record with a history.
    with office.expect_download() as taken:
        office.get_by_role("link", name="导出处理活动记录").click()
    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    said = [[str(cell) for row in sheet.iter_rows(values_only=True) for cell in row] for sheet in book.worksheets]
    assert [any("生日" in cell for cell in cells) for cells in said].count(True) >= 1
    assert [any("Birthday" in cell for cell in cells) for cells in said].count(True) >= 1
    (entry,) = administrator.get("personal-fields")["items"]
    office.goto(f"/personal-fields/{entry['id']}?tab=history")
    expect(office.get_by_text("新建了这条记录").first).to_be_visible()
    assert steps.violations(office) == []
    office.goto("/settings/personal-fields")
    office.get_by_role("button", name="今晚处理").click()
    expect(office.get_by_text("此处为试算，不会自动处理")).to_be_visible()
    assert steps.violations(office) == []
    for entry in administrator.get("personal-fields")["items"]:
        administrator.send("DELETE", f"personal-fields/{entry['id']}")
