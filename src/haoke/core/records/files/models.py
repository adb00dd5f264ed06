"""Uploaded files: what each is called, its bytes by their hash, and the fields of records that were given it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from haoke.core.ids import uuid7


class FileContent(models.Model):
    """Bytes by their SHA-256 in hexadecimal; the same bytes are kept once, whoever uploads them."""

    digest = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()


class FilePart(models.Model):
    """A piece of a content, so that neither side holds the whole in memory."""

    id = models.BigAutoField(primary_key=True)
    content = models.ForeignKey(FileContent, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["content", "position"], name="core_filepart_once"),)


class File(models.Model):
    """One upload: `type` is what its first bytes say, never what the sender says."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    content = models.ForeignKey(FileContent, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=127)
    uploader = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (
            models.Index("uploader", "created_at", name="core_file_uploader"),
            models.Index("created_at", name="core_file_age"),
        )


class FileUse(models.Model):
    """That a field of a record was given a file; it stays when the field changes, so that undoing may put it back."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(File, models.PROTECT, related_name="uses")
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    field = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file", "object", "record", "field"], name="core_fileuse_once"),)
