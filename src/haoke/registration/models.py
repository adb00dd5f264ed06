"""Registrations, the terms they have, and cases between two who want the same customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from haoke.core.fieldtypes import (
    ChoiceField,
    FileField,
    LongTextField,
    MultiReferenceField,
    NameField,
    PercentField,
    UsccField,
)
from haoke.core.records.model import Record
from haoke.core.text import T
from haoke.registration.choices import CASE_STATES, COLLIDING, DECISIONS, SIDES, STATES


class RegistrationRule(Record):
    """The terms of registrations of a category and those below it (none: of all); the nearest category's count."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    category = models.ForeignKey(
        "customers.ProductCategory", models.PROTECT, verbose_name=T("Product category", "产品分类"), null=True,
        blank=True, related_name="+", help_text=T("Empty: all products", "留空表示全部产品"),
    )  # fmt: skip
    days = models.PositiveIntegerField(T("Days protected", "保护天数"), default=30)
    remind_days = models.PositiveIntegerField(
        T("Days reminded before", "提前提醒天数"), default=7, help_text=T("0: never", "0 表示不提醒")
    )
    collision = ChoiceField(
        T("When somebody else sells there", "他人进入时"), choices=COLLIDING, default="warn",
        help_text=T("Programs and files are not asked, a case is opened", "程序与导入不询问，直接提交裁决"),
    )  # fmt: skip
    active = models.BooleanField(T("In use", "启用"), default=True)


class Registration(Record):
    """That `owner` works on a customer (an account, or a company of which there is none yet) for a product category.

    `name`: customer and category, filled in · `partners`: whom it does not stop, besides its owner and his teams ·
    `share`: per cent that remain with the owner. SQL sees that of two which overlap only one is active.
    """

    refusals: ClassVar[dict[str, T]] = {
        "registration_once": T(
            "Somebody else has it registered meanwhile; a case has to decide", "他人已报备该客户，需由上级裁决"
        )
    }

    name = NameField(T("Name", "名称"), max_length=330, null=True, blank=True)
    account = models.ForeignKey(
        "customers.Account", models.PROTECT, verbose_name=T("Account", "客户"), null=True, blank=True, related_name="+"
    )
    company = NameField(
        T("Company", "公司名称"), max_length=200, null=True, blank=True,
        help_text=T("If it is no account yet", "尚未建档的客户填写此项"),
    )  # fmt: skip
    uscc = UsccField(T("Credit code", "统一社会信用代码"), null=True, blank=True)
    category = models.ForeignKey(
        "customers.ProductCategory", models.PROTECT, verbose_name=T("Product category", "产品分类"), null=True,
        blank=True, related_name="+", help_text=T("Empty: all products", "留空表示全部产品"),
    )  # fmt: skip
    state = ChoiceField(T("State", "状态"), choices=STATES, default="active")
    since = models.DateField(T("From", "开始日期"), null=True, blank=True)
    until = models.DateField(T("Protected until", "保护期至"), null=True, blank=True)
    evidence = LongTextField(T("Evidence", "报备依据"), null=True, blank=True)
    files = FileField(T("Files", "附件"), multiple=True, null=True, blank=True)
    partners = MultiReferenceField(T("Together with", "共同跟进人"), to="identity.User", null=True, blank=True)
    share = PercentField(T("Share of the owner", "负责人分成比例"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="registration_in_order"
            ),
        )
        indexes = (
            *Record.Meta.indexes,
            models.Index("account", name="registration_of", condition=Q(deleted_at=None, state="active")),
            models.Index("until", name="registration_until", condition=Q(deleted_at=None, state="active")),
        )


class CollisionCase(Record):
    """Between the owner of a registration and `claimant`, whose record (`object`, `record`) it should have stopped.

    `owner` decides, administrators where there is nobody; `share`: per cent that remain with the holder.
    """

    registration = models.ForeignKey(
        Registration, models.PROTECT, verbose_name=T("Registration", "报备"), related_name="+"
    )
    object = models.CharField(T("Object", "对象"), max_length=60)
    record = models.UUIDField(T("Record", "记录"))
    holder = models.ForeignKey(
        "identity.User", models.PROTECT, verbose_name=T("Registered by", "报备方"), related_name="+", db_index=False
    )
    claimant = models.ForeignKey(
        "identity.User", models.PROTECT, verbose_name=T("The other side", "另一方"), related_name="+", db_index=False
    )
    state = ChoiceField(T("State", "状态"), choices=CASE_STATES, default="open")
    decision = ChoiceField(T("Decision", "裁决"), choices=DECISIONS, null=True, blank=True)
    share = PercentField(T("Share of the holder", "报备方分成比例"), null=True, blank=True)
    reason = LongTextField(T("Reason", "理由"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "identity.User", models.PROTECT, verbose_name=T("Decided by", "裁决人"), null=True, blank=True,
        related_name="+", db_index=False,
    )  # fmt: skip
    decided_at = models.DateTimeField(T("Decided", "裁决时间"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["record", "registration"], name="collisioncase_once",
                condition=Q(state="open", deleted_at=None),
            ),
        )  # fmt: skip
        indexes = (
            *Record.Meta.indexes,
            models.Index("holder", name="collisioncase_holder", condition=Q(deleted_at=None)),
            models.Index("claimant", name="collisioncase_claimant", condition=Q(deleted_at=None)),
        )


class CollisionSide(Record):
    """What one side of a case, its `owner`, says for itself."""

    case = models.ForeignKey(CollisionCase, models.PROTECT, verbose_name=T("Case", "撞单"), related_name="+")
    side = ChoiceField(T("Side", "当事方"), choices=SIDES)
    says = LongTextField(T("Says", "陈述"), null=True, blank=True)
