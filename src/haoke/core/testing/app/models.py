"""Rack → Shelf (a column of a board) → Thing (every kind of field) → Part; Remarks are linked to anything."""

from __future__ import annotations

from django.db import models

from haoke.core.fieldtypes import (
    AddressField,
    ChoiceField,
    EmailField,
    FileField,
    ImField,
    JsonField,
    LongTextField,
    MoneyField,
    MultiChoiceField,
    MultiReferenceField,
    PercentField,
    PhoneField,
    RatingField,
    RichTextField,
    TagsField,
    TranslatedField,
    UrlField,
)
from haoke.core.fieldtypes.base import Choice
from haoke.core.records.model import Record
from haoke.core.text import T

STATES = (
    Choice("new", T("New", "新建"), "blue"),
    Choice("used", T("Used", "使用中"), "green"),
    Choice("broken", T("Broken", "损坏"), "red"),
)
COLOURS = (Choice("red", T("Red", "红")), Choice("green", T("Green", "绿")), Choice("blue", T("Blue", "蓝")))
SHELF_KINDS = (Choice("open", T("Open", "进行中")), Choice("won", T("Won", "赢单")), Choice("lost", T("Lost", "输单")))


class Rack(Record):
    """What shelves stand in, as stages stand in a pipeline."""

    name = TranslatedField(T("Name", "名称"))


class Shelf(Record):
    """A column of the board of things."""

    name = TranslatedField(T("Name", "名称"))
    rack = models.ForeignKey(Rack, models.PROTECT, verbose_name=T("Rack", "架"), related_name="+")
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)
    kind = ChoiceField(T("Kind", "类型"), choices=SHELF_KINDS, default="open")


class Thing(Record):
    """One field of each kind; only the name is required."""

    name = models.CharField(T("Name", "名称"), max_length=200)
    title = TranslatedField(T("Title", "标题"), null=True, blank=True)
    description = LongTextField(T("Description", "描述"), null=True, blank=True)
    page = RichTextField(T("Page", "正文"), null=True, blank=True)
    quantity = models.IntegerField(T("Quantity", "数量"), null=True, blank=True)
    weight = models.DecimalField(T("Weight", "重量"), max_digits=14, decimal_places=3, null=True, blank=True)
    share = PercentField(T("Share", "占比"), null=True, blank=True)
    amount = MoneyField(T("Amount", "金额"), null=True, blank=True)
    bought = models.DateField(T("Bought", "购买日期"), null=True, blank=True)
    seen_at = models.DateTimeField(T("Seen", "最近查看"), null=True, blank=True)
    active = models.BooleanField(T("Active", "有效"), null=True, blank=True)
    state = ChoiceField(T("State", "状态"), choices=STATES, null=True, blank=True)
    colours = MultiChoiceField(T("Colours", "颜色"), choices=COLOURS, null=True, blank=True)
    tags = TagsField(T("Tags", "标签"), null=True, blank=True)
    shelf = models.ForeignKey(
        Shelf, models.PROTECT, verbose_name=T("Shelf", "层"), null=True, blank=True, related_name="+"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=T("Parent", "上级"), null=True, blank=True, related_name="+"
    )
    racks = MultiReferenceField(T("Racks", "架子"), to="testing.Rack", null=True, blank=True)
    keeper = models.ForeignKey(
        "identity.User", models.PROTECT, verbose_name=T("Keeper", "保管人"), null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey(
        "identity.Department",
        models.PROTECT,
        verbose_name=T("Place", "存放部门"),
        null=True,
        blank=True,
        related_name="+",
    )
    email = EmailField(T("E-mail", "电子邮箱"), null=True, blank=True)
    phone = PhoneField(T("Phone", "电话"), null=True, blank=True)
    chats = ImField(T("Chats", "即时通讯"), null=True, blank=True)
    site = UrlField(T("Site", "网址"), null=True, blank=True)
    address = AddressField(T("Address", "地址"), null=True, blank=True)
    photo = FileField(T("Photo", "照片"), null=True, blank=True)
    rating = RatingField(T("Rating", "评分"), null=True, blank=True)
    extra = JsonField(T("Extra", "附加"), null=True, blank=True)


class Part(Record):
    """A piece of a thing, visible when the thing is."""

    name = models.CharField(T("Name", "名称"), max_length=200)
    thing = models.ForeignKey(Thing, models.PROTECT, verbose_name=T("Thing", "物品"), related_name="+")
    price = MoneyField(T("Price", "价格"), null=True, blank=True)
    made = models.DateField(T("Made", "制造日期"), null=True, blank=True)
    done = models.BooleanField(T("Done", "已完成"), default=False)


class Remark(Record):
    """A note on records of any object."""

    text = models.CharField(T("Text", "内容"), max_length=200)


class RemarkLink(Record):
    """Ties a remark to a record."""

    remark = models.ForeignKey(Remark, models.PROTECT, verbose_name=T("Remark", "备注"), related_name="+")
    object = models.CharField(T("Object", "对象"), max_length=40)
    record = models.UUIDField(T("Record", "记录"))
