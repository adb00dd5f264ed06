"""Definitions of run-time fields and objects (logged records), their version, and the table such objects resemble."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from haoke.core.custom import refusals
from haoke.core.custom.kinds import CHOICES
from haoke.core.fieldtypes import ChoiceField, JsonField, NameField, TranslatedField
from haoke.core.records.model import Record
from haoke.core.text import T


class CustomObject(Record):
    """An object made while Haoke runs; a trigger makes its table."""

    refusals: ClassVar = refusals.OBJECT
    key = models.CharField(
        T("Key", "标识"), max_length=30, blank=True, default="",
        help_text=T(
            "co_ and a name in small letters; made from the label when empty",
            "以 co_ 开头的小写名称；留空则由名称生成",
        ),
    )  # fmt: skip
    plural = models.CharField(T("Plural key", "复数标识"), max_length=40, blank=True, default="")
    label = TranslatedField(T("Label", "名称"), max_length=60)
    label_plural = TranslatedField(T("Label of several", "复数名称"), max_length=60, null=True, blank=True)
    icon = models.CharField(T("Icon", "图标"), max_length=40, blank=True, default="box")
    number_pattern = models.CharField(
        T("Number", "编号规则"), max_length=30, null=True, blank=True,
        help_text=T("Such as PRJ-{yyyy}{seq:4}; no number when empty", "如 PRJ-{yyyy}{seq:4}；留空则不编号"),
    )  # fmt: skip
    open = models.BooleanField(T("Everybody may read it", "所有人可读"), default=False)
    timeline = models.BooleanField(T("Has a timeline", "有时间线"), default=True)
    board = models.CharField(T("Board by", "看板字段"), max_length=40, null=True, blank=True)
    columns = JsonField(T("Columns", "列表列"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["key"], name="customobject_key"),
            models.UniqueConstraint(fields=["plural"], name="customobject_plural"),
        )


class CustomField(Record):
    """A field made while Haoke runs; a trigger makes its column. In the bin: retired, with everything it holds."""

    refusals: ClassVar = refusals.FIELD
    object = models.CharField(T("Object", "对象"), max_length=60)
    name = models.CharField(
        T("Name", "标识"), max_length=40, blank=True, default="",
        help_text=T(
            "cf_ and a name in small letters; made from the label when empty",
            "以 cf_ 开头的小写名称；留空则由名称生成",
        ),
    )  # fmt: skip
    kind = ChoiceField(T("Kind", "类型"), choices=CHOICES)
    label = TranslatedField(T("Label", "名称"), max_length=60)
    help = TranslatedField(T("Help", "填写说明"), max_length=500, null=True, blank=True)
    required = models.BooleanField(T("Required", "必填"), default=False)
    unique = models.BooleanField(T("No two records the same", "不可重复"), default=False)
    personal = models.BooleanField(T("Personal data", "个人信息"), default=False)
    searchable = models.BooleanField(T("Found by search", "可搜索"), default=False)
    options = JsonField(T("Options", "选项"), null=True, blank=True)
    section = TranslatedField(T("Section", "分组"), max_length=60, null=True, blank=True)
    position = models.IntegerField(T("Position", "顺序"), default=0)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["object", "name"], name="customfield_once"),
        )


class Blank(Record):
    """The table run-time objects are made like; never filled."""

    name = NameField(T("Name", "名称"), max_length=200)


class Version(models.Model):
    """The version of all definitions: one row, raised by triggers."""

    id = models.SmallIntegerField(primary_key=True)
    version = models.BigIntegerField(default=0)

    class Meta:
        db_table = "core_metadata"
