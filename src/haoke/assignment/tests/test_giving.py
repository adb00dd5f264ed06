"""Who gets new records by the rules, and who does not."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.assignment.tests.scene import EVERYTHING, came, changed, made, person, rule
from haoke.core import clock, registry
from haoke.core.access.actor import Actor
from haoke.core.errors import Conflict, Invalid
from haoke.core.records import changes, giving
from haoke.core.records.reading import read_made

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.django_db


def owners(leads: Iterable[Any]) -> list[UUID]:
    return [each.owner_id for each in leads]


def test_in_turn(ann: Actor, bob: Actor, web: Actor) -> None:
    rule(bob, ann)
    assert owners(came(web) for _ in range(4)) == [ann.id, bob.id, ann.id, bob.id]


def test_who_was_absent_gets_one_and_goes_on_in_turn(ann: Actor, bob: Actor, web: Actor) -> None:
    rule(ann, bob)
    now = clock.now()
    away = made("absence", owner=ann.id, kind="annual", since=now - timedelta(1), until=now + timedelta(1))
    assert owners(came(web) for _ in range(3)) == [bob.id] * 3
    changed("absence", away.id, until=now - timedelta(hours=1))
    assert owners(came(web) for _ in range(4)) == [ann.id, bob.id, ann.id, bob.id]


def test_who_is_switched_off_gets_nothing(ann: Actor, bob: Actor, web: Actor) -> None:
    rule(ann, bob)
    changed("user", ann.id, state="disabled")
    assert owners(came(web) for _ in range(2)) == [bob.id] * 2


def test_the_first_rule_that_fits(ann: Actor, bob: Actor, web: Actor) -> None:
    rule(ann, order=2, name="Rest")
    rule(bob, order=1, name="East", condition={"field": "source", "op": "eq", "value": "exhibition"})
    rule(web, order=0, name="Off", active=False)
    assert owners([came(web), came(web, source="exhibition")]) == [ann.id, bob.id]


def test_a_condition_on_what_it_points_at(ann: Actor, bob: Actor) -> None:
    rule(ann, object="contact", condition={"field": "account.region", "op": "eq", "value": "East"})
    accounts = [made("account", name=name, region=name, owner=bob.id) for name in ("East", "West")]
    with changes(Actor(id=bob.id, grants=EVERYTHING), "create") as tx:
        found = [tx.create("contact", {"name": "Li", "account": each.id}) for each in accounts]
    assert owners(found) == [ann.id, bob.id]


def test_what_is_chosen_by_hand_stays(ann: Actor, bob: Actor, web: Actor) -> None:
    rule(ann)
    manager = Actor(id=web.id, grants=EVERYTHING)
    assert owners([came(manager, owner=str(bob.id)), came(manager, owner=None)]) == [bob.id, None]
    assert owners([came(bob.acting("web"))]) == [bob.id], "in a form one says that one wants it"
    with giving.wishing(wished=True):
        assert owners([came(bob.acting("web"))]) == [ann.id]


def test_only_by_the_ways_it_names(ann: Actor, bob: Actor, web: Actor) -> None:
    rule(ann, ways=["inbound"])
    assert owners([came(web), came(web.acting("inbound"))]) == [web.id, ann.id]


def test_to_departments_teams_and_roles(ann: Actor, bob: Actor, web: Actor) -> None:
    above = made("department", name="Sales")
    below = made("department", name="East", parent=above.id)
    role = made("role", name={"en": "Callers"}, grants={"*": {"*": "own"}})
    team = made("team", name="Calls")
    changed("user", ann.id, department=below.id)
    changed("user", bob.id, roles=[role.id])
    made("team_member", team=team.id, user=web.id)
    rule(to_departments=[above.id], to_roles=[role.id], to_teams=[team.id])
    assert owners(came(web) for _ in range(3)) == [ann.id, bob.id, web.id]


def test_only_in_working_hours(ann: Actor, bob: Actor, web: Actor) -> None:
    east = made("department", name="East")
    changed("user", bob.id, department=east.id)
    day = {name: [["00:00", "24:00"]] for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    made("work_calendar", name={"en": "Always"}, hours=day, with_default=False, departments=[east.id])
    rule(ann, bob, working_hours=True)
    with clock.frozen(datetime(2026, 11, 22, 3, tzinfo=ZoneInfo("Asia/Shanghai"))):
        assert owners(came(web) for _ in range(2)) == [bob.id] * 2


def test_least_first_and_no_more_than_the_cap(ann: Actor, bob: Actor, web: Actor) -> None:
    for _ in range(2):
        made("lead", name="Li", owner=ann.id, status="new")
    made("lead", name="Li", owner=ann.id, status="converted")
    open_ = {"field": "status", "op": "ne", "value": "converted"}
    rule(ann, bob, by="load", most=3, counted=open_, fallback=web.id)
    found = Counter(owners(came(web) for _ in range(5)))
    assert found == {bob.id: 3, ann.id: 1, web.id: 1}


def test_quotas_of_pools_hold(ann: Actor, bob: Actor, web: Actor) -> None:
    made("owner_quota", name="One", object="lead", most=1, to_users=[ann.id])
    rule(ann, bob)
    assert Counter(owners(came(web) for _ in range(4))) == {ann.id: 1, bob.id: 3}


def test_nobody_free_goes_into_the_pool_or_stays(ann: Actor, web: Actor) -> None:
    changed("user", ann.id, state="disabled")
    pool = made("pool", name={"en": "Sea"}, object="lead", active=True, collects=False)
    given = rule(ann, pool=pool.id)
    lead = came(web)
    assert (lead.owner_id, lead.pool_id) == (None, pool.id)
    changed("assignment_rule", given.id, pool=None)
    assert came(web).owner_id == web.id


def test_one_file_is_shared_evenly(ann: Actor, bob: Actor, web: Actor) -> None:
    rule(ann, bob)
    importer = Actor(id=web.id, grants=EVERYTHING, via="import")
    with changes(importer, "import") as tx:
        verdicts = tx.batch("lead").rows([(None, None, {"name": f"Lead {n}"}) for n in range(9)])
    leads = registry.get("lead").model._base_manager.filter(id__in=[each.id for each in verdicts])
    assert Counter(owners(leads)) == {ann.id: 5, bob.id: 4}


def test_it_is_said_on_the_record(ann: Actor, web: Actor) -> None:
    made_ = rule(ann, condition={"field": "source", "op": "eq", "value": "exhibition"})
    lead = came(web, source="exhibition")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM log.entry WHERE record = %s AND verb = 'x:given'", [lead.id])
        (told,) = cursor.fetchone()
        cursor.execute("SELECT owner, how, reason FROM pools_ownership WHERE record = %s", [lead.id])
        assert cursor.fetchall() == [(ann.id, "by_rule", "Leads in turn")]
    assert str(made_.id) in told
    assert '"source"' in told


def test_who_made_it_learns_whose_it_is_and_no_more(ann: Actor, web: Actor) -> None:
    rule(ann)
    lead = came(web)
    told = read_made(web, registry.get("lead"), lead)
    assert told == {"id": str(lead.id), "owner": {"id": str(ann.id), "title": "ann"}}


def test_by_the_rules_when_asked(ann: Actor, bob: Actor, web: Actor) -> None:
    given = rule(ann)
    lead = made("lead", name="Li", owner=bob.id)
    manager = Actor(id=web.id, grants=EVERYTHING)
    with changes(manager, "assign") as tx:
        tx.run("lead", lead.id, "assign", {"by_rules": True})
    assert registry.get("lead").model._base_manager.get(id=lead.id).owner_id == ann.id
    changed("assignment_rule", given.id, active=False)
    with pytest.raises(Conflict) as refused, changes(manager, "assign") as tx:
        tx.run("lead", lead.id, "assign", {"by_rules": True})
    assert refused.value.code == "no_rule"


def test_what_it_asks_does_not_grow_with_people_or_records(ann: Actor, bob: Actor, web: Actor) -> None:
    rule(ann, bob, working_hours=False, most=500)
    more = [person(f"p{n}") for n in range(5)]
    importer = Actor(id=web.id, grants=EVERYTHING, via="import")

    def imported(count: int) -> int:
        with CaptureQueriesContext(connection) as asked, changes(importer, "import") as tx:
            tx.batch("lead").rows([(None, None, {"name": f"Lead {n}"}) for n in range(count)])
        return len(asked)

    few = imported(2)
    rule(*more, order=0, name="Wide", most=500)
    assert imported(20) <= few + 1


def test_who_may_not_see_or_change_such_records_is_refused_and_passed_over(ann: Actor, bob: Actor, web: Actor) -> None:
    """When the rule is saved, and when it runs though he lost the right meanwhile: the record's note says so."""
    blind = person("blind", roles=[])
    with pytest.raises(Invalid) as refused:
        rule(ann, blind)
    assert [(each.field, each.code) for each in refused.value.problems] == [("to_users", "no_right")]
    assert "blind" in str(refused.value.message)
    rule(ann, bob)
    changed("user", ann.id, roles=[])
    assert owners(came(web) for _ in range(2)) == [bob.id] * 2
    lead = came(web)
    with connection.cursor() as cursor:
        told = "SELECT data ->> 'passed', data -> 'people' ? %s FROM log.entry WHERE record = %s AND data ? 'passed'"
        cursor.execute(told, [str(ann.id), lead.id])
        assert cursor.fetchone() == ("1", True)
    changed("user", bob.id, roles=[])
    assert came(web).owner_id == web.id
