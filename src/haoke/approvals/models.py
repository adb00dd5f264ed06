"""Processes and deputies (edited by people); cases and everybody's part in them (written by the engine alone)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from haoke.approvals.choices import AGAINS, STATES, TASK_STATES, TRIGGERS, WITHDRAWING
from haoke.core.fieldtypes import ChoiceField, JsonField, LongTextField, TranslatedField
from haoke.core.records.model import Record
from haoke.core.text import T


class ApprovalProcess(Record):
    """Who has to agree to what; its version is what a case began with."""

    name = TranslatedField(T("Name", "名称"))
    object = models.CharField(
        T("Object", "对象"),
        max_length=60,
        help_text=T("Key of the object, e.g. opportunity", "对象的标识，如 opportunity"),
    )
    trigger = ChoiceField(T("Asked about", "触发时机"), choices=TRIGGERS, default="update")
    action = models.CharField(
        T("Action", "操作"), max_length=60, null=True, blank=True, help_text=T("Its name, e.g. win", "操作标识，如 win")
    )
    fields = JsonField(
        T("Fields", "字段"), null=True, blank=True,
        help_text=T("Changing one of these is asked about; none: any", "修改这些字段时触发；为空表示任意字段"),
    )  # fmt: skip
    condition = JsonField(T("Condition", "条件"), null=True, blank=True)
    nodes = JsonField(T("Steps", "审批节点"), null=True, blank=True)
    locked_fields = JsonField(
        T("Locked meanwhile", "审批中锁定的字段"), null=True, blank=True,
        help_text=T("None: the whole record", "为空表示锁定整条记录"),
    )  # fmt: skip
    key_fields = JsonField(
        T("Asked about again", "变更后重新审批的字段"), null=True, blank=True,
        help_text=T("Changing one of these after approval needs another", "通过后再修改这些字段需重新审批"),
    )  # fmt: skip
    withdraw = ChoiceField(T("May be withdrawn", "允许撤回"), choices=WITHDRAWING, default="first")
    again = ChoiceField(T("A returned one goes on", "退回后再提交"), choices=AGAINS, default="restart")
    order = models.PositiveIntegerField(T("Order", "顺序"), default=0)
    active = models.BooleanField(T("In use", "启用"), default=False)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("object", "order", name="approvalprocess_used", condition=Q(deleted_at=None, active=True)),
        )


class Delegation(Record):
    """That `to` decides for `owner` from `since` until `until` (None: open); `on_leave`: only while he has leave."""

    to = models.ForeignKey("identity.User", models.PROTECT, verbose_name=T("Deputy", "代理人"), related_name="+")
    since = models.DateTimeField(T("From", "开始时间"), null=True, blank=True)
    until = models.DateTimeField(T("Until", "结束时间"), null=True, blank=True)
    on_leave = models.BooleanField(
        T("While on leave", "请假期间"), default=False,
        help_text=T("Whenever the work calendar has leave for this person", "工作日历中登记请假期间自动生效"),
    )  # fmt: skip
    note = models.CharField(T("Reason", "原因"), max_length=200, null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="delegation_in_order"),
        )


class ApprovalCase(Record):
    """One thing asked for; `owner` is who asked. `path`: its steps as they were worked out when it began."""

    subject = TranslatedField(T("Subject", "标题"), max_length=300, null=True, blank=True)
    process = models.UUIDField(T("Process", "流程"))
    process_version = models.PositiveIntegerField(T("Version of the process", "流程版本"))
    object = models.CharField(T("Object", "对象"), max_length=60)
    record = models.UUIDField(T("Record", "记录"), null=True, blank=True)
    action = models.CharField(T("Asked for", "申请事项"), max_length=60)
    state = ChoiceField(T("State", "状态"), choices=STATES, default="running")
    comment = LongTextField(T("Comment", "申请说明"), null=True, blank=True)
    path = JsonField(T("Path", "审批路径"))
    step = models.PositiveIntegerField(T("Step", "当前节点"), default=0)
    round = models.PositiveIntegerField(T("Round", "轮次"), default=1)
    urged_at = models.DateTimeField(T("Urged", "催办时间"), null=True, blank=True)
    finished_at = models.DateTimeField(T("Finished", "结束时间"), null=True, blank=True)
    problem = LongTextField(T("What was in the way", "未能执行的原因"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["object", "record"],
                name="approvalcase_one_running",
                condition=Q(state="running", deleted_at=None),
            ),
        )
        indexes = (
            *Record.Meta.indexes,
            models.Index("record", "object", name="approvalcase_record", condition=Q(deleted_at=None)),
        )


class ApprovalTask(Record):
    """One person's (`owner`'s) part in a case; `place`: his turn in the step, `instead_of` whom he stands in for."""

    case = models.UUIDField(T("Case", "审批单"))
    node = models.CharField(T("Step", "节点"), max_length=40)
    round = models.PositiveIntegerField(T("Round", "轮次"), default=1)
    place = models.PositiveIntegerField(T("Turn", "次序"), default=0)
    state = ChoiceField(T("State", "状态"), choices=TASK_STATES, default="open")
    opinion = LongTextField(T("Opinion", "审批意见"), null=True, blank=True)
    decided_at = models.DateTimeField(T("Decided", "处理时间"), null=True, blank=True)
    due = models.DateTimeField(T("Due", "处理期限"), null=True, blank=True)
    late_at = models.DateTimeField(T("Found late", "超时处理时间"), null=True, blank=True)
    instead_of = models.ForeignKey(
        "identity.User", models.PROTECT, verbose_name=T("Instead of", "代"), null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    note = models.CharField(T("Note", "备注"), max_length=60, null=True, blank=True)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("case", "node", name="approvaltask_case", condition=Q(deleted_at=None)),
            models.Index("owner", "state", name="approvaltask_open", condition=Q(deleted_at=None, state="open")),
            models.Index(
                "due",
                name="approvaltask_late",
                condition=Q(deleted_at=None, state="open", late_at=None, due__isnull=False),
            ),
        )


class Exhibit(models.Model):
    """What a case was about when it began, and what each decider saw: kept for good, in no Log and in no list.

    `id`: the case's or the task's; a case's has {input, version, before, after} and what its process said when
    it began, {locked, withdraw, again}; a task's has {before, after} as he saw.
    """

    id = models.UUIDField(primary_key=True)
    data = models.JSONField()
