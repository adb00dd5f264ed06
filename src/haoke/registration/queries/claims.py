"""What of a write claims a customer: registering it, selling there, taking it out of a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.access.actor import Verb
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql
from haoke.registration.queries.standing import REGISTRATION, Claim, against
from haoke.sales.queries import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.records.hold import Attempt
    from haoke.registration.models import Registration
    from haoke.registration.queries.standing import Held

#: Objects whose records claim customers.
CLAIMING: Final = frozenset({"account", "opportunity", REGISTRATION})
_MADE: Final = frozenset({Verb.CREATE, "restore"})
_OF_DEALS: Final = frozenset({"account", "product", "owner"})
_OF_REGISTRATIONS: Final = frozenset({"account", "company", "uscc", "category", "owner"})


def claimed(key: str, attempts: Sequence[Attempt]) -> list[Claim]:
    """Claims among writes about to be made."""
    of = {"account": _taken, "opportunity": _sold, REGISTRATION: _registered}[key]
    wanted = [each for each in attempts if of(each)]
    return claims(key, [each.after for each in wanted])


def claims(key: str, rows: Iterable[Mapping[str, Any]]) -> list[Claim]:
    """Claims of records of an object, given by their values; nobody's claim nothing."""
    rows = [row for row in rows if row["owner"] is not None]
    if key == "account":
        return [Claim(key, row["id"], row["owner"], row["id"], None) for row in rows]
    if key == REGISTRATION:
        return [registration(row) for row in rows]
    deals = [row for row in rows if row["account"] is not None]
    categories = _categories({row["product"] for row in deals if row["product"]})
    return [
        Claim(key, row["id"], row["owner"], row["account"], categories.get(row["product"]))
        for row in deals
        if not _lost(row)
    ]


def registration(values: Mapping[str, Any]) -> Claim:
    """What a registration claims."""
    told = tuple((name, str(values[name])) for name in ("company", "uscc") if values.get(name))
    return Claim(REGISTRATION, values["id"], values["owner"], values["account"], values["category"], told)


def of_record(found: Registration) -> Claim:
    """What a stored registration claims."""
    return registration(
        {
            "id": found.id, "owner": found.owner_id, "account": found.account_id, "category": found.category_id,
            "company": found.company, "uscc": found.uscc,
        }
    )  # fmt: skip


def overlapping(found: Registration) -> list[tuple[Held, Claim]]:
    """Registrations of others that protect what a stored one claims, with the claim."""
    claim = of_record(found)
    return [(held, claim) for held in against([claim]).get(found.id, ()) if held.id != found.id]


def _taken(attempt: Attempt) -> bool:
    """An account nobody had gets an owner: claimed from a pool, assigned, given."""
    before = attempt.before
    return before is not None and "owner" in attempt.changed and before["owner"] is None


def _sold(attempt: Attempt) -> bool:
    if attempt.action in _MADE:
        return True
    return attempt.action == Verb.UPDATE and (bool(attempt.changed & _OF_DEALS) or won(attempt))


def won(attempt: Attempt) -> bool:
    """Whether a deal is about to be won."""
    if "stage" not in attempt.changed:
        return False
    stage = catalogue().stages.get(attempt.after["stage"])
    return stage is not None and stage.kind == "won"


def _registered(attempt: Attempt) -> bool:
    return attempt.action in _MADE or (attempt.action == Verb.UPDATE and bool(attempt.changed & _OF_REGISTRATIONS))


def _lost(row: Mapping[str, Any]) -> bool:
    stage = catalogue().stages.get(row["stage"])
    return stage is not None and stage.kind == "lost"


def _categories(products: set[UUID]) -> dict[UUID, UUID | None]:
    """{product: its category}."""
    if not products:
        return {}
    model = registry.get("product").model
    rows = fetch(Sql(f"SELECT id, category_id FROM {table(model)} WHERE id = ANY(%s)", (list(products),)))
    return {row["id"]: row["category_id"] for row in rows}
