"""What the Log tells of writes that claim a registered customer, whichever way they came: a case is opened of each."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.errors import Refused
from haoke.core.records import changes
from haoke.core.records.storage import columns, fetch, listed, table, values
from haoke.core.sql import Sql
from haoke.registration.actions.keeping import end, promote
from haoke.registration.actions.opening import open_case
from haoke.registration.choices import State
from haoke.registration.models import Registration
from haoke.registration.queries.claims import CLAIMING, claims
from haoke.registration.queries.gating import open_cases
from haoke.registration.queries.standing import REGISTRATION, STATE, Claim, against, same_company, waiting_for_accounts
from haoke.sales.queries import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from haoke.core.log import Entry
    from haoke.core.records import Tx
    from haoke.registration.queries.standing import Held

VIA: Final = "registration"


def heard(entries: Sequence[Entry]) -> None:
    """Open cases of what collides, and end registrations whose deals are closed."""
    if REGISTRATION in registry.off() or not fetch(Sql(f"SELECT {STATE} AS any"))[0]["any"]:
        return
    with changes(system(VIA), "collide") as tx:
        _known_now(tx, [each.record for each in entries if each.object == "account" and _named(each)])
        for key in sorted(CLAIMING):
            mine = {each.record: each for each in entries if each.object == key and _claims(each)}
            if mine:
                _collided(tx, key, mine)
        _closed(tx, {each.record for each in entries if each.object == "opportunity" and "stage_id" in _after(each)})


def _after(entry: Entry) -> dict[str, Any]:
    return (entry.data or {}).get("n") or {}


def _named(entry: Entry) -> bool:
    """Whether an account is new, or is called something else."""
    return entry.verb in {"create", "restore"} or not {"name", "uscc"}.isdisjoint(_after(entry))


def _known_now(tx: Tx, accounts: Sequence[UUID]) -> None:
    """Registrations of companies that were no accounts are of these from now on, where just one is that company."""
    found = same_company(accounts)
    for each in waiting_for_accounts([record for records in found.values() for record in records]):
        of = [account for account, records in found.items() if each.id in records]
        if len(of) == 1:
            # Another registration of that account came first: this one stays of a company, and its case is open.
            with suppress(Refused):
                tx.set(REGISTRATION, each, {"account": of[0]})


def _claims(entry: Entry) -> bool:
    """Whether an entry may claim a customer: an account does when somebody gets what nobody had."""
    if entry.object != "account":
        return True
    before = (entry.data or {}).get("o") or {}
    return entry.verb == "update" and "owner_id" in before and before["owner_id"] is None


def _collided(tx: Tx, key: str, entries: dict[UUID, Entry]) -> None:
    rows = _rows(key, entries)
    if key == REGISTRATION:
        rows = [row for row in rows if row["state"] == State.CONTESTED]
    wanted = claims(key, rows)
    found = against(wanted) if wanted else {}
    waiting = open_cases(found) if found else set()
    for claim in wanted:
        held = [each for each in found.get(claim.record, ()) if each.id != claim.record]
        for each in held:
            if (each.id, claim.record) not in waiting:
                open_case(tx, each, claim, entries[claim.record].reason)
        if key == REGISTRATION and not held:
            promote(tx, claim.record)


def _rows(key: str, ids: Iterable[UUID]) -> list[dict[str, Any]]:
    spec = registry.get(key)
    query = f"SELECT {listed(columns(spec))} FROM {table(spec.model)} WHERE id = ANY(%s) AND deleted_at IS NULL"
    return [values(spec, row) for row in fetch(Sql(query + " ORDER BY id", (list(ids),)))]


def _closed(tx: Tx, deals: Iterable[UUID]) -> None:
    """A registration is won with its deal, and lost when the last of its deals is."""
    ended = [row for row in _rows("opportunity", deals) if row["account"] and _kind(row) != "open"]
    for row in ended:
        for claim in claims("opportunity", [{**row, "stage": None}]):
            _end_own(tx, claim, _kind(row))


def _end_own(tx: Tx, claim: Claim, kind: str) -> None:
    for held in _own(claim):
        if kind == "won" or not _goes_on(held, claim.account):
            end(tx, Registration._base_manager.get(id=held.id), State.WON if kind == "won" else State.LOST)


def _own(claim: Claim) -> list[Held]:
    """Registrations of the deal's owner that it is about; one for all products outlives a deal of one."""
    found = against([claim], sides=False).get(claim.record, ())
    return [each for each in found if each.owner == claim.owner and (each.category or not claim.category)]


def _kind(row: dict[str, Any]) -> str:
    stage = catalogue().stages.get(row["stage"])
    return stage.kind if stage else "open"


def _goes_on(held: Held, account: UUID | None) -> bool:
    """Whether its owner has another open deal there."""
    query = (
        f"SELECT EXISTS (SELECT 1 FROM {table(registry.get('opportunity').model)} o"
        f" JOIN {table(registry.get('stage').model)} s ON s.id = o.stage_id"
        " WHERE o.account_id = %s AND o.owner_id = %s AND o.deleted_at IS NULL AND s.kind = 'open') AS more"
    )
    return bool(fetch(Sql(query, (account, held.owner)))[0]["more"])
