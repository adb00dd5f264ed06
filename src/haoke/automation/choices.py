"""Words of automation: what sets a rule off, and what became of a run."""

from __future__ import annotations

from enum import StrEnum

from haoke.core.fieldtypes.base import Choice
from haoke.core.text import T


class Trigger(StrEnum):
    """What sets a rule off; DATE: a time told from a field of the record, SCHEDULE: a time of its own."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"
    ACTION = "action"
    DATE = "date"
    SCHEDULE = "schedule"
    MESSAGE = "message"


class RunState(StrEnum):
    """QUEUED: to be carried out · WAITING: goes on at its time · SKIPPED: nothing it might touch any more."""

    QUEUED = "queued"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    STOPPED = "stopped"


#: Set off by entries of the Log.
BY_LOG = frozenset({Trigger.CREATED, Trigger.UPDATED, Trigger.DELETED, Trigger.ACTION, Trigger.MESSAGE})
TRIGGERS = (
    Choice("created", T("A record is created", "新建记录时"), "green"),
    Choice("updated", T("A record is changed", "记录变更时"), "blue"),
    Choice("deleted", T("A record is deleted", "删除记录时"), "red"),
    Choice("action", T("An action is carried out", "执行操作时"), "purple"),
    Choice("date", T("A date of the record comes", "到达记录的日期时"), "orange"),
    Choice("schedule", T("At fixed times", "按固定时间"), "cyan"),
    Choice("message", T("A message comes in", "收到外部消息时"), "gold"),
)
STATES = (
    Choice("queued", T("About to run", "待执行"), "blue"),
    Choice("waiting", T("Waiting", "等待中"), "cyan"),
    Choice("done", T("Done", "已完成"), "green"),
    Choice("failed", T("Failed", "失败"), "red"),
    Choice("skipped", T("Left out", "已跳过"), "gray"),
    Choice("stopped", T("Stopped by the loop guard", "已被循环保护停止"), "orange"),
)
