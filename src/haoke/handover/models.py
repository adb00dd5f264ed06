"""Handovers and the parts of those who receive them (logged); what one distribution is and how far (system table)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from haoke.core.fieldtypes import ChoiceField, JsonField
from haoke.core.ids import uuid7
from haoke.core.records.model import Record
from haoke.core.text import T
from haoke.handover.choices import STATES


class Handover(Record):
    """What `person` (None: several) leaves to others; `owner` distributes it, administrators where there is none.

    `chosen`: {object: ids} of a transfer of some records only, with what belongs to them.
    """

    person = models.ForeignKey(
        "identity.User", models.PROTECT, verbose_name=T("From", "移交人"), null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    reason = models.CharField(T("Reason", "原因"), max_length=500, null=True, blank=True)
    left = models.BooleanField(T("Has left", "已离职"), default=False)
    state = ChoiceField(T("State", "状态"), choices=STATES, default="open")
    chosen = JsonField(T("Records", "记录"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"], name="handover_one_open", condition=Q(state="open", left=True, deleted_at=None)
            ),
        )
        indexes = (
            *Record.Meta.indexes,
            models.Index(F("created_at").desc(), name="handover_state", condition=Q(deleted_at=None)),
        )


class HandoverPart(Record):
    """What `owner` received by one distribution: `records` in all; `seen`: he needs the briefing no more."""

    handover = models.UUIDField(T("Handover", "交接"))
    run = models.UUIDField(T("Distribution", "分配"))
    records = models.PositiveIntegerField(T("Records", "记录数"), default=0)
    seen = models.BooleanField(T("Read", "已阅"), default=False)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("handover", name="handoverpart_of", condition=Q(deleted_at=None)),
        )


class HandoverRun(models.Model):
    """One distribution from its preview to its undoing: `parts` are bulk changes, one an object and successor.

    `change`: the id all of them are written under · `rest`: what became of approvals and shares.
    """

    class State(models.TextChoices):
        CHECKING = "checking"
        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="+")
    actor = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    plan = models.JSONField()
    parts = ArrayField(models.UUIDField(), default=list)
    left = models.PositiveIntegerField(default=0)
    change = models.UUIDField(null=True)
    job = models.UUIDField(null=True)
    rest = models.JSONField(null=True)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
