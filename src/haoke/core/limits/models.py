"""What may be read, as records, and what was."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from haoke.core.fieldtypes import ChoiceField, MultiReferenceField
from haoke.core.fieldtypes.base import Choice
from haoke.core.records.model import Record
from haoke.core.text import T

PERSON, KEY = "person", "key"
WAYS = (
    Choice(PERSON, T("People at the screen", "人员（浏览器）")),
    Choice(KEY, T("Programs with their keys", "程序（API 密钥）")),
)


class ReadingLimit(Record):
    """How much whoever has one of the roles (none named: everybody) may read; of several the most generous counts."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    way = ChoiceField(T("For", "适用于"), choices=WAYS, default=PERSON)
    to_roles = MultiReferenceField(T("Roles", "角色"), to="identity.Role", null=True, blank=True)
    rows_per_day = models.PositiveIntegerField(
        T("Records a day", "每日可读取记录数"),
        null=True,
        blank=True,
        help_text=T("Empty: no limit", "留空表示不限"),
    )
    requests_per_minute = models.PositiveIntegerField(
        T("Requests a minute", "每分钟请求数"),
        null=True,
        blank=True,
        help_text=T("Of each process of the server; empty: no limit", "按每个服务进程计；留空表示不限"),
    )
    unmaskings_per_day = models.PositiveIntegerField(
        T("Masked values shown a day", "每日可查看的脱敏内容数"),
        null=True,
        blank=True,
        help_text=T("Empty: 50", "留空表示 50"),
    )
    rows_per_export = models.PositiveIntegerField(
        T("Records an export", "单次导出记录数"),
        null=True,
        blank=True,
        help_text=T("Empty: 200,000, which is the most", "留空表示 200,000，即最多条数"),
    )
    export_reason_from = models.PositiveIntegerField(
        T("Exports need a reason, and are told, from", "导出需说明理由并通知上级的记录数"),
        null=True,
        blank=True,
        help_text=T("Records; empty: 1,000", "达到该记录数即需要；留空表示 1,000"),
    )


class ReadingUse(models.Model):
    """Records that left for one person in one way on one day of the company; added to now and then, not row by row."""

    id = models.BigAutoField(primary_key=True)
    person = models.UUIDField()
    way = models.CharField(max_length=10)
    day = models.DateField()
    rows = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    most = models.BigIntegerField(null=True)  # what he might, when this was last told

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day", "person", "way"], name="readinguse_once"),)


class Unmasking(models.Model):
    """One masked value that was shown to one person; `day` is the company's."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    day = models.DateField()
    person = models.UUIDField()
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    field = models.CharField(max_length=100)

    class Meta:
        indexes = (models.Index("person", "day", name="core_unmasking_day"),)
