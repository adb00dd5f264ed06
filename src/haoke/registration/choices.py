"""The values choice fields of this app may take, and what people are told."""

from __future__ import annotations

from enum import StrEnum

from haoke.core.fieldtypes.base import Choice
from haoke.core.spec import News
from haoke.core.text import T


class State(StrEnum):
    """Only ACTIVE protects; CONTESTED waits for the decision of a case, REFUSED did not get it."""

    ACTIVE = "active"
    CONTESTED = "contested"
    EXPIRED = "expired"
    RELEASED = "released"
    REFUSED = "refused"
    WON = "won"
    LOST = "lost"


class Case(StrEnum):
    """DROPPED: what the case was about ended before anybody decided."""

    OPEN = "open"
    DECIDED = "decided"
    DROPPED = "dropped"


class Decision(StrEnum):
    """STAYS with the holder, goes OVER to the other, SHARED between both, or BOTH go on for themselves."""

    STAYS = "stays"
    OVER = "over"
    SHARED = "shared"
    BOTH = "both"


STATES = (
    Choice(State.ACTIVE, T("Protected", "保护中"), "green"),
    Choice(State.CONTESTED, T("In collision", "撞单待裁决"), "orange"),
    Choice(State.EXPIRED, T("Expired", "已到期"), "gray"),
    Choice(State.RELEASED, T("Released", "已释放"), "gray"),
    Choice(State.REFUSED, T("Not granted", "未通过"), "red"),
    Choice(State.WON, T("Won", "已赢单"), "blue"),
    Choice(State.LOST, T("Lost", "已输单"), "gray"),
)
CASE_STATES = (
    Choice(Case.OPEN, T("To be decided", "待裁决"), "orange"),
    Choice(Case.DECIDED, T("Decided", "已裁决"), "green"),
    Choice(Case.DROPPED, T("Settled by itself", "已自行解除"), "gray"),
)
DECISIONS = (
    Choice(Decision.STAYS, T("Stays with whoever registered it", "维持原报备"), "blue"),
    Choice(Decision.OVER, T("Goes over to the other side", "转给另一方"), "purple"),
    Choice(Decision.SHARED, T("Shared, with a split", "双方共享并分成"), "gold"),
    Choice(Decision.BOTH, T("Both go on", "双方各自跟进"), "cyan"),
)
SIDES = (
    Choice("holder", T("Registered it", "报备方"), "blue"),
    Choice("claimant", T("The other side", "另一方"), "orange"),
)
COLLIDING = (
    Choice("warn", T("Ask why, and open a case", "说明原因并提交裁决"), "orange"),
    Choice("refuse", T("Refuse", "禁止"), "red"),
)

NEWS = {
    "ends_soon": News(
        T("Its protection ends soon; extend it if you still work on it", "报备保护即将到期，如仍在跟进请延期"),
        T("You registered it", "您是报备人"),
    ),
    "expired": News(
        T("Its protection has ended", "报备保护已到期"),
        T("You registered it", "您是报备人"),
    ),
}
CASE_NEWS = {
    "to_decide": News(
        T("Two sides claim the same customer; you decide", "有撞单待您裁决"),
        T("You stand above both", "您是双方的共同上级"),
    ),
    "opened": News(
        T("A collision of yours waits for a decision; add your evidence", "您有撞单待裁决，请补充陈述"),
        T("You are one of the two sides", "您是当事一方"),
    ),
    "decided": News(
        T("{who} has decided a collision of yours", "{who}已裁决您的撞单"),
        T("You are one of the two sides", "您是当事一方"),
    ),
}  # fmt: skip
