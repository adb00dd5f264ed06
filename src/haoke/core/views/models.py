"""Saved views, what a person made of them, and layouts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from haoke.core.fieldtypes import ChoiceField, JsonField, MultiReferenceField
from haoke.core.fieldtypes.base import Choice
from haoke.core.records.model import Record
from haoke.core.text import T

LIVE = Q(deleted_at=None)
KINDS = (
    Choice("list", T("Table", "表格")),
    Choice("board", T("Board", "看板")),
    Choice("calendar", T("Calendar", "日历")),
    Choice("tiles", T("Provinces", "省份")),
)


class View(Record):
    """How somebody looks at the records of one object; it opens no record to anybody."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    object = models.CharField(T("Object", "对象"), max_length=60)
    kind = ChoiceField(T("Shown as", "展示方式"), choices=KINDS, default="list")
    definition = JsonField(T("Definition", "定义"), null=True, blank=True)
    to_everybody = models.BooleanField(T("For everybody", "所有人可用"), default=False)
    to_roles = MultiReferenceField(T("For roles", "可用角色"), to="identity.Role", null=True, blank=True)
    to_departments = MultiReferenceField(
        T("For departments", "可用部门"), to="identity.Department", null=True, blank=True
    )
    to_teams = MultiReferenceField(T("For teams", "可用团队"), to="identity.Team", null=True, blank=True)
    opens = models.BooleanField(
        T("Opens first", "默认打开"),
        default=False,
        help_text=T("The list begins with it, for whoever it is for", "可用者进入列表时默认打开此视图"),
    )

    class Meta(Record.Meta):
        indexes = (*Record.Meta.indexes, models.Index("object", "owner", name="view_object", condition=LIVE))


class ViewChoice(Record):
    """Which views of an object a person keeps in sight, in his order, and with which he begins."""

    object = models.CharField(T("Object", "对象"), max_length=60)
    pinned = MultiReferenceField(T("In sight", "已固定"), to="core.View", null=True, blank=True)
    first = models.ForeignKey(
        View, models.PROTECT, verbose_name=T("Begins with", "默认视图"), null=True, blank=True, related_name="+"
    )

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["owner", "object"], name="viewchoice_once", condition=LIVE),
        )


class Layout(Record):
    """Sections of form and page, and columns of the list, for a role or (no role) for everybody else."""

    object = models.CharField(T("Object", "对象"), max_length=60)
    role = models.ForeignKey(
        "identity.Role", models.PROTECT, verbose_name=T("Role", "角色"), null=True, blank=True, related_name="+"
    )
    sections = JsonField(T("Sections", "分组"), null=True, blank=True)
    columns = JsonField(T("Columns", "列表列"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["object", "role"], name="layout_once", condition=LIVE, nulls_distinct=False
            ),
        )
