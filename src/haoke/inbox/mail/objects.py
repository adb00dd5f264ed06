"""Mailboxes, messages and templates as people and machines meet them."""

from __future__ import annotations

from haoke.core.modules.declared import Module
from haoke.core.spec import Action, Link, News, ObjectSpec, Settled, Weight
from haoke.core.text import T
from haoke.inbox.mail import boxes, outgoing, rules
from haoke.inbox.mail.models import Mailbox, MailLink, MailMessage, MailTemplate
from haoke.inbox.mail.sequences.objects import SEQUENCES

mailbox = ObjectSpec(
    key="mailbox",
    plural="mailboxes",
    model=Mailbox,
    label=T("Mailbox", "邮箱"),
    label_plural=T("Mailboxes", "邮箱"),
    title="name",
    icon="mail",
    group="settings",
    section="mail",
    columns=("name", "address", "owner", "shared", "system", "active"),
    sections={
        T("Mailbox", "邮箱"): ("name", "address", "sender_name", "login", "signature", "active"),
        T("Sending", "发信"): ("smtp_host", "smtp_port", "smtp_security", "follow_ups"),
        T("Receiving", "收信"): ("imap_host", "imap_port", "imap_security", "shared"),
        T("Whose it is", "使用范围"): ("owner", "to_teams", "to_departments", "to_roles", "to_everybody", "system"),
    },
    quick=("name", "address", "smtp_host", "smtp_port", "smtp_security", "imap_host", "imap_port", "imap_security"),
    own=True,
    addressed=True,
    timeline=False,
    rules=(rules.mailbox_makes_sense, rules.mailbox_stays_with_its_owner, rules.offered_within_reach),
    actions=(
        Action(
            "set_password", boxes.set_password, T("Enter the password", "填写密码"), boxes.Password, icon="key",
            secret=True,
        ),
        Action(
            "hand_over", boxes.hand_over, T("Hand over", "移交"), boxes.HandOver, icon="user-check", guarded=True,
        ),
    ),
    news={
        "handed": News(
            T("{who} handed a mailbox over to you", "{who} 将一个邮箱移交给您"),
            T("You are its owner now", "您已成为其负责人"),
        )
    },
    default_sort="name",
)  # fmt: skip

mail_message = ObjectSpec(
    key="mail_message",
    plural="mail-messages",
    model=MailMessage,
    label=T("E-mail", "邮件"),
    label_plural=T("E-mails", "邮件"),
    title="subject",
    icon="mail",
    columns=("subject", "direction", "sender", "to", "state", "sent_at", "shared", "mailbox"),
    sections={
        T("E-mail", "邮件"): ("subject", "sender", "to", "cc", "bcc", "sent_at", "body", "attachments"),
        T("State", "状态"): ("direction", "state", "problem", "mailbox", "shared", "answers", "forwarded_by"),
    },
    quick=("mailbox", "to", "cc", "subject", "body", "attachments"),
    search={"subject": Weight.HIGH, "body": Weight.LOW, "sender": Weight.LOW, "to": Weight.LOW},
    locked=("owner", "department"),
    through=("mailbox",),
    own=True,
    private=True,
    links=Link(MailLink, child="message", create=outgoing.draft_mail, shown="shared"),
    timeline=False,
    rules=(rules.receivers_are_addresses, rules.sent_mail_stays),
    settled=Settled("state", ("draft",), rules.OPEN),
    actions=(
        Action("send", outgoing.send_mail, T("Send", "发送"), icon="send", offered=("state", ("draft",))),
        Action(
            "resend",
            outgoing.resend_mail,
            T("Send again", "重新发送"),
            icon="refresh-cw",
            offered=("state", ("failed", "unsure")),
        ),
    ),
    news={"came": News(T("A mail has come", "收到新邮件"), T("It came to your mailbox", "来自您的邮箱"))},
    default_sort="-sent_at",
)

mail_link = ObjectSpec(
    key="mail_link",
    plural="mail-links",
    model=MailLink,
    label=T("Mail link", "邮件关联"),
    label_plural=T("Mail links", "邮件关联"),
    title="object",
    icon="link",
    parent="message",
    internal=True,
    timeline=False,
)

mail_template = ObjectSpec(
    key="mail_template",
    plural="mail-templates",
    model=MailTemplate,
    label=T("Mail template", "邮件模板"),
    label_plural=T("Mail templates", "邮件模板"),
    title="name",
    icon="file-text",
    group="settings",
    section="mail",
    carried=("name",),
    columns=("name", "object", "subject", "active"),
    quick=("name", "object", "subject", "body_zh", "body_en"),
    match=("name",),
    open=True,
    timeline=False,
    rules=(rules.template_can_be_filled,),
    default_sort="name",
)

#: All but leaving a sequence, which a stranger may do at any time.
_PATHS = ("boxes", "fill", "follow-ups", "originals", "presets", "receivers", "states", "trials", "warnings")
MAIL_MODULE = Module(
    "mail", T("E-mail", "邮件"),
    T("Mailboxes, mails at their customers, templates; also notices by mail", "邮箱、客户往来邮件与模板，包括邮件通知"),
    "mail", ("mailbox", "mail_message", "mail_link", "mail_template", *(each.key for each in SEQUENCES)),
    tuple(f"mail/{path}" for path in _PATHS),
)  # fmt: skip
MAIL = (mailbox, mail_message, mail_link, mail_template, *SEQUENCES)
