"""Words of duplicate rules: the way somebody writes, whose the record is that is here already, what happens then."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from haoke.core.fieldtypes.base import Choice
from haoke.core.spec import News
from haoke.core.text import T


class Way(StrEnum):
    """How a record is written; CONVERSION: by an action, as when a lead becomes an account."""

    FORM = "form"
    IMPORT = "import"
    API = "api"
    CONVERSION = "conversion"


class State(StrEnum):
    """Whose the record is that is here already; POOL: nobody's; LOCKED: its owner keeps it, whatever happens."""

    MINE = "mine"
    OTHER = "other"
    POOL = "pool"
    LOCKED = "locked"


class Step(IntEnum):
    """What happens to a write, the harder the more."""

    NONE = 0
    WARN = 1
    REASON = 2
    BLOCK = 3

    @property
    def word(self) -> str:
        return self.name.lower()


STEPS = {step.word: step for step in Step}
#: Two values of one field are the same, or two companies' names differ by little.
SIMILAR = "similar"


class CorrectionState(StrEnum):
    """What became of a proposed correction."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CORRECTION_STATES = (
    Choice(CorrectionState.OPEN.value, T("Open", "待处理"), "blue"),
    Choice(CorrectionState.ACCEPTED.value, T("Accepted", "已采纳"), "green"),
    Choice(CorrectionState.REFUSED.value, T("Refused", "未采纳"), "red"),
    Choice(CorrectionState.WITHDRAWN.value, T("Withdrawn", "已撤回"), "gray"),
)
_PROPOSER = T("You proposed it", "由您提出")
CORRECTION_NEWS = {
    "proposed": News(
        T("{who} proposes a correction", "{who}建议更正资料"), T("You own the record", "您是该记录的负责人")
    ),
    "accepted": News(T("{who} accepted your correction", "{who}采纳了您的更正建议"), _PROPOSER),
    "refused": News(T("{who} did not accept your correction", "{who}未采纳您的更正建议"), _PROPOSER),
    "open": News(T("{who} looks at your correction again", "{who}撤回了处理结果，您的更正建议待重新处理"), _PROPOSER),
}
