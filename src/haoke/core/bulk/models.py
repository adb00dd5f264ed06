"""What is remembered of a bulk change: which records, what is to be done, how far it is, and every refusal."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from haoke.core.ids import uuid7


class BulkRun(models.Model):
    """One bulk change from its preview to its undoing; `records` are ids and versions as they were chosen, packed."""

    class State(models.TextChoices):
        CHECKING = "checking"
        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        UNDOING = "undoing"
        UNDONE = "undone"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor = models.UUIDField()
    via = models.CharField(max_length=20)
    key_scopes = models.JSONField(null=True)
    object = models.CharField(max_length=60)
    work = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    records = models.BinaryField()
    total = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    change = models.UUIDField(null=True)
    job = models.UUIDField(null=True)
    message = models.JSONField(null=True)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("actor", models.F("created_at").desc(), name="core_bulkrun_actor"),
            models.Index("created_at", name="core_bulkrun_age"),
        )


class BulkRefusal(models.Model):
    """Why one record was not taken, in both languages; `reason`: what it shares with others, if that is less."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="refusals")
    record = models.UUIDField()
    field = models.CharField(max_length=100, default="")
    code = models.CharField(max_length=60)
    message = models.JSONField()
    reason = models.JSONField(null=True)

    class Meta:
        indexes = (models.Index("run", "code", "id", name="core_bulkrefusal_list"),)
