"""A newcomer's day: an object of one's own, from ten fields to an automation that acts and a case two people decide."""

from __future__ import annotations

import csv
import io
import random
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, FilePayload, Locator, Page

OBJECT, ROWS = "租赁设备", 10_000
FIELDS = (
    ("品牌型号", "文本"), ("设备类别", "单选"), ("日租金", "金额"), ("购入日期", "日期"), ("台数", "整数"),
    ("联系电话", "电话"), ("在租", "是否"), ("负责邮箱", "邮箱"), ("折旧率", "百分比"), ("保养说明", "多行文本"),
)  # fmt: skip
DECIDERS, MACHINE = ("Ada Lin", "Ben Zhou"), "新机 1"
KINDS = ("挖掘机", "起重机", "压路机")
PATIENCE = 120_000  # milliseconds ten thousand rows may take on a busy machine


def sheet() -> bytes:
    """Ten thousand machines as a Chinese spreadsheet saves them."""
    rng, out = random.Random(7), io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["名称", *(label for label, _ in FIELDS)])
    for number in range(ROWS):
        kind = KINDS[number % 3]
        rows.writerow([
            f"{kind} {number:05d}", rng.choice(["三一 SY215", "徐工 XE60"]), kind, f"¥{rng.randint(300, 3000):,}",
            f"20{rng.randint(15, 25)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}", rng.randint(1, 9),
            f"138{rng.randint(0, 99999999):08d}", rng.choice("是否"),
            f"m{number}@example.com", f"{rng.randint(1, 30)}%", "",
        ])  # fmt: skip
    return out.getvalue().encode("gb18030")


def choose(page: Page, where: Page | Locator, label: str, choice: str) -> None:
    """Choose in a list that is searched by typing."""
    where.get_by_role("combobox", name=label, exact=True).last.click()
    page.keyboard.type(choice)
    page.locator(f'.ant-select-item-option[title="{choice}"]:visible').last.click()


def settings(page: Page, place: str) -> None:
    page.get_by_role("link", name="设置", exact=True).click()
    page.locator(".settings__nav").get_by_role("link", name=place, exact=True).click()


def invent(page: Page) -> None:
    """An object with ten fields."""
    settings(page, "对象与字段")
    page.get_by_role("button", name="新建对象").first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("#own-object-label").fill(OBJECT)
    dialog.get_by_role("button", name="完成").click()
    expect(page.get_by_role("heading", name=OBJECT)).to_be_visible()
    for label, kind in FIELDS:
        page.get_by_role("button", name="新建字段").first.click()
        form = page.get_by_role("dialog", name="新建字段")
        form.locator("#own-field-label").fill(label)
        choose(page, form, "类型", kind)
        for place, choice in enumerate(KINDS if kind == "单选" else (), 1):
            form.get_by_role("button", name="添加选项").click()
            form.get_by_role("textbox", name=f"选项 {place}", exact=True).fill(choice)
        form.get_by_role("button", name="完成").click()
        expect(form).to_be_hidden()
    expect(page.get_by_role("button", name="编辑", exact=True)).to_have_count(len(FIELDS))


def grant(page: Page, role: str, key: str) -> None:
    """A role reads the object as far as the scope of that key."""
    settings(page, "角色")
    page.locator(".settings__page").get_by_role("link", name=role).first.click()
    page.get_by_label(f"{OBJECT} · 查看", exact=True).focus()
    page.keyboard.press(key)
    page.get_by_role("button", name="保存", exact=True).click()
    dialog = page.get_by_role("dialog")
    saved = page.get_by_role("status").filter(has_text="已保存")
    expect(dialog.or_(saved).first).to_be_visible()
    if dialog.is_visible():
        if dialog.get_by_role("checkbox").count():
            dialog.get_by_role("checkbox").check()
        dialog.get_by_role("button", name="保存").click()
        expect(dialog).to_be_hidden()


def bring_in(page: Page) -> None:
    """Ten thousand rows, each column known by its name."""
    page.get_by_role("link", name="导入", exact=True).click()
    file: FilePayload = {"name": "设备.csv", "mimeType": "text/csv", "buffer": sheet()}
    page.locator("input[type=file]").first.set_input_files([file])
    start = page.get_by_role("button", name="开始导入")
    expect(start).to_be_enabled(timeout=PATIENCE)
    expect(page.get_by_text(f"列对应关系 ({len(FIELDS) + 1}/{len(FIELDS) + 1})")).to_be_visible()
    start.click()
    expect(page.get_by_text("已导入")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name=f"全部{OBJECT}").click()
    expect(page.get_by_text(f"共 {ROWS:,} 条")).to_be_visible()
    for label, _ in FIELDS[:3]:
        expect(page.get_by_role("columnheader", name=label)).to_be_visible()


def view(page: Page) -> None:
    page.get_by_role("toolbar").get_by_role("button", name="分组").click()
    page.get_by_role("menuitem", name="设备类别", exact=True).click()
    expect(page.locator(".group__head").first).to_contain_text("3,33")
    page.locator(".views").get_by_role("button", name="存为视图").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("按类别")
    dialog.get_by_role("button", name="保存").click()
    expect(page.locator(".views__tab").filter(has_text="按类别")).to_have_attribute("aria-current", "true")


def rule(page: Page) -> None:
    """Machines on hire need a price."""
    settings(page, "字段规则")
    page.get_by_role("button", name="新建规则").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("在租须有租金")
    choose(page, dialog, "对象", OBJECT)
    choose(page, dialog, "字段", "日租金")
    steps.leave_choices(page)
    dialog.get_by_role("button", name="保存规则").click()
    expect(page.get_by_role("switch", name="在租须有租金")).to_be_checked()


def automation(page: Page) -> None:
    settings(page, "自动化")
    page.get_by_role("button", name="新建自动化").first.click()
    page.get_by_role("dialog").get_by_role("button", name="空白规则").click()
    page.get_by_label("规则名称").fill("登记型号")
    choose(page, page, "对象", OBJECT)
    page.get_by_role("button", name="添加步骤").click()
    page.get_by_role("menuitem", name="设置字段").click()
    choose(page, page, "添加字段", "保养说明")
    page.get_by_role("listitem", name="设置字段").get_by_role("textbox").last.fill("待登记")
    page.get_by_role("switch", name="启用此规则").click()
    expect(page.get_by_role("switch", name="启用此规则")).to_be_checked()


def approval(page: Page) -> None:
    """Two levels, one after the other."""
    settings(page, "审批流程")
    page.get_by_role("button", name="新建审批流程").first.click()
    page.get_by_role("button", name="空白流程").click()
    form = page.locator(".process__parts")
    form.locator("#process-name").fill("调价审批")
    choose(page, form, "对象", OBJECT)
    choose(page, form, "字段", "日租金")
    steps.leave_choices(page)
    for person in DECIDERS:
        page.get_by_role("button", name="在此添加节点").last.click()
        page.get_by_role("menuitem", name="审批人").click()
        panel = page.get_by_role("dialog", name="审批人")
        panel.get_by_role("combobox", name="由谁审批").click()
        page.locator('.ant-select-item-option[title="指定成员"]:visible').click()
        panel.get_by_role("combobox", name="人员", exact=True).click()
        page.keyboard.type(person)
        page.locator(".ant-select-item-option:visible").filter(has_text=person).last.click()
        panel.locator(".ant-drawer-close").click()
    expect(page.locator(".flow__card")).to_have_count(2)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("switch", name="调价审批")).to_be_checked()


def first_machine(page: Page) -> None:
    """The rule refuses what has no price; the automation writes into what is made."""
    page.get_by_role("link", name=OBJECT, exact=True).first.click()
    page.get_by_role("button", name=f"新建{OBJECT}").click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox").first.fill(MACHINE)
    form.get_by_role("button", name="创建", exact=True).click()
    expect(form.get_by_role("alert").first).to_contain_text("日租金")
    form.get_by_role("textbox", name="日租金").fill("500")
    form.get_by_role("button", name="创建", exact=True).click()
    expect(form).to_be_hidden()
    page.get_by_role("searchbox", name="在列表中查找").fill(MACHINE)
    page.get_by_role("link", name=MACHINE).click()
    expect(page.get_by_label("详细信息").get_by_text("待登记")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="登记型号")).to_contain_text("自动化")


def asked(page: Page) -> None:
    """Another price is submitted, seen by whom it goes to."""
    page.get_by_role("button", name="修改日租金").click()
    page.get_by_role("main").get_by_role("textbox", name="日租金").fill("650")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    for person in DECIDERS:
        expect(dialog).to_contain_text(person)
    dialog.get_by_role("button", name="提交审批").click()
    expect(page.get_by_role("region", name="审批", exact=True)).to_contain_text(f"等待 {DECIDERS[0]} 审批")


def decided(page: Page, name: str) -> None:
    """Somebody signs in, sees that something waits, agrees and has nothing left to decide."""
    page.goto("/")
    page.get_by_label("邮箱").fill(f"{name.lower().replace(' ', '.')}@example.com")
    page.get_by_label("密码", exact=True).fill(steps.OWN)
    page.get_by_role("button", name="登录").click()
    entry = page.get_by_role("navigation").get_by_role("link", name="审批")
    expect(entry).to_contain_text("1 项待处理")
    page.get_by_role("button", name="同意", exact=True).click()
    dialog = page.get_by_role("dialog", name="同意")
    expect(dialog.get_by_label("变更内容")).to_contain_text("650")
    dialog.get_by_role("button", name="同意", exact=True).click()
    expect(entry).not_to_contain_text("待处理")


def test_a_newcomers_day(
    administrator: steps.Person,
    office: Page,
    new_context: Callable[..., BrowserContext],
    colleague: Callable[[str, str], steps.Person],
    heard: list[str],
) -> None:
    for person in DECIDERS:
        colleague(person, "read_only")
    office.goto("/")
    invent(office)
    for role, key in (("只读", "5"), ("销售经理", "3"), ("市场", "5")):
        grant(office, role, key)
    bring_in(office)
    view(office)
    rule(office)
    automation(office)
    approval(office)
    first_machine(office)
    assert steps.violations(office) == []
    asked(office)
    heard[:] = [each for each in heard if "409" not in each]  # what was refused for want of an approval
    for person in DECIDERS:
        page = new_context().new_page()
        decided(page, person)
        page.context.close()
    expect(office.get_by_role("region", name="审批", exact=True)).to_contain_text("已通过")
    expect(office.get_by_label("详细信息").get_by_text("650")).to_be_visible()
