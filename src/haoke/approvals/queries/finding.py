"""Finding approvals again: the cases somebody has a part in, by words, state, object and day, page by page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from django.db.models import Q
from pydantic import BaseModel, ConfigDict, Field

from haoke.approvals.choices import CaseState, TaskState
from haoke.approvals.models import ApprovalCase, ApprovalTask
from haoke.approvals.queries.showing import DECIDED, briefs, names, part, require_key
from haoke.core import clock
from haoke.core.fieldtypes import normal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from haoke.core.access.actor import Actor

#: Cases of a page, and how many are looked through for one: what is found nowhere there is looked for on request.
PAGE: Final = 25
LOOKED_AT: Final = 500
#: What somebody's part in a case is: his tasks' states.
PARTS: Final = {
    "open": (TaskState.OPEN.value,),
    "decided": tuple(each.value for each in DECIDED),
    "copied": (TaskState.NOTED.value,),
}


class Wanted(BaseModel):
    """`words`: all in title, number, process or name of who asked · `state`, `object`: exactly · days: both included.

    `cursor`: the `next` of the page before.
    """

    model_config = ConfigDict(extra="forbid")
    part: Literal["open", "submitted", "decided", "copied"]
    words: str = Field("", max_length=100)
    state: Literal["running", "passed", "rejected", "withdrawn", "returned"] | None = None
    object: str | None = Field(None, max_length=60)
    since: date | None = None
    until: date | None = None
    cursor: UUID | None = None


def find(actor: Actor, wanted: Wanted) -> dict[str, Any]:
    """{items, next}: the newest first; by words as this person sees them, so that they tell nothing hidden from him."""
    require_key(actor)
    words = [normal.key(each) for each in wanted.words.split()]
    cases = list(_after(_cases(actor, wanted), wanted.cursor)[: LOOKED_AT + 1])
    found: list[dict[str, Any]] = []
    looked_at = 0
    while looked_at < min(len(cases), LOOKED_AT) and len(found) < PAGE:
        # No more than could still be wanted, so that a page ends where it is full.
        portion = cases[looked_at : min(looked_at + PAGE - len(found), LOOKED_AT)]
        shown = briefs(actor, portion)
        found += [shown[each.id] for each in portion if all(_has(shown[each.id], word) for word in words)]
        looked_at += len(portion)
    following = str(cases[looked_at - 1].id) if looked_at < len(cases) else None
    return {"items": _with_parts(actor, wanted, found), "next": following}


def _has(brief: dict[str, Any], word: str) -> bool:
    said = (brief["title"] or "", brief["number"], brief["process"], brief["initiator"]["name"])
    return any(word in normal.key(each) for each in said)


def _cases(actor: Actor, wanted: Wanted) -> QuerySet[ApprovalCase]:
    """Those the person has that part in, the newest first."""
    cases = ApprovalCase._base_manager.filter(deleted_at=None)
    if wanted.part == "submitted":
        cases = cases.filter(owner=actor.id)
    else:
        cases = cases.filter(id__in=_tasks(actor, wanted).values("case"))
    if wanted.part == "open":
        cases = cases.filter(state=CaseState.RUNNING.value)
    exact = {"state": wanted.state, "object": wanted.object}
    cases = cases.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.since:
        cases = cases.filter(created_at__gte=_morning(wanted.since))
    if wanted.until:
        cases = cases.filter(created_at__lt=_morning(wanted.until) + timedelta(days=1))
    return cases.order_by("-created_at", "-id")


def _tasks(actor: Actor, wanted: Wanted) -> QuerySet[ApprovalTask]:
    return ApprovalTask._base_manager.filter(owner=actor.id, deleted_at=None, state__in=PARTS[wanted.part])


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.timezone())


def _after(cases: QuerySet[ApprovalCase], cursor: UUID | None) -> QuerySet[ApprovalCase]:
    last = ApprovalCase._base_manager.filter(pk=cursor).values_list("created_at", flat=True).first() if cursor else None
    if last is None:
        return cases
    return cases.filter(Q(created_at__lt=last) | Q(created_at=last, id__lt=cursor))


def _with_parts(actor: Actor, wanted: Wanted, lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines with the person's newest part in each, as `mine` gives them."""
    if wanted.part == "submitted" or not lines:
        return list(lines)
    tasks = _tasks(actor, wanted).filter(case__in=[each["id"] for each in lines]).order_by("created_at", "id")
    newest = {str(task.case): task for task in tasks}
    people = names({task.instead_of_id for task in newest.values() if task.instead_of_id})
    return [line | part(newest[line["id"]], people) for line in lines]
