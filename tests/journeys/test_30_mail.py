"""Mail: a mailbox is set up and tried, a mail goes out from a customer's page, and the answer comes back there."""

from __future__ import annotations

import email
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from tools.mailservers import MailServers

    from tests.serving import Served

SUBJECT, ANSWER = "给 Orchard Mill 的报价", "请把价格再降一点"


@pytest.fixture
def servers(post: MailServers | None) -> MailServers:
    if post is None:
        pytest.skip("no mail servers here: python -m tools.mailservers")
    return post


@pytest.fixture
def account(administrator: steps.Person) -> str:
    """A customer with a contact, and a template for such."""
    made = administrator.send("POST", "accounts", {"name": "Orchard Mill"})
    given = {"name": "Paula Green", "email": "paula@example.com", "account": made["id"]}
    administrator.send("POST", "contacts", given)
    name = {"zh": "报价", "en": "Offer"}
    body = {"body_zh": "<p>尊敬的 {account.name}：</p>", "subject": {"zh": "给 {account.name} 的报价"}}
    administrator.send("POST", "mail-templates", {"name": name, "object": "account", **body})
    return str(made["id"])


def set_up(page: Page, servers: MailServers) -> None:
    """Add a mailbox: a wrong password is named as such, the right one works."""
    page.goto("/settings/mailboxes")
    page.get_by_role("button", name="添加邮箱").click()
    dialog = page.get_by_role("dialog")
    given = {"name": "我的邮箱", "address": "admin@example.com", "smtp_host": servers.hosts, "imap_host": servers.hosts}
    ports = {"smtp_port": str(servers.ports["smtps"]), "imap_port": str(servers.ports["imaps"])}
    for name, value in {**given, **ports}.items():
        dialog.locator(f"#mailbox-{name}").fill(value)
    dialog.get_by_label("密码或授权码").fill("wrong")
    dialog.get_by_role("button", name="测试连接").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("授权码")
    dialog.get_by_label("密码或授权码").fill("pw-admin")
    dialog.get_by_role("button", name="测试连接").click()
    expect(dialog.get_by_text("发信正常")).to_be_visible()
    expect(dialog.get_by_text("收信正常")).to_be_visible()
    expect(dialog.locator(".ant-btn-loading")).to_have_count(0)
    assert steps.violations(page) == []
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="我的邮箱")).to_be_visible()


def write(page: Page) -> None:
    """Write to the customer's contact with the template."""
    page.get_by_role("button", name="写邮件").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("收件人", exact=True).fill("paula")
    page.get_by_title("Paula Green <paula@example.com>").click()
    page.keyboard.press("Tab")
    drawer.get_by_role("button", name="模板").click()
    page.get_by_role("menuitem", name="报价").click()
    expect(drawer.get_by_label("主题")).to_have_value(SUBJECT)
    expect(drawer.get_by_role("textbox", name="正文")).to_contain_text("尊敬的 Orchard Mill")
    assert steps.violations(page) == []
    page.reload()
    page.get_by_role("button", name="写邮件").click()
    expect(drawer.get_by_text("已恢复您在")).to_be_visible()
    expect(drawer.get_by_label("主题")).to_have_value(SUBJECT)
    expect(drawer.get_by_role("textbox", name="正文")).to_contain_text("尊敬的 Orchard Mill")
    expect(drawer).to_contain_text("paula@example.com")
    drawer.get_by_role("button", name="发送").click()
    expect(drawer).to_be_hidden()


def answer(servers: MailServers) -> None:
    """The customer answers the mail that came."""
    (went,) = servers.maildir("paula")
    sent = email.message_from_bytes(went.read_bytes(), policy=default)
    head = f"From: Paula <paula@example.com>\nTo: admin@example.com\nSubject: Re: {SUBJECT}\n"
    servers.put("admin", f"{head}In-Reply-To: {sent['Message-ID']}\n\n{ANSWER}".encode())


def warned_of_who_wants_no_mail(administrator: steps.Person, page: Page, came: Locator) -> None:
    """Passed on to an address mail comes back from: told so before it is sent, and left out."""
    administrator.send("POST", "mail-blocks", {"address": "gone@example.com", "kind": "bounced"})
    came.get_by_role("button", name="转发").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("textbox", name="正文")).to_contain_text("转发的邮件")
    drawer.get_by_label("收件人", exact=True).fill("gone@example.com")
    page.keyboard.press("Tab")
    warning = drawer.get_by_role("alert").filter(has_text="gone@example.com")
    expect(warning).to_contain_text("邮件被退回")
    assert steps.violations(page) == []
    drawer.get_by_role("button", name="发送").click()
    page.get_by_role("dialog", name="仍要发送这封邮件？").get_by_role("button", name="取消").click()
    warning.get_by_role("button", name="不发给此人").click()
    expect(warning).to_be_hidden()
    expect(drawer.get_by_role("button", name="发送")).to_be_disabled()
    drawer.get_by_role("button", name="关闭").first.click()
    expect(drawer).to_be_hidden()


def test_a_mail_goes_out_and_its_answer_comes_back(
    administrator: steps.Person, office: Page, served: Served, servers: MailServers, account: str
) -> None:
    set_up(office, servers)
    office.goto(f"/accounts/{account}")
    write(office)
    mail = office.locator(".line__item").filter(has_text=SUBJECT)
    expect(mail).to_contain_text("paula@example.com")
    served.wait_until(lambda: bool(servers.maildir("paula")))
    expect(mail.get_by_text("待发送")).to_be_hidden()

    answer(servers)
    served.wait_until(lambda: administrator.count("mail-messages", field="direction", op="eq", value="in") > 0)
    came = office.locator(".line__item").filter(has_text=ANSWER)
    expect(came.get_by_role("img", name="私密")).to_be_visible()
    came.get_by_role("button", name="回复").click()
    drawer = office.get_by_role("dialog")
    expect(drawer.get_by_label("主题")).to_have_value(f"Re: {SUBJECT}")
    expect(drawer.get_by_role("textbox", name="正文")).to_contain_text(ANSWER)
    office.keyboard.press("Escape")
    warned_of_who_wants_no_mail(administrator, office, came)
    came.get_by_role("button", name="对同事可见").click()
    expect(came.get_by_role("button", name="设为私密")).to_be_visible()
