"""What a successor should know of each customer he received: live, of what he may read."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.bulk.choosing import unpacked
from haoke.core.bulk.models import BulkRun
from haoke.core.errors import Missing, Refused
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.records.reading.conditions import parsed, where
from haoke.core.records.reading.naming import lookup
from haoke.core.records.reading.ordering import order_of
from haoke.core.records.reading.running import rows
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql, all_of, join
from haoke.core.text import say
from haoke.handover.models import HandoverPart, HandoverRun
from haoke.handover.queries.possessions import read
from haoke.handover.queries.showing import names, ref
from haoke.handover.rules import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.spec import Briefing
    from haoke.handover.queries.possessions import Possessed
    from haoke.handover.rules.distribution import Node

PAGE = 10
MOST = 50


def received(actor: Actor, *, whole: bool = False) -> list[dict[str, Any]]:
    """What the actor got and has not put away (`whole`: also what he has), the latest first."""
    found = HandoverPart._base_manager.filter(owner=actor.id, deleted_at=None).order_by("-created_at")
    return _told(list((found if whole else found.filter(seen=False))[:MOST]))


def _told(parts: Sequence[HandoverPart]) -> list[dict[str, Any]]:
    spec = registry.get("handover")
    query = f"SELECT id, person_id, reason, r.left FROM {table(spec.model)} r WHERE id = ANY(%s)"
    known = {row["id"]: row for row in fetch(Sql(query, ([each.handover for each in parts],)))}
    named = names([row["person_id"] for row in known.values()])
    return [
        {
            "id": str(each.id), "at": each.created_at, "records": each.records, "seen": each.seen,
            "person": ref(known[each.handover]["person_id"], named), "left": known[each.handover]["left"],
            "reason": known[each.handover]["reason"] or "",
        }
        for each in parts
    ]  # fmt: skip


def mine(actor: Actor, part: UUID) -> HandoverPart:
    """A part of the actor's own; raises Missing."""
    found = HandoverPart._base_manager.filter(pk=part, owner=actor.id, deleted_at=None).first()
    if found is None:
        raise Missing
    return found


def briefing(actor: Actor, part: UUID, cursor: int) -> dict[str, Any]:
    """{…, customers, places, next}: each with the lists apps declare, the ones with the most first; in whose place he
    stands now: [{label, count}].
    """
    found = mine(actor, part)
    heads = _heads(read(actor, actor.id, None, _ids(found)))
    page = heads[cursor : cursor + PAGE]
    follow = str(cursor + PAGE) if len(heads) > cursor + PAGE else None
    return {
        **_told([found])[0],
        "count": len(heads),
        "customers": _customers(actor, page),
        **_places(found),
        "next": follow,
    }


def _places(part: HandoverPart) -> dict[str, Any]:
    """What he was put in somebody's place of by this distribution, and what of approvals and shares he got."""
    run = HandoverRun.objects.filter(pk=part.run).first()
    told = BulkRun.objects.filter(id__in=run.parts if run else [], work__each__to=str(part.owner_id), done__gt=0)
    known = registry.objects()
    lines = [
        {"label": say(known[each.object].label_plural), "count": each.done} for each in told if each.object in known
    ]
    rest = run.rest if run and run.rest and run.plan["rest"] == str(part.owner_id) else {}
    passed = {name: rest.get(name, {}).get("passed", 0) for name in ("approvals", "shares")}
    return {"places": lines, **passed}


def _ids(part: HandoverPart) -> dict[str, list[UUID]]:
    """{object: ids} of what he was given by this distribution."""
    run = HandoverRun.objects.filter(pk=part.run).first()
    found: dict[str, list[UUID]] = defaultdict(list)
    for each in BulkRun.objects.filter(id__in=run.parts if run else []):
        if each.work.get("set", {}).get("owner") == str(part.owner_id):
            found[each.object] += [record for record, _ in unpacked(bytes(each.records))]
    return found


def _heads(has: Possessed) -> list[Node]:
    """Of what hangs together the record most others belong to, the greatest first."""
    pointed = Counter(target for _, target in has.ties)
    ties: dict[Node, list[Node]] = defaultdict(list)
    for node, target in has.ties:
        ties[node].append(target)
    found = []
    for group in sorted(grouped(has.versions, has.ties), key=len, reverse=True):
        among = list(dict.fromkeys([*group, *(target for node in group for target in ties[node])]))
        found.append(max(among, key=lambda node: pointed[node]))
    return found


def _customers(actor: Actor, heads: Sequence[Node]) -> list[dict[str, Any]]:
    by_object: dict[str, list[UUID]] = defaultdict(list)
    for key, record in heads:
        by_object[key].append(record)
    known = lookup(actor, {key: {str(each) for each in ids} for key, ids in by_object.items()})
    told: dict[Node, list[dict[str, Any]]] = defaultdict(list)
    for topic in sorted(registry.brought("BRIEFINGS"), key=lambda each: each.place):
        for key, ids in by_object.items():
            for record, items in _about(actor, topic, key, ids).items():
                one = {"key": topic.key, "label": say(topic.label), "object": topic.object, "fields": topic.fields}
                told[key, record].append({**one, "items": items})
    return [
        {"object": key, "id": str(record), "title": known.get(key, {}).get(str(record)), "lists": told[key, record]}
        for key, record in heads
    ]


def _about(actor: Actor, topic: Briefing, key: str, ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """{record: its items} of one topic, or the record itself where it is what the topic is about."""
    spec = registry.objects().get(topic.object)
    if spec is None or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        return {}
    pairs: list[tuple[UUID, UUID]] = [(each, each) for each in ids] if key == topic.object else []
    with suppress(Refused):  # it looks at a field that is hidden from this reader
        pairs = pairs or _pairs(actor, topic, key, ids)
    wanted = [str(child) for _, child in pairs]
    readable = access.readable(actor, spec)
    fields = tuple(name for name in topic.fields if name in readable)
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(wanted), 200):
        tree = {"field": "id", "op": "in", "value": wanted[start : start + 200]}
        query = ListQuery(filter=tree, fields=fields, limit=200)
        found |= {item["id"]: item for item in list_page(actor, spec, query).items}
    told: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for record, child in pairs:
        if str(child) in found:
            told[record].append(found[str(child)])
    return told


def _pairs(actor: Actor, topic: Briefing, key: str, ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """(record, child) of the first children of each record; one statement."""
    spec, parent = registry.get(topic.object), registry.get(key)
    ways = [each for each in registry.relations(key).values() if each.child == topic.object]
    if not ways:
        return []
    tied = join(" OR ", [way.on(parent, "p", "r") for way in ways]).wrap("(", ")")
    condition = all_of([where(actor, spec, parsed(actor, spec, dict(topic.where))), tied])
    order = order_of(actor, spec, topic.sort)
    first = order.by(order.keys)
    query = (
        Sql("SELECT p.id, c.id FROM unnest(%s::uuid[]) WITH ORDINALITY p(id, nth) CROSS JOIN LATERAL (", (list(ids),))
        + first.wrap("SELECT r.id, row_number() OVER (ORDER BY ", f") AS place FROM {table(spec.model)} r WHERE ")
        + condition
        + Sql(" ORDER BY place LIMIT %s) c ORDER BY p.nth, c.place", (topic.most,))
    )
    return [(record, child) for record, child in rows(query)]
