"""Activities and what they are about."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from haoke.core.fieldtypes import ChoiceField, FileField, JsonField, LongTextField, NameField
from haoke.core.fieldtypes.base import Choice
from haoke.core.records.model import Record
from haoke.core.text import T

KINDS = (
    Choice("task", T("Task", "任务"), "blue"),
    Choice("call", T("Call", "电话"), "green"),
    Choice("meeting", T("Meeting", "会议"), "purple"),
    Choice("visit", T("Visit", "拜访"), "cyan"),
    Choice("note", T("Note", "备注"), "gray"),
    Choice("email", T("E-mail", "邮件"), "geekblue"),
    Choice("complaint", T("Complaint", "投诉"), "red"),
)
PRIORITIES = (
    Choice("high", T("High", "高"), "red"),
    Choice("normal", T("Normal", "中"), "blue"),
    Choice("low", T("Low", "低"), "gray"),
)
OUTCOMES = (
    Choice("reached", T("Reached", "已沟通"), "blue"),
    Choice("interested", T("Interested", "有意向"), "green"),
    Choice("agreed", T("Agreed", "达成一致"), "gold"),
    Choice("no_answer", T("No answer", "未接通"), "orange"),
    Choice("not_interested", T("Not interested", "无意向"), "gray"),
    Choice("done", T("Done", "已办结"), "cyan"),
)


class Activity(Record):
    """Something to do, or done, with a customer; what it is about stands in ActivityLink."""

    subject = NameField(T("Subject", "主题"), max_length=200)
    kind = ChoiceField(T("Kind", "类型"), choices=KINDS, default="task")
    body = LongTextField(T("Text", "内容"), null=True, blank=True)
    attachments = FileField(T("Attachments", "附件"), multiple=True, null=True, blank=True)
    due = models.DateTimeField(T("Due", "计划时间"), null=True, blank=True)
    duration = models.PositiveIntegerField(T("Minutes", "时长（分钟）"), null=True, blank=True)
    priority = ChoiceField(T("Priority", "优先级"), choices=PRIORITIES, default="normal")
    done = models.BooleanField(T("Done", "已完成"), default=False)
    done_at = models.DateTimeField(T("Done at", "完成时间"), null=True, blank=True)
    outcome = ChoiceField(T("Outcome", "结果"), choices=OUTCOMES, null=True, blank=True)
    next_contact = models.DateField(T("Next contact", "下次联系"), null=True, blank=True)
    recurrence = JsonField(
        T("Repeats", "重复"), null=True, blank=True,
        help_text=T(
            'For example {"every": 1, "unit": "week", "until": "2027-01-31"}; units: day, week, month, year',
            '例如 {"every": 1, "unit": "week", "until": "2027-01-31"}；单位：day、week、month、year',
        ),
    )  # fmt: skip

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("owner", "due", name="activity_due", condition=Q(deleted_at=None, done=False)),
            models.Index("next_contact", "owner", name="activity_next", condition=Q(deleted_at=None)),
            models.Index(F("done_at").desc(), name="activity_done", condition=Q(deleted_at=None, done=True)),
        )


class ActivityLink(Record):
    """Ties an activity to one record of any object."""

    activity = models.ForeignKey(Activity, models.PROTECT, verbose_name=T("Activity", "活动"), related_name="+")
    object = models.CharField(T("Object", "对象"), max_length=40)
    record = models.UUIDField(T("Record", "记录"))

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["activity", "object", "record"], name="activitylink_once", condition=Q(deleted_at=None)
            ),
        )
        indexes = (
            *Record.Meta.indexes,
            models.Index("record", "activity", name="activitylink_record", condition=Q(deleted_at=None)),
        )
