"""Assignment rules (edited by people), and whose turn it is by them (a system table)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from haoke.assignment.choices import BY, WAYS, By
from haoke.core.fieldtypes import ChoiceField, JsonField, MultiChoiceField, MultiReferenceField
from haoke.core.records.model import Record
from haoke.core.text import T


class AssignmentRule(Record):
    """Who gets a new record of `object` that nobody chose an owner for; of the rules of an object the first that holds.

    `most`: so many of the records that meet `counted` a person may have · nobody free: `fallback`, else `pool`, else
    it stays with whoever made it.
    """

    name = models.CharField(T("Name", "名称"), max_length=120)
    object = models.CharField(T("Object", "对象"), max_length=60)
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)
    ways = MultiChoiceField(
        T("Ways in", "适用来源"), choices=WAYS, null=True, blank=True,
        help_text=T("Empty: all; in forms where “by rules” is chosen", "留空表示全部；表单中需选择“按规则分配”"),
    )  # fmt: skip
    condition = JsonField(
        T("Only records that", "适用条件"), null=True, blank=True, help_text=T("Empty: all", "留空表示全部")
    )
    by = ChoiceField(T("How", "分配方式"), choices=BY, default=By.TURNS.value)
    to_users = MultiReferenceField(T("People", "人员"), to="identity.User", null=True, blank=True)
    to_departments = MultiReferenceField(
        T("Departments", "部门"), to="identity.Department", null=True, blank=True,
        help_text=T("Everybody in them and in those below", "包含下级部门的所有人员"),
    )  # fmt: skip
    to_teams = MultiReferenceField(T("Teams", "团队"), to="identity.Team", null=True, blank=True)
    to_roles = MultiReferenceField(T("Roles", "角色"), to="identity.Role", null=True, blank=True)
    working_hours = models.BooleanField(
        T("Only in working hours", "仅在工作时间分配"), default=False,
        help_text=T("Of each person; who is absent is always passed over", "以每人的工作日历为准；请假人员始终跳过"),
    )  # fmt: skip
    most = models.PositiveIntegerField(
        T("At most so many each", "每人最多"), null=True, blank=True, help_text=T("Empty: no limit", "留空表示不限")
    )
    counted = JsonField(
        T("Of records that", "计入的记录"), null=True, blank=True,
        help_text=T(
            "What counts as a person's load, such as open ones; empty: all he has",
            "计入个人数量的记录，如未关闭的；留空表示名下全部",
        ),
    )  # fmt: skip
    fallback = models.ForeignKey(
        "identity.User", models.PROTECT, verbose_name=T("If nobody is free: to", "无人可分时分给"),
        null=True, blank=True, related_name="+", db_index=False,
    )  # fmt: skip
    pool = models.ForeignKey(
        "pools.Pool", models.PROTECT, verbose_name=T("Else into the pool", "否则进入公海"),
        null=True, blank=True, related_name="+", db_index=False,
        help_text=T("Without both it stays with whoever made it", "两者均未设置时归创建人"),
    )  # fmt: skip
    active = models.BooleanField(T("In use", "启用"), default=False)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("object", "order", name="assignmentrule_used", condition=Q(deleted_at=None, active=True)),
        )


class AssignmentTurn(models.Model):
    """The last turn a person had by a rule: the one whose turn is longest ago is next."""

    rule = models.UUIDField()
    person = models.UUIDField()
    turn = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["rule", "person"], name="assignmentturn_once"),)
