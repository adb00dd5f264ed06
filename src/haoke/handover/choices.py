"""The values choice fields of this app may take, and what people are told."""

from __future__ import annotations

from enum import StrEnum

from haoke.core.fieldtypes.base import Choice
from haoke.core.spec import News
from haoke.core.text import T


class State(StrEnum):
    """OPEN waits to be distributed, DONE was, CLOSED needs it no more."""

    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"


STATES = (
    Choice(State.OPEN, T("To be distributed", "待分配"), "orange"),
    Choice(State.DONE, T("Distributed", "已分配"), "green"),
    Choice(State.CLOSED, T("Closed", "已关闭"), "gray"),
)
NEWS = {
    "queued": News(
        T("What somebody has left waits for you to distribute it", "有离职人员的客户与工作待您分配"),
        T("You are their superior", "您是其上级"),
    ),
    "named": News(
        T(
            "Somebody who has left is still named in positions or rules; put somebody in their place",
            "有离职人员仍担任职务或列在规则中，请指定接替人",
        ),
        T("You are an administrator", "您是管理员"),
    ),
    "received": News(
        T("{who} has handed customers over to you, with a briefing", "{who}向您移交了客户，附简报"),
        T("You are a successor", "您是接收人"),
    ),
    "placed": News(
        T(
            "{who} has put you in somebody's place: what that person decided, shared or was named in",
            "{who}安排您接替他人的职务、审批或共享",
        ),
        T("You are a successor", "您是接收人"),
    ),
}  # fmt: skip
