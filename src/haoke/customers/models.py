"""Accounts, contacts and the products they buy."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from haoke.core.fieldtypes import (
    AddressField,
    ChoiceField,
    EmailField,
    FileField,
    ImField,
    LongTextField,
    MoneyField,
    MultiChoiceField,
    MultiReferenceField,
    NameField,
    PhoneField,
    TagsField,
    UrlField,
    UsccField,
    YearField,
)
from haoke.core.records.model import Record
from haoke.core.records.reach import reach_fields
from haoke.core.text import T
from haoke.customers import choices


class Account(Record):
    """A customer: a company, or a person who buys for himself."""

    name = NameField(T("Name", "客户名称"), max_length=200)
    kind = ChoiceField(T("Kind", "客户类型"), choices=choices.ACCOUNT_KINDS, default="company")
    uscc = UsccField(
        T("Credit code", "统一社会信用代码"),
        help_text=T("18 characters, on the business licence", "18 位，见营业执照"),
        null=True,
        blank=True,
    )
    industry = ChoiceField(T("Industry", "行业"), choices=choices.INDUSTRIES, null=True, blank=True)
    level = ChoiceField(T("Level", "客户级别"), choices=choices.LEVELS, null=True, blank=True)
    lifecycle = ChoiceField(T("Lifecycle stage", "生命周期"), choices=choices.LIFECYCLE, default="prospect")
    source = ChoiceField(T("Source", "来源"), choices=choices.SOURCES, null=True, blank=True)
    region = models.CharField(T("Region", "区域"), max_length=80, null=True, blank=True)
    phone = PhoneField(T("Phone", "电话"), null=True, blank=True)
    email = EmailField(T("E-mail", "邮箱"), null=True, blank=True)
    website = UrlField(T("Website", "网址"), null=True, blank=True)
    address = AddressField(T("Address", "地址"), null=True, blank=True)
    latitude = models.DecimalField(
        T("Latitude", "纬度"), max_digits=9, decimal_places=6, null=True, blank=True,
        help_text=T("Degrees in WGS-84, as phones give them", "WGS-84 坐标，与手机定位一致"),
    )  # fmt: skip
    longitude = models.DecimalField(
        T("Longitude", "经度"), max_digits=9, decimal_places=6, null=True, blank=True,
        help_text=T("Degrees in WGS-84, as phones give them", "WGS-84 坐标，与手机定位一致"),
    )  # fmt: skip
    size = ChoiceField(T("Size", "规模"), choices=choices.SIZES, null=True, blank=True)
    employees = models.PositiveIntegerField(T("Employees", "员工人数"), null=True, blank=True)
    founded = YearField(T("Founded (year)", "成立年份"), null=True, blank=True)
    revenue = MoneyField(T("Annual revenue", "年营业额"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=T("Parent company", "上级公司"), null=True, blank=True, related_name="+"
    )
    salutation = ChoiceField(T("Salutation", "称谓"), choices=choices.SALUTATIONS, null=True, blank=True)
    preferred_channel, reach_days, reach_from, reach_until, language = reach_fields()
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
                name="account_pool",
                condition=Q(deleted_at=None, owner=None),
            ),
            models.Index("next_contact", "owner", name="account_next", condition=Q(deleted_at=None)),
            models.Index(F("name"), name="account_name", condition=Q(deleted_at=None)),
        )


class Contact(Record):
    """A person, usually at an account; further accounts stand in AccountContact."""

    name = NameField(T("Name", "姓名"), max_length=120)
    account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=T("Account", "客户"), null=True, blank=True, related_name="+"
    )
    salutation = ChoiceField(T("Salutation", "称谓"), choices=choices.SALUTATIONS, null=True, blank=True)
    title = models.CharField(T("Job title", "职务"), max_length=120, null=True, blank=True)
    unit = models.CharField(T("Department", "所在部门"), max_length=120, null=True, blank=True)
    mobile = PhoneField(T("Mobile", "手机"), null=True, blank=True)
    phone = PhoneField(T("Phone", "电话"), null=True, blank=True)
    email = EmailField(T("E-mail", "邮箱"), null=True, blank=True)
    im = ImField(T("IM accounts", "即时通讯"), null=True, blank=True)
    birthday = models.DateField(T("Birthday", "生日"), null=True, blank=True)
    address = AddressField(T("Address", "地址"), null=True, blank=True)
    preferred_channel, reach_days, reach_from, reach_until, language = reach_fields()
    next_contact = models.DateField(T("Next contact", "下次联系"), null=True, blank=True)
    card = FileField(T("Business card", "名片"), multiple=True, null=True, blank=True)
    description = LongTextField(T("Description", "备注"), null=True, blank=True)
    tags = TagsField(T("Tags", "标签"), null=True, blank=True)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("next_contact", "owner", name="contact_next", condition=Q(deleted_at=None)),
            models.Index(F("name"), name="contact_name", condition=Q(deleted_at=None)),
        )


class AccountContact(Record):
    """A person's part in one account, for a time: what he decides there, and how he stands to us."""

    account = models.ForeignKey(Account, models.PROTECT, verbose_name=T("Account", "客户"), related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, verbose_name=T("Contact", "联系人"), related_name="+")
    roles = MultiChoiceField(T("Roles", "角色"), choices=choices.CONTACT_ROLES, null=True, blank=True)
    stance = ChoiceField(T("Stance", "态度"), choices=choices.STANCES, default="unknown")
    strength = ChoiceField(T("Relationship", "关系强度"), choices=choices.STRENGTHS, default="none")
    known_by = MultiReferenceField(
        T("Known by", "谁认识他"), to="identity.User", null=True, blank=True,
        help_text=T("Colleagues who know this person", "认识此人的同事"),
    )  # fmt: skip
    since = models.DateField(T("From", "开始日期"), null=True, blank=True)
    until = models.DateField(T("To", "结束日期"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "contact"], name="accountcontact_present", condition=Q(deleted_at=None, until=None)
            ),
        )


class ContactRelation(Record):
    """A line between two persons as seen from one account: `contact` reports to `to`, or influences `to`.

    SQL sees that reporting is a tree, whichever way lines are written.
    """

    refusals: ClassVar[dict[str, T]] = {
        "contactrelation_loop": T(
            "That person reports to this one already, directly or not", "对方已直接或间接向此人汇报"
        ),
        "contactrelation_superior": T(
            "This person reports to somebody already; change that line", "此人已有汇报对象，请修改原有关系"
        ),
    }

    account = models.ForeignKey(Account, models.PROTECT, verbose_name=T("Account", "客户"), related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, verbose_name=T("Who", "联系人"), related_name="+")
    kind = ChoiceField(T("Relation", "关系"), choices=choices.RELATION_KINDS, default="reports_to")
    to = models.ForeignKey(Contact, models.PROTECT, verbose_name=T("Whom", "对象"), related_name="+")
    note = models.CharField(T("Note", "说明"), max_length=300, null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "contact", "to", "kind"], name="contactrelation_once", condition=Q(deleted_at=None)
            ),
            models.UniqueConstraint(
                fields=["account", "contact"], name="contactrelation_superior",
                condition=Q(deleted_at=None, kind="reports_to"),
            ),
            models.CheckConstraint(condition=~Q(contact=F("to")), name="contactrelation_others"),
        )  # fmt: skip


class ProductCategory(Record):
    """A branch of the catalogue."""

    name = NameField(T("Name", "分类名称"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=T("Parent category", "上级分类"), null=True, blank=True, related_name="+"
    )
    description = LongTextField(T("Description", "说明"), null=True, blank=True)


class Product(Record):
    """Something that is sold, with its list price."""

    name = NameField(T("Name", "产品名称"), max_length=200)
    code = models.CharField(T("Code", "产品编码"), max_length=60, null=True, blank=True)
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, verbose_name=T("Category", "分类"), null=True, blank=True, related_name="+"
    )
    price = MoneyField(T("List price", "标价"), null=True, blank=True)
    unit = models.CharField(T("Unit", "单位"), max_length=40, null=True, blank=True)
    active = models.BooleanField(T("On sale", "在售"), default=True)
    description = LongTextField(T("Description", "说明"), null=True, blank=True)


class ExchangeRate(Record):
    """What one unit of a currency is worth in the company's own from a day on."""

    currency = models.CharField(T("Currency", "币种"), max_length=3)
    rate = models.DecimalField(T("Rate", "汇率"), max_digits=18, decimal_places=8)
    since = models.DateField(T("From", "生效日期"))

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["currency", "since"], name="exchangerate_day", condition=Q(deleted_at=None)
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchangerate_positive"),
        )


class RegistryService(models.Model):
    """The service that is asked for what a business registry says of companies: at most one row; the key is sealed."""

    only = models.BooleanField(primary_key=True, default=True)
    url = models.CharField(max_length=500)
    key = models.BinaryField(null=True)
    per_day = models.PositiveIntegerField(default=50)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(only=True), name="registryservice_only"),)


class RegistryUse(models.Model):
    """How often one person asked it on one day of the company."""

    id = models.BigAutoField(primary_key=True)
    person = models.UUIDField()
    day = models.DateField()
    calls = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "person"], name="registryuse_once"),)
