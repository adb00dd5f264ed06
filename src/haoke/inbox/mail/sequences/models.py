"""Sequences, who is in them, blocked addresses (records); which mail was which step of whom (system table)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from haoke.core.fieldtypes import ChoiceField, EmailField, JsonField, LongTextField, TranslatedField
from haoke.core.fieldtypes.base import Choice
from haoke.core.records.model import Record
from haoke.core.text import T

OPEN = ("running", "paused")
STATES = (
    Choice("running", T("Running", "进行中"), "blue"),
    Choice("paused", T("Paused", "已暂停"), "orange"),
    Choice("finished", T("Finished", "已完成"), "gray"),
    Choice("replied", T("Replied", "已回复"), "green"),
    Choice("bounced", T("Not delivered", "退信"), "red"),
    Choice("unsubscribed", T("Unsubscribed", "已退订"), "red"),
    Choice("contacted", T("Contacted otherwise", "已人工跟进"), "green"),
    Choice("closed", T("Record closed", "记录已关闭"), "gray"),
    Choice("ended", T("Ended", "已结束"), "gray"),
)
LANGUAGES = (Choice("zh", T("Chinese", "中文"), "blue"), Choice("en", T("English", "英文"), "blue"))
BLOCKS = (
    Choice("bounced", T("Mail comes back", "邮件被退回"), "red"),
    Choice("unsubscribed", T("Unsubscribed", "已退订"), "orange"),
    Choice("asked", T("Asked not to be written to", "要求勿扰"), "orange"),
)


class MailSequence(Record):
    """Mails that follow each other while nobody answers; `steps`: [{id, template, days, from, until}]."""

    name = TranslatedField(T("Name", "名称"))
    object = models.CharField(
        T("Object", "对象"), max_length=60, help_text=T("Whose records are followed up", "对哪个对象的记录进行跟进")
    )
    language = ChoiceField(
        T("Language", "语言"), choices=LANGUAGES, null=True, blank=True,
        help_text=T("Empty: that of whoever sends", "留空则使用发件人的语言"),
    )  # fmt: skip
    steps = JsonField(T("Mails", "邮件"), null=True, blank=True)
    stop_when = JsonField(
        T("Ends when the record is like this", "满足条件时结束"), null=True, blank=True,
        help_text=T("For example once a deal is won or lost", "例如商机赢单或输单"),
    )  # fmt: skip
    on_contact = models.BooleanField(
        T("Ends on other contact", "人工跟进后结束"), default=True,
        help_text=T(
            "A mail written by hand, or a call, meeting, visit or e-mail logged on the record, ends it",
            "手动发出邮件，或在记录上登记电话、会议、拜访、邮件后自动结束",
        ),
    )  # fmt: skip
    active = models.BooleanField(T("Active", "启用"), default=True)


class MailEnrolment(Record):
    """A record in a sequence: its owner sends, from `mailbox` to `address`; `steps`: what is left, as it was then."""

    sequence = models.ForeignKey(MailSequence, models.PROTECT, verbose_name=T("Sequence", "跟进序列"), related_name="+")
    object = models.CharField(T("Object", "对象"), max_length=60)
    record = models.UUIDField(T("Record", "记录"))
    mailbox = models.ForeignKey("inbox.Mailbox", models.PROTECT, verbose_name=T("Mailbox", "邮箱"), related_name="+")
    address = EmailField(T("E-mail address", "邮箱地址"))
    state = ChoiceField(T("State", "状态"), choices=STATES, default="running")
    taken = models.PositiveSmallIntegerField(T("Mails sent", "已发邮件"), default=0)
    steps = JsonField(T("Mails to come", "待发邮件"), null=True, blank=True)
    next_at = models.DateTimeField(T("Next mail", "下一封"), null=True, blank=True)
    ended_at = models.DateTimeField(T("Ended at", "结束时间"), null=True, blank=True)
    reason = TranslatedField(T("Why", "原因"), max_length=500, null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                "sequence", Lower("address"), name="mailenrolment_once", condition=Q(deleted_at=None, state__in=OPEN)
            ),
        )
        indexes = (
            *Record.Meta.indexes,
            models.Index("next_at", name="mailenrolment_due", condition=Q(deleted_at=None, state="running")),
            models.Index("record", F("created_at").desc(), name="mailenrolment_record", condition=Q(deleted_at=None)),
            models.Index(
                "sequence", F("created_at").desc(), name="mailenrolment_sequence", condition=Q(deleted_at=None)
            ),
            models.Index(Lower("address"), name="mailenrolment_address", condition=Q(deleted_at=None, state__in=OPEN)),
        )


class MailBlock(Record):
    """An address nothing is sent to by itself: its mail comes back, or whoever reads it does not want any."""

    address = EmailField(T("E-mail address", "邮箱地址"))
    kind = ChoiceField(T("Why", "原因"), choices=BLOCKS, default="asked")
    note = LongTextField(T("Note", "备注"), max_length=2_000, null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(Lower("address"), name="mailblock_address", condition=Q(deleted_at=None)),
        )


class MailStep(models.Model):
    """That a message is a step of an enrolment: each step is sent once."""

    message = models.OneToOneField("inbox.MailMessage", models.CASCADE, primary_key=True, related_name="+")
    enrolment = models.ForeignKey(MailEnrolment, models.CASCADE, related_name="+", db_index=False)
    step = models.CharField(max_length=40)
    mailbox = models.ForeignKey("inbox.Mailbox", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["enrolment", "step"], name="mailstep_once"),)
        indexes = (models.Index("mailbox", "at", name="mailstep_day"),)
