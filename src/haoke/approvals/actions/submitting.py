"""Submitting what needs approval, after a look at who will decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from pydantic import ConfigDict, Field

from haoke.approvals.actions.asking import Found, Wish, by_hand, look_into, plain
from haoke.approvals.actions.running import ADDED, ERASED, advance, case_of, lay_open
from haoke.approvals.choices import Again, CaseState, Trigger
from haoke.approvals.models import ApprovalCase, Exhibit
from haoke.approvals.queries import comparing
from haoke.approvals.queries.gating import LOCKED, Locked, name_of, reopens
from haoke.approvals.queries.paths import Path
from haoke.approvals.rules.documents import steps_of, walk
from haoke.core import registry
from haoke.core.errors import Conflict, Missing
from haoke.core.ids import uuid7
from haoke.core.records import changes, hold
from haoke.core.records.gate import relock
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

#: What of a returned round its deciders may compare with.
KEPT: Final = ("before", "after", "input")
NOT_RETURNED = T("This was not returned to you", "此审批未退回给您")


class Asking(Wish):
    """A wish with whom the initiator chose for the steps that leave it to him ({step: people}), and why he asks."""

    chosen: dict[str, list[UUID]] = Field(default_factory=dict, max_length=60)
    comment: str | None = Field(None, max_length=20_000)


class Resubmission(Wish):
    """What is asked for now, in place of what was returned; without `input`: the same again."""

    model_config = ConfigDict(extra="forbid")
    object: str = ""
    action: str = ""
    chosen: dict[str, list[UUID]] = Field(default_factory=dict, max_length=60)
    comment: str | None = Field(None, max_length=20_000)


class _Done(Exception):
    """Ends a preview, which leaves nothing behind."""


def preview(actor: Actor, data: Asking) -> dict[str, Any]:
    """{process, steps: [{id, kind, name, mode, percent, people: [{id, name}], …}], choose: [...], changes: [what the
    deciders would see, none of what is submitted as it is]}; writes nothing.
    """
    answer: dict[str, Any] = {}
    try:
        with changes(actor, "preview_approval") as tx:
            found = look_into(tx, data)
            path = _path(actor, data, found)
            steps = path.steps(found.process["nodes"])
            names = path.people.name
            answer = {
                "process": {"id": found.process["id"], "name": name_of(found.process)},
                "steps": [lay_open(step, path.people, actor.id) for step in steps],
                "choose": [
                    {
                        "id": step, "name": name,
                        "people": None if among is None else [{"id": str(each), "name": names(each)} for each in among],
                    }
                    for step, (name, among) in path.open.items()
                ],
                "changes": _changes(actor, data, found),
                "reopens": _reopens(data, found),
            }  # fmt: skip
            raise _Done
    except _Done:
        return answer


def _changes(actor: Actor, data: Asking, found: Found) -> list[dict[str, Any]]:
    if data.action == Trigger.MANUAL:
        return []
    spec = registry.get(data.object)
    return comparing.changes(actor, spec, data.action, comparing.seen_by(actor, spec, _exhibit(data, found)))


def _reopens(data: Wish, found: Found) -> bool:
    """Whether it needs approval only because it was approved before and a key field changes."""
    if data.record is None or found.before is None:
        return False
    changed = {name for name, value in found.after.items() if found.before.get(name) != value}
    return reopens(found.process, registry.get(data.object), data.record, data.action, changed)


def _path(actor: Actor, data: Asking, found: Found) -> Path:
    return Path(registry.get(found.process["object"]), found.judged, actor, data.chosen)


def submit(actor: Actor, data: Asking) -> UUID:
    """A case on its way; its id: a new one, or the one returned to the actor that asked for this before."""
    returned = _returned(actor, data)
    if returned is not None:
        again = data.model_dump(include={"input", "chosen", "comment"})
        resubmit(actor, returned, Resubmission.model_validate(again))
        return returned
    return _submit(actor, data)


def _returned(actor: Actor, data: Asking) -> UUID | None:
    """The actor's returned case about the same of the same record."""
    if data.record is None:
        return None
    cases = ApprovalCase._base_manager.filter(
        owner=actor.id, object=data.object, record=data.record, action=data.action, state=CaseState.RETURNED.value,
        deleted_at=None,
    )  # fmt: skip
    for case in cases.order_by("-created_at")[:5]:
        former = Exhibit.objects.get(pk=case.id).data.get("input") or {}
        if former.keys() & data.input.keys() or not (former or data.input):
            found: UUID = case.id
            return found
    return None


def _submit(actor: Actor, data: Asking) -> UUID:
    """A new case; what nobody has to decide is carried out at once."""
    with changes(actor, "submit_approval") as tx:
        made: UUID = _begin(tx, actor, data, look_into(tx, data)).id
    return made


def start(tx: Tx, process: UUID, about: tuple[str, UUID], asker: Actor, comment: str | None = None) -> UUID:
    """The id of a case of a process that is submitted to by hand, begun within another change for `asker`.

    Raises Conflict when the process is not in use or the record is in approval, Invalid when `asker` would have to
    choose who decides.
    """
    key, record = about
    found = by_hand(process, key, record)
    data = Asking(object=key, record=record, action=Trigger.MANUAL, comment=comment)
    made: UUID = _begin(tx, asker, data, found).id
    return made


def _begin(tx: Tx, asker: Actor, data: Asking, found: Found) -> ApprovalCase:
    path = _path(asker, data, found)
    steps = path.steps(found.process["nodes"])
    path.require_chosen()
    _require_free(data)
    with hold.carrying(uuid7()):
        case: ApprovalCase = tx.add(
            "approval_case",
            {
                "subject": _subject(found.process["name"] or {}, path.people.name(asker.id)), "owner": asker.id,
                "process": found.process["id"], "process_version": found.process["version"], "object": data.object,
                "record": data.record, "action": data.action, "comment": data.comment, "path": steps,
            },
        )  # fmt: skip
    with hold.carrying(case.id):
        Exhibit.objects.create(id=case.id, data=_exhibit(data, found))
        if data.record is not None:
            tx.note(data.object, data.record, "approval_submitted", {"case": case.number})
        advance(tx, case)
    return case


def _require_free(data: Asking) -> None:
    """Lock the record; raises Locked while it is in approval already."""
    if data.record is None:
        return
    relock(registry.get(data.object), data.record)
    cases = ApprovalCase._base_manager.filter(object=data.object, record=data.record, deleted_at=None)
    running = cases.filter(state=CaseState.RUNNING.value).first()
    if running is not None:
        raise Locked(LOCKED.fill(number=running.number or ""), extra={"case": str(running.id)})


def _subject(process: dict[str, str], who: str) -> dict[str, str]:
    """What a case is called wherever it is told of: the process and who asks; of the record nothing."""
    return {language: f"{name} · {who}"[:300] for language, name in process.items() if name}


def _exhibit(data: Wish, found: Found) -> dict[str, Any]:
    spec = registry.get(data.object)
    document = {
        "input": data.input, "version": found.version, "before": plain(spec, found.before),
        "after": plain(spec, found.after), "locked": found.process["locked_fields"],
        "withdraw": found.process["withdraw"], "again": found.process["again"], "reopens": _reopens(data, found),
    }  # fmt: skip
    kept: dict[str, Any] = orjson.loads(orjson.dumps(document, default=str))
    return kept


def _where(case: ApprovalCase, former: dict[str, Any], steps: list[dict[str, Any]]) -> tuple[int, list[dict[str, Any]]]:
    """(where a returned case goes on, its path from now on): where it was, if what was decided would be asked so again.

    Signers put in meanwhile stay where they decided or were to decide.
    """
    if former.get("again") != Again.RESUME or case.step >= len(case.path):
        return 0, steps
    end = case.step
    while end < len(case.path) and _added(case.path[end]):
        end += 1
    done = [step for step in case.path[: case.step] if not _added(step)]
    if [(each["id"], each["people"]) for each in done] != [(each["id"], each["people"]) for each in steps[: len(done)]]:
        return 0, steps
    return case.step, [*case.path[:end], *steps[len(done) :]]


def _is_another(case: ApprovalCase, found: Found, former: dict[str, Any], shown: dict[str, Any]) -> bool:
    """Whether what was agreed to was something else: under another process, or with another value of a key field."""
    was, now = ({**each["input"], **(each["after"] or {})} for each in (former, shown))
    keys = found.process["key_fields"] or ()
    return str(case.process) != str(found.process["id"]) or any(was.get(name) != now.get(name) for name in keys)


def _added(step: dict[str, Any]) -> bool:
    return bool(step["id"].startswith(ADDED))


def resubmit(actor: Actor, case_id: UUID, data: Resubmission) -> None:
    """Submit a returned case once more, changed or not; it begins again or goes on where it was returned."""
    with changes(actor, "resubmit_approval") as tx:
        case = case_of(case_id)
        if case.owner_id != actor.id:
            raise Missing
        if case.state != CaseState.RETURNED:
            raise Conflict(NOT_RETURNED, code="not_returned")
        former = Exhibit.objects.get(pk=case.id).data
        if not former:
            raise Conflict(ERASED, code="erased")
        wish = Asking(
            object=case.object, record=case.record, action=case.action,
            input=data.input if "input" in data.model_fields_set else former["input"],
            chosen=data.chosen or {step["id"]: step["people"] for step in case.path}, comment=data.comment,
        )  # fmt: skip
        found = look_into(tx, wish)
        # Only choices that are still asked for count; the rest of a path is worked out anew.
        asked_for = {step.id for step in walk(steps_of(found.process["nodes"])) if step.kind == "choice"}
        wish.chosen = {step: people for step, people in wish.chosen.items() if step in asked_for}
        path = _path(actor, wish, found)
        steps = path.steps(found.process["nodes"])
        path.require_chosen()
        _require_free(wish)
        with hold.carrying(case.id):
            shown = _exhibit(wish, found) | {"former": {side: former.get(side) for side in KEPT}}
            Exhibit.objects.filter(pk=case.id).update(data=shown)
            at, steps = (0, steps) if _is_another(case, found, former, shown) else _where(case, former, steps)
            tx.set(
                "approval_case", case,
                {
                    "state": CaseState.RUNNING.value, "round": case.round + 1, "step": at, "path": steps,
                    "comment": data.comment or case.comment, "problem": None, "process": found.process["id"],
                    "process_version": found.process["version"],
                },
            )  # fmt: skip
            if case.record is not None:
                tx.note(case.object, case.record, "approval_submitted", {"case": case.number})
            advance(tx, case)
