"""Which rules an entry of the Log sets off, and whether their conditions hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.automation.choices import Trigger
from haoke.automation.rules.checking import details_problems
from haoke.automation.rules.documents import details_of, steps_of
from haoke.core import access, clock, criteria
from haoke.core.access.actor import Verb
from haoke.core.criteria import And, Leaf, Not, Or
from haoke.core.errors import BadRequest
from haoke.core.records import storage
from haoke.core.sql import TRUE, Sql, all_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.automation.queries.moments import Moment
    from haoke.automation.rules.documents import BranchStep, Step
    from haoke.core.access.actor import Actor
    from haoke.core.criteria import Node
    from haoke.core.spec import ObjectSpec

#: What the Log says of a message taken in.
CAME: Final = "x:message_came"
VERBS: Final = {Trigger.CREATED: "create", Trigger.UPDATED: "update", Trigger.DELETED: "delete", Trigger.MESSAGE: CAME}


@dataclass(frozen=True)
class Rule:
    """A rule made out for the rights of its owner."""

    id: UUID
    name: str
    actor: Actor
    spec: ObjectSpec
    trigger: Trigger
    details: Any
    condition: Node | None
    before: Node | None
    steps: list[Step]
    imports: bool


def made_out(actor: Actor, spec: ObjectSpec, given: Mapping[str, Any]) -> Rule:
    """A rule of its stored values, as `actor`; raises BadRequest or ValidationError when it fits no more.

    What sets it off is held to his present rights too: when a field comes to be closed, its changes tell him nothing.
    """
    details = details_of(given["trigger"], given["details"])
    for problem in details_problems(actor, spec, given["trigger"], details):
        raise BadRequest(problem.message, code=problem.code)
    condition, before = (tree and criteria.parse(tree, spec, actor) for tree in (given["condition"], given["before"]))
    return Rule(
        given["id"], given["name"], actor, spec, Trigger(given["trigger"]),
        details, condition or None, before or None, steps_of(given["steps"]),
        given["imports"],
    )  # fmt: skip


def sets_off(rule: Rule, moment: Moment) -> bool:
    """Whether an entry is what the rule waits for; its conditions are another matter."""
    if rule.trigger is Trigger.MESSAGE:
        wanted = rule.details.endpoint
        return moment.verb == CAME and (wanted is None or moment.note.get("endpoint") == str(wanted))
    if moment.via == "import" and not rule.imports:
        return False
    if rule.trigger is Trigger.ACTION:
        return moment.action == rule.details.action and moment.verb != "create"
    if moment.verb != VERBS[rule.trigger]:
        return False
    fields = rule.details.fields if rule.trigger is Trigger.UPDATED else ()
    return not fields or not moment.changed.isdisjoint(fields)


def applies(rule: Rule, moment: Moment) -> bool:
    """Whether the conditions hold before and after the entry."""
    return all(
        node is None or (values is not None and holds(rule.actor, rule.spec, node, moment.record, values))
        for node, values in ((rule.before, moment.before), (rule.condition, moment.after))
    )


def holds(actor: Actor, spec: ObjectSpec, node: Node, record: UUID, values: Mapping[str, Any]) -> bool:
    """Whether a condition holds for a record with these values; what lies beyond it is looked at as it is now."""
    if is_flat(node):
        return criteria.matches(node, spec, values, actor, clock.now())
    return bool(storage.fetch(_row(spec, record) + criteria.compile(node, spec, actor)))


def branch_of(actor: Actor, spec: ObjectSpec, step: BranchStep, record: UUID, values: Mapping[str, Any]) -> int | None:
    """Which branch applies, from 0; None for none."""
    for at, branch in enumerate(step.branches):
        if branch.when is None or holds(actor, spec, criteria.parse(branch.when, spec, actor), record, values):
            return at
    return None


def is_flat(node: Node) -> bool:
    """Whether a condition looks at the record's own fields only."""
    match node:
        case And(nodes) | Or(nodes):
            return all(map(is_flat, nodes))
        case Not(inner):
            return is_flat(inner)
        case Leaf(field):
            return "." not in field
    return False


def _row(spec: ObjectSpec, record: UUID) -> Sql:
    return Sql(f"SELECT 1 AS there FROM {storage.table(spec.model)} r WHERE r.id = %s AND ", (record,))


def seen(actor: Actor, spec: ObjectSpec, record: UUID, *, deleted: bool = False) -> Mapping[str, Any] | None:
    """The record's present values if the actor sees it; `deleted`: also from the bin."""
    columns = storage.listed(storage.columns(spec), "r")
    for binned in (False, True) if deleted else (False,):
        rows = storage.fetch(
            Sql(f"SELECT {columns} FROM {storage.table(spec.model)} r WHERE r.id = %s AND ", (record,))
            + access.visible_to(actor, spec, Verb.READ, deleted=binned)
        )
        if rows:
            return storage.values(spec, rows[0])
    return None


def reach(rule: Rule) -> Sql:
    """Condition on r: rows the owner sees that meet the rule's condition."""
    met = TRUE if rule.condition is None else criteria.compile(rule.condition, rule.spec, rule.actor)
    return all_of([access.visible_to(rule.actor, rule.spec, Verb.READ), met])
