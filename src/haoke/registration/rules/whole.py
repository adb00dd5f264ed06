"""A registration is of a customer, for as long as the terms say, and of two that overlap only the first protects."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import clock, registry
from haoke.core.records.gate import unseen
from haoke.core.records.storage import fetch, table
from haoke.core.spec import RuleBroken
from haoke.core.sql import Sql
from haoke.core.text import T
from haoke.registration.choices import State
from haoke.registration.queries.claims import registration
from haoke.registration.queries.gating import name_of
from haoke.registration.queries.standing import against, one_after_another
from haoke.registration.queries.terms import terms_of

if TYPE_CHECKING:
    from haoke.core.errors import Invalid
    from haoke.core.spec import Change
    from haoke.registration.queries.standing import Held

MOST_DAYS: Final = 730
_AREA: Final = frozenset({"account", "company", "uscc", "category"})
OF_WHOM: Final = T("Choose an account, or give the company's name", "请选择客户，或填写公司名称")
HERE: Final = T(
    "{owner} has it registered until {until} already; extend that one", "{owner}已报备，保护期至 {until}，请直接延期"
)
TAKEN: Final = T("{owner} has it registered until {until}", "{owner}已报备，保护期至 {until}")
DAYS: Final = T("From {least} to {most} days", "{least} 至 {most} 天")


def registration_is_whole(change: Change) -> None:
    """Of an account or a named company; the period is that of the terms; who comes second waits for a decision."""
    after = change.after
    if change.creating or change.changed & _AREA:
        if not (after["account"] or after["company"]):
            raise RuleBroken.at("account", "required", OF_WHOM)
        after["name"] = _name(after)
    if change.creating and not change.history:
        after["since"] = clock.today()
        after["until"] = after["since"] + timedelta(terms_of(after["category"]).days)
    if after["owner"] and after["state"] == State.ACTIVE and (change.creating or change.changed & _AREA):
        _alone(change)


def _alone(change: Change) -> None:
    """Of one's own side nobody registers twice; where somebody else was first a new one waits."""
    claim = registration(change.after)
    if claim.account and unseen(change.actor, [("account", claim.account)]):
        return  # the write is refused as one of an account that is not there: nothing is told of it
    one_after_another()
    standing = [held for held in against([claim], sides=False).get(claim.record, ()) if held.id != claim.record]
    others = {held.id for held in against([claim]).get(claim.record, ())} if standing else set()
    own = [held for held in standing if held.id not in others]
    if own:
        raise _registered(HERE, own[0])
    if standing and not change.creating:
        raise _registered(TAKEN, standing[0])
    if standing:
        change.after["state"] = State.CONTESTED.value


def _registered(text: T, held: Held) -> Invalid:
    return RuleBroken.at("account", "registered", text.fill(owner=name_of(held.owner), until=held.until.isoformat()))


def _name(after: dict[str, Any]) -> str:
    """Customer and category, as it is called from now on; of a company told by name that name stays."""
    customer = after["company"] or _titled("account", after["account"])
    category = _titled("product_category", after["category"])
    return f"{customer} · {category}" if category else customer


def _titled(key: str, record: UUID | None) -> str:
    if record is None:
        return ""
    rows = fetch(Sql(f"SELECT name FROM {table(registry.get(key).model)} WHERE id = %s", (record,)))
    return str(rows[0]["name"]) if rows else ""


def terms_are_days(change: Change) -> None:
    """From a day to two years."""
    for name, least in (("days", 1), ("remind_days", 0)):
        if not least <= change.after[name] <= MOST_DAYS:
            raise RuleBroken.at(name, "range", DAYS.fill(least=least, most=MOST_DAYS))
