"""Checking in near and far, with and without a position; who sees where; what is kept how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import clock, registry
from haoke.core.access.actor import Actor, FieldRight, system
from haoke.core.erasing import places as erasing
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.records import changes
from haoke.core.transfer import actors
from haoke.identity import company
from haoke.inbox.jobs import forget_positions
from haoke.inbox.models import Activity, Position
from haoke.inbox.visits import ordering, places, reading

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db
#: The customer in Shenzhen; a street away; across the river.
HERE, NEAR, FAR = (22.543847, 113.912316), (22.545, 113.913), (22.6, 113.912316)


def hire(name: str, scope: str = "own", **values: Any) -> Actor:
    with changes(system("test"), "test") as tx:
        role = tx.add("role", {"name": {"en": name, "zh": name}, "grants": {"*": {"*": scope}}})
        user = tx.add("user", {"name": name, "roles": [role.id], "state": "active", "language": "en"} | values)
    return actors.load(user.id, "web")


def customer(owner: Actor, at: tuple[float, float] | None = HERE) -> Any:
    where = dict(zip(places.FIELDS, map(str, at), strict=True)) if at else {}
    with changes(system("test"), "test") as tx:
        return tx.create("account", {"name": "Huawei", "owner": owner.id} | where)


def plan(owner: Actor, *related: tuple[str, UUID], **values: Any) -> Activity:
    with changes(system("test"), "test") as tx:
        given = {"subject": "Visit", "kind": "visit", "owner": owner.id, "due": clock.now()} | values
        made: Activity = tx.create("activity", given)
        for key, record in related:
            tx.add("activity_link", {"activity": made.id, "object": key, "record": record})
    return made


def check(actor: Actor, visit: Activity, place: tuple[float, float] | None = None, way: str = "in", **more: Any) -> Any:
    where = {"latitude": place[0], "longitude": place[1], "accuracy": 12.4} if place else {}
    with changes(actor, f"check_{way}") as tx:
        return tx.run("activity", visit.id, f"check_{way}", where | more)


def kept(visit: Activity) -> Activity:
    return Activity._base_manager.get(pk=visit.pk)


def test_a_visit_is_checked_into_and_out_of() -> None:
    rep = hire("Rep")
    account = customer(rep)
    visit = plan(rep, ("account", account.id))
    done = check(rep, visit, NEAR)
    assert done == {"distance": pytest.approx(146, abs=5), "far": False, "marks": [], "fixed": False}
    with pytest.raises(Conflict):
        check(rep, visit, NEAR)
    with changes(system("test"), "test") as tx:
        tx.set("activity", visit.id, {"checked_in": clock.now() - timedelta(minutes=42)})
    assert check(rep, visit, NEAR, "out", body="Agreed on a trial") == {"minutes": 42}
    with pytest.raises(Conflict):
        check(rep, visit, NEAR, "out")
    after = kept(visit)
    assert (after.done, after.duration, after.body, after.marks) == (True, 42, "Agreed on a trial", None)
    assert [(each.way, each.accuracy, each.datum) for each in Position.objects.order_by("id")] == [
        ("in", 12, "WGS-84"), ("out", 12, "WGS-84"),
    ]  # fmt: skip


def test_far_away_needs_a_reason_and_is_marked() -> None:
    rep = hire("Rep")
    visit = plan(rep, ("account", customer(rep).id))
    with pytest.raises(Invalid, match="6244 m from the customer") as refused:
        check(rep, visit, FAR, reason="  ")
    assert [(each.field, each.code) for each in refused.value.problems] == [("reason", "far_away")]
    assert kept(visit).checked_in is None
    assert not Position.objects.exists()
    assert check(rep, visit, FAR, reason="At their plant")["marks"] == ["far"]
    assert kept(visit).far_reason == "At their plant"
    with changes(system("test"), "test") as tx:
        tx.create("company", {"name": "C", "visit_radius": 2000})
    other = plan(rep, ("account", customer(rep, (22.56, 113.912316)).id))
    company.forget()
    assert check(rep, other, HERE)["far"] is False
    company.forget()


def test_without_a_position_it_is_marked_and_half_of_one_is_refused() -> None:
    rep = hire("Rep")
    visit = plan(rep, ("account", customer(rep).id))
    with pytest.raises(Invalid):
        check(rep, visit, latitude=1.0)
    with pytest.raises(Invalid):
        check(rep, visit, latitude=91.0, longitude=1.0)
    with pytest.raises(Conflict):
        check(rep, visit, way="out")
    assert check(rep, visit)["marks"] == ["no_position"]
    check(rep, visit, FAR, "out")
    assert set(kept(visit).marks or ()) == {"no_position", "left_elsewhere"}
    with pytest.raises(Invalid):
        check(rep, plan(rep, kind="call"), NEAR)


def test_the_first_visit_fixes_where_the_customer_is_if_asked() -> None:
    rep, looks = hire("Rep"), hire("Boss", "all")
    account = customer(rep, None)
    assert check(rep, plan(rep, ("account", account.id)), HERE)["distance"] is None
    assert reading.about(rep, plan(rep, ("account", account.id)).id)["known"] is False
    done = check(rep, plan(rep, ("account", account.id)), HERE, fix=True)
    assert (done["fixed"], done["distance"]) == (True, 0)
    assert "fixed" in done["marks"]
    fixed: Any = registry.get("account").model._base_manager.get(pk=account.pk)
    assert (float(fixed.latitude), float(fixed.longitude)) == HERE
    # What is known is not moved by a tick.
    assert check(rep, plan(rep, ("account", account.id)), NEAR, fix=True)["fixed"] is False
    others = customer(looks, None)
    assert check(rep, plan(rep, ("account", others.id)), HERE, fix=True)["fixed"] is False
    others.refresh_from_db()
    assert others.latitude is None


def test_the_customer_of_a_deal_or_contact_counts_and_one_unseen_does_not() -> None:
    rep, other = hire("Rep"), hire("Other")
    account = customer(rep)
    with changes(system("test"), "test") as tx:
        contact = tx.create("contact", {"name": "Li", "account": account.id, "owner": rep.id})
    assert check(rep, plan(rep, ("contact", contact.id)), NEAR)["distance"] == pytest.approx(146, abs=5)
    hidden = customer(other)
    assert check(rep, plan(rep, ("account", hidden.id)), FAR)["distance"] is None


def test_what_looks_odd_is_marked() -> None:
    rep, mate = hire("Rep"), hire("Mate", "all")
    account = customer(rep)
    check(rep, plan(rep, ("account", account.id)), NEAR, device="phone")
    again = check(rep, plan(rep, ("account", account.id)), NEAR, device="phone")
    assert again["marks"] == ["same_position"]
    assert check(mate, plan(mate, ("account", account.id)), HERE, device="phone")["marks"] == ["shared_device"]
    assert check(mate, plan(rep, ("account", account.id)), HERE)["marks"] == ["by_other", "same_position"]
    assert not Position.objects.filter(device="phone").exists()


def test_the_visitor_and_his_superiors_see_where() -> None:
    boss = hire("Boss", "all")
    rep, mate = hire("Rep", manager=boss.id), hire("Mate", "all")
    boss = actors.load(boss.id, "web")
    visit = plan(rep, ("account", customer(rep).id))
    check(rep, visit, NEAR)
    for who, sees in ((rep, 1), (boss, 1), (mate, 0), (system("test"), 1)):
        assert len(reading.about(who, visit.id)["items"]) == sees
    with pytest.raises(Missing):
        reading.about(hire("Stranger"), visit.id)
    with pytest.raises((Missing, Denied)):
        check(hire("Another"), plan(rep), NEAR)


def test_positions_go_after_a_time_and_with_the_person() -> None:
    rep = hire("Rep")
    visit, later = plan(rep), plan(rep)
    check(rep, visit, NEAR)
    check(rep, later, FAR)
    Position.objects.filter(activity=visit.id).update(at=clock.now() - timedelta(days=91))
    assert forget_positions() == 1
    assert [each.activity for each in Position.objects.all()] == [later.id]
    place = next(each for each in erasing.places() if each.table == "inbox_position")
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM inbox_position WHERE {place.where}", {"records": [rep.id]})
    assert not Position.objects.exists()


def test_a_position_hidden_from_the_visitor_is_not_told_by_distances() -> None:
    rep = hire("Rep")
    account = customer(rep)
    blind = replace(rep, fields={"account": dict.fromkeys(places.FIELDS, FieldRight.HIDDEN)})
    done = check(blind, plan(rep, ("account", account.id)), FAR, fix=True)
    assert (done["distance"], done["far"], done["fixed"]) == (None, False, False)
    with changes(system("test"), "test") as tx:
        assert str(tx.get("account", account.id).latitude) == "22.543847"


def test_the_day_has_ones_own_visits_in_their_order_with_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(company, "FRESH", 9999.0)
    company.now()
    rep, mate = hire("Rep"), hire("Mate", "all")
    account, now = customer(rep), clock.now()
    second = plan(rep, ("account", account.id), due=now)
    first = plan(rep, ("account", account.id), due=now - timedelta(hours=3))
    plan(rep, ("account", account.id), due=now + timedelta(days=3))
    plan(mate, ("account", account.id))
    over = plan(rep, ("account", account.id), due=now - timedelta(minutes=1))
    check(rep, over, NEAR)
    check(rep, over, NEAR, "out")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            reading.day(rep)
        return len(queries)

    few = cost()
    for _ in range(3):
        plan(rep, ("account", customer(rep).id), due=now + timedelta(seconds=1))
    assert cost() == few
    found = reading.day(rep)
    assert [each["id"] for each in found["items"]][:3] == [str(each.id) for each in (first, over, second)]
    assert found["items"][0]["place"]["latitude"] == "22.543847"
    assert found["items"][0]["about"][0]["title"] == "Huawei"
    assert (found["radius"], found["days"]) == (300, 90)
    company.forget()


def test_what_was_recorded_without_a_network_is_judged_when_it_arrives() -> None:
    rep = hire("Rep")
    visit = plan(rep, ("account", customer(rep).id))
    now = clock.now()
    for at, code in ((now + timedelta(minutes=5), "future"), (now - timedelta(hours=73), "too_old")):
        with pytest.raises(Invalid) as refused:
            check(rep, visit, NEAR, at=at)
        assert [(each.field, each.code) for each in refused.value.problems] == [("at", code)]
    with pytest.raises(Invalid, match="say why"):
        check(rep, visit, FAR, at=now - timedelta(hours=3))
    came, left = now - timedelta(hours=3), now - timedelta(hours=2, minutes=15)
    done = check(rep, visit, NEAR, at=came, photo_hash="a" * 64)
    assert done["marks"] == ["sent_later"]
    after = kept(visit)
    assert (after.checked_in, after.photo_hash) == (came, None)
    assert after.sent_at
    assert after.sent_at >= now
    with pytest.raises(Invalid) as refused:
        check(rep, visit, NEAR, "out", at=came - timedelta(minutes=1))
    assert refused.value.problems[0].code == "order"
    assert check(rep, visit, NEAR, "out", at=left) == {"minutes": 45}
    assert [each.at for each in Position.objects.order_by("id")] == [came, left]


def test_the_day_is_made_in_the_order_its_visitor_gives_it() -> None:
    rep, other = hire("Rep"), hire("Other", "all")
    early, late = (plan(rep, due=clock.now() - timedelta(minutes=each)) for each in (20, 10))
    ids = [str(late.id), str(early.id)]
    assert ordering.order(rep, [late.id, early.id]) == ids
    assert [each["id"] for each in reading.day(rep)["items"]] == ids
    with pytest.raises(Missing):
        ordering.order(other, [late.id])
    with pytest.raises(Invalid):
        ordering.order(rep, [plan(rep, kind="call").id])
    with changes(rep, "reschedule") as tx:
        tx.run("activity", late.id, "reschedule", {"due": clock.now()})
    assert kept(late).stop is None
