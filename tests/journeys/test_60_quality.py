"""How well records are kept: what is missing is filled in with a click, what is wrong is proposed and accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

NAME = "雪松六十精密制造有限公司"


def test_what_is_missing_is_filled_in_and_what_is_wrong_is_proposed(
    administrator: steps.Person,
    office: Page,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
) -> None:
    made = administrator.send("POST", "accounts", {"name": NAME, "phone": "0571-26748060"})
    office.goto(f"/accounts/{made['id']}")
    ring = office.get_by_role("button", name="完整度 17%")
    ring.click()
    expect(office.get_by_text("尚未填写")).to_be_visible()
    assert steps.violations(office) == []
    office.get_by_role("button", name="填写邮箱").click()
    box = office.get_by_role("textbox", name="邮箱")
    box.fill("info@xuesong60.example")
    box.press("Enter")
    expect(office.get_by_role("button", name="完整度 22%")).to_be_visible()

    office.goto("/quality/board?object=account")
    told = administrator.get("quality-board", object="account")
    line = next(each for each in told["rows"] if each["id"] == made["owner"]["id"])
    row = office.get_by_role("row").filter(has=office.get_by_role("rowheader", name=line["title"], exact=True))
    expect(row.get_by_role("link").first).to_be_visible()
    assert steps.violations(office) == []
    row.get_by_role("link", name=str(line["records"]), exact=True).first.click()
    expect(office.get_by_role("link", name=NAME)).to_be_visible()

    spaced = administrator.send("POST", "accounts", {"name": "六十　号  Tools"})
    office.goto("/quality/cleaning?object=account")
    office.get_by_role("button", name="开始检查").or_(office.get_by_role("button", name="重新检查")).click()
    group = office.get_by_role("article", name="空格与全半角 · 客户名称")
    expect(group).to_be_visible()
    assert steps.violations(office) == []
    group.get_by_role("button", name="查看全部").click()
    expect(group.get_by_role("listitem").filter(has_text="六十　号  Tools")).to_contain_text("六十号 Tools")
    group.get_by_role("button", name="清洗", exact=False).click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("button", name="修改", exact=False).last.click()
    dialog.get_by_role("button", name="撤销").wait_for()
    assert administrator.get(f"accounts/{spaced['id']}")["name"] == "六十号 Tools"

    _proposed(colleague("Ada Sixty", "auditor").page(new_context), made["id"])
    _judged_and_taken_back(colleague("Dora Sixty", "data_steward").page(new_context))
    assert administrator.get(f"accounts/{made['id']}")["phone"]["e164"] == "+8657126748060"

    office.goto("/quality/corrections")
    card = office.get_by_role("article", name=f"{NAME} · 电话")
    expect(card).to_contain_text("0571-26748061")
    expect(card).to_contain_text("来电说号码换了")
    assert steps.violations(office) == []
    office.keyboard.press("j")  # the latest stands first
    expect(card).to_have_attribute("data-current", "true")
    office.keyboard.press("a")
    expect(card).to_have_count(0)
    office.goto(f"/accounts/{made['id']}")
    expect(office.get_by_text("0571-26748061").first).to_be_visible()


def _proposed(auditor: Page, account: str) -> None:
    auditor.goto(f"/accounts/{account}")
    auditor.get_by_role("button", name="建议更正电话").focus()
    auditor.keyboard.press("Enter")
    dialog = auditor.get_by_role("dialog", name="建议更正")
    dialog.get_by_label("电话").fill("0571-26748061")
    dialog.get_by_label("原因").fill("来电说号码换了")
    dialog.get_by_role("button", name="提交").click()
    expect(dialog).to_have_count(0)


def _judged_and_taken_back(steward: Page) -> None:
    """By somebody who sees the account and may not change it."""
    steward.goto("/quality/corrections")
    judged = steward.get_by_role("article", name=f"{NAME} · 电话")
    expect(judged).to_contain_text("来电说号码换了")
    judged.get_by_role("button", name="采纳", exact=True).click()
    steward.get_by_role("button", name="撤销").click()
    expect(judged).to_be_visible()
