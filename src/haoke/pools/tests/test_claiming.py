"""Who may take what out of a pool, and what everybody else is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from haoke.core import clock, registry
from haoke.core.access.actor import SYSTEM_ID, FieldRight, Scope, system
from haoke.core.errors import BadRequest, Conflict, Denied, Invalid, Missing
from haoke.core.records import changes, reading
from haoke.core.records.reading import ListQuery
from haoke.pools import queries
from haoke.pools.actions import Claiming, Giving, assign, claim
from haoke.pools.models import Ownership
from haoke.pools.tests.scene import changed, made, person, unowned

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


def account(record: UUID) -> Any:
    return registry.get("account").model._base_manager.get(id=record)


def take(actor: Actor, pool: Any, *records: UUID) -> dict[str, Any]:
    return claim(actor, pool.id, Claiming(records=list(records)))


def refusal(actor: Actor, pool: Any, *records: UUID) -> str:
    with pytest.raises(Conflict) as caught:
        take(actor, pool, *records)
    return caught.value.code


def test_what_nobody_has_stands_in_the_pool_that_takes_it(sea: Any, ann: Actor) -> None:
    record = unowned()
    assert account(record).pool_id == sea.id
    changed("account", record, owner=ann.id)
    assert account(record).pool_id is None
    changed("account", record, owner=None)
    assert account(record).pool_id == sea.id
    changed("pool", sea.id, collects=False)
    assert account(unowned()).pool_id is None


def test_a_claim_gives_the_record_for_good(sea: Any, ann: Actor) -> None:
    changed("pool", sea.id, protect_days=10)
    record = unowned()
    assert take(ann, sea, record) == {"claimed": [str(record)], "refused": []}
    found = account(record)
    assert (found.owner_id, found.pool_id) == (ann.id, None)
    assert found.protected_until == clock.today() + dt.timedelta(10)
    stay = Ownership.objects.get(record=record, until=None)
    assert (stay.owner, stay.how, stay.pool, stay.by) == (ann.id, "claimed", sea.id, ann.id)


def test_whoever_comes_second_is_told(sea: Any, ann: Actor, bob: Actor) -> None:
    record, other = unowned(), unowned()
    take(ann, sea, record)
    assert refusal(bob, sea, record) == "taken"
    found = take(bob, sea, record, other)
    assert (found["claimed"], [each["code"] for each in found["refused"]]) == ([str(other)], ["taken"])


def test_of_what_never_stood_there_nothing_is_told(sea: Any, ann: Actor, bob: Actor) -> None:
    owned = made("account", name="Secret", owner=bob.id).id
    assert refusal(ann, sea, owned) == refusal(ann, sea, uuid4()) == "not_there"


def test_only_members_come_in(sea: Any, ann: Actor) -> None:
    stranger, record = person("zoe"), unowned()
    for each in (
        lambda: take(stranger, sea, record),
        lambda: queries.page(stranger, sea.id, ListQuery()),
        lambda: queries.one(stranger, sea.id, record),
    ):
        with pytest.raises(Missing):
            each()
    assert queries.mine(stranger) == []
    changed("pool", sea.id, active=False)
    with pytest.raises(Missing):
        take(ann, sea, record)


def test_members_by_department_include_those_below(sea: Any) -> None:
    office = made("department", name="Office").id
    desk = made("department", name="Desk", parent=office).id
    changed("pool", sea.id, member_departments=[office])
    clerk = replace(person("kim", department=desk), above=(desk, office))
    assert [each["id"] for each in queries.mine(clerk)] == [str(sea.id)]


def test_who_reads_nothing_of_the_object_is_no_member(sea: Any, ann: Actor) -> None:
    blind = replace(ann, grants={"account": {"read": Scope.NONE}, "*": {"*": Scope.OWN}})
    assert queries.mine(blind) == []


def test_so_many_a_day(sea: Any, ann: Actor, bob: Actor) -> None:
    changed("pool", sea.id, daily_claims=2)
    first, second, third = unowned(), unowned(), unowned()
    found = take(ann, sea, first, second, third)
    assert [each["code"] for each in found["refused"]] == ["daily_claims"]
    assert queries.mine(ann)[0]["daily"] == {"most": 2, "left": 0}
    assert queries.mine(bob)[0]["daily"] == {"most": 2, "left": 2}
    with clock.frozen(clock.now() + dt.timedelta(1)):
        assert take(ann, sea, third)["claimed"] == [str(third)]


def test_no_more_than_the_quota(sea: Any, ann: Actor) -> None:
    made("owner_quota", name="Few", object="account", most=1, owner=None)
    generous = made("owner_quota", name="More", object="account", most=2, to_users=[ann.id], owner=None)
    found = take(ann, sea, unowned(), unowned(), unowned())
    assert [each["code"] for each in found["refused"]] == ["quota"]
    changed("owner_quota", generous.id, active=False)
    assert queries.mine(ann)[0]["owned"] == {"most": 1, "has": 2}


def test_a_quota_of_a_department(sea: Any) -> None:
    office = made("department", name="Office").id
    desk = made("department", name="Desk", parent=office).id
    made("owner_quota", name="Office", object="account", most=0, to_departments=[office], owner=None)
    clerk = person("kim", department=desk)
    changed("pool", sea.id, member_users=[clerk.id])
    assert refusal(clerk, sea, unowned()) == "quota"


def test_a_former_owner_waits(sea: Any, ann: Actor, bob: Actor) -> None:
    record = made("account", name="Acme", owner=ann.id).id
    changed("account", record, owner=None)
    changed("pool", sea.id, cool_off_days=3)
    assert refusal(ann, sea, record) == "cooling"
    with clock.frozen(clock.now() + dt.timedelta(days=3, minutes=1)):
        assert take(ann, sea, record)["claimed"] == [str(record)]
    changed("account", record, owner=None)
    assert take(bob, sea, record)["claimed"] == [str(record)]


# -- what members see -----------------------------------------------------------------------------------


def page(actor: Actor, pool: Any, **query: Any) -> list[dict[str, Any]]:
    return list(queries.page(actor, pool.id, ListQuery(**query)).items)


def test_personal_fields_are_masked_until_the_claim(sea: Any, ann: Actor) -> None:
    record = unowned(email="who@example.com")
    [item] = page(ann, sea)
    assert set(item["phone"]) == {"masked"}
    assert "12345678" not in str(item)
    assert "who@" not in str(queries.one(ann, sea.id, record))
    take(ann, sea, record)
    assert "13912345678" in str(reading.read_one(ann, registry.get("account"), record)["phone"])


def test_masked_fields_tell_nothing_by_side_doors(sea: Any, ann: Actor) -> None:
    unowned(email="who@example.com")
    for name in ("phone", "email"):
        with pytest.raises(BadRequest):
            page(ann, sea, filter={"field": name, "op": "nempty"})
        with pytest.raises(BadRequest):
            page(ann, sea, sort=name)
    assert page(ann, sea, q="13912345678") == []
    assert page(ann, sea, q="who@example.com") == []
    assert len(page(ann, sea, q="Acme")) == 1


def test_what_hangs_on_a_record_opens_nothing(sea: Any, ann: Actor) -> None:
    record = unowned()
    made("contact", name="Hidden Person", account=record, owner=None, mobile="13787654321")
    found = {"related": "contacts", "where": {"field": "mobile", "op": "nempty"}, "op": "some"}
    assert page(ann, sea, filter=found) == []


def test_chosen_fields_are_masked_and_administrators_see_all(sea: Any, ann: Actor) -> None:
    record = unowned(region="South", email="who@example.com")
    changed("pool", sea.id, masked_fields=["region"])
    [item] = page(ann, sea)
    assert (set(item["region"]), item["email"]) == ({"masked"}, "who@example.com")
    changed("pool", sea.id, administrators=[ann.id])
    assert page(ann, sea)[0]["region"] == "South"
    changed("pool", sea.id, administrators=None, masking=False)
    assert queries.one(ann, sea.id, record)["record"]["region"] == "South"


def test_rights_narrower_than_the_mask_stay(sea: Any, ann: Actor) -> None:
    unowned()
    blind = replace(ann, fields={"account": {"phone": FieldRight.HIDDEN}})
    assert "phone" not in page(blind, sea)[0]


def test_only_what_stands_there_is_seen(sea: Any, ann: Actor, bob: Actor) -> None:
    unowned("Inside")
    made("account", name="Outside", owner=bob.id)
    changed("pool", sea.id, collects=False)
    unowned("Nowhere")
    assert [each["name"] for each in page(ann, sea)] == ["Inside"]
    assert reading.list_page(ann, registry.get("account"), ListQuery()).items == []


# -- giving and returning ---------------------------------------------------------------------------------


def test_administrators_give_by_hand(sea: Any, ann: Actor, bob: Actor) -> None:
    record = unowned()
    with pytest.raises(Denied):
        assign(ann, sea.id, Giving(records=[record], to=bob.id))
    changed("pool", sea.id, administrators=[ann.id])
    for bad in (Giving(records=[record]), Giving(records=[record], to=uuid4()), Giving(records=[record], to=SYSTEM_ID)):
        with pytest.raises(Invalid):
            assign(ann, sea.id, bad)
    assert assign(ann, sea.id, Giving(records=[record], to=bob.id))["assigned"] == [
        {"id": str(record), "owner": str(bob.id)}
    ]
    assert Ownership.objects.get(record=record, until=None).how == "assigned"


def given(boss: Actor, pool: Any, by: str, number: int) -> list[UUID]:
    found = assign(boss, pool.id, Giving(records=[unowned() for _ in range(number)], by=by))
    return [UUID(each["owner"]) for each in found["assigned"]]


def test_by_turns_by_load_by_chance(sea: Any, ann: Actor, bob: Actor) -> None:
    boss = replace(person("max"), admin=True)
    assert given(boss, sea, "turns", 3) == [ann.id, bob.id, ann.id]
    assert given(boss, sea, "turns", 1) == [bob.id]
    made("account", name="More", owner=ann.id)
    assert given(boss, sea, "load", 2) == [bob.id, ann.id]
    assert set(given(boss, sea, "chance", 3)) <= {ann.id, bob.id}


def test_whoever_has_enough_is_passed_over(sea: Any, ann: Actor, bob: Actor) -> None:
    boss = replace(person("max"), admin=True)
    made("owner_quota", name="None", object="account", most=0, to_users=[ann.id], owner=None)
    assert given(boss, sea, "turns", 2) == [bob.id, bob.id]
    made("owner_quota", name="Few", object="account", most=2, to_users=[bob.id], owner=None)
    with pytest.raises(Conflict) as caught:
        given(boss, sea, "turns", 1)
    assert caught.value.code == "no_members"
    with pytest.raises(Conflict) as caught:
        assign(boss, sea.id, Giving(records=[unowned()], to=ann.id))
    assert caught.value.code == "quota"


def test_returning_says_why(sea: Any, ann: Actor) -> None:
    record = unowned()
    take(ann, sea, record)
    with changes(ann, "return_to_pool") as tx:
        tx.run("account", record, "return_to_pool", {"reason": "Moved abroad"})
    found = account(record)
    assert (found.owner_id, found.pool_id, found.protected_until) == (None, sea.id, None)
    stay = Ownership.objects.get(record=record, until=None)
    assert (stay.how, stay.reason, stay.owner) == ("returned", "Moved abroad", None)


def test_returning_needs_a_pool(ann: Actor) -> None:
    record = made("account", name="Acme", owner=ann.id).id
    with pytest.raises(Conflict) as caught, changes(ann, "return_to_pool") as tx:
        tx.run("account", record, "return_to_pool", {"reason": "x"})
    assert caught.value.code == "no_pool"


def test_into_a_pool_of_its_own_object(sea: Any, ann: Actor) -> None:
    record = made("account", name="Acme", owner=ann.id).id
    wrong = made("pool", name={"en": "Leads"}, object="lead", active=True).id
    with pytest.raises(Invalid), changes(ann, "return_to_pool") as tx:
        tx.run("account", record, "return_to_pool", {"reason": "x", "pool": str(wrong)})


def test_locking_uses_a_quota(sea: Any, ann: Actor, bob: Actor) -> None:
    made("owner_quota", name="One", object="account", kind="locked", most=1, owner=None)
    first, second = (made("account", name="Acme", owner=ann.id).id for _ in range(2))

    def run(record: UUID, action: str) -> None:
        with changes(ann, action) as tx:
            tx.run("account", record, action)

    run(first, "lock")
    run(first, "lock")
    with pytest.raises(Conflict) as caught:
        run(second, "lock")
    assert caught.value.code == "quota"
    run(first, "unlock")
    run(second, "lock")
    assert account(second).locked
    changed("account", second, owner=bob.id)
    assert not account(second).locked


def test_nobody_locks_or_returns_what_nobody_has(sea: Any) -> None:
    record = unowned()
    for action, data in (("lock", {}), ("return_to_pool", {"reason": "x"})):
        with pytest.raises(Conflict) as caught, changes(system(), action) as tx:
            tx.run("account", record, action, data)
        assert caught.value.code == "unowned"
