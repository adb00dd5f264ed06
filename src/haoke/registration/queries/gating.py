"""What registrations say to a write: somebody else has this customer, say why you go on; a case will be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import SYSTEM_ID
from haoke.core.errors import Conflict
from haoke.core.records import hold
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.dataquality.queries import heard
from haoke.registration.choices import Case
from haoke.registration.queries.claims import CLAIMING, claimed, won
from haoke.registration.queries.standing import REGISTRATION, Claim, Held, against
from haoke.registration.queries.terms import terms, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.errors import Refused
    from haoke.core.records.hold import Attempt
    from haoke.core.spec import ObjectSpec

_MASK: Final = "***"
ASK: Final = T(
    "{owner} has registered this customer until {until}. Say why you go on; a superior of both will decide",
    "{owner}已报备该客户，保护期至 {until}。继续请说明理由，将由双方上级裁决",
)
REFUSE: Final = T(
    "{owner} has registered this customer until {until}. Ask them, or your superior",
    "{owner}已报备该客户，保护期至 {until}。请联系报备人或您的上级",
)
SOMEBODY: Final = T("Somebody else", "其他同事")
SOME_DAY: Final = T("a later day", "之后某日")


class Registered(Conflict):
    """Somebody else has this customer; `extra["duplicates"]`: {step: reason or block, hits}, as duplicates are told."""

    code = "registered"
    title = T("Somebody else has registered this customer", "该客户已被他人报备")

    def __init__(self, hits: Sequence[Mapping[str, Any]], *, refuse: bool) -> None:
        first = hits[0]
        message = (REFUSE if refuse else ASK).fill(owner=first["owner"] or SOMEBODY, until=first["until"] or SOME_DAY)
        step = "block" if refuse else "reason"
        super().__init__(message, extra={"duplicates": {"step": step, "hits": list(hits)}})


def gate(actor: Actor, spec: ObjectSpec, attempts: Sequence[Attempt]) -> Mapping[UUID, Refused]:
    """{record: who has the customer it claims} of writes that are refused, or whose writer can be asked why."""
    if spec.key not in CLAIMING or actor.id == SYSTEM_ID or hold.sorting() or REGISTRATION in registry.off():
        return {}
    claims = claimed(spec.key, attempts)
    found = against(claims) if claims else {}
    if not found:
        return {}
    waiting, winning = open_cases(found), {each.record for each in attempts if won(each)}
    rules = terms()
    refused: dict[UUID, Refused] = {}
    for claim in claims:
        held = [
            each for each in found.get(claim.record, ())
            if claim.record in winning or (each.id, claim.record) not in waiting
        ]  # fmt: skip
        if held and (why := _refused(actor, claim, held, refuse=_refuses(held, rules))):
            refused[claim.record] = why
    return refused


def _refuses(held: Iterable[Held], rules: Any) -> bool:
    return any(terms_of(each.category, rules).refuses for each in held)


def _refused(actor: Actor, claim: Claim, held: Sequence[Held], *, refuse: bool) -> Registered | None:
    """Programs and files cannot be asked: what they write stands, and a case is opened of it."""
    if not refuse and not hold.told():
        return None
    return Registered([shown(actor, claim, each) for each in held], refuse=refuse)


def shown(actor: Actor, claim: Claim, held: Held) -> dict[str, Any]:
    """A registration as {object, label, id, title, owner, until, fields}.

    Who sees the account may know who has it until when; of a company that was only named, a letter and whom to ask.
    """
    spec = registry.get(REGISTRATION)
    told: dict[str, Any] = {"object": spec.key, "label": say(spec.label), "id": None, "fields": []}
    seen = _seen(actor, held)
    if seen or (claim.account is not None and held.account == claim.account):
        return {
            **told, "id": str(held.id) if seen else None, "title": held.name if seen else held.name[:1] + _MASK,
            "owner": name_of(held.owner), "until": held.until.isoformat(),
        }  # fmt: skip
    ask = heard(actor, REGISTRATION, held.id)
    if ask is None:
        return {**told, "title": _MASK, "owner": None, "until": None, "ask": None}
    return {**told, "title": held.name[:1] + _MASK, "owner": name_of(held.owner), "until": None, "ask": ask}


def _seen(actor: Actor, held: Held) -> bool:
    spec = registry.get(REGISTRATION)
    query = Sql(f"SELECT 1 AS one FROM {table(spec.model)} r WHERE r.id = %s AND ", (held.id,))
    return bool(fetch(query + access.visible_to(actor, spec)))


def name_of(person: UUID) -> str:
    """The name of a colleague, which everybody may know."""
    rows = fetch(Sql(f"SELECT name FROM {table(registry.get('user').model)} WHERE id = %s", (person,)))
    return str(rows[0]["name"]) if rows else ""


def open_cases(found: Mapping[UUID, Sequence[Held]]) -> set[tuple[UUID, UUID]]:
    """(registration, claiming record) that wait for a decision already."""
    rows = fetch(
        Sql(
            f"SELECT registration_id, record FROM {table(registry.get('collision_case').model)}"
            " WHERE deleted_at IS NULL AND state = %s AND record = ANY(%s)",
            (Case.OPEN.value, list(found)),
        )
    )
    return {(row["registration_id"], row["record"]) for row in rows}
