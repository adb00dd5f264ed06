"""Patterns of the company's own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from haoke.core.records.model import Record
from haoke.core.text import T


class NumberPattern(Record):
    """How new records of an object are numbered; without one, as it is shipped."""

    object = models.CharField(T("Object", "对象"), max_length=60)
    pattern = models.CharField(
        T("Pattern", "编号规则"), max_length=40, help_text=T("Such as SO-{yyyy}{seq:5}", "如 SO-{yyyy}{seq:5}")
    )

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["object"], name="numberpattern_once", condition=Q(deleted_at=None)),
        )
