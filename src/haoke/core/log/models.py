"""Where each subscriber of the Log stands; what is pinned to the top of a record's timeline."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class LogCursor(models.Model):
    """Position of one subscriber: entries in snapshot `target` and not in `prev` are its batch, done up to `last_id`.

    `done_id` is the highest id ever done; a database restored elsewhere (`cluster` differs) is replayed from there.
    A restore sets `floor`: entries up to it came from there; their transactions' numbers, reached once more here, do
    not make them new.
    """

    subscriber = models.CharField(primary_key=True, max_length=100)
    prev = models.TextField()
    target = models.TextField(null=True)
    last_id = models.BigIntegerField(default=0)
    done_id = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)
    cluster = models.CharField(max_length=40)


class Pin(models.Model):
    """One thing of a record's timeline that stands on top of it; `stream`: "log", or the object `item` is one of."""

    id = models.BigAutoField(primary_key=True)
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    stream = models.CharField(max_length=60)
    item = models.CharField(max_length=40)
    by = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "stream", "item"], name="core_pin_once"),)
