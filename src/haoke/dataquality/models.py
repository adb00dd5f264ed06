"""What a search for duplicates found and what people said of it, made by us, not logged; rules administrators make."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from haoke.core.fieldtypes import ChoiceField, JsonField, LongTextField, TranslatedField
from haoke.core.records.model import Record
from haoke.core.text import T
from haoke.dataquality.choices import CORRECTION_STATES


class DuplicateSearch(models.Model):
    """The latest search through the records of one object."""

    object = models.CharField(max_length=60, primary_key=True)
    actor = models.UUIDField()
    job = models.UUIDField(null=True)
    records = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)


class CleaningScan(models.Model):
    """The latest search through one object's records for what could be written better.

    `spellings`: {field: {as it is written: as it is meant}} of free texts.
    """

    object = models.CharField(max_length=60, primary_key=True)
    actor = models.UUIDField()
    job = models.UUIDField(null=True)
    records = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    spellings = models.JSONField(default=dict)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)


class CleaningFind(models.Model):
    """That a cleaner has something to say of a field of a record, while its value has this digest.

    `never`: somebody said that it is right as it is.
    """

    id = models.BigAutoField(primary_key=True)
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    kind = models.CharField(max_length=30)
    field = models.CharField(max_length=60)
    digest = models.CharField(max_length=32)
    never = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["object", "record", "kind", "field"], name="cleaningfind_once"),)


class DuplicatePair(models.Model):
    """Two records that are likely one; `left` is the older. What people called different stays so."""

    class State(models.TextChoices):
        OPEN = "open"
        DIFFERENT = "different"

    id = models.BigAutoField(primary_key=True)
    object = models.CharField(max_length=60)
    left = models.UUIDField()
    right = models.UUIDField()
    score = models.FloatField()
    levels = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["object", "left", "right"], name="duplicatepair_once"),)
        indexes = (
            models.Index("object", "state", F("score").desc(), F("id").desc(), name="duplicatepair_list"),
            models.Index("right", name="duplicatepair_right"),
        )


class QualityWeek(models.Model):
    """How well the records of one owner in one department were kept at the beginning of a week.

    `scored`: how many have a completeness, `score`: its sum, of all fields that count.
    """

    object = models.CharField(max_length=60)
    week = models.DateField()
    owner = models.ForeignKey("identity.User", models.CASCADE, null=True, related_name="+", db_index=False)
    department = models.ForeignKey("identity.Department", models.CASCADE, null=True, related_name="+", db_index=False)
    records = models.PositiveIntegerField()
    scored = models.PositiveIntegerField()
    score = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["object", "week", "owner", "department"], name="qualityweek_once", nulls_distinct=False
            ),
        )


class MaskedHit(models.Model):
    """That a person was told of a record he may not see: when, which, and by which rule (None: it is registered)."""

    person = models.UUIDField()
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    rule = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index("person", "at", name="maskedhit_day"),)


class OwnerRequest(models.Model):
    """That somebody asks for a record he was told of masked (`hit`); what he says of his own, and what was answered.

    `title`, `words`: what the asker wrote, of `own` (an object he writes) · `record`: never told to him.
    """

    class State(models.TextChoices):
        OPEN = "open"
        SHARED = "shared"
        HANDED = "handed_over"
        REFUSED = "refused"

    id = models.BigAutoField(primary_key=True)
    hit = models.OneToOneField(MaskedHit, models.PROTECT, related_name="+")
    asker = models.UUIDField()
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    own = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    words = models.CharField(max_length=500, default="")
    at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=500, default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("asker", F("id").desc(), name="ownerrequest_mine"),
            models.Index("record", name="ownerrequest_open", condition=Q(state="open")),
        )


class DuplicateRule(Record):
    """When a record of `object` is one of `other` that is here already, and what happens to whoever writes it.

    `conditions`: {"all" or "any": [{"field", "with", "by"} or another such tree]} · `actions`: {way: {state: step}}.
    """

    name = TranslatedField(T("Name", "名称"))
    code = models.CharField(T("Code", "代码"), max_length=60, null=True, blank=True, editable=False)
    object = models.CharField(T("Object", "对象"), max_length=60)
    other = models.CharField(T("Compared with", "比对对象"), max_length=60)
    conditions = JsonField(T("The same when", "判定条件"))
    actions = JsonField(T("What happens", "处理方式"), null=True, blank=True)
    active = models.BooleanField(T("In use", "启用"), default=True)


class Completeness(Record):
    """How records of one object are measured. `fields`: [{"field", "weight": 1–10, "when": {"field", "value"}}].

    From `good` and `fair` percent on a record is green or amber; untouched for up to `fresh_days` it is green, for
    up to `stale_days` amber.
    """

    object = models.CharField(T("Object", "对象"), max_length=60)
    fields = JsonField(T("Fields that count", "计入的字段"))
    good = models.PositiveSmallIntegerField(T("Green from (%)", "绿色（%）起"), default=80)
    fair = models.PositiveSmallIntegerField(T("Amber from (%)", "黄色（%）起"), default=50)
    fresh_days = models.PositiveSmallIntegerField(T("Fresh for (days)", "多少天内为最新"), default=30)
    stale_days = models.PositiveSmallIntegerField(T("Stale after (days)", "超过多少天为陈旧"), default=90)
    active = models.BooleanField(T("In use", "启用"), default=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["object"], name="completeness_once", condition=Q(deleted_at=None)),
        )


class Correction(Record):
    """Another value somebody proposes for a field of a record of any object; the proposer is its owner.

    `value` and `was` (what it said then) are inputs of the field as JSON text: erasing a person empties texts.
    """

    object = models.CharField(T("Object", "对象"), max_length=60)
    record = models.UUIDField(T("Record", "记录"))
    field = models.CharField(T("Field", "字段"), max_length=60)
    value = LongTextField(T("Proposed value", "建议内容"), null=True, blank=True)
    was = LongTextField(T("Value then", "提交时内容"), null=True, blank=True)
    reason = LongTextField(T("Reason", "原因"), null=True, blank=True)
    state = ChoiceField(T("State", "状态"), choices=CORRECTION_STATES, default="open")
    answer = LongTextField(T("Answer", "答复"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "identity.User", models.PROTECT, verbose_name=T("Decided by", "处理人"), null=True, blank=True,
        related_name="+", db_index=False,
    )  # fmt: skip
    decided_at = models.DateTimeField(T("Decided", "处理时间"), null=True, blank=True)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("record", name="correction_record", condition=Q(deleted_at=None)),
            models.Index("state", F("id").desc(), name="correction_state", condition=Q(deleted_at=None)),
        )
