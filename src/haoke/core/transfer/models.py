"""What the core remembers of imports: the files, the plan, a verdict a record, and what each source's rows became."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from haoke.core.ids import uuid7


class Import(models.Model):
    """One import from the first file to its undoing; `given` is what the person decided, the rest is worked out."""

    class State(models.TextChoices):
        READING = "reading"
        MAPPING = "mapping"
        CHECKING = "checking"
        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        UNDONE = "undone"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor = models.UUIDField()
    name = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    via = models.CharField(max_length=20, default="import")
    key_scopes = models.JSONField(null=True)
    given = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    issues = models.JSONField(default=list)
    counts = models.JSONField(default=list)
    found = models.JSONField(default=list)
    result = models.JSONField(null=True)
    message = models.JSONField(null=True)
    job = models.UUIDField(null=True)
    change = models.UUIDField(null=True)
    staged = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index("actor", models.F("created_at").desc(), name="core_import_actor"),)


class ImportFile(models.Model):
    """One file of an import, packed; `tables` is what was last understood of it, `error` why it cannot be read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(Import, models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    size = models.BigIntegerField()
    content = models.BinaryField()
    encoding = models.CharField(max_length=20, null=True)
    delimiter = models.CharField(max_length=2, null=True)
    tables = models.JSONField(default=list)
    error = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "position"], name="core_importfile_once"),)


class ImportRow(models.Model):
    """One record of the last dry run or run: what was to be done, what became of it and why."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    object = models.CharField(max_length=60)
    verdict = models.CharField(max_length=10)
    file = models.CharField(max_length=300, null=True)
    row = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=300, default="")
    record = models.UUIDField(null=True)
    version = models.IntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    problems = models.JSONField(default=list)
    memory = models.JSONField(null=True)

    class Meta:
        indexes = (
            models.Index("batch", "object", "verdict", "id", name="core_importrow_list"),
            models.Index("batch", "id", name="core_importrow_bad", condition=~models.Q(problems=[])),
        )


class ImportPart(models.Model):
    """A chunk of what a check has worked out, for its run to move: lines for COPY, and what they are (`head`).

    The table is unlogged: what a crash of the database loses is worked out again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(Import, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    head = models.JSONField()
    content = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "position"], name="core_importpart_once"),)


class ImportSource(models.Model):
    """A table that is imported again and again, known by its object, its key column and its headers.

    `column` and `file` are what that column and the table were called when it was first imported.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    object = models.CharField(max_length=60)
    key = models.CharField(max_length=300)
    headers = ArrayField(models.CharField(max_length=300))
    column = models.CharField(max_length=300, default="")
    file = models.CharField(max_length=300, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index("object", "key", name="core_importsource_key"),)


class ImportMemory(models.Model):
    """Which record a source's row became, and the values the file had then."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(ImportSource, models.CASCADE, related_name="+")
    object = models.CharField(max_length=60)
    key = models.CharField(max_length=500)
    record = models.UUIDField()
    version = models.IntegerField()
    values = models.JSONField()
    batch = models.UUIDField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "object", "key"], name="core_importmemory_once"),)
        indexes = (
            models.Index("batch", name="core_importmemory_batch"),
            models.Index("record", name="core_importmemory_record"),
        )


class Export(models.Model):
    """One file made for a person: what was asked for, why, and the file itself until it is swept away."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor = models.UUIDField()
    object = models.CharField(max_length=60)
    format = models.CharField(max_length=10)
    wanted = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, default="")
    name = models.CharField(max_length=200, default="")
    rows = models.PositiveIntegerField(null=True)
    content = models.BinaryField(null=True)
    downloads = models.PositiveIntegerField(default=0)
    job = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index("created_at", name="core_export_age"),)
