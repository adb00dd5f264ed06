"""Pools, their rules and quotas (edited by people); what is remembered of owners (written by the database alone)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from haoke.core.fieldtypes import ChoiceField, JsonField, MultiReferenceField, TranslatedField
from haoke.core.records.model import Record
from haoke.core.text import T
from haoke.pools.choices import QUOTAS, RECYCLING


class Pool(Record):
    """Where records of an object stand that nobody has, open to its members; `masked_fields` empty: ways to reach."""

    name = TranslatedField(T("Name", "名称"))
    object = models.CharField(T("Object", "对象"), max_length=60)
    member_users = MultiReferenceField(T("Members", "成员"), to="identity.User", null=True, blank=True)
    member_departments = MultiReferenceField(
        T("Departments", "成员部门"), to="identity.Department", null=True, blank=True,
        help_text=T("Everybody in them and in those below", "包含下级部门的所有人员"),
    )  # fmt: skip
    everyone = models.BooleanField(
        T("Everybody is a member", "全员成员"), default=False,
        help_text=T("Whoever reads its records at all", "所有可查看此类记录的人员"),
    )  # fmt: skip
    administrators = MultiReferenceField(
        T("Administrators", "管理员"), to="identity.User", null=True, blank=True,
        help_text=T("See everything in it and assign", "可查看全部信息并分配"),
    )  # fmt: skip
    daily_claims = models.PositiveIntegerField(
        T("Claims a day", "每日领取上限"), null=True, blank=True,
        help_text=T("Of each member; empty: no limit", "每位成员；留空表示不限"),
    )  # fmt: skip
    cool_off_days = models.PositiveIntegerField(
        T("Days before a former owner may claim", "原负责人冷却天数"), null=True, blank=True
    )
    protect_days = models.PositiveIntegerField(
        T("Days protected after a claim", "领取后保护天数"), null=True, blank=True,
        help_text=T("No rule takes the record away in that time", "保护期内不会被自动回收"),
    )  # fmt: skip
    remind_days = models.PositiveIntegerField(
        T("Days owners are warned before", "提前提醒天数"), default=3,
        help_text=T("0: never", "0 表示不提醒"),
    )  # fmt: skip
    masking = models.BooleanField(T("Masked before a claim", "领取前脱敏"), default=True)
    masked_fields = JsonField(
        T("Masked fields", "脱敏字段"), null=True, blank=True,
        help_text=T("Empty: phones, addresses of mail and personal data", "留空表示电话、邮箱等联系方式及个人信息"),
    )  # fmt: skip
    collects = models.BooleanField(
        T("Takes what has no owner", "收纳无负责人的记录"),
        default=True,
        help_text=T(
            "Whatever is made, imported or left without an owner stands here", "新建、导入或失去负责人的记录进入此公海"
        ),
    )
    auto_recycle = models.BooleanField(
        T("Recycled by itself", "自动回收"), default=False,
        help_text=T("Every night, by the rules; try them first", "每晚按规则执行；请先试算"),
    )  # fmt: skip
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)
    active = models.BooleanField(T("In use", "启用"), default=False)


class RecycleRule(Record):
    """After how many days without what its kind names a record goes back; of one kind the first that applies counts."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    object = models.CharField(T("Object", "对象"), max_length=60)
    pool = models.ForeignKey(Pool, models.PROTECT, verbose_name=T("Into the pool", "回收至公海"), related_name="+")
    kind = ChoiceField(T("When there is", "回收条件"), choices=RECYCLING, default="no_follow_up")
    days = models.PositiveIntegerField(T("For days", "天数"))
    condition = JsonField(
        T("Only records that", "适用条件"), null=True, blank=True,
        help_text=T("For example those of level A; empty: all", "如仅限 A 级客户；留空表示全部"),
    )  # fmt: skip
    exempt_won = models.BooleanField(T("Won ones stay", "已成交的不回收"), default=True)
    exempt_open = models.BooleanField(T("Those with an open deal stay", "有进行中商机的不回收"), default=True)
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)
    active = models.BooleanField(T("In use", "启用"), default=True)


class OwnerQuota(Record):
    """How many records somebody may own or lock; nobody named: everybody. Of several the most generous counts."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    object = models.CharField(T("Object", "对象"), max_length=60)
    kind = ChoiceField(T("Of", "类型"), choices=QUOTAS, default="owned")
    most = models.PositiveIntegerField(T("At most", "上限"))
    won_counts = models.BooleanField(T("Won ones count", "已成交的计入"), default=False)
    to_users = MultiReferenceField(T("People", "适用人员"), to="identity.User", null=True, blank=True)
    to_departments = MultiReferenceField(
        T("Departments", "适用部门"), to="identity.Department", null=True, blank=True,
        help_text=T("Everybody in them and in those below", "包含下级部门的所有人员"),
    )  # fmt: skip
    active = models.BooleanField(T("In use", "启用"), default=True)


class Ownership(models.Model):
    """One stay of a record of an object with an owner, or with nobody; `until` is empty for the present one.

    `pool`: where it stands, or out of which it came · `how` it was obtained is one of `choices.OBTAINED` · `by` whom;
    no constraint to people: it outlives them.
    """

    object = models.CharField(max_length=60)
    record = models.UUIDField()
    owner = models.UUIDField(null=True)
    pool = models.UUIDField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    how = models.CharField(max_length=20)
    by = models.UUIDField(null=True)
    reason = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["record", "object"], name="ownership_present", condition=Q(until=None)),
        )
        indexes = (
            models.Index("record", F("id").desc(), name="ownership_record"),
            models.Index("owner", "since", name="ownership_claims", condition=Q(how="claimed")),
        )
