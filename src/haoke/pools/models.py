"""What is remembered of owners; a system table that only the database writes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Ownership(models.Model):
    """One stay of a record of an object with an owner, or with nobody; `until` is empty for the present one.

    `how` it was obtained is one of `choices.OBTAINED`; `by` whom; no constraint to people: it outlives them.
    """

    object = models.CharField(max_length=60)
    record = models.UUIDField()
    owner = models.UUIDField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    how = models.CharField(max_length=20)
    by = models.UUIDField(null=True)
    reason = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["record", "object"], name="ownership_present", condition=Q(until=None)),
        )
        indexes = (models.Index("record", F("id").desc(), name="ownership_record"),)
