"""Leads, opportunities and the pipelines they pass."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from haoke.core.fieldtypes import (
    AddressField,
    ChoiceField,
    EmailField,
    LongTextField,
    MoneyField,
    NameField,
    PercentField,
    PhoneField,
    TagsField,
    TranslatedField,
)
from haoke.core.fieldtypes.base import Choice
from haoke.core.records.model import Record
from haoke.core.records.reach import reach_fields
from haoke.core.text import T
from haoke.customers.choices import SALUTATIONS, SOURCES

STAGE_KINDS = (
    Choice("open", T("Open", "进行中"), "blue"),
    Choice("won", T("Won", "赢单"), "green"),
    Choice("lost", T("Lost", "输单"), "gray"),
)
COLORS = tuple(
    Choice(name, T(name.capitalize(), zh), name)
    for name, zh in {
        "gray": "灰", "blue": "蓝", "cyan": "青", "geekblue": "靛", "purple": "紫", "magenta": "品红",
        "gold": "金", "orange": "橙", "green": "绿", "red": "红",
    }.items()
)  # fmt: skip
LEAD_STATUSES = (
    Choice("new", T("New", "新线索"), "blue"),
    Choice("contacting", T("Contacting", "跟进中"), "cyan"),
    Choice("qualified", T("Qualified", "已确认"), "green"),
    Choice("converted", T("Converted", "已转化"), "purple"),
    Choice("unqualified", T("Unqualified", "无效"), "gray"),
)
LOST_REASONS = (
    Choice("price", T("Price", "价格"), "red"),
    Choice("competitor", T("Competitor", "竞争对手"), "orange"),
    Choice("no_budget", T("No budget", "没有预算"), "gold"),
    Choice("timing", T("Bad timing", "时机不对"), "blue"),
    Choice("no_decision", T("No decision", "未决策"), "gray"),
    Choice("requirements", T("Requirements not met", "需求不匹配"), "purple"),
    Choice("other", T("Other", "其他"), "gray"),
)


class Pipeline(Record):
    """A way of selling: its stages in order."""

    name = TranslatedField(T("Name", "名称"))
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)
    is_default = models.BooleanField(T("Default", "默认"), default=False)
    active = models.BooleanField(T("In use", "启用"), default=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["is_default"], name="pipeline_one_default", condition=Q(is_default=True, deleted_at=None)
            ),
        )


class Stage(Record):
    """One step of a pipeline."""

    name = TranslatedField(T("Name", "阶段名称"))
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, verbose_name=T("Pipeline", "销售流程"), related_name="+")
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)
    probability = PercentField(T("Probability", "赢率"), default=Decimal(0))
    kind = ChoiceField(T("Kind", "类型"), choices=STAGE_KINDS, default="open")
    color = ChoiceField(T("Colour", "颜色"), choices=COLORS, default="blue")


class Lead(Record):
    """Somebody who may become a customer."""

    name = NameField(T("Name", "姓名"), max_length=120)
    company = NameField(T("Company", "公司"), max_length=200, null=True, blank=True)
    title = models.CharField(T("Job title", "职务"), max_length=120, null=True, blank=True)
    status = ChoiceField(T("Status", "状态"), choices=LEAD_STATUSES, default="new")
    source = ChoiceField(T("Source", "来源"), choices=SOURCES, null=True, blank=True)
    phone = PhoneField(T("Phone", "电话"), null=True, blank=True)
    email = EmailField(T("E-mail", "邮箱"), null=True, blank=True)
    region = models.CharField(T("Region", "区域"), max_length=80, null=True, blank=True)
    address = AddressField(T("Address", "地址"), null=True, blank=True)
    salutation = ChoiceField(T("Salutation", "称谓"), choices=SALUTATIONS, null=True, blank=True)
    preferred_channel, reach_days, reach_from, reach_until, language = reach_fields()
    product = models.ForeignKey(
        "customers.Product",
        models.PROTECT,
        verbose_name=T("Interested in", "意向产品"),
        null=True,
        blank=True,
        related_name="+",
    )
    next_contact = models.DateField(T("Next contact", "下次联系"), null=True, blank=True)
    description = LongTextField(T("Description", "备注"), null=True, blank=True)
    tags = TagsField(T("Tags", "标签"), null=True, blank=True)
    pool = models.ForeignKey(
        "pools.Pool", models.PROTECT, verbose_name=T("Public pool", "所在公海"), null=True, blank=True,
        related_name="+", db_index=False,
    )  # fmt: skip
    locked = models.BooleanField(T("Locked for its owner", "已锁定"), default=False)
    protected_until = models.DateField(T("Protected until", "保护期至"), null=True, blank=True)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index(
                "pool",
                F("updated_at").desc(),
                F("id").desc(),
                name="lead_pool",
                condition=Q(deleted_at=None, owner=None),
            ),
            models.Index("next_contact", "owner", name="lead_next", condition=Q(deleted_at=None)),
        )


class Opportunity(Record):
    """A possible sale; its stage moves only by actions, which keep the history in StageEntry."""

    name = NameField(T("Name", "商机名称"), max_length=200)
    account = models.ForeignKey(
        "customers.Account", models.PROTECT, verbose_name=T("Account", "客户"), null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        "customers.Contact",
        models.PROTECT,
        verbose_name=T("Contact", "联系人"),
        null=True,
        blank=True,
        related_name="+",
    )
    pipeline = models.ForeignKey(
        Pipeline, models.PROTECT, verbose_name=T("Pipeline", "销售流程"), blank=True, related_name="+"
    )
    stage = models.ForeignKey(Stage, models.PROTECT, verbose_name=T("Stage", "阶段"), blank=True, related_name="+")
    amount = MoneyField(T("Amount", "金额"), null=True, blank=True)
    estimated = models.BooleanField(T("Amount is an estimate", "金额为估算"), default=False)
    probability = PercentField(T("Probability", "赢率"), null=True, blank=True)
    opened_at = models.DateField(T("Opened", "开始日期"), null=True, blank=True)
    expected_close = models.DateField(T("Expected close", "预计成交日期"), null=True, blank=True)
    closed_at = models.DateField(T("Closed", "结束日期"), null=True, blank=True)
    product = models.ForeignKey(
        "customers.Product", models.PROTECT, verbose_name=T("Product", "产品"), null=True, blank=True, related_name="+"
    )
    source = ChoiceField(T("Source", "来源"), choices=SOURCES, null=True, blank=True)
    next_step = models.CharField(T("Next step", "下一步"), max_length=300, null=True, blank=True)
    next_contact = models.DateField(T("Next contact", "下次联系"), null=True, blank=True)
    lost_reason = ChoiceField(T("Reason lost", "输单原因"), choices=LOST_REASONS, null=True, blank=True)
    description = LongTextField(T("Description", "备注"), null=True, blank=True)
    tags = TagsField(T("Tags", "标签"), null=True, blank=True)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index(
                "stage", F("updated_at").desc(), F("id").desc(), name="opportunity_board", condition=Q(deleted_at=None)
            ),
            models.Index("expected_close", "owner", name="opportunity_expected", condition=Q(deleted_at=None)),
            models.Index("closed_at", "owner", name="opportunity_closed", condition=Q(deleted_at=None)),
            models.Index("next_contact", "owner", name="opportunity_next", condition=Q(deleted_at=None)),
        )


class StageEntry(Record):
    """One stay of an opportunity in a stage; `left_at` is empty for the present one (SQL sees that there is one)."""

    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, verbose_name=T("Opportunity", "商机"), related_name="+"
    )
    stage = models.ForeignKey(Stage, models.PROTECT, verbose_name=T("Stage", "阶段"), related_name="+")
    entered_at = models.DateTimeField(T("Entered", "进入时间"))
    left_at = models.DateTimeField(T("Left", "离开时间"), null=True, blank=True)
    by = models.ForeignKey(
        "identity.User", models.PROTECT, verbose_name=T("By", "操作人"), null=True, blank=True,
        related_name="+", db_index=False,
    )  # fmt: skip

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")), name="stageentry_in_order"
            ),
        )
