"""Follow-up mails: a sequence is made, read with a contact's own words, begun from its page, and paused there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME, PERSON = "展会后跟进", "Vera Long"


@pytest.fixture
def contact(administrator: steps.Person) -> str:
    """A contact, two templates for such, and a mailbox to write from."""
    servers = {"smtp_host": "smtp.example.com", "imap_host": None}
    administrator.send("POST", "mailboxes", {"name": "跟进邮箱", "address": "follow@example.com", **servers})
    for name in ("初次问候", "再次跟进"):
        given = {"subject": {"zh": f"{name}：{{contact.name}}"}, "body_zh": f"<p>{{contact.name}}您好，{name}。</p>"}
        administrator.send("POST", "mail-templates", {"name": {"zh": name}, "object": "contact", **given})
    made = administrator.send("POST", "contacts", {"name": PERSON, "email": "vera@example.com"})
    return str(made["id"])


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a select."""
    page.get_by_role("combobox", name=label).click()
    page.keyboard.type(option)
    page.locator(".ant-select-dropdown:visible").get_by_title(option, exact=True).click()


def make_sequence(page: Page) -> None:
    """Two mails to contacts, the second after three working days."""
    page.goto("/settings/mail-sequences")
    page.get_by_role("button", name="新建跟进序列").click()
    page.get_by_label("中文").first.fill(NAME)
    choose(page, "对象", "联系人")
    choose(page, "第 1 封: 模板", "初次问候")
    page.get_by_role("button", name="添加邮件").click()
    choose(page, "第 2 封: 模板", "再次跟进")
    expect(page.get_by_label("第 2 封: 个工作日后（自上一封起）")).to_have_value("3")
    assert steps.violations(page) == []
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name=NAME)).to_be_visible()


def begin(page: Page, contact: str) -> None:
    """Read what the contact would be sent, and start."""
    page.goto(f"/contacts/{contact}")
    page.get_by_role("button", name="更多写信方式").click()
    page.get_by_role("menuitem", name="邮件跟进").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(f"初次问候：{PERSON}", exact=True)).to_be_visible()
    expect(dialog.get_by_text(f"再次跟进：{PERSON}", exact=True)).to_be_visible()
    assert steps.violations(page) == []
    dialog.get_by_role("button", name="开始跟进").click()
    expect(dialog).to_be_hidden()


def test_a_contact_is_followed_up(office: Page, contact: str) -> None:
    make_sequence(office)
    begin(office, contact)
    bar = office.get_by_role("region", name="邮件跟进")
    expect(bar).to_contain_text("/ 2 封")
    expect(bar.get_by_text("进行中")).to_be_visible()
    bar.get_by_role("button", name="暂停").click()
    expect(bar.get_by_text("已暂停")).to_be_visible()
    assert steps.violations(office) == []
    office.goto("/settings/mail-sequences")
    office.get_by_role("link", name=NAME).click()
    expect(office.get_by_role("link", name=PERSON)).to_be_visible()
    expect(office.get_by_role("button", name="已暂停 1")).to_be_visible()
