"""What a rule would have done in the last thirty days: the Log and the clock played through it, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.automation.choices import BY_LOG, Trigger
from haoke.automation.models import Automation
from haoke.automation.queries.matching import CAME, applies, branch_of, made_out, reach, sets_off
from haoke.automation.queries.moments import moments
from haoke.automation.queries.timing import dated
from haoke.automation.rules import owner_of, problems
from haoke.automation.rules.documents import BranchStep, NotifyStep, SetStep, WaitStep
from haoke.automation.rules.values import Source, inputs
from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.errors import Invalid
from haoke.core.records import reading, storage
from haoke.core.records.judging import Judge
from haoke.core.records.reading.naming import lookup, resolve
from haoke.core.records.reading.plans import plan_for
from haoke.core.spec import RuleBroken
from haoke.core.sql import Sql
from haoke.core.text import say
from haoke.core.transfer import actors
from haoke.inbox.actions import hears

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from haoke.automation.queries.matching import Rule
    from haoke.automation.rules.documents import Step
    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

DAYS: Final = 30
#: Entries of the Log played through, the latest; records shown.
PLAYED: Final = 5000
SHOWN: Final = 50
VERBS: Final = {
    Trigger.CREATED: ["create"], Trigger.UPDATED: ["update"], Trigger.DELETED: ["delete"],
    Trigger.MESSAGE: [CAME],
}  # fmt: skip
SILENT: Final = ["demo", "migrate"]


@dataclass(slots=True)
class Hit:
    """One time the rule would have run: the record, when, by whose doing, and the values it would have begun with.

    `imported`: it would, if it did not leave out what is imported.
    """

    record: UUID
    at: datetime
    by: UUID | None
    values: Mapping[str, Any]
    imported: bool = False
    steps: list[dict[str, Any]] = field(default_factory=list)


def tried(actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """{days, checked, capped, hits, items, imported} of a rule as it would be saved; raises RuleBroken.

    `imported`: how many more there would be, did the rule heed what is imported.
    """
    found = list(problems(actor, given))
    if found:
        raise RuleBroken(problems=found)
    owner = owner_of(actor, given["owner"]) or actor
    rule = made_out(owner, registry.get(given["object"]), given)
    with actors.company():
        checked, capped, hits = _played(rule) if rule.trigger in BY_LOG else _timed(rule)
        hits = _seen(actor, rule, hits)
        imported, hits = [hit for hit in hits if hit.imported], [hit for hit in hits if not hit.imported]
        for hit in hits[:SHOWN]:
            hit.steps = list(_simulated(actor, rule, hit))
        _name_told(rule, hits[:SHOWN])
    counts = {"checked": checked, "capped": capped, "hits": len(hits), "imported": len(imported)}
    return {"days": DAYS, **counts, "items": _items(actor, rule, hits)}


def _played(rule: Rule) -> tuple[int, bool, list[Hit]]:
    """Entries of the Log through trigger and conditions, each with the record as it was then; the latest first."""
    since = clock.now() - timedelta(days=DAYS)
    verbs = VERBS.get(rule.trigger)
    about, given = ("e.action = %s", rule.details.action) if verbs is None else ("e.verb = ANY(%s)", verbs)
    rows = storage.fetch(
        Sql(
            f"SELECT e.id, e.record FROM log.entry e WHERE e.at > %s AND e.object = %s AND {about}"
            " AND e.via <> ALL(%s) AND e.action <> 'undo' ORDER BY e.id DESC LIMIT %s",
            (since, rule.spec.key, given, SILENT, PLAYED + 1),
        )
    )
    wanted = {row["id"] for row in rows[:PLAYED]}
    found = moments(rule.spec, {row["record"] for row in rows}, min(wanted), wanted) if wanted else []
    seen: set[tuple[UUID, UUID]] = set()
    hits: list[Hit] = []
    heeding = replace(rule, imports=True)
    for moment in found:
        once = rule.trigger is not Trigger.ACTION or (moment.record, moment.change) not in seen
        if once and sets_off(heeding, moment) and applies(rule, moment):
            seen.add((moment.record, moment.change))
            left_out = not sets_off(rule, moment)
            hits.append(Hit(moment.record, moment.at, moment.actor, moment.after, left_out))
    return len(wanted), len(rows) > PLAYED, hits[::-1]


def _timed(rule: Rule) -> tuple[int, bool, list[Hit]]:
    """Records whose time came in these days, or that a schedule would take up now."""
    now = clock.now()
    if rule.trigger is Trigger.DATE:
        times = [(record, at) for record, _, at in dated(rule, now - timedelta(days=DAYS), now, fresh=False)]
    else:
        query = Sql(f"SELECT r.id FROM {storage.table(rule.spec.model)} r WHERE ") + reach(rule)
        rows = storage.fetch(query + Sql(" ORDER BY r.updated_at DESC, r.id DESC LIMIT %s", (PLAYED + 1,)))
        times = [(row["id"], now) for row in rows]
    present = _present(rule.spec, [record for record, _ in times])
    hits = [Hit(record, at, None, present[record]) for record, at in times[:PLAYED] if record in present]
    return len(hits), len(times) > PLAYED, hits


def _present(spec: ObjectSpec, records: Sequence[UUID]) -> dict[UUID, Mapping[str, Any]]:
    columns = storage.listed(storage.columns(spec))
    rows = storage.fetch(Sql(f"SELECT {columns} FROM {storage.table(spec.model)} WHERE id = ANY(%s)", (list(records),)))
    return {row["id"]: storage.values(spec, row) for row in rows}


def _seen(actor: Actor, rule: Rule, hits: Iterable[Hit]) -> list[Hit]:
    """Of records that both the rule's owner and whoever tries it see, in the bin for what concerns deleted ones."""
    listed = list(hits)
    ids = list({hit.record for hit in listed})
    seen = set(ids)
    for who in {rule.actor.id: rule.actor, actor.id: actor}.values():
        found: set[UUID] = set()
        for deleted in (False, True) if rule.trigger in BY_LOG else (False,):
            condition = access.visible_to(who, rule.spec, Verb.READ, deleted=deleted)
            query = Sql(f"SELECT r.id FROM {storage.table(rule.spec.model)} r WHERE r.id = ANY(%s) AND ", (ids,))
            found |= {row["id"] for row in storage.fetch(query + condition)}
        seen &= found
    return [hit for hit in listed if hit.record in seen]


def _simulated(actor: Actor, rule: Rule, hit: Hit) -> Iterable[dict[str, Any]]:
    """The steps that would have been taken, in order; of set fields what they were and would have become."""
    rest: list[Step] = list(rule.steps)
    values = dict(hit.values)
    while rest:
        step = rest.pop(0)
        told: dict[str, Any] = {"id": step.id, "kind": step.kind}
        if isinstance(step, BranchStep):
            taken = branch_of(rule.actor, rule.spec, step, hit.record, values)
            rest[:0] = step.branches[taken].steps if taken is not None else []
            told["branch"] = taken
        elif isinstance(step, SetStep):
            told |= _set(actor, rule, values, step)
        elif isinstance(step, WaitStep):
            told |= {"n": step.n, "unit": step.unit, "field": step.field}
        elif isinstance(step, NotifyStep):
            told["people"] = [str(each) for each in step.addressed(values)]
        yield told


def _name_told(rule: Rule, hits: Sequence[Hit]) -> None:
    """Turn the ids of people in steps into Refs, without those who could not be told of that record."""
    steps = [(hit.record, step) for hit in hits for step in hit.steps if "people" in step]
    records: dict[str, set[UUID]] = {}
    for record, step in steps:
        for each in step["people"]:
            records.setdefault(each, set()).add(record)
    told = {each: hears(UUID(each), rule.spec.key, of) for each, of in records.items()}
    names = lookup(rule.actor, {"user": records})["user"]
    for record, step in steps:
        step["people"] = [{"id": each, "title": names.get(each)} for each in step["people"] if record in told[each]]


def _set(actor: Actor, rule: Rule, values: dict[str, Any], step: SetStep) -> dict[str, Any]:
    """{changes} a step would make to these values, which have them afterwards; {error} what would refuse it."""
    source = Source(rule.actor, rule.spec, dict(values))
    try:
        new = Judge(rule.actor, rule.spec, clock.now()).clean(inputs(source, rule.spec, step.values), creating=False)
    except Invalid as invalid:
        return {"changes": [], "error": say(invalid.problems[0].message)}
    old = {name: values[name] for name in new}
    values |= new
    return {"changes": _changes(actor, rule.spec, old, new)}


def _changes(actor: Actor, spec: ObjectSpec, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = [name for name in new if old[name] != new[name] and _open(actor, spec, name)]
    plan = plan_for(actor, spec, names)
    sides = [{each.name: None for each in plan.fields} | _out(spec, side, names) for side in (old, new)]
    resolve(actor, plan, sides)
    fields = registry.fields(spec.key)
    return [
        {"field": name, "label": say(fields[name].label), "before": sides[0][name], "after": sides[1][name]}
        for name in names
    ]


def _open(actor: Actor, spec: ObjectSpec, name: str) -> bool:
    return access.field_right(actor, spec, name) >= FieldRight.READ


def _out(spec: ObjectSpec, values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Outputs of values, references still ids."""
    found = {}
    for name in names:
        kind, value = registry.field(spec.key, name).type, values[name]
        bare = kind.dump(value) if value is not None and not kind.meta().get("target") else value
        found[name] = [str(each) for each in bare] if isinstance(bare, list) and kind.meta().get("target") else bare
        if isinstance(bare, UUID):
            found[name] = str(bare)
    return found


def _items(actor: Actor, rule: Rule, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    shown = hits[:SHOWN]
    titles = reading.titles(actor, rule.spec, {hit.record for hit in shown})
    people = lookup(actor, {"user": {str(hit.by) for hit in shown if hit.by}})["user"]
    return [
        {
            "record": {"id": str(hit.record), "title": titles.get(hit.record)},
            "at": hit.at,
            "by": {"id": str(hit.by), "title": people.get(str(hit.by))} if hit.by else None,
            "steps": hit.steps,
        }
        for hit in shown
    ]


def stored_rule(rule: UUID) -> dict[str, Any] | None:
    """Values of a saved rule, by field name."""
    found = Automation._base_manager.filter(pk=rule, deleted_at=None).values().first()
    return found and found | {"owner": found["owner_id"]}
