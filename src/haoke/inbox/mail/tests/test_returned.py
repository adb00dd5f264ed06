"""Mail that comes back as servers without reports write it, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.inbox.mail import parsing
from haoke.inbox.mail.bounces import Bounce

OURS = "<0199aa.bb@example.com>"
ORIGINAL = (
    f"From: anna@example.com\nTo: gone@customer.cn, fine@customer.cn\nMessage-ID: {OURS}\nSubject: Offer\n\nHello\n"
)


def written(body: str, *, sender: str, subject: str, attached: bool = False, **headers: str) -> bytes:
    """A mail of that text, with the mail it is about attached or not."""
    head = {"From": sender, "To": "anna@example.com", "Subject": subject}
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    plain = f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    if attached:
        plain = f"Content-Type: multipart/mixed; boundary=b\n\n--b\n{plain}\n--b\nContent-Type: message/rfc822\n\n"
        plain += f"{ORIGINAL}\n--b--\n"
    return ("".join(f"{name}: {value}\n" for name, value in head.items()) + plain).encode()


def bounce(body: str, **given: Any) -> Bounce | None:
    return parsing.read(written(body, **given)).bounce


QQ = """抱歉，您的邮件被退回来了……
原邮件信息：
主题：报价
收件人：gone@customer.cn
退信原因：
收件人邮件地址（gone@customer.cn）不存在，邮件无法送达。
host mx.customer.cn said: 550 Mailbox not found
"""
NETEASE = """您好，您的邮件被退回来了！
收件人：Gone@customer.cn
退信代码：User unknown: gone@customer.cn
"""
EXCHANGE = """Your message to gone@customer.cn couldn't be delivered.
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'

Original message headers:

Received: from mail.example.com
To: <gone@customer.cn>, <fine@customer.cn>
Message-ID: <0199aa.bb@example.com>
"""
QMAIL = """Hi. This is the qmail-send program at mx.customer.cn.
I'm afraid I wasn't able to deliver your message to the following addresses.

<gone@customer.cn>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <anna@example.com>
Message-ID: <0199aa.bb@example.com>
To: gone@customer.cn, fine@customer.cn
"""
RETURNED = [
    {"body": QQ, "sender": "PostMaster@qq.com", "subject": "系统退信/System bounce", "attached": True},
    {"body": NETEASE, "sender": "postmaster@163.com", "subject": "系统退信", "In_Reply_To": OURS},
    {"body": EXCHANGE, "sender": "postmaster@customer.cn", "subject": "未送达: Offer"},
    {"body": QMAIL, "sender": "MAILER-DAEMON@mx.customer.cn", "subject": "failure notice"},
]


@pytest.mark.parametrize("given", RETURNED)
def test_what_came_back_names_mail_address_and_reason(given: dict[str, Any]) -> None:
    found = bounce(**given)
    assert found is not None
    assert OURS in found.message_ids
    assert {each.address for each in found.failures} == {"gone@customer.cn"}
    assert [each.dead for each in found.failures] == [True]
    assert found.failures[0].why


REASONS = [
    ("收件人邮箱空间不足，邮件无法投递", False),
    ("552 5.2.2 Over quota", False),
    ("该邮件内容涉嫌大量群发，被系统拦截", False),
    ("For reasons nobody knows", False),
    ("550 No such user here", True),
    ("收件人不存在", True),
]


@pytest.mark.parametrize(("line", "dead"), REASONS)
def test_only_nobody_being_there_is_the_addresss_fault(line: str, *, dead: bool) -> None:
    found = bounce(line, sender="postmaster@163.com", subject="系统退信", In_Reply_To=OURS)
    assert found is not None
    assert found.single is not None
    assert found.single.dead is dead


OTHERS = [
    {"body": "I am on leave until Monday.", "sender": "gone@customer.cn", "subject": "Automatic reply: Offer"},
    {
        "body": "自动回复：我在休假，邮件无法送达请联系同事",
        "sender": "postmaster@customer.cn",
        "subject": "自动回复：报价",
    },
    {"body": QQ, "sender": "liming@customer.cn", "subject": "Fw: 系统退信"},  # a person who passes it on
    {"body": QQ, "sender": "postmaster@qq.com", "subject": "系统退信", "X_Autoreply": "yes"},
    {"body": NETEASE, "sender": "postmaster@163.com", "subject": "Warning: message delayed 4 hours"},
    {"body": "Delivery failed so far; it will be retried", "sender": "postmaster@a.cn", "subject": "Delivery status"},
    {"body": "Welcome to our new mail server", "sender": "postmaster@example.com", "subject": "Hello"},
]


@pytest.mark.parametrize("given", OTHERS)
def test_answers_delays_and_news_are_no_bounces(given: dict[str, Any]) -> None:
    assert bounce(**given, In_Reply_To=OURS) is None


def test_without_the_mail_it_is_about_nothing_is_believed() -> None:
    assert bounce(QQ, sender="PostMaster@qq.com", subject="系统退信") is None
