"""What people and the sweep know of a job; the queue itself is procrastinate's."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from haoke.core.ids import uuid7


class Job(models.Model):
    """One piece of work done later, as whoever started it sees it; `attempt` is the fence against a woken zombie."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=100)
    actor = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    queue_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=200, null=True, unique=True)
    language = models.CharField(max_length=2, default="zh")
    arguments = models.JSONField(default=dict)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message = models.JSONField(null=True)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["queue_id"], name="core_job_queue"),)
        indexes = (
            models.Index("actor", models.F("created_at").desc(), name="core_job_actor"),
            models.Index("finished_at", name="core_job_failed", condition=models.Q(state="failed")),
        )
