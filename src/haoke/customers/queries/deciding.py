"""The people of an account and the lines between them, as far as the reader sees them.

Statements: the account, parts, lines, people, touches, and titles of all of them; however many people there are.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.errors import Missing
from haoke.core.records.reading import naming
from haoke.core.records.reading.plans import Plan, plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import FALSE, Sql, all_of, any_of, ident, join
from haoke.customers.queries.gaps import NO_DECIDER, NOT_MET, gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.core.text import T

#: People of one map; an account with more shows those with a part in it, then the latest.
MOST: Final = 200
PERSON: Final = ("name", "title", "unit", "account", "owner")
PART: Final = ("contact", "roles", "stance", "strength", "known_by", "since", "until")
LINE: Final = ("contact", "kind", "to", "note")
#: What counts as contact with somebody: object and the field that says when.
TOUCHES: Final = (("activity", "done_at"), ("mail_message", "sent_at"))
#: Of those who know somebody so many are named.
KNOWN_BY: Final = 3
_ALL: Final = f" ORDER BY r.id LIMIT {MOST * 5}"

Item = dict[str, Any]


def read_map(actor: Actor, account: UUID) -> dict[str, Any]:
    """{people, lines, gaps, more} of an account the actor sees; raises Missing."""
    _require(actor, account)
    of_account = Sql("r.account_id = %s", (account,))
    part_plan, parts = _read(actor, "account_contact", PART, of_account, _ALL)
    line_plan, lines = _read(actor, "contact_relation", LINE, of_account, _ALL)
    ends = {each[name] for each in (*parts, *lines) for name in ("contact", "to") if each.get(name)}
    person_plan, people = _read(actor, "contact", PERSON, _of(actor, account, ends), _first(ends))
    touches = _touches(actor, [each["id"] for each in people[:MOST]])
    plans = ((part_plan, parts), (line_plan, lines), (person_plan, people[:MOST]), (_TOUCH, touches))
    naming.resolve_all(actor, plans)
    shown = _people(str(account), people[:MOST], parts, lines, {each["id"]: each for each in touches})
    here = {each["id"] for each in shown}
    drawn = [each for each in lines if len(here & _ends(each)) == 2]  # noqa: PLR2004 (a line has two ends)
    found = gaps(shown, drawn, clock.now()) if "roles" in part_plan.names else []
    return {"people": shown, "lines": drawn, "gaps": found, "more": len(people) > MOST}


def gap_of_deciders(actor: Actor, parts: Sequence[Item]) -> T | None:
    """What the map, too, says of those who decide, given their parts in an account; at most one statement."""
    if not parts:
        return NO_DECIDER
    people = [each["contact"]["id"] for each in parts if each.get("contact")]
    return NOT_MET if people and not _touches(actor, people) else None


def _require(actor: Actor, account: UUID) -> None:
    spec = registry.get("account")
    seen = access.visible_to(actor, spec)
    if not rows(seen.wrap(f"SELECT 1 FROM {_table(spec)} r WHERE ", "") + Sql(" AND r.id = %s", (account,))):
        raise Missing


def _read(actor: Actor, key: str, names: Iterable[str], condition: Sql, tail: Sql | str) -> tuple[Plan, list[Item]]:
    """Records of an object that the actor sees and that meet the condition, with the fields he may read."""
    spec = registry.get(key)
    least = FieldRight.MASKED if key == "contact" else FieldRight.READ
    plan = plan_for(actor, spec, [name for name in names if access.field_right(actor, spec, name) >= least])
    where = all_of([access.visible_to(actor, spec), condition])
    if where == FALSE:
        return plan, []
    head = Sql(f"SELECT {plan.select} FROM {_table(spec)} r WHERE ") + where
    return plan, plan.records(rows(head + (tail if isinstance(tail, Sql) else Sql(tail))))


def _of(actor: Actor, account: UUID, ends: set[str]) -> Sql:
    """People whose own account it is, and those with a part in it or a line; a hidden reference leads to nobody."""
    own = access.field_right(actor, registry.get("contact"), "account") is not FieldRight.HIDDEN
    named = Sql("r.id = ANY(%s::uuid[])", (list(ends),))
    return any_of([Sql("r.account_id = %s", (account,)) if own else FALSE, named])


def _first(ends: set[str]) -> Sql:
    return Sql(f" ORDER BY r.id = ANY(%s::uuid[]) DESC, r.updated_at DESC, r.id LIMIT {MOST + 1}", (list(ends),))


def _table(spec: ObjectSpec) -> str:
    return ident(spec.model._meta.db_table)


# -- contact with them --------------------------------------------------------------------------------------

#: {id, last, known_by}: when last, and owners of what was done.
_TOUCH = Plan((), "", (), (), (), (), (("known_by", "user"),), ())


def _touches(actor: Actor, people: Sequence[str]) -> list[Item]:
    """When each of them was contacted last and by whom mostly, of what the actor sees; one statement."""
    asked = [part for key, when in TOUCHES if (part := _touched(actor, key, when, people)) is not None]
    if not asked or not people:
        return []
    found = rows(join(" UNION ALL ", asked).wrap("SELECT * FROM (", ") t ORDER BY 1"))
    return [_touch(person, list(each)) for person, each in groupby(found, key=lambda row: str(row[0]))]


def _touch(person: str, found: list[Any]) -> Item:
    often = Counter[str]()
    for _, owner, _, times in found:
        often[owner] += times
    known = sorted((owner for owner in often if owner), key=lambda owner: (-often[owner], owner))
    last = max(row[2] for row in found).astimezone(dt.UTC)
    return {"id": person, "last": last.isoformat().replace("+00:00", "Z"), "known_by": known[:KNOWN_BY]}


def _touched(actor: Actor, key: str, when: str, people: Sequence[str]) -> Sql | None:
    source = touching(actor, key, when, "a")
    if source is None:
        return None
    head = Sql(f"SELECT l.record::text, a.owner_id::text, max(a.{ident(when)}), count(*) ") + source
    return head + Sql(" AND l.record = ANY(%s::uuid[]) GROUP BY 1, 2", (list(people),))


def touching(actor: Actor, key: str, when: str, alias: str) -> Sql | None:
    """From where contact with people is read, ties l and what they tie; None for somebody who is told of none."""
    spec = registry.get(key)
    link = spec.links
    hidden = FieldRight.HIDDEN in (access.field_right(actor, spec, name) for name in (when, "owner"))
    if link is None or hidden or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        return None
    tie = (
        f"FROM (SELECT {ident(link.record)} AS record, {ident(link.child + '_id')} AS child"
        f" FROM {ident(link.model._meta.db_table)} WHERE deleted_at IS NULL AND {ident(link.object)} = 'contact') l"
    )
    head = f"{tie} JOIN {_table(spec)} {alias} ON {alias}.id = l.child WHERE {alias}.{ident(when)} IS NOT NULL AND "
    return Sql(head) + access.visible_to(actor, spec, Verb.READ, alias)


# -- one person ---------------------------------------------------------------------------------------------


def _ends(line: Item) -> set[str]:
    return {line[name]["id"] for name in ("contact", "to") if line.get(name)}


def _people(
    account: str, people: list[Item], parts: list[Item], lines: list[Item], touches: Mapping[str, Item]
) -> list[Item]:
    """Whoever belongs to the account at present, and whoever a line leads to."""
    today = clock.today().isoformat()
    present = {
        part["contact"]["id"]: part
        for part in parts
        if part.get("contact") and not (part.get("until") and part["until"] < today)
    }
    lined = {end for line in lines for end in _ends(line)}
    return [
        _person(person, part, touches.get(person["id"], {}), here=here)
        for person in people
        if (here := (part := present.get(person["id"])) is not None or _at(person, account)) or person["id"] in lined
    ]


def _at(person: Item, account: str) -> bool:
    return bool((person.get("account") or {}).get("id") == account)


def _person(person: Item, part: Item | None, touch: Item, *, here: bool) -> Item:
    known = [*((part or {}).get("known_by") or ()), *touch.get("known_by", ())]
    return {
        **{name: person.get(name) for name in ("id", *PERSON)},
        "here": here,
        "part": part,
        "last_touch": touch.get("last"),
        "known_by": list({each["id"]: each for each in known}.values()),
    }
