"""Mail: a mailbox is set up and tried, a mail goes out from a customer's page, and what became of it stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from tools.mailservers import MailServers

    from tests.serving import Served


@pytest.fixture
def servers(post: MailServers | None) -> MailServers:
    if post is None:
        pytest.skip("no mail servers here: python -m tools.mailservers")
    return post


def fill(dialog: Locator, **values: str) -> None:
    for name, value in values.items():
        dialog.locator(f"#mailbox-{name}").fill(value)


def test_a_mail_goes_out_from_a_customer(
    administrator: steps.Person, office: Page, served: Served, servers: MailServers
) -> None:
    account = administrator.send("POST", "accounts", {"name": "Orchard Mill"})
    given = {"name": "Paula Green", "email": "paula@example.com", "account": account["id"]}
    administrator.send("POST", "contacts", given)
    name = {"zh": "报价", "en": "Offer"}
    body = {"body_zh": "<p>尊敬的 {account.name}：</p>", "subject": {"zh": "给 {account.name} 的报价"}}
    administrator.send("POST", "mail-templates", {"name": name, "object": "account", **body})

    office.goto("/settings/mailboxes")
    office.get_by_role("button", name="添加邮箱").click()
    dialog = office.get_by_role("dialog")
    fill(dialog, name="我的邮箱", address="admin@example.com", smtp_host=servers.hosts, imap_host=servers.hosts)
    fill(dialog, smtp_port=str(servers.ports["smtps"]), imap_port=str(servers.ports["imaps"]))
    dialog.get_by_label("密码或授权码").fill("wrong")
    dialog.get_by_role("button", name="测试连接").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("授权码")
    dialog.get_by_label("密码或授权码").fill("pw-admin")
    dialog.get_by_role("button", name="测试连接").click()
    expect(dialog.get_by_text("发信正常")).to_be_visible()
    expect(dialog.get_by_text("收信正常")).to_be_visible()
    assert steps.violations(office) == []
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    expect(office.get_by_role("button", name="我的邮箱")).to_be_visible()

    office.goto(f"/accounts/{account['id']}")
    office.get_by_role("button", name="写邮件").click()
    drawer = office.get_by_role("dialog")
    drawer.get_by_label("收件人", exact=True).fill("paula")
    office.get_by_title("Paula Green <paula@example.com>").click()
    office.keyboard.press("Tab")
    drawer.get_by_role("button", name="模板").click()
    office.get_by_role("menuitem", name="报价").click()
    expect(drawer.get_by_label("主题")).to_have_value("给 Orchard Mill 的报价")
    expect(drawer.get_by_role("textbox", name="正文")).to_contain_text("尊敬的 Orchard Mill")
    assert steps.violations(office) == []
    drawer.get_by_role("button", name="发送").click()
    expect(drawer).to_be_hidden()
    mail = office.locator(".line__item").filter(has_text="给 Orchard Mill 的报价")
    expect(mail).to_contain_text("paula@example.com")
    served.wait_until(lambda: bool(servers.maildir("paula")))
    expect(mail.get_by_text("待发送")).to_be_hidden()
    assert len(servers.maildir("paula")) == 1
