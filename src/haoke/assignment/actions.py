"""Giving records to people as the rules say: new ones by themselves, others when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from haoke.assignment.choices import Outcome
from haoke.assignment.queries.placing import Placing
from haoke.assignment.queries.reading import in_force
from haoke.core import registry
from haoke.core.errors import Conflict
from haoke.core.records import gate, storage
from haoke.core.records.giving import Gift, stored
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from haoke.assignment.queries.placing import Placed
    from haoke.assignment.queries.reading import Rule
    from haoke.core.records import Tx
    from haoke.core.records.judging import Draft
    from haoke.core.records.model import Record
    from haoke.core.spec import ObjectSpec

    #: {rule: people it names who may not see or change such records}.
    Lacking = Mapping[UUID, Sequence[UUID]]

NO_RULE: Final = T("No assignment rule in use speaks of this record", "没有适用于该记录的分配规则")
NOBODY: Final = T(
    "Rule “{rule}”: nobody is free, and it names no one else; it stays as it is",
    "规则“{rule}”：暂无可分配人员，且未指定其他去向，保持不变",
)


def give(spec: ObjectSpec, state: str, way: str, drafts: Sequence[Draft]) -> Mapping[UUID, Gift]:
    """{record: who gets it} of new records, by the rules asked for that way in."""
    rules = [rule for rule in in_force(spec.key, state) if way in rule.ways]
    if not rules:
        return {}
    placed, lacking = _placed(spec, rules, [draft.after for draft in drafts])
    return {draft.id: _gift(each, lacking) for draft, each in zip(drafts, placed, strict=True) if each is not None}


def assign_by_rules(tx: Tx, record: Record) -> None:
    """Give a record to whoever the rules name; raises Conflict when there is nobody."""
    spec = registry.by_model(type(record))
    (placed,), lacking = _placed(spec, in_force(spec.key), [storage.values(spec, gate.relock(spec, record.id))])
    if placed is None:
        raise Conflict(NO_RULE, code="no_rule")
    if placed.outcome is Outcome.STAYS:
        raise Conflict(NOBODY.fill(rule=placed.rule.name), code="nobody_free")
    with stored(spec, {record.id: _gift(placed, lacking)}):
        tx.set(spec.key, record, placed.values)


def _placed(
    spec: ObjectSpec, rules: Sequence[Rule], rows: Sequence[Mapping[str, Any]]
) -> tuple[list[Placed | None], Lacking]:
    """What becomes of the rows, and who was passed over for want of a right.

    Whoever gives by the rules of an object waits until others have given.
    """
    placing = Placing(rules, real=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"assignment:{spec.key}"])
        found = list(placing.place(spec, rows))
        for receivers in placing.receivers.values():
            if saving := receivers.saving():
                cursor.execute(saving.text, saving.params)
    without = {
        rule: [person for person, why in each.passed.items() if why == "no_right"]
        for rule, each in placing.receivers.items()
    }
    return found, without


def _gift(placed: Placed, lacking: Lacking) -> Gift:
    """`passed`: people the rule names who may not see or change such records."""
    rule, passed = placed.rule, [str(each) for each in lacking.get(placed.rule.id, ())]
    told = {"rule": rule.id, "name": rule.name, "outcome": placed.outcome.value, "fields": rule.looks_at}
    named = [*([str(placed.owner)] if placed.owner else []), *passed]
    people = {"people": named, **({"passed": len(passed)} if passed else {})} if named else {}
    return Gift(placed.values, told | people, "" if placed.outcome is Outcome.STAYS else rule.name)
