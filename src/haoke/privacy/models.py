"""Consents, the wordings they were given to, and what persons ask about their data (logged records)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from haoke.core.fieldtypes import (
    ChoiceField,
    EmailField,
    FileField,
    JsonField,
    LongTextField,
    MultiChoiceField,
    NameField,
    PhoneField,
    TranslatedField,
)
from haoke.core.records.model import Record
from haoke.core.records.reach import CHANNELS
from haoke.core.text import T
from haoke.privacy import choices


class ConsentWording(Record):
    """What persons are asked for one purpose; `edition` counts the texts it has had."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    purpose = ChoiceField(T("Purpose", "用途"), choices=choices.PURPOSES, default="marketing")
    text = LongTextField(T("Text", "告知内容"), max_length=10_000)
    edition = models.PositiveIntegerField(T("Edition", "版本"), default=1, editable=False)
    active = models.BooleanField(T("In use", "启用"), default=True)


class Consent(Record):
    """What the person a record stands for said to being reached by `channel` for `purpose`; never changed later.

    `said`: the wording's text at that moment · `separate`: asked for by itself · `current`: nothing was said since.
    """

    object = models.CharField(T("Object", "对象"), max_length=60)
    record = models.UUIDField(T("Record", "记录"))
    channel = ChoiceField(T("Channel", "渠道"), choices=CHANNELS)
    purpose = ChoiceField(T("Purpose", "用途"), choices=choices.PURPOSES)
    state = ChoiceField(T("State", "状态"), choices=choices.STATES)
    at = models.DateTimeField(T("When", "时间"))
    how = ChoiceField(T("How", "取得方式"), choices=choices.WAYS)
    separate = models.BooleanField(T("Separate consent", "单独同意"), default=False)
    wording = models.ForeignKey(
        ConsentWording, models.PROTECT, verbose_name=T("Wording", "告知文本"), null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    edition = models.PositiveIntegerField(T("Edition", "版本"), null=True, blank=True)
    said = LongTextField(T("Text", "告知内容"), max_length=10_000, null=True, blank=True)
    proof = LongTextField(T("Proof", "证明"), max_length=2_000, null=True, blank=True)
    evidence = FileField(T("Evidence", "凭证文件"), null=True, blank=True)
    until = models.DateField(T("Until", "有效期至"), null=True, blank=True)
    current = models.BooleanField(T("Current", "当前有效"), default=True)
    summary = TranslatedField(T("What was said", "内容"), null=True, blank=True)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("record", F("at").desc(), F("id").desc(), name="consent_record", condition=Q(deleted_at=None)),
        )


class PrivacyRequest(Record):
    """What a person asks about his data; `name`, `phone`, `email` and `identity` say who he is wherever he is.

    `found`: [{object, id}], the records that are chosen as his · `due`: the day by which he has to be answered.
    """

    name = NameField(T("Who asks", "请求人"), max_length=120)
    kind = ChoiceField(T("What for", "请求类型"), choices=choices.KINDS, default="copy")
    phone = PhoneField(T("Phone", "电话"), null=True, blank=True)
    email = EmailField(T("E-mail", "邮箱"), null=True, blank=True)
    identity = models.CharField(
        T("Identity number or another mark", "证件号或其他标识"), max_length=80, null=True, blank=True,
        help_text=T("Searched for in all texts", "将在所有文本中查找"),
    )  # fmt: skip
    identified = ChoiceField(T("Identity proved by", "身份核验方式"), choices=choices.IDENTIFIED, default="not_yet")
    details = LongTextField(T("What was asked", "请求内容"), max_length=10_000, null=True, blank=True)
    received = models.DateField(T("Received", "收到日期"), null=True, blank=True)
    due = models.DateField(T("Answer by", "答复期限"), null=True, blank=True)
    state = ChoiceField(T("State", "状态"), choices=choices.REQUEST_STATES, default=choices.OPEN)
    answer = LongTextField(T("Answer", "答复"), max_length=20_000, null=True, blank=True)
    answered_at = models.DateTimeField(T("Answered", "答复时间"), null=True, blank=True)
    found = JsonField(T("Records of the person", "相关记录"), null=True, blank=True)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("due", name="privacyrequest_due", condition=Q(deleted_at=None, state="open")),
        )


class LegalHold(models.Model):
    """That a record is kept from being erased: why, by whom, and until when (None: until it is lifted)."""

    id = models.BigAutoField(primary_key=True)
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    reason = models.CharField(max_length=300)
    until = models.DateField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "object"], name="legalhold_once"),)


class Prepared(models.Model):
    """What a job of the desk found or packed, for whoever asked, until he takes it; never longer than an hour."""

    job = models.UUIDField(primary_key=True)
    actor = models.UUIDField()
    request = models.UUIDField()
    content = models.BinaryField()
    at = models.DateTimeField(db_default=Now())


class PersonalField(Record):
    """Why a field that tells of persons is kept, by what right, for how many `months` after what, and what `then`.

    `date_field`: of the same object, where the time counts from a date of the record.
    """

    name = TranslatedField(T("Personal data", "个人信息"), null=True, blank=True, editable=False)
    object = models.CharField(T("Object", "对象"), max_length=60)
    field = models.CharField(T("Field", "字段"), max_length=60)
    purposes = MultiChoiceField(T("Purposes", "处理目的"), choices=choices.FIELD_PURPOSES)
    basis = ChoiceField(T("Legal basis", "合法性基础"), choices=choices.BASES, default="contract")
    months = models.PositiveSmallIntegerField(
        T("Kept for (months)", "保留月数"), null=True, blank=True,
        help_text=T("1 to 1200; empty: as long as the purpose lasts", "1 至 1200，留空表示目的存续期间"),
    )  # fmt: skip
    after = ChoiceField(T("After", "起算点"), choices=choices.SINCE, default=choices.LAST_CONTACT)
    date_field = models.CharField(
        T("Date field", "日期字段"), max_length=60, null=True, blank=True,
        help_text=T("Of the same object", "同一对象的日期字段"),
    )  # fmt: skip
    then = ChoiceField(T("Then", "到期处理"), choices=choices.THEN, default=choices.ALONG)
    note = LongTextField(T("Note", "备注"), max_length=2_000, null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["object", "field"], name="personalfield_once", condition=Q(deleted_at=None)
            ),
        )
