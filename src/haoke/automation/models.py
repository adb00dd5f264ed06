"""Rules (edited by people) and their runs (written by the engine alone)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from haoke.automation.choices import STATES, TRIGGERS
from haoke.core.fieldtypes import ChoiceField, JsonField, LongTextField
from haoke.core.records.model import Record
from haoke.core.text import T


class Automation(Record):
    """When something happens to records of an object, or a time comes, and conditions hold: steps, as its owner."""

    name = models.CharField(T("Name", "名称"), max_length=120)
    object = models.CharField(
        T("Object", "对象"), max_length=60,
        help_text=T("Key of the object, e.g. account", "对象的标识，如 account"),
    )  # fmt: skip
    trigger = ChoiceField(T("When", "触发时机"), choices=TRIGGERS, default="created")
    details = JsonField(
        T("Details of when", "触发细节"), null=True, blank=True,
        help_text=T(
            "changed: {fields}; action: {action}; date: {field, n, unit, side, at}; times: {every, at, weekday, day}",
            "变更：{fields}；操作：{action}；日期：{field, n, unit, side, at}；定时：{every, at, weekday, day}",
        ),
    )  # fmt: skip
    condition = JsonField(T("Condition", "条件"), null=True, blank=True)
    before = JsonField(
        T("Condition before the change", "变更前的条件"), null=True, blank=True,
        help_text=T("Held before the change", "变更前须满足"),
    )  # fmt: skip
    steps = JsonField(T("Steps", "步骤"), null=True, blank=True)
    imports = models.BooleanField(
        T("Also for imported records", "导入的记录也触发"), default=False,
    )  # fmt: skip
    active = models.BooleanField(T("In use", "启用"), default=False)
    since = models.DateTimeField(T("In use since", "启用时间"), null=True, blank=True, editable=False)
    stopped = LongTextField(T("Why it was switched off", "停用原因"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("object", "trigger", name="automation_used", condition=Q(deleted_at=None, active=True)),
        )


class AutomationRun(Record):
    """One run of a rule for one record; `rest`: the steps still to do, as they were when it began.

    `occasion` is what set it off ("entry:…", "date:…", "at:…"), once for a rule and record · `change`: what it writes
    is logged under this · `depth`: how many runs led to it, one by the other.
    """

    automation = models.ForeignKey(
        Automation, models.PROTECT, verbose_name=T("Rule", "规则"), related_name="+", db_index=False
    )
    object = models.CharField(T("Object", "对象"), max_length=60)
    record = models.UUIDField(T("Record", "记录"))
    occasion = models.CharField(T("Set off by", "触发来源"), max_length=200)
    entry = models.BigIntegerField(T("Entry of the Log", "操作记录编号"), null=True, blank=True)
    change = models.UUIDField(T("Change", "变更编号"))
    depth = models.PositiveSmallIntegerField(T("Depth", "层级"), default=1)
    state = ChoiceField(T("State", "状态"), choices=STATES, default="queued")
    steps = JsonField(T("Steps taken", "已执行步骤"), null=True, blank=True)
    rest = JsonField(T("Steps to go", "剩余步骤"), null=True, blank=True)
    error = LongTextField(T("Error", "错误"), null=True, blank=True)
    due = models.DateTimeField(T("Goes on", "继续时间"), null=True, blank=True)
    awaits = models.UUIDField(T("Waits for the approval", "等待的审批"), null=True, blank=True)
    finished_at = models.DateTimeField(T("Finished", "结束时间"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["automation", "record", "occasion"], name="automationrun_once"),
        )
        indexes = (
            *Record.Meta.indexes,
            models.Index("change", name="automationrun_change"),
            models.Index("created_at", name="automationrun_queued", condition=Q(state="queued", deleted_at=None)),
            models.Index("due", name="automationrun_due", condition=Q(state="waiting")),
            models.Index("awaits", name="automationrun_awaits", condition=Q(state="waiting", awaits__isnull=False)),
            models.Index("automation", F("created_at").desc(), name="automationrun_rule", condition=Q(deleted_at=None)),
        )
