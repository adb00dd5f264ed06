"""The table every business record has in common."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from haoke.core.ids import uuid7
from haoke.core.text import T


class Record(models.Model):
    """Storage shared by all objects; written only through `haoke.core.records.changes`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(T("Number", "编号"), max_length=40, null=True, editable=False)
    owner = models.ForeignKey(
        "identity.User",
        models.PROTECT,
        verbose_name=T("Owner", "负责人"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    department = models.ForeignKey(
        "identity.Department",
        models.PROTECT,
        verbose_name=T("Department", "所属部门"),
        null=True,
        blank=True,
        related_name="+",
    )
    version = models.PositiveIntegerField(T("Version", "版本"), default=1, editable=False)
    custom = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(T("Created", "创建时间"), editable=False)
    updated_at = models.DateTimeField(T("Updated", "更新时间"), editable=False)
    created_by = models.ForeignKey(
        "identity.User", models.DO_NOTHING, verbose_name=T("Created by", "创建人"), null=True, related_name="+",
        db_constraint=False, db_index=False, editable=False,
    )  # fmt: skip
    updated_by = models.ForeignKey(
        "identity.User", models.DO_NOTHING, verbose_name=T("Updated by", "更新人"), null=True, related_name="+",
        db_constraint=False, db_index=False, editable=False,
    )  # fmt: skip
    deleted_at = models.DateTimeField(T("Deleted", "删除时间"), null=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["number"], name="%(class)s_number"),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(F("updated_at").desc(), F("id").desc(), name="%(class)s_recent", condition=Q(deleted_at=None)),
            models.Index(
                "owner", F("updated_at").desc(), F("id").desc(), name="%(class)s_owned", condition=Q(deleted_at=None)
            ),
        )
