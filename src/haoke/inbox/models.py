"""Activities and what they are about; comments, rules of notices (records); follows and notices (system tables)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from haoke.core.fieldtypes import (
    ChoiceField,
    FileField,
    JsonField,
    LongTextField,
    MultiChoiceField,
    MultiReferenceField,
    NameField,
    RichTextField,
    TagsField,
    TranslatedField,
)
from haoke.core.fieldtypes.base import Choice
from haoke.core.ids import uuid7
from haoke.core.records.model import Record
from haoke.core.text import T
from haoke.inbox.mail.models import (
    Letter,
    Mailbox,
    MailboxPlace,
    MailboxSecret,
    MailHanding,
    MailLink,
    MailMessage,
    MailSource,
    MailTemplate,
)
from haoke.inbox.mail.sequences.models import MailBlock, MailEnrolment, MailSequence, MailStep

__all__ = [
    "Activity", "ActivityLink", "Comment", "Follow", "Letter", "Look", "MailBlock", "MailEnrolment", "MailHanding",
    "MailLink", "MailMessage", "MailSequence", "MailSource", "MailStep", "MailTemplate", "Mailbox", "MailboxPlace",
    "MailboxSecret", "Notice", "NoticeRule", "NoticeSetting", "Position",
]  # fmt: skip

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
#: What a superior may want to look at in a visit.
VISIT_MARKS = (
    Choice("far", T("Far from the customer", "位置异常"), "orange"),
    Choice("left_elsewhere", T("Left elsewhere", "异地签退"), "orange"),
    Choice("no_position", T("No position given", "未提供位置"), "gray"),
    Choice("same_position", T("Same coordinates as before", "坐标与以往完全相同"), "red"),
    Choice("shared_device", T("Device of several people", "多人共用设备"), "red"),
    Choice("by_other", T("By somebody else", "他人代签"), "red"),
    Choice("sent_later", T("Sent later", "离线补传"), "gray"),
    Choice("fixed", T("Customer's position taken from here", "由此登记客户位置"), "blue"),
)
SEVERITIES = (
    Choice("low", T("Minor", "轻微"), "gray"),
    Choice("medium", T("Serious", "严重"), "orange"),
    Choice("high", T("Critical", "紧急"), "red"),
)
#: How far a complaint is; nothing else has it.
HANDLINGS = (
    Choice("open", T("Open", "待处理"), "red"),
    Choice("in_hand", T("In hand", "处理中"), "orange"),
    Choice("solved", T("Solved", "已解决"), "green"),
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
    mentions = MultiReferenceField(T("Mentioned", "提及的同事"), to="identity.User", null=True, blank=True)
    mention_teams = MultiReferenceField(T("Teams mentioned", "提及的团队"), to="identity.Team", null=True, blank=True)
    attachments = FileField(T("Attachments", "附件"), multiple=True, null=True, blank=True)
    due = models.DateTimeField(T("Due", "计划时间"), null=True, blank=True)
    duration = models.PositiveIntegerField(T("Minutes", "时长（分钟）"), null=True, blank=True)
    priority = ChoiceField(T("Priority", "优先级"), choices=PRIORITIES, default="normal")
    done = models.BooleanField(T("Done", "已完成"), default=False)
    done_at = models.DateTimeField(T("Done at", "完成时间"), null=True, blank=True)
    outcome = ChoiceField(T("Outcome", "结果"), choices=OUTCOMES, null=True, blank=True)
    next_contact = models.DateField(T("Next contact", "下次联系"), null=True, blank=True)
    severity = ChoiceField(T("Severity", "严重程度"), choices=SEVERITIES, null=True, blank=True)
    handling = ChoiceField(T("Complaint", "投诉处理"), choices=HANDLINGS, null=True, blank=True)
    taken_at = models.DateTimeField(T("In hand since", "受理时间"), null=True, blank=True)
    solution = LongTextField(T("What was done", "处理结果"), null=True, blank=True)
    checked_in = models.DateTimeField(T("Checked in", "签到时间"), null=True, blank=True)
    checked_out = models.DateTimeField(T("Checked out", "签退时间"), null=True, blank=True)
    distance = models.PositiveIntegerField(T("Metres from the customer", "距客户（米）"), null=True, blank=True)
    far_reason = models.CharField(T("Why far away", "位置异常原因"), max_length=300, null=True, blank=True)
    marks = MultiChoiceField(T("Marks", "签到标记"), choices=VISIT_MARKS, null=True, blank=True)
    photo = FileField(T("Photo", "现场照片"), null=True, blank=True)
    photo_hash = models.CharField(
        T("Digest of the picture as taken", "原始照片校验值"), max_length=64, null=True, blank=True,
        help_text=T("SHA-256, before name, time and place were written on it", "加水印前的 SHA-256"),
    )  # fmt: skip
    sent_at = models.DateTimeField(
        T("Sent at", "补传时间"), null=True, blank=True,
        help_text=T("When a check without a network reached us", "离线签到到达系统的时间"),
    )  # fmt: skip
    stop = models.PositiveSmallIntegerField(
        T("Stop", "拜访顺序"), null=True, blank=True,
        help_text=T("Its place among the visits of the day", "在当天拜访中的顺序"),
    )  # fmt: skip
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
            models.Index("due", name="activity_complaint", condition=Q(deleted_at=None, done=False, kind="complaint")),
        )


class Position(models.Model):
    """Where somebody checked into or out of a visit (`way`); no record: it is not logged, and kept for a time only.

    Degrees of `datum`, accuracy in metres; `device`: digest of what the browser calls itself.
    """

    id = models.BigAutoField(primary_key=True)
    activity = models.UUIDField()
    user = models.UUIDField()
    way = models.CharField(max_length=3)
    latitude = models.DecimalField(max_digits=9, decimal_places=6)
    longitude = models.DecimalField(max_digits=9, decimal_places=6)
    accuracy = models.PositiveIntegerField(null=True)
    datum = models.CharField(max_length=10)
    device = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index("activity", name="position_activity"),
            models.Index("user", "latitude", "longitude", name="position_place"),
            models.Index("device", "at", name="position_device"),
            models.Index("at", name="position_at"),
        )


class Look(models.Model):
    """When a person had a record's page open: last (`at`), and before that (`since`)."""

    id = models.BigAutoField(primary_key=True)
    user = models.UUIDField()
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    at = models.DateTimeField()
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "user"], name="look_once"),)


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


#: What a rule of notices listens to.
HAPPENINGS = (
    Choice("create", T("Created", "新建"), "green"),
    Choice("update", T("Changed", "修改"), "blue"),
    Choice("comment", T("Commented", "评论"), "purple"),
)
CONCERNED = (
    Choice("owner", T("The person in charge", "负责人"), "blue"),
    Choice("followers", T("Those who follow it", "关注者"), "green"),
)


REVIEW_MARKS = (
    Choice("good", T("Good", "做得好"), "green"),
    Choice("improve", T("To improve", "待改进"), "orange"),
)


class Comment(Record):
    """What somebody said about one record of any object; its author is its owner."""

    object = models.CharField(T("Object", "对象"), max_length=60)
    record = models.UUIDField(T("Record", "记录"))
    body = RichTextField(T("Comment", "评论"), max_length=10_000)
    mentions = MultiReferenceField(T("Mentioned", "提及的同事"), to="identity.User", null=True, blank=True)
    mention_teams = MultiReferenceField(T("Teams mentioned", "提及的团队"), to="identity.Team", null=True, blank=True)
    review = models.BooleanField(T("By a superior", "上级点评"), default=False)
    mark = ChoiceField(T("Mark", "评价"), choices=REVIEW_MARKS, null=True, blank=True)

    class Meta(Record.Meta):
        indexes = (
            *Record.Meta.indexes,
            models.Index("record", F("created_at").desc(), name="comment_record", condition=Q(deleted_at=None)),
        )


class NoticeRule(Record):
    """Whom to tell when something happens to records of an object that meet a condition; `code`: a shipped one."""

    name = TranslatedField(T("Name", "名称"))
    code = models.CharField(T("Code", "代码"), max_length=40, null=True, blank=True, editable=False)
    object = models.CharField(
        T("Object", "对象"), max_length=60, help_text=T("Its key, such as account", "对象代码，例如 account")
    )
    happens = MultiChoiceField(T("When", "触发时机"), choices=HAPPENINGS)
    fields = TagsField(
        T("Fields", "字段"), null=True, blank=True,
        help_text=T("Only when one of these changes; empty: any", "仅当这些字段变化时通知，留空表示任意字段"),
    )  # fmt: skip
    condition = JsonField(T("Condition", "条件"), null=True, blank=True)
    by_roles = MultiReferenceField(
        T("Done by", "操作人角色"), to="identity.Role", null=True, blank=True,
        help_text=T("Only when somebody with such a role did it", "仅当具有这些角色的人操作时通知"),
    )  # fmt: skip
    concerned = MultiChoiceField(T("Tell", "通知相关人"), choices=CONCERNED, null=True, blank=True)
    to_users = MultiReferenceField(T("People", "通知人员"), to="identity.User", null=True, blank=True)
    to_roles = MultiReferenceField(T("Roles", "通知角色"), to="identity.Role", null=True, blank=True)
    to_departments = MultiReferenceField(T("Departments", "通知部门"), to="identity.Department", null=True, blank=True)
    to_teams = MultiReferenceField(T("Teams", "通知团队"), to="identity.Team", null=True, blank=True)
    involved = models.BooleanField(
        T("Only those involved", "仅限经办人"), default=False,
        help_text=T(
            "Of roles, departments and teams only those who own, follow, or have worked on the record",
            "角色、部门和团队中，仅通知负责、关注或处理过该记录的人",
        ),
    )  # fmt: skip
    mail = models.BooleanField(
        T("Also by e-mail", "同时发送邮件"), default=False,
        help_text=T("Sent once the company's mail is set up", "公司邮箱配置完成后发送"),
    )  # fmt: skip
    active = models.BooleanField(T("Active", "启用"), default=True)

    class Meta(Record.Meta):
        constraints = (*Record.Meta.constraints, models.UniqueConstraint(fields=["code"], name="noticerule_code"))


class Follow(models.Model):
    """That a person wants to hear of one record; `on` False: he said no, so nothing makes him follow again."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("identity.User", models.CASCADE, related_name="+", db_index=False)
    object = models.CharField(max_length=60)
    record = models.UUIDField()
    on = models.BooleanField(default=True)
    chosen = models.BooleanField(default=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "record"], name="follow_once"),)
        indexes = (models.Index("record", "user", name="follow_record", condition=Q(on=True)),)


class Notice(models.Model):
    """What one person is told: why (`reason`, `rule`) and `what` happened to `records`; texts are made at reading.

    `key`: what is told together while unread · `fields`: those that changed · `actors`: who did it, the latest last.
    `note`: {rule, text} an automation says.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey("identity.User", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    reason = models.CharField(max_length=20)
    what = models.CharField(max_length=20)
    rule = models.UUIDField(null=True)
    object = models.CharField(max_length=60)
    records = ArrayField(models.UUIDField())
    fields = ArrayField(models.CharField(max_length=100), default=list)
    actors = ArrayField(models.UUIDField(), default=list)
    comment = models.UUIDField(null=True)
    due = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=1)
    mail = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)
    note = models.JSONField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "key"], name="notice_unread", condition=Q(read_at=None)),
        )
        indexes = (
            models.Index("at", name="notice_unmailed", condition=Q(mail=True, mailed_at=None)),
            models.Index("user", F("at").desc(), F("id").desc(), name="notice_user"),
            models.Index("at", name="notice_at"),
        )


def mailed() -> list[str]:
    """Of what people are told by mail unless they wish otherwise: where somebody waits for them."""
    return ["mention", "news"]


class NoticeSetting(models.Model):
    """How a person wants to be told; the times and ways of mail are kept for when it is sent."""

    user = models.OneToOneField("identity.User", models.CASCADE, primary_key=True, related_name="+")
    follow_mine = models.BooleanField(default=True)
    silent = ArrayField(models.CharField(max_length=20), default=list)
    mail = ArrayField(models.CharField(max_length=20), default=mailed)
    digest = models.CharField(max_length=10, default="off")
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
