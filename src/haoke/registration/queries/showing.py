"""Protection and cases as JSON, for whoever may see them: neither side learns of the other's records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.errors import Missing
from haoke.core.records.reading import titles
from haoke.core.records.storage import columns, fetch, listed, table, values
from haoke.core.sql import Sql
from haoke.core.text import current_language, say
from haoke.registration.choices import Case
from haoke.registration.models import CollisionCase, CollisionSide, Registration
from haoke.registration.queries.claims import claims
from haoke.registration.queries.evidence import evidence
from haoke.registration.queries.standing import against
from haoke.registration.queries.terms import terms, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.registration.queries.standing import Held

MOST: Final = 200


def protection(actor: Actor, key: str, record: UUID) -> dict[str, Any]:
    """{items: who has the account (or a deal's) registered, case: the open one of the record, winning}.

    `winning`: what comes of winning the deal: "refused", "asked" (why), or None.
    """
    row = _row(actor, key, record)
    # Whoever claims it, all that stands is told.
    asked = claims(key, [{**row, "owner": UUID(int=0)}])
    held = against(asked, sides=False).get(record, []) if asked else []
    cases = fetch(
        Sql(
            "SELECT r.id FROM registration_collisioncase r WHERE r.deleted_at IS NULL AND r.state = %s"
            " AND r.object = %s AND r.record = %s ORDER BY r.created_at LIMIT 1",
            (Case.OPEN.value, key, record),
        ),
        prepared=True,
    )
    return {
        "items": _protections(actor, held), "case": _case_ref(actor, cases[0]["id"]) if cases else None,
        "winning": _winning(row) if key == "opportunity" and held else None,
    }  # fmt: skip


def _winning(row: Mapping[str, Any]) -> str | None:
    """Said before anybody wins the deal: what registrations of others will say then."""
    claimed = claims("opportunity", [row])
    held = against(claimed).get(row["id"], []) if claimed else []
    if not held:
        return None
    rules = terms()
    return "refused" if any(terms_of(each.category, rules).refuses for each in held) else "asked"


def _row(actor: Actor, key: str, record: UUID) -> dict[str, Any]:
    if key not in ("account", "opportunity"):
        raise Missing
    spec = registry.get(key)
    query = Sql(f"SELECT {listed(columns(spec), 'r')} FROM {table(spec.model)} r WHERE r.id = %s AND ", (record,))
    found = fetch(query + access.visible_to(actor, spec), prepared=True)
    if not found:
        raise Missing
    return values(spec, found[0])


def _protections(actor: Actor, held: Sequence[Held]) -> list[dict[str, Any]]:
    spec = registry.get("registration")
    seen = titles(actor, spec, [each.id for each in held])
    categories = titles(actor, registry.get("product_category"), [each.category for each in held if each.category])
    people = names([each.owner for each in held])
    return [
        {
            "id": str(each.id) if each.id in seen else None, "owner": ref(each.owner, people),
            "category": categories.get(each.category) if each.category else None, "until": each.until.isoformat(),
            "days": (each.until - clock.today()).days, "mine": each.owner == actor.id,
        }
        for each in held
    ]  # fmt: skip


def _case_ref(actor: Actor, case: UUID) -> dict[str, Any]:
    """That a record is in collision is told to all who see it; the case itself to its people."""
    return {"id": str(case) if _cases(actor, Sql("r.id = %s", (case,))) else None}


def _cases(actor: Actor, which: Sql) -> list[Mapping[str, Any]]:
    spec = registry.get("collision_case")
    query = Sql(f"SELECT r.* FROM {table(spec.model)} r WHERE ") + which + Sql(" AND ")
    ordered = Sql(" ORDER BY r.state <> 'open', r.created_at DESC LIMIT %s", (MOST,))
    return list(fetch(query + access.visible_to(actor, spec) + ordered))


def listed_cases(actor: Actor) -> list[dict[str, Any]]:
    """Cases the actor decides or is a side of (administrators: all), open ones first."""
    rows = _cases(actor, Sql("TRUE"))
    people = names([row[name] for row in rows for name in ("holder_id", "claimant_id", "owner_id", "decided_by_id")])
    customers = _customers(actor, rows)
    return [_brief(actor, row, people, customers) for row in rows]


def _brief(
    actor: Actor, row: Mapping[str, Any], people: Mapping[UUID, str], customers: Mapping[UUID, str]
) -> dict[str, Any]:
    sides = (row["holder_id"], row["claimant_id"])
    decides = actor.id not in sides and (actor.admin or row["owner_id"] == actor.id)
    return {
        "id": str(row["id"]), "number": row["number"], "state": row["state"], "created_at": row["created_at"],
        "customer": customers.get(row["id"]), "object": row["object"],
        "label": say(registry.get(row["object"]).label),
        "holder": ref(row["holder_id"], people), "claimant": ref(row["claimant_id"], people),
        "decider": ref(row["owner_id"], people), "may": decides and row["state"] == Case.OPEN,
        "side": "holder" if actor.id == sides[0] else "claimant" if actor.id == sides[1] else None,
        "decision": row["decision"], "share": row["share"], "reason": row["reason"],
        "decided_by": ref(row["decided_by_id"], people), "decided_at": row["decided_at"],
    }  # fmt: skip


def _customers(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> dict[UUID, str]:
    """{case: what the dispute is about}, by whichever of the two records the actor sees."""
    found: dict[UUID, str] = {}
    by_object: dict[str, dict[UUID, list[UUID]]] = {}
    for row in rows:
        for key, record in ((row["object"], row["record"]), ("registration", row["registration_id"])):
            by_object.setdefault(key, {}).setdefault(record, []).append(row["id"])
    for key in sorted(by_object, key=lambda key: key != "registration"):
        for record, title in titles(actor, registry.get(key), list(by_object[key])).items():
            for case in by_object[key][record]:
                found.setdefault(case, title or "")
    return found


def one(actor: Actor, found: CollisionCase) -> dict[str, Any]:
    """A case with its sides; a side sees its own, whoever decides and administrators see both."""
    row = next(iter(_cases(actor, Sql("r.id = %s", (found.id,)))), None)
    if row is None:
        raise Missing
    people = names([row[name] for name in ("holder_id", "claimant_id", "owner_id", "decided_by_id")])
    brief = _brief(actor, row, people, _customers(actor, [row]))
    account = _account(found)
    own = brief["side"]
    said = {each.side: each for each in CollisionSide._base_manager.filter(case=found, deleted_at=None)}
    sides = [
        {**_side(actor, found, name, account), "says": said[name].says or "", "person": brief[name]}
        for name in ("holder", "claimant")
        if name in said and own in (None, name)
    ]
    return {**brief, "sides": sides}


def _account(found: CollisionCase) -> UUID | None:
    """The account it is about: the registration's, else the one the other side wants."""
    standing = Registration._base_manager.filter(id=found.registration_id).values_list("account_id", flat=True)
    if account := standing.first():
        return account
    if found.object == "account":
        return found.record
    claimed = table(registry.get(found.object).model)
    rows = fetch(Sql(f"SELECT account_id FROM {claimed} WHERE id = %s", (found.record,)))
    return rows[0]["account_id"] if rows else None


def _side(actor: Actor, found: CollisionCase, name: str, account: UUID | None) -> dict[str, Any]:
    person = found.holder_id if name == "holder" else found.claimant_id
    registered = found.registration_id if name == "holder" else None
    if name == "claimant" and found.object == "registration":
        registered = found.record
    shown = evidence(actor, account, person)
    deals = [{**each, "stage": _in_words(each["stage"])} for each in shown["opportunities"]]
    return {"side": name, "registration": _registered(actor, registered), **shown, "opportunities": deals}


def _registered(actor: Actor, record: UUID | None) -> dict[str, Any] | None:
    """What one side registered, with the evidence written then; null when the actor may not see it."""
    spec = registry.get("registration")
    if record is None or access.field_right(actor, spec, "evidence") < FieldRight.READ:
        return None
    query = Sql(
        "SELECT r.id, r.name, r.evidence, r.since, r.until, r.state, (SELECT min(e.at) FROM log.entry e"
        f" WHERE e.record = r.id AND e.verb = 'create') AS at FROM {table(spec.model)} r WHERE r.id = %s AND ",
        (record,),
    )
    found = fetch(query + access.visible_to(actor, spec, Verb.READ))
    if not found:
        return None
    return {**found[0], "id": str(found[0]["id"]), "title": found[0]["name"], "evidence": found[0]["evidence"] or ""}


def _in_words(name: Any) -> str:
    if not isinstance(name, dict):
        return str(name or "")
    return str(name.get(current_language()) or next(iter(name.values()), ""))


def names(people: Sequence[UUID | None]) -> dict[UUID, str]:
    """{person: name}; everybody may know the names of colleagues."""
    wanted = list({each for each in people if each is not None})
    users = table(registry.get("user").model)
    return {row["id"]: row["name"] for row in fetch(Sql(f"SELECT id, name FROM {users} WHERE id = ANY(%s)", (wanted,)))}


def ref(person: UUID | None, named: Mapping[UUID, str]) -> dict[str, str] | None:
    """A person as {id, title}."""
    return None if person is None else {"id": str(person), "title": named.get(person, "")}
