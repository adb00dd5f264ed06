"""Who would get what: the rules in use, and one as it would be saved, tried on records there are."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.assignment.queries.placing import Placed, Placing
from haoke.assignment.queries.reading import Rule, in_force, made_out
from haoke.assignment.rules import NO_OBJECT, assignable, check
from haoke.core import access, clock, registry
from haoke.core.bulk import choosing
from haoke.core.errors import Invalid
from haoke.core.records import reading, storage
from haoke.core.records.reading import naming
from haoke.core.sql import Sql, all_of
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

DAYS: Final = 30
#: Records tried, the latest; those shown.
TRIED: Final = 2000
SHOWN: Final = 100
#: A rule that is not saved yet.
NEW: Final = UUID(int=0)


class Draft(BaseModel):
    """A rule as it would be saved; `id`: in place of that one."""

    model_config = ConfigDict(extra="forbid")
    id: UUID | None = None
    name: str = Field("", max_length=120)
    order: int = Field(0, ge=0, le=2**31 - 1)
    ways: list[Literal["form", "import", "api", "inbound", "automation"]] | None = Field(None, max_length=10)
    condition: dict[str, Any] | None = None
    by: Literal["turns", "load", "chance"] = "turns"
    to_users: list[UUID] | None = Field(None, max_length=1000)
    to_departments: list[UUID] | None = Field(None, max_length=1000)
    to_teams: list[UUID] | None = Field(None, max_length=1000)
    to_roles: list[UUID] | None = Field(None, max_length=1000)
    working_hours: bool = False
    most: int | None = Field(None, ge=1, le=2**31 - 1)
    counted: dict[str, Any] | None = None
    fallback: UUID | None = None
    pool: UUID | None = None


class Trial(BaseModel):
    """Of an object: the rules in use, with `rule` among them at its order; on `ids`, on what {filter, q, scope} finds,
    or on what is new in 30 days.
    """

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    rule: Draft | None = None
    ids: list[UUID] | None = Field(None, max_length=TRIED)
    filter: dict[str, Any] | None = None
    q: str = Field("", max_length=200)
    scope: str | None = Field(None, max_length=100)


def tried(actor: Actor, asked: Trial) -> dict[str, Any]:
    """{days, checked, capped, items, people, unmatched, passed} as the rules would have it now; raises Invalid."""
    spec = registry.objects().get(asked.object)
    if spec is None or not assignable(spec):
        raise Invalid.at("object", "no_object", NO_OBJECT)
    rows, capped = _rows(actor, spec, asked)
    placing = Placing(_rules(actor, spec, asked.rule), real=False)
    found = list(placing.place(spec, rows))
    counts = Counter(each.owner for each in found if each is not None and each.owner)
    passed = {person: why for each in placing.receivers.values() for person, why in each.passed.items()}
    passed |= {person: "full" for each in placing.receivers.values() for person in each.full()}
    names = naming.lookup(actor, {"user": {str(each) for each in (*counts, *passed)}})["user"]
    return {
        "days": None if asked.ids or asked.filter is not None else DAYS,
        "checked": len(rows),
        "capped": capped,
        "unmatched": sum(each is None for each in found),
        "people": [{"person": _ref(each, names), "count": count} for each, count in counts.most_common()],
        "passed": [{"person": _ref(each, names), "why": why} for each, why in passed.items()],
        "items": _items(actor, spec, list(zip(rows, found, strict=True))[:SHOWN], names),
    }


def _rows(actor: Actor, spec: ObjectSpec, asked: Trial) -> tuple[list[dict[str, Any]], bool]:
    condition = all_of([_which(actor, spec, asked), access.visible_to(actor, spec)])
    query = f"SELECT {storage.listed(storage.columns(spec), 'r')} FROM {storage.table(spec.model)} r WHERE "
    found = storage.fetch(Sql(query) + condition + Sql(" ORDER BY r.created_at DESC, r.id DESC LIMIT %s", (TRIED + 1,)))
    return [storage.values(spec, row) for row in found[:TRIED][::-1]], len(found) > TRIED


def _which(actor: Actor, spec: ObjectSpec, asked: Trial) -> Sql:
    if asked.ids:
        return Sql("r.id = ANY(%s)", (list(asked.ids),))
    if asked.filter is not None:
        return choosing.condition(actor, spec, {"filter": asked.filter, "q": asked.q, "scope": asked.scope})
    return Sql("r.created_at >= %s", (clock.now() - timedelta(DAYS),))


def _rules(actor: Actor, spec: ObjectSpec, draft: Draft | None) -> list[Rule]:
    present = in_force(spec.key)
    if draft is None:
        return list(present)
    given = draft.model_dump() | {"object": spec.key, "id": draft.id or NEW}
    check(actor, given, given.keys())
    made = made_out(given)
    others = [rule for rule in present if rule.id != draft.id]
    before = [rule for rule in others if (rule.order, rule.id) < (draft.order, draft.id or NEW)]
    return [*before, *([made] if made else []), *others[len(before) :]]


def _items(
    actor: Actor, spec: ObjectSpec, pairs: Sequence[tuple[Mapping[str, Any], Placed | None]], names: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Record by record, with what of it the rule looked at, as the reader may know it."""
    looked = {name for _, each in pairs if each is not None for name in each.rule.looks_at}
    fields = [name for name in access.readable(actor, spec) if name in looked | {"owner", spec.title}]
    query = reading.ListQuery(
        filter={"field": "id", "op": "in", "value": [str(row["id"]) for row, _ in pairs]}, fields=fields, limit=SHOWN
    )
    there = {item["id"]: item for item in reading.list_page(actor, spec, query).items} if pairs else {}
    return [_item(spec, there.get(str(row["id"]), {}), row, each, names) for row, each in pairs]


def _item(
    spec: ObjectSpec, item: Mapping[str, Any], row: Mapping[str, Any], placed: Placed | None, names: Mapping[str, Any]
) -> dict[str, Any]:
    record = {"id": str(row["id"]), "title": item.get(spec.title)}
    told: dict[str, Any] = {
        "record": record,
        "owner": item.get("owner"),
        "rule": None,
        "outcome": None,
        "to": None,
        "why": [],
    }
    if placed is None:
        return told
    labels = registry.fields(spec.key)
    why = [
        {"field": name, "label": say(labels[name].label), "value": item[name]}
        for name in placed.rule.looks_at
        if name in item
    ]
    to = _ref(placed.owner, names) if placed.owner else None
    return told | {"rule": placed.rule.name, "outcome": placed.outcome.value, "to": to, "why": why}


def _ref(person: UUID, names: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": str(person), "title": names.get(str(person))}
