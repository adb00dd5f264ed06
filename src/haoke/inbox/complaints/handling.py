"""How far a complaint is: open, in hand, solved; solved only with a word of what was done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, Field

from haoke.core import clock
from haoke.core.errors import Conflict
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.core.worktime import NeverWorking, add_working, schedule_for

if TYPE_CHECKING:
    from datetime import datetime

    from haoke.core.records import Tx
    from haoke.core.spec import Change
    from haoke.inbox.models import Activity

COMPLAINT: Final = "complaint"
OPEN, IN_HAND, SOLVED = "open", "in_hand", "solved"
UNSOLVED: Final = (OPEN, IN_HAND)
#: Criteria over activities; `OPEN_COMPLAINT` the same over whatever activities are about (accounts, contacts, deals).
OPEN_COMPLAINTS: Final[dict[str, Any]] = {"field": "handling", "op": "in", "value": [*UNSOLVED]}
OPEN_COMPLAINT: Final[dict[str, Any]] = {"related": "activities", "where": OPEN_COMPLAINTS}
#: Working hours in which a complaint is to be solved that nobody gave a time.
HOURS: Final = {"high": 4, "medium": 8, "low": 24}

NO_COMPLAINT = T("Only a complaint that is not solved is taken in hand or solved", "只有未解决的投诉可以受理或标记解决")
ONLY_COMPLAINTS = T("Only complaints are open, in hand or solved", "只有投诉才有处理状态")
SAY_HOW = T("Say what was done about the complaint", "请填写投诉的处理结果")


class Solve(BaseModel):
    """What was done about a complaint."""

    solution: str = Field(min_length=1, max_length=20_000, title=T("What was done", "处理结果"))


def take_complaint(tx: Tx, record: Activity, _data: None) -> None:
    """Whoever takes a complaint in hand is in charge of it from now on; raises Conflict."""
    _require_open(record)
    tx.set("activity", record, {"handling": IN_HAND, "owner": tx.actor.id})


def solve_complaint(tx: Tx, record: Activity, data: Solve) -> None:
    """End a complaint with a word of what was done; raises Conflict, Invalid."""
    _require_open(record)
    tx.update("activity", record, {"handling": SOLVED, "solution": data.solution})


def _require_open(record: Activity) -> None:
    if record.kind != COMPLAINT or record.handling not in UNSOLVED:
        raise Conflict(NO_COMPLAINT, code="no_complaint")


def complaint_is_handled(change: Change) -> None:
    """A complaint's state and whether it is done say the same; solved, it says how; open, it has a time."""
    after = change.after
    if after.get("kind") != COMPLAINT:
        if after.get("handling") and "handling" in change.changed:
            raise RuleBroken.at("handling", "no_complaint", ONLY_COMPLAINTS)
        after["handling"] = after["taken_at"] = None
        return
    _agree(change)
    if after["handling"] == SOLVED:
        _require_word(change)
    else:
        after["due"] = after.get("due") or _due(change)
    if after["handling"] == IN_HAND:
        after["taken_at"] = after.get("taken_at") or clock.now()
    elif after["handling"] == OPEN:
        after["taken_at"] = None


def _agree(change: Change) -> None:
    after, named = change.after, change.changed
    before = (change.before or {}).get("handling")
    if "handling" in named and after.get("handling"):
        after["done"] = after["handling"] == SOLVED
    elif after.get("done") or ("done_at" in named and "done" not in named and after.get("done_at")):
        after["handling"] = SOLVED
    elif after.get("handling") in (None, SOLVED):
        after["handling"] = OPEN
    if before == SOLVED and after["handling"] != SOLVED:
        after["solution"] = None


def _require_word(change: Change) -> None:
    """What was solved before it came here may say so in its text; the past is taken as it is."""
    after = change.after
    said = after.get("solution") or (change.creating and after.get("body"))
    asked = change.creating or change.changed & {"handling", "done", "done_at", "solution", "kind"}
    if asked and not change.history and not str(said or "").strip():
        raise RuleBroken.at("solution", "required", SAY_HOW)


def _due(change: Change) -> datetime:
    now, hours = clock.now(), HOURS[change.after.get("severity") or "medium"]
    try:
        return add_working(schedule_for(), now, timedelta(hours=hours))
    except NeverWorking:
        return now + timedelta(hours=hours)
