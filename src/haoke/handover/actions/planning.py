"""From what is asked for to bulk changes, one an object and successor."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.approvals.queries import People
from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.bulk import runs
from haoke.core.bulk.work import Work
from haoke.core.errors import Invalid
from haoke.core.records.reading.conditions import parsed, where
from haoke.core.records.reading.running import rows
from haoke.core.records.storage import table
from haoke.core.sql import Sql, all_of
from haoke.core.text import T
from haoke.handover.queries import below, loads, passing, places, read
from haoke.handover.rules import assigned, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.handover.models import Handover
    from haoke.handover.queries import Possessed
    from haoke.handover.rules import Distribution
    from haoke.handover.rules.distribution import Node

NOT_ACTIVE = T("Choose somebody who can sign in", "请选择可登录的在职人员")
NOT_HIMSELF = T("These are the records of that person; choose somebody else", "这些记录本就属于此人，请选择其他人")
NOBODY = T("Say who gets the records", "请选择接收人")
NO_OBJECT = T("Records of this object are not handed over", "此对象的记录不支持移交")


def check(actor: Actor, found: Handover, asked: Distribution) -> None:
    """Refuse a distribution that makes no sense; raises Invalid, BadRequest."""
    if not asked.named:
        raise Invalid.at("people", "nobody", NOBODY)
    everybody = People()
    for person in asked.named:
        if person == found.person_id:
            raise Invalid.at("people", "not_himself", NOT_HIMSELF)
        if not everybody.active(person):
            raise Invalid.at("people", "not_active", NOT_ACTIVE)
    known = passing()
    for key in [*(asked.objects or ()), *(rule.object for rule in asked.rules)]:
        if key not in known or access.scope_of(actor, known[key][0], Verb.READ) is Scope.NONE:
            raise Invalid.at("objects", "no_object", NO_OBJECT)
    for rule in asked.rules:
        parsed(actor, registry.get(rule.object), rule.condition)


def planned(actor: Actor, found: Handover, asked: Distribution) -> tuple[list[UUID], int]:
    """(ids of the bulk changes that would do it, number of records nobody would get); writes no record."""
    has = _possessed(actor, found, None if asked.objects is None else frozenset(asked.objects))
    groups = grouped(has.versions, has.ties)
    groups = groups if asked.together else [[node] for group in groups for node in group]
    wanted = [node for group in groups for node in group]
    wishes = _wishes(actor, asked, wanted)
    given = assigned(groups, asked, wishes, loads(actor, [each.to for each in asked.people], asked.objects))
    made = [_part(actor, (key, to), marks, found.reason) for (key, to), marks in _marks(has, given).items()]
    return made + _places(actor, found, asked), len(wanted) - len(given)


def _places(actor: Actor, found: Handover, asked: Distribution) -> list[UUID]:
    """Bulk changes that put one successor where a person is named, one an object."""
    if asked.rest is None or found.chosen or found.person_id is None:
        return []
    named: dict[str, set[UUID]] = defaultdict(set)
    for (key, _), ids in places.standing(actor, found.person_id).items():
        named[key].update(ids)
    each = {"by": "instead", "person": str(found.person_id), "to": str(asked.rest)}
    return [
        _place(
            actor, key, sorted(ids), {**each, "above": places.above(registry.get(key), found.person_id)}, found.reason
        )
        for key, ids in named.items()
    ]


def _place(actor: Actor, key: str, ids: Sequence[UUID], each: Mapping[str, Any], reason: str | None) -> UUID:
    spec = registry.get(key)
    work = Work(each=each, told="hand_over", reason=reason or "")
    # Without versions: what is written is worked out of the record as it is then, and loses nobody's edit.
    return runs.keep(actor, spec, [(record, None) for record in ids], work).id


def _possessed(actor: Actor, found: Handover, objects: frozenset[str] | None) -> Possessed:
    if found.chosen or found.person_id is None:
        chosen = {key: [UUID(each) for each in ids] for key, ids in (found.chosen or {}).items()}
        return below(actor, chosen, objects)
    return read(actor, found.person_id, objects)


def _wishes(actor: Actor, asked: Distribution, nodes: Sequence[Node]) -> dict[Node, UUID]:
    """{node: whom the first rule that fits gives it}."""
    found: dict[Node, UUID] = {}
    for rule in asked.rules:
        ids = [record for key, record in nodes if key == rule.object]
        for record in _meeting(actor, rule.object, rule.condition, ids):
            found.setdefault((rule.object, record), rule.to)
    return found


def _meeting(actor: Actor, key: str, condition: Mapping[str, object], ids: list[UUID]) -> Iterable[UUID]:
    spec = registry.get(key)
    among = all_of([where(actor, spec, parsed(actor, spec, condition)), Sql("r.id = ANY(%s)", (ids,))])
    return [row[0] for row in rows(among.wrap(f"SELECT r.id FROM {table(spec.model)} r WHERE ", ""))]


def _marks(has: Possessed, given: Mapping[Node, UUID]) -> dict[tuple[str, UUID], list[tuple[UUID, int | None]]]:
    found: dict[tuple[str, UUID], list[tuple[UUID, int | None]]] = defaultdict(list)
    for node, version in has.versions.items():
        if node in given:
            found[node[0], given[node]].append((node[1], version))
    return found


def _part(actor: Actor, what: tuple[str, UUID], marks: Sequence[tuple[UUID, int | None]], reason: str | None) -> UUID:
    key, to = what
    work = Work(set={"owner": str(to)}, told="hand_over", reason=reason or "")
    return runs.keep(actor, registry.get(key), marks, work).id
