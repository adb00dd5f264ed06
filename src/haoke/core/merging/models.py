"""The table of former ids."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Former(models.Model):
    """That `record` went up into `into` by `change`; `undone`: the change that took them apart again.

    `beside`: {table: ids of the rows moved there}, of tables nobody logs.
    """

    id = models.BigAutoField(primary_key=True)
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    into = models.UUIDField()
    number = models.CharField(max_length=40, null=True)
    change = models.UUIDField()
    undone = models.UUIDField(null=True)
    beside = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record"], name="core_former_once", condition=Q(undone=None)),)
        indexes = (
            models.Index("into", name="core_former_into", condition=Q(undone=None)),
            models.Index("number", name="core_former_number", condition=Q(undone=None)),
            models.Index("change", name="core_former_change"),
            models.Index("undone", name="core_former_undone", condition=~Q(undone=None)),
        )
