"""What approvals say to a write that is about to be made: the record is locked, or somebody has to agree first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.approvals.choices import Trigger
from haoke.approvals.models import Exhibit
from haoke.approvals.queries.paths import holds
from haoke.approvals.rules import ENGINES
from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.access.scopes import target_of
from haoke.core.errors import Conflict, Denied
from haoke.core.records import hold
from haoke.core.records.storage import Row, fetch, table
from haoke.core.sql import Sql, ident
from haoke.core.text import T, current_language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.errors import Refused
    from haoke.core.records.hold import Attempt
    from haoke.core.spec import ObjectSpec

#: Whether a process is in use or a case is running: while neither is, nobody has a say in anything.
STATE = (
    "(EXISTS (SELECT 1 FROM approvals_approvalprocess WHERE deleted_at IS NULL AND active)"
    " OR EXISTS (SELECT 1 FROM approvals_approvalcase WHERE deleted_at IS NULL AND state = 'running'))"
)
LOCKED = T(
    "In approval ({number}); it cannot be changed until that is decided", "正在审批中（{number}），审批结束前不能修改"
)
NEEDED = T("“{process}” is needed first; submit this for approval", "需先通过“{process}”，请提交审批")
THE_ENGINES = T("Only deciding changes this", "此内容只能由审批流程修改")


class Locked(Conflict):
    code = "in_approval"
    title = T("This is in approval", "正在审批中")


class ApprovalNeeded(Conflict):
    """Somebody has to agree first: `process` is the row of the process that says so, about these `values`."""

    code = "approval_needed"
    title = T("This needs approval", "需要审批")

    def __init__(self, process: Row, values: Mapping[str, Any]) -> None:
        self.process = process
        self.values = values
        asked = hold.asked()
        extra: dict[str, Any] = {"id": str(process["id"]), "name": name_of(process)}
        if asked is not None:
            extra |= {
                "object": asked.object,
                "record": str(asked.record) if asked.record else None,
                "action": asked.action,
                "input": dict(asked.input),
            }
        super().__init__(NEEDED.fill(process=name_of(process)), extra={"approval": extra})


def name_of(process: Mapping[str, Any]) -> str:
    """The name of a process in the present language."""
    name = process["name"] or {}
    return str(name.get(current_language()) or next(iter(name.values()), ""))


def gate(actor: Actor, spec: ObjectSpec, attempts: Sequence[Attempt]) -> Mapping[UUID, Refused]:
    """{record: why not} of writes; one statement while nothing is in approval and no process asks."""
    if "approval_process" in registry.off():
        return {}
    deciding = hold.carried()
    if spec.key in ENGINES:
        return {} if deciding else {each.record: Denied(THE_ENGINES) for each in attempts}
    running, processes = _known(spec, [each.record for each in attempts])
    running |= _wholes(spec, attempts)
    if not (running or processes):
        return {}
    found: dict[UUID, Refused] = {}
    for each in attempts:
        refused = _locked(running.get(each.record), each, deciding)
        if refused is None and deciding is None:
            refused = needed(processes, spec, each, actor)
        if refused is not None:
            found[each.record] = refused
    return found


def _known(spec: ObjectSpec, records: Sequence[UUID]) -> tuple[dict[UUID, Row], list[Row]]:
    """({record: its running case}, processes of the object that are in use, first ones first)."""
    case, process = (table(registry.get(key).model) for key in ("approval_case", "approval_process"))
    rows = fetch(
        Sql(
            'SELECT c.id, c.record, c.number, NULL::int AS "order", NULL::jsonb AS process,'
            f" e.data->'locked' AS locked FROM {case} c JOIN {table(Exhibit)} e ON e.id = c.id"
            " WHERE c.object = %s AND c.record = ANY(%s) AND c.state = 'running' AND c.deleted_at IS NULL"
            f' UNION ALL SELECT p.id, NULL, NULL, p."order", to_jsonb(p), NULL FROM {process} p'
            ' WHERE p.object = %s AND p.active AND p.deleted_at IS NULL ORDER BY "order", id',
            (spec.key, list(records), spec.key),
        ),
        prepared=True,
    )
    running = {row["record"]: row for row in rows if row["record"] is not None}
    return running, [row["process"] for row in rows if row["record"] is None]


def _wholes(spec: ObjectSpec, attempts: Sequence[Attempt]) -> dict[UUID, Row]:
    """{part: the running case that locks all of its whole}: a part is as locked as its whole, before and after."""
    if spec.parent is None:
        return {}
    sides = [(each.record, side.get(spec.parent)) for each in attempts for side in (each.after, each.before or {})]
    running, _ = _known(target_of(spec, spec.parent), list({whole for _, whole in sides if whole is not None}))
    return {part: running[whole] for part, whole in sides if whole in running and not running[whole]["locked"]}


def lock_of(actor: Actor, spec: ObjectSpec, record: UUID) -> dict[str, Any] | None:
    """{why, fields} of the running case that locks a record or its whole; `fields`: those the actor sees, None: all."""
    running, _ = _known(spec, [record])
    if record not in running and spec.parent is not None:
        running |= _wholes(spec, [hold.Attempt(Verb.UPDATE, record, None, {spec.parent: _whole_of(spec, record)})])
    if record not in running:
        return None
    case, seen = running[record], access.readable(actor, spec)
    fields = [name for name in case["locked"] if name in seen] if case["locked"] else None
    return {"why": say(LOCKED.fill(number=case["number"])), "fields": fields}


def _whole_of(spec: ObjectSpec, record: UUID) -> UUID | None:
    (column,) = registry.fields(spec.key)[spec.parent or ""].columns
    (row,) = fetch(Sql(f"SELECT {ident(column)} AS whole FROM {table(spec.model)} WHERE id = %s", (record,)))
    whole: UUID | None = row["whole"]
    return whole


def _locked(case: Row | None, attempt: Attempt, deciding: UUID | None) -> Refused | None:
    if case is None or case["id"] == deciding:
        return None
    fields = case["locked"]
    if fields and attempt.action != Verb.DELETE and not attempt.changed & set(fields):
        return None
    return Locked(LOCKED.fill(number=case["number"]), extra={"case": str(case["id"])})


def needed(processes: Iterable[Row], spec: ObjectSpec, attempt: Attempt, actor: Actor) -> ApprovalNeeded | None:
    """The first process that wants to be asked about a write."""
    for process in processes:
        if _set_off(process, spec, attempt) and holds(process["condition"], spec, attempt.after, actor):
            return ApprovalNeeded(process, attempt.after)
    return None


def _set_off(process: Row, spec: ObjectSpec, attempt: Attempt) -> bool:
    return _asks(process, attempt.action, attempt.changed) or reopens(
        process, spec, attempt.record, attempt.action, attempt.changed
    )


def reopens(process: Row, spec: ObjectSpec, record: UUID, action: str, changed: AbstractSet[str]) -> bool:
    """Whether a process is asked only because a key field changed of a record it has agreed to before."""
    keys = action == Verb.UPDATE and changed & set(process["key_fields"] or ())
    return bool(keys) and not _asks(process, action, changed) and _passed(process, spec, record)


def _asks(process: Row, action: str, changed: AbstractSet[str]) -> bool:
    """Whether this is what the process is asked about in the first place."""
    if process["trigger"] == Trigger.ACTION:
        return bool(action == process["action"])
    if process["trigger"] == Trigger.UPDATE and process["fields"]:
        return action == Verb.UPDATE and bool(changed & set(process["fields"]))
    return bool(process["trigger"] == action)


def _passed(process: Row, spec: ObjectSpec, record: UUID) -> bool:
    """Whether the process has agreed to something about the record before."""
    case = table(registry.get("approval_case").model)
    query = (
        f"SELECT 1 AS one FROM {case} WHERE process = %s AND object = %s AND record = %s AND state = 'passed' LIMIT 1"
    )
    return bool(fetch(Sql(query, (process["id"], spec.key, record))))
