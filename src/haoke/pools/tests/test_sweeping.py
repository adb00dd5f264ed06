"""When records go back to a pool; that the sweep does what the trial said, and nothing that is not so any more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from haoke.core import clock, custom, registry
from haoke.core.access.actor import system
from haoke.core.errors import Invalid
from haoke.core.records import changes
from haoke.core.records.reading.running import rows
from haoke.core.sql import TRUE, Sql
from haoke.core.text import say
from haoke.pools.actions.sweeping import sweep
from haoke.pools.models import Ownership
from haoke.pools.queries import clocks, history
from haoke.pools.tests.scene import changed, made

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db
DAYS = 30


def rule(pool: Any, kind: str = "no_follow_up", **values: Any) -> Any:
    given = {"name": "Rule", "object": "account", "days": DAYS, "kind": kind, "owner": None, **values}
    return made("recycle_rule", pool=pool.id, **given)


@pytest.fixture
def lake(sea: Any) -> Any:
    changed("pool", sea.id, auto_recycle=True)
    return sea


def owned(ann: Actor, **values: Any) -> UUID:
    found: UUID = made("account", name="Acme", owner=ann.id, **values).id
    return found


def account(record: UUID) -> Any:
    return registry.get("account").model._base_manager.get(id=record)


def in_days(days: int) -> Any:
    return clock.frozen(clock.now() + dt.timedelta(days))


def call(record: UUID, key: str = "account", days: int = 0) -> None:
    """Something done with a record, so many days from now."""
    at = clock.now() + dt.timedelta(days)
    done = made("activity", subject="Call", kind="call", owner=None)
    made("activity_link", activity=done.id, object=key, record=record, owner=None)
    changed("activity", done.id, done=True, done_at=at)


def as_asked(record: UUID) -> dict[str, Any] | None:
    """The clock as a request reads it, at the present version of the rules."""
    with custom.latest():
        return clocks.of_record("account", record)


def day_of(record: UUID) -> int | None:
    """In how many days it goes back."""
    found = as_asked(record)
    return int(found["days"]) if found else None


def test_without_a_rule_nothing_goes_back(lake: Any, ann: Actor) -> None:
    record = owned(ann)
    assert as_asked(record) is None
    with in_days(10_000):
        assert sweep() == 0


def test_the_clock_begins_with_the_owner_and_again_with_each_follow_up(lake: Any, ann: Actor, bob: Actor) -> None:
    rule(lake)
    record = owned(ann)
    assert day_of(record) == DAYS
    call(record, days=12)
    assert day_of(record) == DAYS + 12
    person = made("contact", name="Li", account=record, owner=ann.id).id
    call(person, "contact", days=20)
    assert day_of(record) == DAYS + 20
    changed("account", record, owner=bob.id)
    assert day_of(record) == DAYS + 20
    with custom.latest():
        shown = history(system(), "account", record)["clock"]
    assert (shown["why"], shown["pool"], shown["rule"]) == (say(clocks.why(_rule())), "Sea", "Rule")


def _rule() -> Any:
    return clocks.rules("account")[0]


def test_protection_and_locks_keep_it(lake: Any, ann: Actor) -> None:
    rule(lake)
    record = owned(ann)
    changed("account", record, protected_until=clock.today() + dt.timedelta(DAYS + 7))
    assert day_of(record) == DAYS + 7
    changed("account", record, locked=True)
    assert day_of(record) is None
    with in_days(DAYS + 50):
        assert sweep() == 0


def test_rules_by_level_the_first_of_a_kind_counts(lake: Any, ann: Actor) -> None:
    rule(lake, name="Key accounts", days=90, order=1, condition={"field": "level", "op": "eq", "value": "a"})
    rule(lake, name="Others", order=2)
    assert (day_of(owned(ann, level="a")), day_of(owned(ann))) == (90, DAYS)


def test_of_several_kinds_the_first_day_counts(lake: Any, ann: Actor) -> None:
    rule(lake)
    rule(lake, "not_won", days=10)
    record = owned(ann)
    call(record, days=25)
    assert day_of(record) == 10


def deal(record: UUID, kind: str) -> None:
    pipeline = made("pipeline", name={"en": "P"}, owner=None).id
    worth = {"open": 50, "won": 100}[kind]
    stage = made("stage", name={"en": kind}, pipeline=pipeline, kind=kind, probability=worth, owner=None).id
    made("opportunity", name="Deal", account=record, pipeline=pipeline, stage=stage, owner=None)


def test_won_ones_and_open_deals_stay_unless_the_rule_says_otherwise(lake: Any, ann: Actor) -> None:
    found = rule(lake)
    won, dealing = owned(ann), owned(ann)
    deal(won, "won")
    deal(dealing, "open")
    assert (day_of(won), day_of(dealing)) == (None, None)
    changed("recycle_rule", found.id, exempt_won=False, exempt_open=False)
    assert (day_of(won), day_of(dealing)) == (DAYS, DAYS)


def test_a_new_opportunity_is_what_the_rule_waits_for(lake: Any, ann: Actor) -> None:
    rule(lake, "no_opportunity", exempt_open=False)
    record = owned(ann)
    with in_days(DAYS):
        assert [each.record for each in _all_due()] == [record]
    deal(record, "open")
    call(record, days=29)
    assert day_of(record) == DAYS


def _all_due() -> list[Any]:
    return clocks.due(registry.get("account"), clocks.rules("account"), TRUE, until=clock.today())


def test_the_sweep_does_what_the_trial_said(lake: Any, ann: Actor, bob: Actor) -> None:
    found = rule(lake)
    cold, other, warm = owned(ann), made("account", name="B", owner=bob.id).id, owned(ann)
    call(warm, days=DAYS - 1)
    with in_days(DAYS - 1):
        said = clocks.tonight(system(), "account")
    assert (said["count"], said["asleep"]) == (2, [])
    assert {each["record"]["id"] for each in said["items"]} == {str(cold), str(other)}
    assert {each["owner"]["title"] for each in said["items"]} == {"ann", "bob"}
    with in_days(DAYS):
        assert sweep() == 2
        assert sweep() == 0
    assert [account(each).owner_id for each in (cold, other, warm)] == [None, None, ann.id]
    stay = Ownership.objects.get(record=cold, until=None)
    assert (stay.how, stay.pool, stay.reason) == ("recycled", lake.id, str(say(clocks.why(_of(found)))))
    assert account(cold).pool_id == lake.id


def _of(rule: Any) -> Any:
    return next(each for each in clocks.rules("account") if each.id == rule.id)


def test_a_pool_that_does_not_recycle_by_itself_is_only_tried(sea: Any, ann: Actor) -> None:
    rule(sea)
    record = owned(ann)
    with in_days(DAYS):
        assert clocks.tonight(system(), "account")["asleep"]
        assert sweep() == 0
    assert day_of(record) is None


def notes(news: str) -> list[tuple[UUID, list[str]]]:
    query = "SELECT record, data -> 'to' FROM log.entry WHERE verb = 'x:tell' AND data ->> 'news' = %s ORDER BY id"
    return [(row[0], row[1]) for row in rows(Sql(query, (news,)))]


def test_whoever_had_it_is_told_and_his_open_tasks_go(lake: Any, ann: Actor) -> None:
    rule(lake)
    record, mine = owned(ann), made("lead", name="Li", owner=ann.id).id
    lost, shared = (made("activity", subject="Call", due="2031-01-01T00:00:00Z", owner=ann.id).id for _ in range(2))
    made("activity_link", activity=lost, object="account", record=record, owner=None)
    for key, each in (("account", record), ("lead", mine)):
        made("activity_link", activity=shared, object=key, record=each, owner=None)
    with in_days(DAYS):
        sweep()
    assert [str(ann.id) in told for _, told in notes("recycled")] == [True]
    binned = {each.id: each.deleted_at is not None for each in registry.get("activity").model._base_manager.all()}
    assert binned == {lost: True, shared: False}


def test_owners_are_warned_once(lake: Any, ann: Actor) -> None:
    rule(lake)
    record = owned(ann)
    with in_days(DAYS - 4):
        sweep()
        assert notes("pool_warning") == []
    for _ in range(2):
        with in_days(DAYS - 2):
            sweep()
    assert [found for found, _ in notes("pool_warning")] == [record]
    changed("pool", lake.id, remind_days=0)
    other = owned(ann)
    with in_days(DAYS - 2):
        sweep()
    assert other not in [found for found, _ in notes("pool_warning")]


def test_what_stands_nowhere_is_collected(lake: Any) -> None:
    changed("pool", lake.id, collects=False)
    record = made("account", name="Stray", owner=None).id
    sweep()
    assert account(record).pool_id is None
    changed("pool", lake.id, collects=True)
    sweep()
    assert account(record).pool_id == lake.id


def test_leads_have_clocks_too(ann: Actor) -> None:
    pool = made("pool", name={"en": "Leads"}, object="lead", active=True, auto_recycle=True, member_users=[ann.id])
    rule(pool, object="lead")
    cold, done = (made("lead", name="Li", owner=ann.id, status=each).id for each in ("new", "converted"))
    with in_days(DAYS):
        assert sweep() == 1
    lead = registry.get("lead").model._base_manager
    assert [lead.get(id=each).owner_id for each in (cold, done)] == [None, ann.id]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 4000}, "days"),
        ({"object": "contact"}, "object"),
        ({"object": "lead"}, "pool"),
        ({"condition": {"field": "nothing", "op": "eq", "value": 1}}, "condition"),
    ],
)
def test_rules_that_make_no_sense(sea: Any, values: dict[str, Any], field: str) -> None:
    given = {"name": "R", "object": "account", "pool": sea.id, "days": 5, **values}
    with pytest.raises(Invalid) as caught, changes(system(), "create") as tx:
        tx.create("recycle_rule", given)
    assert caught.value.problems[0].field == field


@pytest.mark.parametrize("masked", [["nothing"], ["name"], [{"a": 1}], {"a": 1}])
def test_pools_that_make_no_sense(sea: Any, masked: Any) -> None:
    with pytest.raises(Invalid), changes(system(), "update") as tx:
        tx.update("pool", sea.id, {"masked_fields": masked})
    with pytest.raises(Invalid), changes(system(), "update") as tx:
        tx.update("pool", sea.id, {"object": "lead"})
