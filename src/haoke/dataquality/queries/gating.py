"""What the rules say to a write that would make what is here already once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core.access.actor import SYSTEM_ID, Verb
from haoke.core.errors import Conflict
from haoke.core.records import hold
from haoke.core.text import T
from haoke.dataquality.choices import Step, Way
from haoke.dataquality.queries.candidates import found, remember
from haoke.dataquality.queries.hits import Known, known, shown
from haoke.dataquality.queries.reading import in_force

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.errors import Refused
    from haoke.core.records.hold import Attempt
    from haoke.core.spec import ObjectSpec
    from haoke.dataquality.queries.reading import Rule

    _Met = tuple[Attempt, Rule, UUID]

OURS: Final = "haoke.dataquality.queries.gate"
#: Hits that are named.
MOST: Final = 5
_WRITTEN: Final = frozenset({Verb.CREATE, Verb.UPDATE, "restore"})
_ASKED: Final = frozenset({Verb.CREATE, Verb.UPDATE, Verb.DELETE})
HERE: Final = T("Already here: {hits}. {do}", "已有相同记录：{hits}。{do}")
SAID: Final = T("{label} “{title}” ({owner})", "{label}“{title}”（{owner}）")
NOBODY: Final = T("without an owner", "无负责人")
WHAT: Final = {
    Step.WARN: T("Open it, or save all the same", "请打开已有记录，或仍然保存"),
    Step.REASON: T("Open it, or say why it is needed twice", "请打开已有记录，或说明为何仍需新建"),
    Step.BLOCK: T("Use it, or ask its owner to share it", "请使用已有记录，或请其负责人共享"),
}


class Duplicates(Conflict):
    """`extra["duplicates"]`: {step, hits: [{object, label, id, title, owner, fields}]}; of hidden ones `ask`."""

    code = "duplicates"
    title = T("This is here already", "已有相同记录")

    def __init__(self, step: Step, hits: Sequence[Mapping[str, Any]]) -> None:
        listed = [SAID.fill(label=hit["label"], title=hit["title"], owner=hit["owner"] or NOBODY) for hit in hits]
        both = T(", ".join(map(str.__str__, listed)), "、".join(each.zh for each in listed))
        message = HERE.fill(hits=both, do=WHAT[step])
        super().__init__(message, extra={"duplicates": {"step": step.word, "hits": list(hits)}})


def gate(actor: Actor, spec: ObjectSpec, attempts: Sequence[Attempt]) -> Mapping[UUID, Refused]:
    """{record: what is here already} of writes; no statement for what no rule is about."""
    if actor.id == SYSTEM_ID or hold.sorting():
        return {}
    way = way_of(actor)
    floor = Step.WARN if hold.told() else Step.REASON
    rules = [rule for rule in in_force(spec.key, hold.stated(OURS)) if rule.acts(way, floor)]
    judged = [(each, concerned) for each in attempts if (concerned := _concerned(rules, each))]
    met = list(_met(spec, rules, judged)) if judged else []
    there = _there(actor, spec, met, {each.record: each.after for each, _ in judged})
    hits: dict[UUID, list[tuple[Step, Rule, Known]]] = {}
    for each, rule, record in met:
        hit = there.get((rule.other, record))
        if hit is not None and not hit.tied(spec, each.record, each.after):
            step = rule.steps[way][hit.state(actor)]
            hits.setdefault(each.record, []).append((step, rule, hit))
    return {record: refused for record, of in hits.items() if (refused := _refused(actor, record, of))}


def way_of(actor: Actor) -> Way:
    """The way in of the present write."""
    asked = hold.asked()
    if asked is not None and asked.action not in _ASKED:
        return Way.CONVERSION
    return {"web": Way.FORM, "import": Way.IMPORT}.get(actor.via, Way.API)


def _concerned(rules: Sequence[Rule], attempt: Attempt) -> list[Rule]:
    """Rules that are asked about a write: a change is judged by the rules about what it changes."""
    if attempt.action not in _WRITTEN:
        return []
    whole = attempt.action != Verb.UPDATE
    return [rule for rule in rules if whole or attempt.changed & {pair.field for pair in rule.pairs}]


def _met(spec: ObjectSpec, rules: Sequence[Rule], judged: Sequence[tuple[Attempt, list[Rule]]]) -> Iterator[_Met]:
    """(write, rule, record that is the same by it), in the database or among the writes before."""
    done = found(rules, [each for each, _ in judged])
    among = len(judged) > 1 and any(rule.other == spec.key for rule in rules)
    for each, of in judged:
        for rule in of:
            yield from ((each, rule, record) for record in done.meeting(rule, rule.tree, each.after) - {each.record})
        if among:
            remember(done, spec.key, each)


def _there(
    actor: Actor, spec: ObjectSpec, met: Sequence[_Met], writing: Mapping[UUID, Mapping[str, Any]]
) -> dict[tuple[str, UUID], Known]:
    """{(object, record): what is known of it}; what is only being written is seen by who writes it."""
    wanted: dict[str, set[UUID]] = {}
    for _, rule, record in met:
        wanted.setdefault(rule.other, set()).add(record)
    there = {
        (spec.key, record): Known(spec, after, None, seen=True)
        for record, after in writing.items()
        if record in wanted.get(spec.key, ())
    }
    for key, ids in wanted.items():
        there |= {(key, record): hit for record, hit in known(actor, key, ids).items()}
    return there


def _refused(actor: Actor, record: UUID, hits: Sequence[tuple[Step, Rule, Known]]) -> Duplicates | None:
    """What is said of the hardest of them, unless whoever writes knows it and goes on."""
    step = max(step for step, _, _ in hits)
    if step is Step.NONE or _passes(step, record):
        return None
    told = {(rule.other, hit.record): shown(actor, rule, hit) for of, rule, hit in hits if of is not Step.NONE}
    return Duplicates(step, list(told.values())[:MOST])


def _passes(step: Step, record: UUID) -> bool:
    """Whether a write goes on: warned is who can ask his person, a reason is words."""
    return not hold.told() if step is Step.WARN else step is Step.REASON and bool(hold.reason(record))
