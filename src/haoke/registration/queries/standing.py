"""Which registrations protect what somebody claims: by its account or by the same company, and by product category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from haoke.core import clock, registry
from haoke.core.records.storage import fetch, table
from haoke.core.search import keys
from haoke.core.search.documents import code
from haoke.core.search.likely import Key, holding
from haoke.core.sql import Sql
from haoke.registration.choices import State
from haoke.registration.models import Registration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

REGISTRATION: Final = "registration"
#: Part of a SELECT: whether anything is registered at all; while nothing is, no write pays for asking.
STATE: Final = "EXISTS (SELECT 1 FROM registration_registration WHERE deleted_at IS NULL AND state = 'active')"
#: What tells a company: {field of an account: field of a registration}.
_TELLING: Final = {"name": "company", "uscc": "uscc"}


@dataclass(frozen=True, slots=True)
class Claim:
    """What `owner` wants: a customer (account, or what tells its company) and a category (None: of all, or unknown)."""

    object: str
    record: UUID
    owner: UUID
    account: UUID | None
    category: UUID | None
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A registration that protects; `account` None: of a company that was no account yet."""

    id: UUID
    name: str
    owner: UUID
    account: UUID | None
    category: UUID | None
    until: date
    partners: frozenset[UUID]


def against(claims: Sequence[Claim], *, sides: bool = True) -> dict[UUID, list[Held]]:
    """{record: registrations of others that protect what it claims}; `sides` False: of the claimant's own side, too."""
    accounts = _accounts(claims)
    told = {each.record: list(_told(each, accounts)) for each in claims}
    alike: dict[Key, set[UUID]] = {}
    for key, record in holding(list({key for each in told.values() for key in each})):
        alike.setdefault(key, set()).add(record)
    same = {
        each.record: set[Any]().union([each.account], *(alike.get(key, set()) for key in told[each.record]))
        for each in claims
    }
    standing = _standing(list({each for ids in same.values() for each in ids if each is not None}))
    if not standing:
        return {}
    above, found = ancestors(), dict[Any, list[Held]]()
    for claim in claims:
        for held in standing:
            if not same[claim.record].isdisjoint((held.id, held.account or held.id)) and _covers(above, held, claim):
                found.setdefault(claim.record, []).append(held)
    return _of_others(claims, found) if sides else found


def same_company(accounts: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """{account: registrations of the same company, by what tells it}."""
    claims = [Claim("account", each, each, each, None) for each in accounts]
    known = _accounts(claims)
    told = {each.record: set(_told(each, known)) for each in claims}
    alike: dict[Key, set[UUID]] = {}
    for key, record in holding(list({key for each in told.values() for key in each})):
        alike.setdefault(key, set()).add(record)
    return {account: set[Any]().union(*(alike.get(key, set()) for key in keys_)) for account, keys_ in told.items()}


def waiting_for_accounts(ids: Sequence[UUID]) -> list[Registration]:
    """Those of the registrations that protect, or wait to, a company of which there was no account."""
    states = (State.ACTIVE.value, State.CONTESTED.value)
    of = Registration._base_manager.filter(id__in=list(ids), account=None, state__in=states, deleted_at=None)
    return list(of.order_by("since", "id").select_for_update(of=("self",))) if ids else []


def _accounts(claims: Sequence[Claim]) -> dict[UUID, list[tuple[str, str]]]:
    """{account: what tells its company, by the fields of a registration}."""
    wanted = list({each.account for each in claims if each.account})
    if not wanted:
        return {}
    accounts = table(registry.get("account").model)
    rows = fetch(Sql(f"SELECT id, name, uscc FROM {accounts} WHERE id = ANY(%s)", (wanted,)), prepared=True)
    return {row["id"]: [(own, row[name]) for name, own in _TELLING.items() if row[name]] for row in rows}


def _told(claim: Claim, accounts: Mapping[UUID, Sequence[tuple[str, str]]]) -> Iterator[Key]:
    """Keys of registrations of the same company; of accounts, too, where the claim names none."""
    by_name = {own: name for name, own in _TELLING.items()}
    for field, value in accounts.get(claim.account, ()) if claim.account else claim.told:
        for kind, text in keys.sought(REGISTRATION, field, value):
            yield Key(REGISTRATION, field, keys.lexeme(code(REGISTRATION, field), kind, text))
            if not claim.account:
                name = by_name[field]
                yield Key("account", name, keys.lexeme(code("account", name), kind, text))


def _standing(ids: list[UUID]) -> list[Held]:
    """Registrations that protect now, of these ids or of these accounts."""
    rows = fetch(
        Sql(
            "SELECT id, name, owner_id, account_id, category_id, until, partners"
            f" FROM {table(registry.get(REGISTRATION).model)} WHERE deleted_at IS NULL AND state = %s"
            " AND owner_id IS NOT NULL AND until >= %s AND (account_id = ANY(%s) OR id = ANY(%s)) ORDER BY since, id",
            (State.ACTIVE.value, clock.today(), ids, ids),
        ),
        prepared=True,
    )
    return [_held(row) for row in rows]


def _held(row: Mapping[str, Any]) -> Held:
    return Held(
        row["id"], row["name"] or "", row["owner_id"], row["account_id"], row["category_id"], row["until"],
        frozenset(row["partners"] or ()),
    )  # fmt: skip


def ancestors() -> dict[UUID, UUID | None]:
    """{product category: the one above it}."""
    rows = fetch(Sql(f"SELECT id, parent_id FROM {table(registry.get('product_category').model)}"))
    return {row["id"]: row["parent_id"] for row in rows}


def upwards(above: Mapping[UUID, UUID | None], category: UUID | None) -> Iterator[UUID]:
    """A category and those above it, nearest first."""
    seen: set[UUID] = set()
    while category is not None and category not in seen:
        yield category
        seen.add(category)
        category = above.get(category)


def _covers(above: Mapping[UUID, UUID | None], held: Held, claim: Claim) -> bool:
    """Whether a registration is about the claimed category; two registrations also when the narrower is the older."""
    if held.category is None or claim.category is None or held.category in upwards(above, claim.category):
        return True
    return claim.object == REGISTRATION and claim.category in upwards(above, held.category)


def _of_others(claims: Sequence[Claim], found: Mapping[UUID, list[Held]]) -> dict[UUID, list[Held]]:
    """Those whose owner is neither the claimant, nor in a team with him, nor has him as a partner."""
    people = {each.owner for each in claims if each.record in found}
    people |= {held.owner for each in found.values() for held in each}
    mates = _mates(list(people))
    owners = {each.record: each.owner for each in claims}
    kept = {
        record: [held for held in each if not _one_side(held, owners[record], mates)] for record, each in found.items()
    }
    return {record: each for record, each in kept.items() if each}


def _one_side(held: Held, person: UUID, mates: set[tuple[UUID, UUID]]) -> bool:
    return person == held.owner or person in held.partners or (held.owner, person) in mates


def _mates(people: list[UUID]) -> set[tuple[UUID, UUID]]:
    """Pairs of them who are in one team."""
    members = table(registry.get("team_member").model)
    rows = fetch(
        Sql(
            f"SELECT DISTINCT a.user_id AS one, b.user_id AS other FROM {members} a JOIN {members} b"
            " ON b.team_id = a.team_id WHERE a.deleted_at IS NULL AND b.deleted_at IS NULL"
            " AND a.user_id = ANY(%s) AND b.user_id = ANY(%s)",
            (people, people),
        )
    )
    return {(row["one"], row["other"]) for row in rows}


def one_after_another() -> None:
    """Until the transaction ends nobody else registers: of two at once the second sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('registration', 0))")
