"""A card becomes a contact with its account; a second one of the same person changes only what is chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.api.test_registry import CODE, Service, serving
from tests.data import card_reader
from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

COMPANY = "雪杉六五精密制造有限公司"
FIRST = f"""王晓棠 销售总监
{COMPANY}
手机：13765650065
传真：0571-26650065
wangxt@xueshan65.example
主营六五型号轴承"""
SECOND = """王晓棠 总经理
手机：13765650065
0571-26650066"""


def test_a_card_is_read_corrected_and_kept(administrator: steps.Person, office: Page) -> None:
    office.goto("/contacts")
    office.get_by_role("link", name="从名片新建").click()
    office.get_by_label("粘贴邮件签名").fill(FIRST)
    office.get_by_role("button", name="识别").dblclick()
    title = office.get_by_role("textbox", name="职务")
    expect(title).to_have_value("销售总监")
    expect(office.get_by_text("还有 2 张名片")).to_have_count(0)
    title.focus()
    expect(office.locator(".card-line--on")).to_contain_text("王晓棠 销售总监")
    expect(office.get_by_role("radio", name=f"新建客户：{COMPANY}")).to_be_checked()
    assert steps.violations(office) == []
    office.get_by_role("button", name="将“主营六五型号轴承”用作…").click()
    office.get_by_role("menuitem", name="所在部门", exact=True).click()
    expect(office.get_by_role("textbox", name="所在部门")).to_have_value("主营六五型号轴承")
    office.get_by_role("button", name="新建", exact=True).click()
    link = office.get_by_role("link", name="王晓棠")
    expect(link).to_be_visible()

    office.get_by_label("粘贴邮件签名").fill(SECOND)
    office.get_by_role("button", name="识别").click()
    expect(office.get_by_role("radio", name="更新王晓棠")).to_be_checked()
    choice = office.get_by_role("group", name="选择职务")
    expect(choice.get_by_label("保留")).to_be_checked()
    expect(office.get_by_label(f"仍属于{COMPANY}")).to_be_checked()
    assert steps.violations(office) == []
    choice.get_by_label("采用名片").check()
    office.get_by_role("button", name="更新", exact=True).click()
    expect(office.get_by_label("粘贴邮件签名")).to_be_visible()
    (kept,) = administrator.get("contacts", q="13765650065")["items"]
    full = administrator.get(f"contacts/{kept['id']}")
    assert (full["title"], full["phone"]["raw"], full["account"]["title"]) == ("总经理", "0571-26650066", COMPANY)
    assert full["unit"] == "主营六五型号轴承"


def test_a_photo_stands_beside_its_fields_and_is_kept_where_it_is_wished(
    administrator: steps.Person, office: Page
) -> None:
    office.goto("/cards")
    drawn = office.screenshot(clip={"x": 0, "y": 0, "width": 1000, "height": 600})
    read = card_reader.saying(drawn, ["林知远 采购经理", "雪杉六五轴承厂", "手机：13765650067"])
    photos = [
        {"name": "card.png", "mimeType": "image/png", "buffer": read},
        {"name": "dark.png", "mimeType": "image/png", "buffer": drawn},
    ]
    office.get_by_label("拍摄或选择名片图片").set_input_files(photos)  # type: ignore[arg-type]
    expect(office.get_by_role("img", name="名片图片")).to_be_visible()
    expect(office.get_by_role("alert")).to_contain_text("dark.png：图片识别失败")
    office.get_by_role("textbox", name="职务").focus()
    expect(office.locator(".card-photo__line--on")).to_have_attribute("points", re.compile(r"^0\.04,0\.0667 "))
    office.locator(".card-photo__line").nth(2).click()
    expect(office.get_by_role("textbox", name="手机")).to_be_focused()
    assert steps.violations(office) == []
    office.get_by_label("将图片保存到联系人").check()
    office.get_by_role("button", name="新建", exact=True).click()
    expect(office.get_by_role("link", name="林知远")).to_be_visible()
    (kept,) = administrator.get("contacts", q="13765650067")["items"]
    (card,) = administrator.get(f"contacts/{kept['id']}")["card"]
    assert card["name"] == "card.png"


def test_a_company_is_looked_up_in_the_registry_and_taken_over(administrator: steps.Person, office: Page) -> None:
    made = administrator.send("POST", "accounts", {"name": "雪杉六五查工商"})
    with serving(Service()) as url:
        office.goto("/settings/business-registry")
        office.get_by_label("服务地址").fill(url)
        office.get_by_role("button", name="保存").click()
        trial = office.get_by_role("region", name="试一试")
        trial.get_by_role("textbox").fill("云杉")
        trial.get_by_role("button", name="试一试").click()
        expect(trial.get_by_role("listitem")).to_contain_text(CODE)
        assert steps.violations(office) == []
        office.goto(f"/accounts/{made['id']}")
        office.get_by_role("button", name="查工商").click()
        dialog = office.get_by_role("dialog", name="工商信息")
        dialog.get_by_role("textbox").fill("云杉")
        dialog.get_by_role("button", name="查询").click()
        dialog.get_by_role("button", name=CODE).click()
        # Its name is another: nothing is taken over unless somebody says so.
        expect(dialog.get_by_text("可能是另一家企业")).to_be_visible()
        code = dialog.get_by_label("采用统一社会信用代码")
        expect(code).not_to_be_checked()
        assert steps.violations(office) == []
        dialog.get_by_role("button", name="选中空白字段").click()
        expect(code).to_be_checked()
        expect(dialog.get_by_label("采用客户名称")).not_to_be_checked()
        dialog.get_by_role("button", name="采用", exact=False).last.click()
        expect(dialog).to_have_count(0)
        expect(office.get_by_text("已采用工商信息")).to_be_visible()
        expect(office.get_by_text(CODE).first).to_be_visible()
        administrator.send("DELETE", "registry", {})
    kept = administrator.get(f"accounts/{made['id']}")
    assert (kept["name"], kept["uscc"]) == ("雪杉六五查工商", CODE)
