"""When a record goes back to a pool, and why: worked out from its owner's stay, what was done and the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from haoke.core import clock, criteria, registry
from haoke.core.access.actor import system
from haoke.core.errors import BadRequest
from haoke.core.fields import Lookup
from haoke.core.metadata import derived
from haoke.core.records.reading import naming
from haoke.core.records.reading.running import rows
from haoke.core.sql import FALSE, TRUE, Sql, all_of, ident, join
from haoke.core.text import T, say
from haoke.pools.models import Pool, RecycleRule
from haoke.pools.queries.declared import pooled

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.pools.queries.declared import Pooled

#: Records of a trial that are shown by name.
SHOWN: Final = 200
WHY: Final = {
    "no_follow_up": T("No follow-up for {days} days", "{days} 天无新跟进"),
    "no_opportunity": T("No new opportunity for {days} days", "{days} 天无新商机"),
    "not_won": T("Not won in {days} days", "{days} 天未成交"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """That a record goes back on a day, by a rule, because of what was last done `since`."""

    record: UUID
    owner: UUID
    due: date
    since: datetime
    rule: UUID


def rules(key: str, *, automatic: bool = False) -> list[RecycleRule]:
    """The rules in force for an object, in their order; `automatic`: into pools that recycle by themselves."""
    pools = Pool._base_manager.filter(deleted_at=None, active=True, object=key)
    if automatic:
        pools = pools.filter(auto_recycle=True)
    found = RecycleRule._base_manager.filter(deleted_at=None, active=True, object=key, pool__in=pools)
    return list(found.select_related("pool").order_by("order", "id"))


@derived
def in_force(key: str) -> tuple[RecycleRule, ...]:
    """Rules into pools that recycle by themselves, as long as definitions are of one version."""
    return () if "pool" in registry.off() else tuple(rules(key, automatic=True))


def why(rule: RecycleRule) -> T:
    """The reason in words."""
    return WHY[rule.kind].fill(days=rule.days)


def due(spec: ObjectSpec, by: Sequence[RecycleRule], where: Sql, until: date | None = None) -> list[Due]:
    """The first day each record of `where` (about r) goes back; `until`: only those that do by then.

    With `until` what was done lately is one set the records are held against, not looked up for each: a million take
    seconds. Without it (a few records) no limit is set to the day.
    """
    parts = [part for place in range(len(by)) if (part := _by_rule(spec, by, place, where, until=until))]
    if not parts:
        return []
    first = join(" UNION ALL ", parts).wrap(
        "SELECT DISTINCT ON (id) id, owner_id, due, since, rule FROM (", ") x ORDER BY id, due, rule"
    )
    return [Due(*row) for row in rows(first.wrap("SELECT * FROM (", ") y ORDER BY due, id"))]


def _by_rule(spec: ObjectSpec, by: Sequence[RecycleRule], place: int, where: Sql, *, until: date | None) -> Sql | None:
    """SELECT (id, owner_id, due, since, rule) of the records one rule speaks of."""
    known, rule = pooled(spec.key), by[place]
    speaks = applies(spec, by, place)
    if speaks == FALSE:
        return None
    event = stopped(known, rule)
    stays = all_of([where, speaks, *(Sql(f"NOT ({each})") for each in exempt(known, rule)), *_late(rule, event, until)])
    since = begun(event, "e.since")
    day = "(b.since AT TIME ZONE %s)::date + %s"
    head = Sql(
        f"SELECT b.id, b.owner_id, greatest({day}, b.protected_until) AS due, b.since, %s::uuid AS rule FROM (",
        (clock.timezone().key, rule.days, rule.id),
    )
    # OFFSET 0: the day something was last done is worked out once a record, and for those that are left alone.
    rest = Sql(
        f"SELECT r.id, r.owner_id, r.protected_until, {since} AS since FROM {ident(spec.model._meta.db_table)} r"
        " JOIN pools_ownership e ON e.record = r.id AND e.object = %s AND e.until IS NULL"
        " WHERE r.deleted_at IS NULL AND r.owner_id IS NOT NULL AND NOT r.locked AND ",
        (spec.key,),
    )
    return head + _lately(rule, event, until) + rest + stays + Sql(" OFFSET 0) b")


def stopped(known: Pooled, rule: RecycleRule) -> str:
    """What stops the rule's clock."""
    return {"no_follow_up": known.followed, "no_opportunity": known.opened}.get(rule.kind, "")


def begun(event: str, stay: str) -> str:
    """When the clock of `r` began: with the owner's stay, or what was last done."""
    return f"greatest({stay}, {last(event).each})" if event else stay


def last(event: str) -> Lookup:
    """When something was last done with `r`."""
    source = f"max(x.at) AS value FROM ({event}) x"
    return Lookup(f"(SELECT {source} WHERE x.record = r.id)", f"SELECT x.record, {source} GROUP BY 1")


def _lately(rule: RecycleRule, event: str, until: date | None) -> Sql:
    """WITH those something was done with lately: one set, made once, whatever the planner knows of the tables."""
    if until is None or not event:
        return Sql("")
    made = f"WITH lately AS MATERIALIZED (SELECT DISTINCT x.record FROM ({event}) x"
    first = (until - timedelta(rule.days - 1), clock.timezone().key)
    return Sql(f"{made} WHERE x.at >= %s::date::timestamp AT TIME ZONE %s) ", first)


def exempt(known: Pooled, rule: RecycleRule) -> list[str]:
    """Conditions under which a record stays with its owner."""
    won = known.won if rule.exempt_won or rule.kind == "not_won" else ""
    return [each for each in (won, known.dealing if rule.exempt_open else "") if each]


def _late(rule: RecycleRule, event: str, until: date | None) -> list[Sql]:
    """That the rule's day has come by `until`."""
    if until is None:
        return []
    zone = clock.timezone().key
    found = [
        Sql("(e.since AT TIME ZONE %s)::date + %s <= %s", (zone, rule.days, until)),
        Sql("(r.protected_until IS NULL OR r.protected_until <= %s)", (until,)),
    ]
    if event:
        found.append(Sql("NOT EXISTS (SELECT 1 FROM lately x WHERE x.record = r.id)"))
    return found


def applies(spec: ObjectSpec, by: Sequence[RecycleRule], place: int) -> Sql:
    """The rule's own condition, and that no earlier one of its kind speaks of the record."""
    rule = by[place]
    earlier = [each for each in by[:place] if each.kind == rule.kind]
    return all_of([_condition(spec, rule), *(_not(_condition(spec, each)) for each in earlier)])


def _not(condition: Sql) -> Sql:
    return FALSE if condition == TRUE else condition.wrap("NOT coalesce(", ", FALSE)")


def _condition(spec: ObjectSpec, rule: RecycleRule) -> Sql:
    """What records the rule speaks of; one that can no longer be understood speaks of none."""
    if rule.condition is None:
        return TRUE
    actor = system()
    try:
        return criteria.compile(criteria.parse(rule.condition, spec, actor), spec, actor, "r")
    except BadRequest:
        return FALSE


def tonight(actor: Actor, key: str, pools: Collection[UUID] | None = None) -> dict[str, Any]:
    """{items, count, rules, asleep} of what the next sweep would take, as it would; names as the reader may know them.

    Rules are tried whether or not their pools recycle by themselves: that is what one tries them for. `pools`: of
    what goes into these only; which rule speaks is settled among all of them.
    """
    spec, every = registry.get(key), rules(key)
    by = [each for each in every if pools is None or each.pool_id in pools]
    wanted = {each.id for each in by}
    taken = due(spec, every, TRUE, until=clock.today() + timedelta(1)) if by else []
    found = [each for each in taken if each.rule in wanted]
    shown_ones = found[:SHOWN]
    known = naming.lookup(
        actor, {key: {str(each.record) for each in shown_ones}, "user": {str(each.owner) for each in shown_ones}}
    )
    named = {each.id: each for each in by}
    items = [
        shown(each, named)
        | {
            "record": {"id": str(each.record), "title": known[key].get(str(each.record))},
            "owner": {"id": str(each.owner), "title": known["user"].get(str(each.owner))},
        }
        for each in shown_ones
    ]
    asleep = sorted({say(T(*_both(each.pool))) for each in by if not each.pool.auto_recycle})
    return {"items": items, "count": len(found), "rules": len(by), "asleep": asleep}


def _both(pool: Pool) -> tuple[str, str]:
    first = next(iter(pool.name.values()))
    return pool.name.get("en") or first, pool.name.get("zh") or first


def of_record(key: str, record: UUID) -> dict[str, Any] | None:
    """{due, days, since, why, pool, rule} of a record that goes back one day; None of one that does not."""
    spec = registry.get(key)
    by = in_force(key)
    found = due(spec, by, Sql("r.id = %s", (record,))) if by else []
    return shown(found[0], {each.id: each for each in by}) if found else None


def shown(one: Due, by: dict[UUID, RecycleRule]) -> dict[str, Any]:
    """A day and its reason as people read them."""
    rule = by[one.rule]
    return {
        "due": one.due,
        "days": (one.due - clock.today()).days,
        "since": one.since,
        "why": say(why(rule)),
        "rule": rule.name,
        "pool": say(T(*_both(rule.pool))),
    }
