"""Complaints from open over in hand to solved; who is told when that takes too long; what a customer's page shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock, log, registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Conflict, Invalid, Missing
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.transfer import actors
from haoke.inbox.actions import log_activity
from haoke.inbox.complaints.handling import OPEN_COMPLAINT
from haoke.inbox.complaints.reading import unsolved
from haoke.inbox.jobs import remind
from haoke.inbox.models import Activity, Notice

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def hire(name: str, scope: str = "own", **values: Any) -> Actor:
    with changes(system("test"), "test") as tx:
        role = tx.add("role", {"name": {"en": name, "zh": name}, "grants": {"*": {"*": scope}}})
        user = tx.add("user", {"name": name, "roles": [role.id], "state": "active", "language": "en"} | values)
    return actors.load(user.id, "web")


def account(owner: Actor, **values: Any) -> Any:
    with changes(system("test"), "test") as tx:
        return tx.create("account", {"name": "Huawei", "owner": owner.id} | values)


def complain(by: Actor, *related: tuple[str, UUID], **values: Any) -> Activity:
    with changes(by, "create") as tx:
        return log_activity(tx, {"kind": "complaint", "subject": "Drops out"} | values, related)


def run(actor: Actor, record: Activity, action: str, **data: Any) -> Activity:
    with changes(actor, action) as tx:
        tx.run("activity", record.id, action, data)
    return kept(record)


def alter(record: Activity, **values: Any) -> Activity:
    with changes(system("test"), "update") as tx:
        tx.update("activity", record.id, values)
    return kept(record)


def kept(record: Activity) -> Activity:
    return Activity._base_manager.get(pk=record.pk)


def test_it_is_taken_in_hand_and_solved_with_a_word() -> None:
    boss, rep = hire("Boss", "all"), hire("Rep")
    made = complain(boss, ("account", account(rep).id))
    assert (made.handling, made.done, made.taken_at) == ("open", False, None)
    assert made.due is not None
    taken = run(rep, alter(made, owner=str(rep.id)), "take")
    assert (taken.handling, taken.owner_id, taken.done) == ("in_hand", rep.id, False)
    assert taken.taken_at is not None
    with pytest.raises(Invalid):
        run(rep, made, "solve", solution="")
    with pytest.raises(Invalid, match="what was done"):
        run(rep, made, "solve", solution="   ")
    with pytest.raises(Invalid, match="what was done"):
        run(rep, made, "complete")
    solved = run(rep, made, "solve", solution="Replaced the gateway")
    assert (solved.handling, solved.done, solved.solution) == ("solved", True, "Replaced the gateway")
    assert solved.done_at is not None
    for action, data in (("take", {}), ("solve", {"solution": "x"})):
        with pytest.raises(Conflict):
            run(rep, made, action, **data)


def test_whatever_is_written_its_state_and_being_done_agree() -> None:
    made = complain(system("test"), severity="high", body="Twice a day")
    with pytest.raises(Invalid):
        alter(made, done=True)
    assert alter(made, done=True, solution="Fixed").handling == "solved"
    again = alter(made, done=False)
    assert (again.handling, again.solution, again.done_at) == ("open", None, None)
    assert alter(made, handling="in_hand").taken_at is not None
    assert alter(made, handling="open").taken_at is None
    # Completed as anything else is, what is said of it is what was done; the customer's words stay.
    done = run(system("test"), made, "complete", body="Fixed again")
    assert (done.handling, done.solution, done.body) == ("solved", "Fixed again", "Twice a day")
    other = alter(made, kind="task")
    assert (other.handling, other.taken_at) == (None, None)
    with pytest.raises(Invalid, match="Only complaints"):
        alter(made, handling="open")
    assert complain(system("test"), body="Long ago, sent a new one", done=True).handling == "solved"
    with pytest.raises(Invalid):
        complain(system("test"), done=True)
    call = complain(system("test"), kind="call", done=True)
    with pytest.raises(Conflict):
        run(system("test"), call, "take")


def test_time_is_given_by_severity_in_working_hours() -> None:
    high, low = (complain(system("test"), severity=each) for each in ("high", "low"))
    assert high.due
    assert low.due
    assert high.due < low.due
    given = clock.now() + timedelta(days=40)
    assert complain(system("test"), due=given).due == given


def test_a_superior_who_sees_it_is_told_once_of_what_is_overdue() -> None:
    top = hire("Top", "all")
    blind = hire("Blind", manager=top.id)
    rep = hire("Rep", manager=blind.id)
    made = complain(rep, due=clock.now() - timedelta(hours=1), owner=rep.id)
    complain(rep, due=clock.now() + timedelta(days=2), owner=rep.id)
    told = Notice.objects.filter(reason="overdue")
    remind()
    remind()
    assert [(each.user_id, each.records) for each in told] == [(top.id, [made.id])]
    # Put off and overdue again it is told again; solved it is not.
    with changes(system("test"), "test") as tx:
        tx.set("activity", made.id, {"due": clock.now() - timedelta(minutes=1)})
    remind()
    assert told.all().count() == 2
    with changes(system("test"), "test") as tx:
        tx.set("activity", made.id, {"due": clock.now(), "handling": "solved", "solution": "Done"})
    remind()
    assert told.all().count() == 2


def test_a_customers_page_shows_what_is_not_solved_as_far_as_one_sees_it() -> None:
    boss, rep, other = hire("Boss", "all"), hire("Rep"), hire("Other")
    home = account(rep)
    with changes(rep, "test") as tx:
        contact = tx.create("contact", {"name": "Li", "account": str(home.id)})
    late = complain(boss, ("account", home.id), due=clock.now() + timedelta(days=3))
    soon = complain(rep, ("contact", contact.id), due=clock.now() + timedelta(days=1))
    complain(boss, ("account", home.id), body="x", done=True)
    complain(boss, ("account", home.id), kind="call")
    assert [each["id"] for each in unsolved(boss, "account", home.id)["items"]] == [str(soon.id), str(late.id)]
    # What is tied to a customer is read by whoever reads the customer.
    assert [each["id"] for each in unsolved(rep, "account", home.id)["items"]] == [str(soon.id), str(late.id)]
    blind = replace(boss, fields={"activity": {"handling": FieldRight.HIDDEN}})
    narrow = replace(boss, grants={"account": {"*": Scope.ALL}})
    assert unsolved(blind, "account", home.id) == unsolved(narrow, "account", home.id) == {"items": []}
    with pytest.raises(Missing):
        unsolved(other, "account", home.id)
    asked = ListQuery(filter=OPEN_COMPLAINT)
    assert [each["id"] for each in list_page(boss, registry.get("account"), asked).items] == [str(home.id)]
    run(boss, late, "solve", solution="Done")
    assert list_page(boss, registry.get("account"), asked).items == []


def test_a_complaint_stands_on_the_timeline_when_it_was_raised() -> None:
    ann = hire("Ann", "all")
    of = account(ann)
    due = clock.now() + timedelta(days=2)
    made = complain(ann, ("account", of.id), due=due)
    with changes(ann, "create") as tx:
        task = log_activity(tx, {"kind": "task", "subject": "Call back", "due": due}, [("account", of.id)])
    items = {each["id"]: each for each in log.timeline(ann, registry.get("account"), of.id)["items"]}
    assert items[str(made.id)]["at"] == made.created_at
    assert items[str(task.id)]["at"] == due
    assert items[str(made.id)]["activity"]["due"] is not None
    page = log.timeline(ann, registry.get("account"), of.id, limit=1)
    assert [each["id"] for each in page["items"]] == [str(task.id)]
    rest = log.timeline(ann, registry.get("account"), of.id, page["next"])["items"]
    assert str(made.id) in [each["id"] for each in rest]
