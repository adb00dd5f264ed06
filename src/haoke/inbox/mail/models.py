"""Mailboxes, messages and their ties, templates (records); passwords, places in a mailbox, letters (system tables)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from haoke.core.fieldtypes import (
    ChoiceField,
    EmailField,
    FileField,
    LongTextField,
    MultiReferenceField,
    NameField,
    RichTextField,
    TranslatedField,
)
from haoke.core.fieldtypes.base import Choice
from haoke.core.ids import uuid7
from haoke.core.records.model import Record
from haoke.core.text import T

LIVE = Q(deleted_at=None)
SECURITY = (
    Choice("tls", T("TLS from the start", "SSL/TLS"), "green"),
    Choice("starttls", T("STARTTLS", "STARTTLS"), "green"),
    Choice("none", T("Not encrypted", "不加密"), "red"),
)
DIRECTIONS = (Choice("out", T("Sent", "发出"), "blue"), Choice("in", T("Received", "收到"), "green"))
STATES = (
    Choice("draft", T("Draft", "草稿"), "gray"),
    Choice("queued", T("Waiting to be sent", "待发送"), "blue"),
    Choice("sending", T("Being sent", "发送中"), "blue"),
    Choice("sent", T("Sent", "已发送"), "green"),
    Choice("unsure", T("Perhaps sent", "可能已发送"), "orange"),
    Choice("failed", T("Not sent", "发送失败"), "red"),
    Choice("received", T("Received", "已收到"), "green"),
)


class Mailbox(Record):
    """An e-mail account: a person's (its owner) or that of the roles, departments or teams it is for."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    address = EmailField(T("E-mail address", "邮箱地址"))
    sender_name = models.CharField(
        T("Sender name", "发件人名称"), max_length=120, null=True, blank=True,
        help_text=T("What receivers read beside the address", "收件人看到的发件人名称"),
    )  # fmt: skip
    login = models.CharField(
        T("Login", "登录账号"), max_length=254, null=True, blank=True,
        help_text=T("When it is not the address", "与邮箱地址不同时填写"),
    )  # fmt: skip
    smtp_host = models.CharField(T("SMTP server", "SMTP 服务器"), max_length=253)
    smtp_port = models.PositiveIntegerField(T("SMTP port", "SMTP 端口"), default=465)
    smtp_security = ChoiceField(T("SMTP encryption", "SMTP 加密方式"), choices=SECURITY, default="tls")
    imap_host = models.CharField(
        T("IMAP server", "IMAP 服务器"), max_length=253, null=True, blank=True,
        help_text=T("Empty: mail is only sent", "留空则仅发信不收信"),
    )  # fmt: skip
    imap_port = models.PositiveIntegerField(T("IMAP port", "IMAP 端口"), default=993)
    imap_security = ChoiceField(T("IMAP encryption", "IMAP 加密方式"), choices=SECURITY, default="tls")
    signature = RichTextField(T("Signature", "签名"), max_length=5_000, null=True, blank=True)
    shared = models.BooleanField(
        T("Show mail on records", "邮件对记录可见"), default=False,
        help_text=T(
            "Whoever sees a customer reads the mail with that customer; otherwise only this mailbox's people do",
            "可查看客户的人均可阅读往来邮件；关闭时仅邮箱成员可见",
        ),
    )  # fmt: skip
    system = models.BooleanField(
        T("For notices", "用于系统通知"), default=False,
        help_text=T("Haoke sends its notices from here", "系统通知邮件由此邮箱发出"),
    )  # fmt: skip
    follow_ups = models.PositiveIntegerField(
        T("Follow-up mails a day", "每日跟进邮件上限"), default=200,
        help_text=T("What is left is sent the next working day", "超出部分顺延至下一个工作日"),
    )  # fmt: skip
    active = models.BooleanField(T("Active", "启用"), default=True)
    to_everybody = models.BooleanField(T("For everybody", "所有人可用"), default=False)
    to_roles = MultiReferenceField(T("For roles", "可用角色"), to="identity.Role", null=True, blank=True)
    to_departments = MultiReferenceField(
        T("For departments", "可用部门"), to="identity.Department", null=True, blank=True
    )
    to_teams = MultiReferenceField(T("For teams", "可用团队"), to="identity.Team", null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["system"], name="mailbox_system", condition=LIVE & Q(system=True)),
        )


class MailMessage(Record):
    """One e-mail; a draft is written by people, everything else by sending and receiving."""

    subject = NameField(T("Subject", "主题"), max_length=500)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, verbose_name=T("Mailbox", "邮箱"), related_name="+")
    direction = ChoiceField(T("Direction", "收发"), choices=DIRECTIONS, default="out", editable=False)
    state = ChoiceField(T("State", "状态"), choices=STATES, default="draft", editable=False)
    sender = models.CharField(T("From", "发件人"), max_length=400, null=True, editable=False)
    to = LongTextField(T("To", "收件人"), max_length=8_000, null=True, blank=True)
    cc = LongTextField(T("Cc", "抄送"), max_length=8_000, null=True, blank=True)
    bcc = LongTextField(T("Bcc", "密送"), max_length=8_000, null=True, blank=True)
    sent_at = models.DateTimeField(T("Time", "时间"), null=True, editable=False)
    body = RichTextField(T("Text", "正文"), max_length=400_000, null=True, blank=True)
    attachments = FileField(T("Attachments", "附件"), multiple=True, null=True, blank=True)
    shared = models.BooleanField(
        T("Shown on records", "对记录可见"), default=False,
        help_text=T("Whoever sees the record reads this mail", "可查看该记录的人均可阅读此邮件"),
    )  # fmt: skip
    answers = models.ForeignKey(
        "self", models.PROTECT, verbose_name=T("Answer to", "回复"), null=True, blank=True, related_name="+"
    )
    forwarded_by = models.CharField(T("Forwarded by", "转发人"), max_length=400, null=True, editable=False)
    automatic = models.BooleanField(T("Automatic", "自动邮件"), default=False, editable=False)
    problem = TranslatedField(T("Problem", "问题"), max_length=500, null=True, editable=False)
    message_id = models.CharField(T("Message id", "邮件标识"), max_length=500, null=True, editable=False)
    original = FileField(T("Original", "邮件原文"), null=True, editable=False)
    thread = models.UUIDField(T("Conversation", "会话"), null=True, editable=False)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index(F("sent_at").desc(), F("id").desc(), name="mailmessage_at", condition=LIVE),
            models.Index("mailbox", F("sent_at").desc(), name="mailmessage_mailbox", condition=LIVE),
            models.Index("message_id", name="mailmessage_message_id"),
            models.Index("thread", name="mailmessage_thread"),
        )


class MailLink(Record):
    """Ties a message to one record of any object."""

    message = models.ForeignKey(MailMessage, models.PROTECT, verbose_name=T("E-mail", "邮件"), related_name="+")
    object = models.CharField(T("Object", "对象"), max_length=60)
    record = models.UUIDField(T("Record", "记录"))

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["message", "object", "record"], name="maillink_once", condition=LIVE),
        )
        indexes = (*Record.Meta.indexes, models.Index("record", "message", name="maillink_record", condition=LIVE))


class MailTemplate(Record):
    """A mail written once: placeholders such as {account.name} are filled in from a record."""

    name = TranslatedField(T("Name", "名称"))
    object = models.CharField(
        T("Object", "对象"), max_length=60, null=True, blank=True,
        help_text=T("Offered on its records; empty: on all", "在该对象的记录上可用，留空表示全部"),
    )  # fmt: skip
    subject = TranslatedField(T("Subject", "主题"), max_length=300)
    body_zh = RichTextField(T("Text in Chinese", "中文正文"), max_length=20_000, null=True, blank=True)
    body_en = RichTextField(T("Text in English", "英文正文"), max_length=20_000, null=True, blank=True)
    active = models.BooleanField(T("Active", "启用"), default=True)


class MailboxSecret(models.Model):
    """The password of a mailbox, sealed; worthless for any other server or login."""

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField(db_default=Now())


class MailboxPlace(models.Model):
    """How far a mailbox has been read, how the last try went, and when somebody last waited for its mail."""

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, primary_key=True, related_name="+")
    uid_validity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(default=0)
    sent_validity = models.BigIntegerField(null=True)
    sent_uid = models.BigIntegerField(default=0)
    watched_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.JSONField(null=True)


class MailSource(models.Model):
    """Where a received message lies on its server, its bytes' hash, and the ids of the mails before it."""

    message = models.OneToOneField(MailMessage, models.CASCADE, primary_key=True, related_name="+")
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="+", db_index=False)
    folder = models.CharField(max_length=10, default="", db_default="")
    uid_validity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    references = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mailbox", "folder", "uid_validity", "uid"], name="mailsource_once"),
        )
        indexes = (models.Index("mailbox", "digest", name="mailsource_digest"),)


class MailHanding(models.Model):
    """That a message's text was begun to be handed over: whoever dies before that has sent nothing."""

    message = models.OneToOneField(MailMessage, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(db_default=Now())


class Letter(models.Model):
    """A mail the system sends by itself: a notice, an answer of a rule; kept for some weeks."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.CharField(max_length=200, unique=True, null=True)
    to = ArrayField(models.TextField())
    subject = models.CharField(max_length=500)
    body = models.TextField()
    files = ArrayField(models.UUIDField(), default=list)
    message_id = models.CharField(max_length=500)
    state = models.CharField(max_length=20, default="queued")
    attempts = models.PositiveIntegerField(default=0)
    problem = models.JSONField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index("state", "at", name="letter_state"),)
