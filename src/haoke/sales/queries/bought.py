"""What accounts have bought, as fields nobody stores: lists show, filter and sort by them, rules of levels ask them.

For those alone who see every deal: whoever sees some would read another figure than the list is filtered by.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from psycopg.sql import quote

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.fields import Reckoned
from haoke.core.fieldtypes import currencies
from haoke.core.fieldtypes.money import PARTS
from haoke.core.fieldtypes.numbers import DecimalType, IntegerType
from haoke.core.records import storage
from haoke.core.sql import Sql, ident
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

WON_AMOUNT, WON_DEALS = "won_amount", "won_deals"
DAYS: Final = 365
_NEEDS: Final = ("account", "stage", "amount", "closed_at")
_LABELS: Final = {
    WON_AMOUNT: T("Won in twelve months", "近一年成交额"),
    WON_DEALS: T("Deals won", "成交次数"),
}
_HELP: Final = T("Of won deals, in the company's own currency", "按赢单商机统计，以公司本位币计")


def reckoned(actor: Actor, spec: ObjectSpec) -> Mapping[str, FieldDef]:
    """What lists of accounts can show, filter and sort by."""
    if spec.key != "account" or not _sees_all(actor):
        return {}
    base = currencies.base()
    return {
        WON_AMOUNT: _field(WON_AMOUNT, DecimalType(20, 2), base),
        WON_DEALS: _field(WON_DEALS, IntegerType(0), base),
    }


def _sees_all(actor: Actor) -> bool:
    deal, stage = registry.get("opportunity"), registry.get("stage")
    whole = (
        access.scope_of(actor, deal, Verb.READ) is Scope.ALL and access.scope_of(actor, stage, Verb.READ) is Scope.ALL
    )
    return whole and all(access.field_right(actor, deal, name) >= FieldRight.READ for name in _NEEDS)


def _field(name: str, kind: DecimalType | IntegerType, base: str) -> FieldDef:
    seen = frozenset({*_NEEDS, base})
    return Reckoned(name, kind, _LABELS[name], (name,), _HELP, readonly=True, seen=seen, of=partial(_of, name, base))


def _of(name: str, base: str, alias: str) -> Sql:
    """Deals are worth what was kept with them when they were closed. Lists select without parameters."""
    deal, stage = (storage.table(registry.get(key).model) for key in ("opportunity", "stage"))
    head = f"FROM {deal} o JOIN {stage} s ON s.id = o.stage_id WHERE o.account_id = {alias}.id"
    won = f"{head} AND o.deleted_at IS NULL AND s.kind = 'won'"
    if name == WON_DEALS:
        return Sql(f"(SELECT count(*) {won})")
    amount, currency, worth = (f"o.{ident('amount' + part)}" for part in PARTS[:3])
    own = f"CASE WHEN coalesce({currency}, {quote(base)}) = {quote(base)} THEN {amount} END"
    return Sql(f"(SELECT coalesce(sum(coalesce({worth}, {own})), 0) {won} AND o.closed_at > current_date - {DAYS})")
