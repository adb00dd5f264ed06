"""People, their arrangement, roles and shares (logged records); what signing in needs (system tables, hashes only)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from haoke.core.fieldtypes import (
    ChoiceField,
    EmailField,
    FileField,
    JsonField,
    MultiReferenceField,
    NameField,
    PhoneField,
    TranslatedField,
)
from haoke.core.ids import uuid7
from haoke.core.records.model import Record
from haoke.core.text import T
from haoke.identity.choices import LANGUAGES, LEVELS, STATES, THEMES, WEEKDAYS, Level, Second, State

LIVE = Q(deleted_at=None)
#: What the database's own guards (migration 0002) refuse, in words.
LAST_ADMINISTRATOR = T(
    "This is the last administrator; make another one first", "这是最后一位管理员，请先指定其他管理员"
)
CIRCLE = T("This would make a circle: somebody stands above themselves", "这会形成循环：不能成为自己的上级")


class Department(Record):
    """A part of the company; `parent` makes the tree."""

    refusals: ClassVar = {"identity_department_circle": CIRCLE}
    name = NameField(T("Name", "名称"), max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=T("Parent department", "上级部门"), null=True, blank=True, related_name="+"
    )
    head = models.ForeignKey(
        "User", models.PROTECT, verbose_name=T("Head", "部门主管"), null=True, blank=True, related_name="+"
    )

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["parent", "name"], name="department_name", condition=LIVE, nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_not_own_parent"),
        )


class User(Record):
    """A person of the company; `department` is where he works, `manager` whom he reports to."""

    refusals: ClassVar = {"last_administrator": LAST_ADMINISTRATOR, "identity_user_circle": CIRCLE}
    name = NameField(T("Name", "姓名"), max_length=120)
    email = EmailField(T("E-mail", "邮箱"), null=True, blank=True)
    phone = PhoneField(T("Phone", "电话"), null=True, blank=True)
    title = models.CharField(T("Job title", "职务"), max_length=120, null=True, blank=True)
    manager = models.ForeignKey(
        "self", models.PROTECT, verbose_name=T("Manager", "上级"), null=True, blank=True, related_name="+"
    )
    language = ChoiceField(T("Language", "语言"), choices=LANGUAGES, default="zh")
    theme = ChoiceField(T("Appearance", "外观"), choices=THEMES, default="system", editable=False)
    roles = MultiReferenceField(T("Roles", "角色"), to="identity.Role", null=True, blank=True)
    state = ChoiceField(T("State", "状态"), choices=STATES, default=State.LISTED.value)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(Lower("email"), name="user_email", condition=LIVE),
            models.CheckConstraint(condition=~Q(manager=F("id")), name="user_not_own_manager"),
        )


class Team(Record):
    """People who work together across departments."""

    name = NameField(T("Name", "名称"), max_length=120)
    lead = models.ForeignKey(
        User, models.PROTECT, verbose_name=T("Lead", "组长"), null=True, blank=True, related_name="+"
    )

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["name"], name="team_name", condition=LIVE),
        )


class TeamMember(Record):
    """That a person belongs to a team."""

    team = models.ForeignKey(Team, models.PROTECT, verbose_name=T("Team", "团队"), related_name="+")
    user = models.ForeignKey(User, models.PROTECT, verbose_name=T("User", "成员"), related_name="+")

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["user", "team"], name="teammember_once", condition=LIVE),
        )


class Role(Record):
    """A set of rights: `grants` {object: {verb: scope}}, `fields` {object: {field: right}}; `code`: a shipped one."""

    refusals: ClassVar = {"last_administrator": LAST_ADMINISTRATOR}
    name = TranslatedField(T("Name", "名称"))
    code = models.CharField(T("Code", "代码"), max_length=40, null=True, blank=True, editable=False)
    description = TranslatedField(T("Description", "说明"), max_length=500, null=True, blank=True)
    grants = JsonField(T("Rights", "权限"), null=True, blank=True)
    fields = JsonField(T("Field rights", "字段权限"), null=True, blank=True)
    two_step = models.BooleanField(
        T("Two-step sign-in required", "要求两步验证"),
        default=False,
        db_default=False,
        help_text=T(
            "Who has this role signs in with a password and a code from a phone",
            "拥有此角色的人登录时需输入密码和手机上的验证码",
        ),
    )

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["code"], name="role_code"),
        )


class RecordShare(Record):
    """One record opened to one user, department or team beyond what roles give."""

    object = models.CharField(T("Object", "对象"), max_length=60)
    record = models.UUIDField(T("Record", "记录"))
    to_user = models.ForeignKey(
        User, models.PROTECT, verbose_name=T("User", "用户"), null=True, blank=True, related_name="+", db_index=False
    )
    to_department = models.ForeignKey(
        Department,
        models.PROTECT,
        verbose_name=T("Department", "部门"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    to_team = models.ForeignKey(
        Team, models.PROTECT, verbose_name=T("Team", "团队"), null=True, blank=True, related_name="+", db_index=False
    )
    level = ChoiceField(T("Level", "级别"), choices=LEVELS, default=Level.READ.value)
    until = models.DateTimeField(T("Until", "有效期至"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["object", "record", "to_user", "to_department", "to_team"],
                name="recordshare_once",
                condition=LIVE,
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(to_user__isnull=False, to_department=None, to_team=None)
                | Q(to_user=None, to_department__isnull=False, to_team=None)
                | Q(to_user=None, to_department=None, to_team__isnull=False),
                name="recordshare_one_receiver",
            ),
            models.CheckConstraint(condition=Q(level__in=["read", "write"]), name="recordshare_level"),
        )
        indexes = (
            *Record.Meta.indexes,
            models.Index("to_user", "object", "record", name="recordshare_user", condition=LIVE),
            models.Index("to_department", "object", "record", name="recordshare_department", condition=LIVE),
            models.Index("to_team", "object", "record", name="recordshare_team", condition=LIVE),
        )


class Credential(models.Model):
    """A person's password, as Argon2id's own text."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    password = models.CharField(max_length=300)
    changed_at = models.DateTimeField(db_default=Now())


class Session(models.Model):
    """One signed-in browser; the cookie holds the token, this table its SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    digest = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    address = models.CharField(max_length=45, default="")
    agent = models.CharField(max_length=300, default="")
    second = models.CharField(max_length=4, default=Second.NONE.value, db_default=Second.NONE.value)
    proved_at = models.DateTimeField(db_default=Now())
    seen_as = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    seen_until = models.DateTimeField(null=True)


class SecondFactor(models.Model):
    """A person's authenticator: its secret sealed, the last time step used, what is left of his recovery codes.

    `secret` is NULL until the first code from `pending` was right; `codes` are SHA-256 in hex.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    secret = models.BinaryField(null=True)
    pending = models.BinaryField(null=True)
    used_step = models.BigIntegerField(default=0)
    codes = ArrayField(models.CharField(max_length=64), default=list)
    since = models.DateTimeField(null=True)


class ApiKey(models.Model):
    """A key for programs: its owner's rights, narrowed by `scopes` (NULL: not narrowed)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    digest = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    hint = models.CharField(max_length=12)
    scopes = ArrayField(models.CharField(max_length=120), null=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Token(models.Model):
    """A link sent to a person: used once, dead when his password changes (`state` is the hash of what it was)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    digest = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10)
    state = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.UUIDField()
    expires_at = models.DateTimeField()


class ExternalIdentity(models.Model):
    """Who a person is at the company's identity provider, as that calls him."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["issuer", "subject"], name="externalidentity_once"),)


class SignInProvider(models.Model):
    """The company's identity provider as administrators set it up: at most one row; the secret is sealed."""

    only = models.BooleanField(primary_key=True, default=True)
    issuer = models.CharField(max_length=500)
    client = models.CharField(max_length=255)
    secret = models.BinaryField(null=True)
    label = models.CharField(max_length=40)
    two_step = models.BooleanField(default=False)
    domains = ArrayField(models.CharField(max_length=253), default=list)
    required = models.BooleanField(default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="signinprovider_only"),)


class UsedState(models.Model):
    """A question to the provider that was answered; kept for a day, so that no answer counts twice."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    at = models.DateTimeField(db_default=Now())


class SignInAttempt(models.Model):
    """One try to sign in; `account` is a hash of what was typed as a name (now and then that is a password)."""

    id = models.BigAutoField(primary_key=True)
    account = models.BinaryField(max_length=32)
    address = models.CharField(max_length=45)
    at = models.DateTimeField(db_default=Now())
    good = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index("account", "at", name="signin_account"),
            models.Index("address", "at", name="signin_address"),
            models.Index("at", name="signin_at"),
        )


class Stamp(models.Model):
    """How often people or rights have changed: the sum of `weight`, kept by triggers."""

    id = models.BigAutoField(primary_key=True)
    weight = models.BigIntegerField()


class Company(Record):
    """The company itself: one row."""

    name = models.CharField(T("Company", "公司名称"), max_length=200, null=True, blank=True)
    currency = models.CharField(T("Base currency", "本位币"), max_length=3, default="CNY")
    language = ChoiceField(T("Language", "语言"), choices=LANGUAGES, default="zh")
    time_zone = models.CharField(T("Time zone", "时区"), max_length=60, default="Asia/Shanghai")
    fiscal_start = models.PositiveSmallIntegerField(
        T("Business year begins in month", "财年起始月份"), default=1,
        help_text=T("1 to 12; “this business year” in filters goes by it", "1 至 12，筛选中的“本财年”等以此为准"),
    )  # fmt: skip
    logo = FileField(T("Logo", "公司标志"), null=True, blank=True)
    visit_radius = models.PositiveSmallIntegerField(
        T("Metres from a customer that count as there", "签到有效范围（米）"), default=300,
        help_text=T(
            "100 to 2000; whoever checks into a visit farther away gives a reason", "100 至 2000，超出时签到须填写原因"
        ),
    )  # fmt: skip
    position_days = models.PositiveSmallIntegerField(
        T("Days positions of visits are kept", "签到位置保留天数"), default=90,
        help_text=T("1 to 1000; the distance stays with the visit", "1 至 1000，与客户的距离仍保留在拜访中"),
    )  # fmt: skip
    answer_days = models.PositiveSmallIntegerField(
        T("Working days to answer a person's data request", "个人信息请求答复期限（工作日）"), default=15,
        help_text=T("1 to 60; requests received from now on go by it", "1 至 60，适用于此后收到的请求"),
    )  # fmt: skip
    only_agreed = models.BooleanField(
        T("Write only to those who agreed", "仅向已同意者发送"), default=False,
        help_text=T(
            "Follow-up mails and rules write to a person only after his consent to marketing by e-mail",
            "跟进邮件与自动化规则仅在客户同意邮件营销后才会发信",
        ),
    )  # fmt: skip
    retention = models.BooleanField(
        T("Do at night what the register of personal data says", "每晚按个人信息清单的保留期限自动处理"), default=False,
        help_text=T("Look at the trial first: Settings, Personal data", "请先在“设置 - 个人信息清单”中查看试算"),
    )  # fmt: skip
    cleaning_day = ChoiceField(
        T("Look for what to clean", "定期检查可清洗内容"), choices=WEEKDAYS, default="sunday",
        help_text=T(
            "At night, all records; what is found waits under Data quality, Cleaning, and nothing is changed",
            "夜间检查全部记录，结果列在“数据质量 - 清洗”中，不会自动修改",
        ),
    )  # fmt: skip
    preset = models.CharField(T("Industry preset", "行业方案"), max_length=40, null=True, blank=True)
    started = models.CharField(T("Begun with", "启用方式"), max_length=10, null=True, blank=True)


class Dismissal(models.Model):
    """That a person has put something away for good: a checklist, a tour."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    what = models.CharField(max_length=40)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "what"], name="dismissal_once"),)
