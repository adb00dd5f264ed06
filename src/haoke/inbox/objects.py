"""Activities as people and machines meet them."""

from __future__ import annotations

from haoke.core.erasing.places import Place
from haoke.core.merging.beside import Beside
from haoke.core.spec import Action, Briefing, Editor, Figure, Handed, Link, ObjectSpec, Section, Weight
from haoke.core.text import T
from haoke.inbox import actions, rules
from haoke.inbox.complaints.handling import (
    COMPLAINT,
    OPEN,
    OPEN_COMPLAINTS,
    UNSOLVED,
    Solve,
    complaint_is_handled,
    solve_complaint,
    take_complaint,
)
from haoke.inbox.mail.objects import MAIL, MAIL_MODULE
from haoke.inbox.models import Activity, ActivityLink, Comment, NoticeRule
from haoke.inbox.notices.calling import OBJECTS as CALLS
from haoke.inbox.notices.ruling import rule_makes_sense
from haoke.inbox.visits.checking import VISITED, CheckIn, CheckOut, check_in, check_out

activity = ObjectSpec(
    key="activity",
    plural="activities",
    model=Activity,
    label=T("Activity", "活动"),
    label_plural=T("Activities", "活动"),
    title="subject",
    icon="calendar-check",
    number="ACT-{yyyy}{seq:7}",
    columns=("subject", "kind", "due", "done", "outcome", "next_contact", "owner"),
    sections={
        T("Activity", "活动"): (
            "subject",
            "kind",
            "severity",
            "handling",
            "due",
            "duration",
            "priority",
            "owner",
            "body",
            "mentions",
            "mention_teams",
            "attachments",
        ),
        T("Result", "结果"): (
            "done",
            "done_at",
            "outcome",
            "solution",
            "taken_at",
            "next_contact",
            "recurrence",
        ),
        T("Visit", "拜访"): (
            "stop",
            "checked_in",
            "checked_out",
            "sent_at",
            "distance",
            "far_reason",
            "marks",
            "photo",
            "photo_hash",
        ),
    },
    quick=("kind", "subject", "due", "body", "attachments", "next_contact"),
    search={
        "subject": Weight.HIGH,
        "body": Weight.LOW,
        "solution": Weight.LOW,
        "attachments": Weight.LOW,
        "number": Weight.EXACT,
    },
    match=("number",),
    links=Link(
        ActivityLink, child="activity", create=actions.log_activity, takes=CALLS, facet="kind", raised=(COMPLAINT,)
    ),
    timeline=False,
    handed=Handed("done", value=False),
    locked=(*VISITED, *CALLS, "taken_at"),
    rules=(complaint_is_handled, rules.keep_done_time, rules.recurrence_is_known),
    actions=(
        Action("take", take_complaint, T("Take in hand", "受理"), icon="user-check", offered=("handling", (OPEN,))),
        Action(
            "solve", solve_complaint, T("Mark solved", "标记解决"), Solve, icon="check", offered=("handling", UNSOLVED)
        ),
        Action("complete", actions.complete_activity, T("Complete", "完成"), actions.Complete, icon="check"),
        Action("reschedule", actions.reschedule_activity, T("Reschedule", "改期"), actions.Reschedule, icon="calendar"),
        Action("check_in", check_in, T("Check in", "签到"), CheckIn, icon="map-pin", offered=("kind", ())),
        Action("check_out", check_out, T("Check out", "签退"), CheckOut, icon="map-pin", offered=("kind", ())),
    ),
    aliases={
        "subject": ("title", "topic", "task", "任务", "标题", "事项", "跟进主题", "活动主题"),
        "kind": ("type", "activity type", "跟进方式", "跟进类型", "活动类型", "联系方式类型"),
        "body": (
            "notes",
            "comment",
            "details",
            "description",
            "follow-up",
            "跟进记录",
            "跟进内容",
            "备注",
            "沟通内容",
            "拜访记录",
        ),
        "due": ("due date", "date", "start", "deadline", "截止时间", "计划日期", "跟进时间", "跟进日期", "提醒时间"),
        "done_at": ("completed", "completed at", "完成日期", "实际时间"),
        "next_contact": (
            "next contact date",
            "next follow-up",
            "follow up on",
            "下次跟进",
            "下次联系时间",
            "下次跟进时间",
            "回访日期",
        ),
        "owner": ("assigned to", "user", "rep", "跟进人", "执行人", "责任人", "销售"),
        "solution": ("solution", "resolution", "解决方案", "处理意见", "处理结果"),
        "handling": ("complaint state", "complaint status", "投诉状态", "处理状态"),
        "outcome": ("result", "跟进结果", "沟通结果"),
    },
    default_sort="-due",
)

activity_link = ObjectSpec(
    key="activity_link",
    plural="activity-links",
    model=ActivityLink,
    label=T("Activity link", "活动关联"),
    label_plural=T("Activity links", "活动关联"),
    title="object",
    icon="link",
    parent="activity",
    internal=True,
    timeline=False,
)

comment = ObjectSpec(
    key="comment",
    plural="comments",
    model=Comment,
    label=T("Comment", "评论"),
    label_plural=T("Comments", "评论"),
    title="object",
    icon="message-square",
    about=("object", "record"),
    internal=True,
    reviews="review",
    search={"body": Weight.LOW},
    timeline=False,
    default_sort="-created_at",
)

notice_rule = ObjectSpec(
    key="notice_rule",
    plural="notice-rules",
    model=NoticeRule,
    label=T("Notice rule", "通知规则"),
    label_plural=T("Notice rules", "通知规则"),
    title="name",
    icon="bell",
    group="settings",
    section="process",
    carried=("name",),
    switch="active",
    columns=("name", "object", "happens", "to_roles", "concerned", "involved", "active"),
    sections={
        T("When", "触发条件"): ("name", "object", "happens", "fields", "condition", "by_roles", "active"),
        T("Whom to tell", "通知对象"): (
            "concerned", "to_roles", "to_departments", "to_teams", "to_users", "involved", "mail",
        ),
    },
    quick=("name", "object", "happens", "to_roles"),
    match=("name",),
    rules=(rule_makes_sense,),
    timeline=False,
    editors={"object": Editor.OBJECT, "fields": Editor.FIELDS, "condition": Editor.CRITERIA},
)  # fmt: skip

ERASED = (
    Place(
        "inbox_look", T("When pages were looked at", "页面查看时间"),
        'record = ANY(%(records)s) OR "user" = ANY(%(records)s)',
    ),
    Place(
        "inbox_position", T("Positions of visits", "拜访签到位置"),
        'activity = ANY(%(records)s) OR "user" = ANY(%(records)s)',
    ),
    Place(
        "inbox_mailsource", T("Threads of the mail", "邮件往来线索"), "message_id = ANY(%(records)s)",
        '"references" = \'{}\'',
    ),
    Place(
        "inbox_mailenrolment", T("Follow-up mails under way", "进行中的跟进邮件"),
        "object = %(object)s AND record = %(record)s::uuid AND state IN ('running', 'paused')",
        "state = 'ended', ended_at = now(), next_at = NULL, version = version + 1",
    ),
    Place(
        "inbox_letter", T("Mail waiting or sent", "待发与已发邮件"),
        """concat(subject, ' ', body, ' ', array_to_string("to", ' '), problem) ILIKE ANY(%(words)s)""",
    ),
)  # fmt: skip
#: Who follows a record follows what it went up into, unless they said so of that one themselves.
BESIDE = (Beside("inbox_follow", once=("user_id",)), Beside("inbox_look", once=("user",)))
MODULES = (MAIL_MODULE,)
OBJECTS = (activity, activity_link, comment, notice_rule, *MAIL)

_OPEN = {"field": "done", "op": "eq", "value": False}
TODAY = (
    Section(
        "calls",
        T("Calls", "待打电话"),
        "activity",
        {"and": [_OPEN, {"field": "kind", "op": "eq", "value": "call"}]},
        date="due",
        sort="due",
        place=1,
    ),
    Section(
        "tasks",
        T("Tasks and visits", "任务与拜访"),
        "activity",
        {"and": [_OPEN, {"field": "kind", "op": "nin", "value": ["call", "note", "complaint"]}]},
        date="due",
        sort="due",
        place=2,
    ),
    Section("complaints", T("Complaints to solve", "待解决投诉"), "activity", OPEN_COMPLAINTS, sort="due", place=0),
)

BRIEFINGS = (
    Briefing(
        "tasks", T("Open tasks", "待办任务"), "activity",
        {"and": [_OPEN, {"field": "kind", "op": "ne", "value": "note"}]}, "due", ("subject", "kind", "due"), place=3,
    ),
    Briefing(
        "last_contacts", T("Last contacts", "最近联系"), "activity", {"field": "done", "op": "eq", "value": True},
        "-done_at", ("subject", "kind", "outcome", "done_at"), place=4,
    ),
)  # fmt: skip

_ANYBODY = ("account", "contact", "lead", "opportunity")
_DONE = {"field": "done", "op": "eq", "value": True}
#: What stands at the top of a record's page about what was done with it and is to be done.
PROFILE = (
    Figure(
        "complaints", T("Open complaints", "未结投诉"), _ANYBODY, "activity",
        {"and": [_OPEN, {"field": "kind", "op": "eq", "value": "complaint"}]},
        most=2, sort="created_at", fields=("owner",), quiet=True, bad=True,
        line="activity.complaint", place=5,
    ),
    Figure(
        "last_contact", T("Last contact", "最近联系"), _ANYBODY, "activity",
        {"and": [_DONE, {"field": "kind", "op": "nin", "value": ["task", "note"]}]},
        count=False, most=1, sort="-done_at", fields=("kind", "owner"), place=40,
    ),
    Figure(
        "last_contact", T("Last contact", "最近联系"), _ANYBODY, "mail_message",
        {"field": "sent_at", "op": "nempty"}, count=False, most=1, sort="-sent_at", fields=("owner",), place=41,
    ),
    Figure(
        "next", T("Next", "下次安排"), _ANYBODY, "activity",
        {"and": [_OPEN, {"field": "due", "op": "nempty"}, {"field": "kind", "op": "ne", "value": "complaint"}]},
        count=False, most=1, sort="due", fields=("kind", "owner"), place=50,
    ),
)  # fmt: skip
