"""Records people asked for: whose they are to give, and what the asker and whoever answers see of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.records.reading.naming import lookup
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.dataquality.models import OwnerRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

#: Requests shown of each kind.
MOST: Final = 100
_OPEN: Final = OwnerRequest.State.OPEN
CLOSED: Final = "closed"
GONE: Final = T("The record was deleted", "该记录已删除")


@dataclass(frozen=True, slots=True)
class Kept:
    """A record nobody owns: who may give it away, and what it is called."""

    people: tuple[UUID, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who has what nobody owns (`KEEPERS` in an app's objects).

    `among(key, ids)` → {record: Kept} · `give(tx, key, record, to)` makes it somebody's, or raises Refused.
    """

    among: Callable[[str, Collection[UUID]], dict[UUID, Kept]]
    give: Callable[[Tx, str, UUID, UUID], None]


@dataclass(frozen=True, slots=True)
class Charge:
    """Who answers for a record: its owner, else its keepers (with what gives it away), else administrators."""

    owner: UUID | None
    kept: Kept | None = None
    keeper: Keeper | None = None

    def includes(self, actor: Actor) -> bool:
        people = (self.owner,) if self.owner else self.kept.people if self.kept else ()
        return actor.admin or actor.id in people


def charges(key: str, ids: Collection[UUID]) -> dict[UUID, Charge]:
    """{record: who answers for it} of live records of an object."""
    spec = registry.objects().get(key)
    if spec is None or key in registry.off():
        return {}
    query = f"SELECT id, owner_id FROM {table(spec.model)} WHERE id = ANY(%s) AND deleted_at IS NULL"
    found = {row["id"]: Charge(row["owner_id"]) for row in fetch(Sql(query, (list(ids),)))}
    free = [record for record, each in found.items() if each.owner is None]
    for keeper in registry.brought("KEEPERS") if free else ():
        found |= {record: Charge(None, kept, keeper) for record, kept in keeper.among(key, free).items()}
    return found


def page(actor: Actor, *, mine: bool) -> dict[str, Any]:
    """{items, open}: what the actor asked for, or what he is asked for; those that wait first."""
    asked = _mine(actor) if mine else _to_answer(actor)
    waiting = sum(1 for each, _ in asked if each.state == _OPEN)
    items = _shown(actor, asked, mine=mine)
    if mine:
        _close(items, asked)
    return {"items": items, "open": waiting}


def _close(items: Sequence[dict[str, Any]], asked: Sequence[tuple[OwnerRequest, Charge | None]]) -> None:
    """Say of requests for what has been deleted meanwhile that nobody can answer them; restored, they wait again."""
    waiting = [each for each, _ in asked if each.state == _OPEN]
    there = _charges(waiting)
    gone = {each.id for each in waiting if each.record not in there}
    for item in items:
        if item["id"] in gone:
            item |= {"state": CLOSED, "answer": say(GONE)}


def _mine(actor: Actor) -> list[tuple[OwnerRequest, Charge | None]]:
    found = OwnerRequest.objects.filter(asker=actor.id).order_by("-id")[:MOST]
    return [(each, None) for each in sorted(found, key=lambda one: one.state != _OPEN)]


def _to_answer(actor: Actor) -> list[tuple[OwnerRequest, Charge | None]]:
    """Open ones of records the actor answers for, and those he has answered."""
    waiting = list(OwnerRequest.objects.filter(state=_OPEN).exclude(asker=actor.id).order_by("id"))
    known = _charges(waiting)
    his = [(each, charge) for each in waiting if (charge := known.get(each.record)) and charge.includes(actor)]
    done = OwnerRequest.objects.filter(decided_by=actor.id).order_by("-decided_at")[:MOST]
    return [*his[:MOST], *((each, None) for each in done)]


def _charges(asked: Iterable[OwnerRequest]) -> dict[UUID, Charge]:
    by_object: dict[str, set[UUID]] = defaultdict(set)
    for each in asked:
        by_object[each.object].add(each.record)
    found: dict[UUID, Charge] = {}
    for key, ids in by_object.items():
        found |= charges(key, ids)
    return found


def _shown(actor: Actor, asked: Sequence[tuple[OwnerRequest, Charge | None]], *, mine: bool) -> list[dict[str, Any]]:
    wanted: dict[str, set[str]] = {"user": set()}
    for each, _ in asked:
        wanted["user"] |= {str(who) for who in (each.asker, each.decided_by) if who}
        if each.object in registry.objects() and not (mine and each.state in (_OPEN, OwnerRequest.State.REFUSED)):
            wanted.setdefault(each.object, set()).add(str(each.record))
    titles = lookup(actor, wanted)
    return [_item(each, charge, titles) for each, charge in asked if each.object in registry.objects()]


def _item(each: OwnerRequest, charge: Charge | None, titles: dict[str, dict[str, str | None]]) -> dict[str, Any]:
    """The record is named to whoever sees it; of one in a pool its title alone, to whoever keeps it."""
    title = titles.get(each.object, {}).get(str(each.record))
    kept = charge.kept.title if charge and charge.kept else None
    own = registry.objects().get(each.own)
    return {
        "id": each.id, "object": each.object, "label": say(registry.get(each.object).label),
        "record": {"id": str(each.record), "title": title} if title is not None else None, "title": title or kept,
        "own": say(own.label) if own else "", "own_title": each.title, "words": each.words,
        "by": _person(each.asker, titles), "at": each.at, "state": each.state, "answer": each.answer,
        "decided_by": _person(each.decided_by, titles), "decided_at": each.decided_at,
        "shares": bool(charge and charge.owner),
    }  # fmt: skip


def _person(who: UUID | None, titles: dict[str, dict[str, str | None]]) -> dict[str, Any] | None:
    return {"id": str(who), "title": titles["user"].get(str(who))} if who else None
