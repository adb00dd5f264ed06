"""Words of approvals: what sets one off, how several decide, what became of a case and of one person's part in it."""

from __future__ import annotations

from enum import StrEnum

from haoke.core.fieldtypes.base import Choice
from haoke.core.spec import News
from haoke.core.text import T


class Trigger(StrEnum):
    """What a process is asked about; MANUAL: whatever its record is, when somebody submits it."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ACTION = "action"
    MANUAL = "manual"


class Mode(StrEnum):
    """How several people decide one step."""

    ONE_BY_ONE = "one_by_one"
    ALL = "all"
    ANY = "any"
    PERCENT = "percent"


class CaseState(StrEnum):
    RUNNING = "running"
    PASSED = "passed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


class TaskState(StrEnum):
    """WAITING: not his turn yet · CANCELLED: decided without him · HANDED_ON: somebody else has it now."""

    WAITING = "waiting"
    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    RETURNED = "returned"
    HANDED_ON = "handed_on"
    CANCELLED = "cancelled"
    NOTED = "noted"


class Withdraw(StrEnum):
    """Until when the initiator may take a case back."""

    FIRST = "first"
    END = "end"
    NEVER = "never"


class Again(StrEnum):
    """Where a returned case goes on."""

    RESTART = "restart"
    RESUME = "resume"


TRIGGERS = (
    Choice("create", T("Creating", "新建"), "green"),
    Choice("update", T("Changing", "修改"), "blue"),
    Choice("delete", T("Deleting", "删除"), "red"),
    Choice("action", T("An action", "执行操作"), "purple"),
    Choice("manual", T("Submitting", "主动提交"), "gray"),
)
STATES = (
    Choice("running", T("In approval", "审批中"), "blue"),
    Choice("passed", T("Approved", "已通过"), "green"),
    Choice("rejected", T("Rejected", "已拒绝"), "red"),
    Choice("withdrawn", T("Withdrawn", "已撤回"), "gray"),
    Choice("returned", T("Returned", "已退回"), "orange"),
)
TASK_STATES = (
    Choice("waiting", T("Not yet", "未到"), "gray"),
    Choice("open", T("To decide", "待审批"), "blue"),
    Choice("approved", T("Approved", "已同意"), "green"),
    Choice("rejected", T("Rejected", "已拒绝"), "red"),
    Choice("returned", T("Returned", "已退回"), "orange"),
    Choice("handed_on", T("Handed on", "已转交"), "gray"),
    Choice("cancelled", T("No longer needed", "无需审批"), "gray"),
    Choice("noted", T("Informed", "已抄送"), "gray"),
)
WITHDRAWING = (
    Choice("first", T("Until the first decision", "首个审批人处理前"), "blue"),
    Choice("end", T("Until the end", "审批结束前"), "green"),
    Choice("never", T("Never", "不允许"), "gray"),
)
AGAINS = (
    Choice("restart", T("From the beginning", "从头开始"), "blue"),
    Choice("resume", T("Where it was returned", "从退回处继续"), "green"),
)

_DECIDER = T("You are to decide", "您是审批人")
_INITIATOR = T("You submitted it", "您提交了此审批")
#: What people are told of a case.
NEWS = {
    "waiting": News(T("Waiting for your decision", "等待您审批"), _DECIDER),
    "urged": News(T("{who} asks you to decide soon", "{who}催您尽快审批"), _DECIDER),
    "late": News(T("The time to decide has run out", "已超过处理时限，请尽快审批"), _DECIDER),
    "withdrawn": News(T("{who} withdrew it", "{who}已撤回"), _DECIDER),
    "copied": News(T("For your information", "抄送给您知晓"), T("You are copied in", "您是抄送人")),
    "passed": News(T("Approved and carried out", "已通过并生效"), _INITIATOR),
    "rejected": News(T("Rejected by {who}", "{who}已拒绝"), _INITIATOR),
    "returned": News(T("Returned to you by {who}", "{who}已退回给您"), _INITIATOR),
}
