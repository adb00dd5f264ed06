"""What is known of the backups made."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Backup(models.Model):
    """One finished attempt: `state` done means restored and compared; `message` says {zh, en} why it failed."""

    class State(models.TextChoices):
        DONE = "done"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    state = models.CharField(max_length=10, choices=State)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(db_default=Now())
    path = models.TextField(default="")
    size = models.BigIntegerField(null=True)
    rows = models.BigIntegerField(null=True)
    message = models.JSONField(null=True)

    class Meta:
        indexes = (models.Index(models.F("finished_at").desc(), name="core_backup_latest"),)
