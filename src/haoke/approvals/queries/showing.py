"""Cases as people see them: involved ones by what their field rights show of it, others through the record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from haoke.approvals.choices import CaseState, TaskState, Withdraw
from haoke.approvals.models import ApprovalCase, ApprovalProcess, ApprovalTask, Exhibit
from haoke.approvals.queries.comparing import changes, editable, seen_by
from haoke.approvals.queries.gating import lock_of
from haoke.core import access, clock, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.access.scopes import key_allows
from haoke.core.errors import Denied, Missing
from haoke.core.metadata import derived
from haoke.core.records.gate import unseen
from haoke.core.records.storage import columns, fetch, instance, listed, table
from haoke.core.sql import Sql
from haoke.core.text import T, current_language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

SHOWN: Final = 50
#: How long after having urged one may do so again.
URGE_AGAIN: Final = timedelta(hours=1)
NOBODY: Final = UUID(int=0)
WHAT: Final = {
    "create": T("Create", "新建"),
    "update": T("Change", "修改"),
    "delete": T("Delete", "删除"),
    "merge": T("Merge", "合并"),
    "manual": T("Submit", "提交"),
}
DECIDED: Final = (TaskState.APPROVED, TaskState.REJECTED, TaskState.RETURNED)


def names(people: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people; everybody signed in may know those."""
    query = f"SELECT id, name FROM {table(registry.get('user').model)} WHERE id = ANY(%s)"
    return {row["id"]: row["name"] for row in fetch(Sql(query, (list(people),)), prepared=True)}


def mine(actor: Actor) -> dict[str, Any]:
    """{open, submitted, decided, copied}: what waits for this person, what he asked for, decided, is copied in."""
    require_key(actor)
    tasks = ApprovalTask._base_manager.filter(owner=actor.id, deleted_at=None).order_by("-created_at")
    waiting = list(tasks.filter(state=TaskState.OPEN.value)[:SHOWN])
    done, told = _once(tasks.filter(state__in=DECIDED)), _once(tasks.filter(state=TaskState.NOTED.value))
    own = list(ApprovalCase._base_manager.filter(owner=actor.id, deleted_at=None).order_by("-created_at")[:SHOWN])
    about = {task.case for task in (*waiting, *done, *told)}
    known = {case.id: case for case in ApprovalCase._base_manager.filter(id__in=about)}
    shown = briefs(actor, [*known.values(), *own])
    people = names({task.instead_of_id for task in (*waiting, *done, *told) if task.instead_of_id})
    return {
        "open": [
            shown[task.case] | part(task, people) for task in waiting if known[task.case].state == CaseState.RUNNING
        ],
        "submitted": [shown[case.id] for case in own],
        "decided": [shown[task.case] | part(task, people) for task in done],
        "copied": [shown[task.case] | part(task, people) for task in told],
    }


def to_decide(person: UUID) -> int:
    """How many parts in running cases a person has, now or once it is his turn."""
    states = (TaskState.OPEN, TaskState.WAITING)
    return ApprovalTask._base_manager.filter(owner=person, state__in=states, deleted_at=None).count()


def part(task: ApprovalTask, people: Mapping[UUID, str]) -> dict[str, Any]:
    """{task} of a line: the person's part in the case; `people`: names of those he stands in for."""
    stands_for = people.get(task.instead_of_id or NOBODY)
    return {"task": {"id": str(task.id), "state": task.state, "due": task.due, "note": task.note, "for": stands_for}}


def _once(tasks: QuerySet[ApprovalTask]) -> list[ApprovalTask]:
    """The newest part in each case, newest first."""
    return list({task.case: task for task in reversed(tasks[:SHOWN])}.values())[::-1]


def may_urge(case: ApprovalCase) -> bool:
    """Whether its initiator may remind people now."""
    return case.urged_at is None or clock.now() - case.urged_at >= URGE_AGAIN


def require_key(actor: Actor) -> None:
    """Raise Denied with a key that does not reach approvals."""
    if not key_allows(actor, registry.get("approval_case"), Verb.READ):
        raise Denied


def of_record(actor: Actor, key: str, record: UUID) -> dict[str, Any]:
    """{cases, newest, manual, lock} of a record the actor sees: the newest ten, whether one can submit it, what is
    closed now; raises Missing.
    """
    require_key(actor)
    spec = registry.get(key)
    if unseen(actor, [(spec.key, record)]):
        raise Missing
    cases = _newest(key, record)
    shown = briefs(actor, cases)
    manual = access.scope_of(actor, spec, Verb.UPDATE) is not Scope.NONE and _begun_by_hand(key)
    first = one(actor, cases[0].id) if cases else None
    return {
        "cases": [shown[case.id] for case in cases],
        "newest": first,
        "manual": manual,
        "lock": lock_of(actor, spec, record),
    }


def _newest(key: str, record: UUID) -> list[ApprovalCase]:
    """The ten newest of a record."""
    of = registry.get("approval_case")
    query = f"SELECT {listed(columns(of))} FROM {table(of.model)} WHERE object = %s AND record = %s"
    query += " AND deleted_at IS NULL ORDER BY created_at DESC LIMIT 10"
    rows = fetch(Sql(query, (key, record)), prepared=True)
    return [cast("ApprovalCase", instance(of, row)) for row in rows]


@derived
def _begun_by_hand(key: str) -> bool:
    """Whether there is a process one can begin, as long as definitions are of one version."""
    return ApprovalProcess._base_manager.filter(object=key, trigger="manual", active=True, deleted_at=None).exists()


def one(actor: Actor, case_id: UUID) -> dict[str, Any]:
    """A case in full: its steps with everybody's part, what would change, and what the actor can do; raises Missing."""
    require_key(actor)
    case = ApprovalCase._base_manager.filter(pk=case_id, deleted_at=None).first()
    if case is None:
        raise Missing
    tasks = list(ApprovalTask._base_manager.filter(case=case.id, deleted_at=None).order_by("created_at", "place", "id"))
    _require_sight(actor, case, tasks)
    spec = registry.get(case.object)
    body, document = briefs(actor, [case])[case.id], Exhibit.objects.get(pk=case.id).data
    parts = {each for t in tasks for each in (t.owner_id, t.instead_of_id) if each}
    people = names({UUID(each) for step in case.path for each in step["people"]} | parts)
    can = _can(actor, case, tasks, document)
    return body | {
        "comment": case.comment,
        "problem": case.problem,
        "round": case.round,
        "step": case.step,
        "steps": [_step(case, at, step, tasks, people) for at, step in enumerate(case.path)],
        "changes": changes(actor, spec, case.action, _exhibit(actor, spec, document, tasks)),
        "can": can,
        "again": document.get("again"),
        "reopens": document.get("reopens", False),
        "input": editable(actor, spec, case, document.get("input") or {}) if can["resubmit"] else None,
        "reachable": case.record is not None and not unseen(actor, [(case.object, case.record)]),
    }


def _require_sight(actor: Actor, case: ApprovalCase, tasks: Sequence[ApprovalTask]) -> None:
    if actor.admin or actor.id == case.owner_id or any(task.owner_id == actor.id for task in tasks):
        return
    if case.record is None or unseen(actor, [(case.object, case.record)]):
        raise Missing


def _exhibit(actor: Actor, spec: ObjectSpec, document: dict[str, Any], tasks: Sequence[ApprovalTask]) -> dict[str, Any]:
    """What the actor saw when he decided; what he may see of it now where he is (still or again) to decide."""
    own = [task for task in tasks if task.owner_id == actor.id and task.state != TaskState.CANCELLED]
    decided = [task.id for task in own[-1:] if task.decided_at is not None]
    kept = Exhibit.objects.filter(pk__in=decided).first()
    return seen_by(actor, spec, kept.data if kept else document)


def _step(
    case: ApprovalCase, at: int, step: Mapping[str, Any], tasks: Sequence[ApprovalTask], people: Mapping[UUID, str]
) -> dict[str, Any]:
    parts = [task for task in tasks if task.node == step["id"]]
    state = "done" if at < case.step or case.state == CaseState.PASSED else "later"
    if at == case.step and case.state == CaseState.RUNNING:
        state = "now"
    return {
        "id": step["id"],
        "kind": step["kind"],
        "name": step["name"],
        "mode": step["mode"],
        "percent": step["percent"],
        "state": state,
        "then": (step.get("limit") or {}).get("then"),
        "added": step["id"].startswith("added-"),
        "people": [{"id": each, "name": people.get(UUID(each), "")} for each in step["people"]],
        "tasks": [
            {
                "id": str(task.id), "who": {"id": str(task.owner_id), "name": people.get(task.owner_id or NOBODY, "")},
                "state": task.state, "opinion": task.opinion, "decided_at": task.decided_at, "due": task.due,
                "note": task.note, "round": task.round, "for": people.get(task.instead_of_id or NOBODY),
            }
            for task in parts
        ],
    }  # fmt: skip


def _can(actor: Actor, case: ApprovalCase, tasks: Sequence[ApprovalTask], kept: Mapping[str, Any]) -> dict[str, bool]:
    running = case.state == CaseState.RUNNING
    deciding = running and any(task.owner_id == actor.id and task.state == TaskState.OPEN for task in tasks)
    own = case.owner_id == actor.id
    decided = any(task.state in DECIDED and task.round == case.round for task in tasks)
    policy = kept.get("withdraw", Withdraw.FIRST)
    back = policy == Withdraw.END or (policy == Withdraw.FIRST and not decided)
    return {
        "decide": deciding,
        "withdraw": own and (case.state == CaseState.RETURNED or (running and back)),
        "urge": own and running and may_urge(case),
        "copy": own or any(task.owner_id == actor.id for task in tasks),
        "resubmit": own and case.state == CaseState.RETURNED,
    }


def briefs(actor: Actor, cases: Sequence[ApprovalCase]) -> dict[UUID, dict[str, Any]]:
    """{case: what a line about it says}."""
    processes = ApprovalProcess._base_manager.in_bulk({case.process for case in cases})
    people = names({case.owner_id for case in cases if case.owner_id})
    kept = Exhibit.objects.in_bulk([case.id for case in cases])
    return {
        case.id: {
            "id": str(case.id),
            "number": case.number,
            "state": case.state,
            "process": _said(processes[case.process].name),
            "object": case.object,
            "object_label": _label(case.object),
            "record": str(case.record) if case.record else None,
            "title": _title(actor, case, kept[case.id].data),
            "action": case.action,
            "action_label": _action(case),
            "initiator": {"id": str(case.owner_id), "name": people.get(case.owner_id or NOBODY, "")},
            "created_at": case.created_at,
            "finished_at": case.finished_at,
            "urged_at": case.urged_at,
        }
        for case in cases
    }


def _said(name: Mapping[str, str] | None) -> str:
    return str((name or {}).get(current_language()) or next(iter((name or {}).values()), ""))


def _label(key: str) -> str:
    spec = registry.objects().get(key)
    return say(spec.label) if spec else key


def _action(case: ApprovalCase) -> str:
    spec = registry.objects().get(case.object)
    found = spec.action(case.action) if spec else None
    return say(found.label if found else WHAT.get(case.action, case.action))


def _title(actor: Actor, case: ApprovalCase, kept: Mapping[str, Any]) -> str | None:
    """What the record is called, as it was when the case began; None to whom the name is closed."""
    spec = registry.objects().get(case.object)
    if spec is None:
        return None
    seen = seen_by(actor, spec, kept)
    value = (seen["after"] or seen["before"] or {}).get(spec.title)
    if isinstance(value, dict):
        return str(value["masked"]) if "masked" in value else _said(value)
    return None if value is None else str(value)
