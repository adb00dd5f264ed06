"""Which fields shall be fast (logged records), and how far the owner's process is with their indexes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from haoke.core.records.model import Record
from haoke.core.text import T


class FastField(Record):
    """A field with indexes of its own."""

    object = models.CharField(T("Object", "对象"), max_length=60)
    field = models.CharField(T("Field", "字段"), max_length=60)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["object", "field"], name="fastfield_once", condition=Q(deleted_at=None)),
        )


class IndexWork(models.Model):
    """An index being made, or one that could not be; written by the owner's process alone."""

    name = models.CharField(max_length=63, primary_key=True)
    failed = models.BooleanField(default=False)
    share = models.SmallIntegerField(default=0)
    message = models.TextField(default="")
    tries = models.SmallIntegerField(default=0)
    again_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "core_indexwork"
