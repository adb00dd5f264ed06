"""Where each subscriber of the Log stands."""

from __future__ import annotations

from django.db import models


class LogCursor(models.Model):
    """Position of one subscriber: entries of `target` not yet in `prev` are its batch, done up to `last_id`."""

    subscriber = models.CharField(primary_key=True, max_length=100)
    prev = models.TextField()
    target = models.TextField(null=True)
    last_id = models.BigIntegerField(default=0)
    cluster = models.CharField(max_length=40)
