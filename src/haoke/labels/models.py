"""Tag groups, tags and level rules (edited by people); why a record has what it has (written beside it)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from haoke.core.fieldtypes import ChoiceField, JsonField, MultiReferenceField, TranslatedField
from haoke.core.records.model import Record
from haoke.core.text import T
from haoke.labels.choices import COLORS


class TagGroup(Record):
    """Tags of one object that belong together; nobody named: everybody may use them."""

    name = TranslatedField(T("Name", "名称"))
    object = models.CharField(T("Object", "对象"), max_length=60)
    multiple = models.BooleanField(T("Several at once", "可多选"), default=True)
    free = models.BooleanField(
        T("Other words, too", "允许自由标签"), default=True,
        help_text=T("Words that stand in no group may be typed as well", "可另外填写未列入任何标签组的词"),
    )  # fmt: skip
    to_users = MultiReferenceField(T("People", "可用人员"), to="identity.User", null=True, blank=True)
    to_departments = MultiReferenceField(
        T("Departments", "可用部门"), to="identity.Department", null=True, blank=True,
        help_text=T("Everybody in them and in those below", "包含下级部门的所有人员"),
    )  # fmt: skip
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)


class Tag(Record):
    """A word records are tagged with: by hand, or where it has a condition by that alone."""

    name = models.CharField(T("Name", "名称"), max_length=60)
    object = models.CharField(T("Object", "对象"), max_length=60)
    group = models.ForeignKey(TagGroup, models.PROTECT, verbose_name=T("Tag group", "标签组"), related_name="+")
    color = ChoiceField(T("Colour", "颜色"), choices=COLORS, default="blue")
    condition = JsonField(
        T("By rule", "自动打标条件"), null=True, blank=True,
        help_text=T(
            "Records that meet it have the tag, others do not; nobody sets it by hand",
            "符合条件的记录自动拥有该标签，不符合则自动移除，不可手工修改",
        ),
    )  # fmt: skip
    days = models.PositiveIntegerField(
        T("Ends after days", "有效天数"), null=True, blank=True, help_text=T("Empty: never", "留空表示长期有效")
    )
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)
    active = models.BooleanField(T("In use", "启用"), default=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["object", "name"], name="tag_once", condition=Q(deleted_at=None)),
        )


class LevelRule(Record):
    """What a choice of a record is while the condition holds; of the rules of one field the first that does counts."""

    name = TranslatedField(T("Name", "名称"))
    object = models.CharField(T("Object", "对象"), max_length=60)
    field = models.CharField(
        T("Field", "字段"), max_length=60,
        help_text=T("A field with choices, such as the level", "选项字段，例如客户级别"),
    )  # fmt: skip
    value = models.CharField(T("Value", "取值"), max_length=60)
    condition = JsonField(
        T("While", "条件"), null=True, blank=True, help_text=T("Empty: all the others", "留空表示其余所有记录")
    )
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)
    active = models.BooleanField(T("In use", "启用"), default=False)


class Standing(models.Model):
    """Why a record has a tag or a level: `source` is one of `choices.SOURCES`, `rule` the tag or level rule.

    Those of tags are kept by the database, whichever way tags are written; `score` is a model's.
    """

    object = models.CharField(max_length=60)
    record = models.UUIDField()
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=60)
    source = models.CharField(max_length=20)
    rule = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    expires = models.DateTimeField(null=True)
    score = models.FloatField(null=True)
    reason = models.TextField(default="", db_default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "object", "field", "value"], name="standing_once"),)
        indexes = (
            models.Index("object", "field", "value", name="standing_value"),
            models.Index("expires", name="standing_expiring", condition=Q(expires__isnull=False)),
        )
