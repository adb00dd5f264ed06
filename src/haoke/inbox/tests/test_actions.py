"""Doing, moving and logging activities."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock
from haoke.core.access.actor import Actor, Scope, system
from haoke.core.errors import Invalid, Missing
from haoke.core.records import changes
from haoke.inbox.actions import links, log_activity
from haoke.inbox.models import Activity
from haoke.inbox.queries import about_one, today

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


def make(key: str, **values: Any) -> Any:
    with changes(system(), "test") as tx:
        return tx.create(key, values)


def log(actor: Actor, values: dict[str, Any], *related: tuple[str, UUID]) -> Any:
    with changes(actor, "create") as tx:
        return log_activity(tx, values, related)


def run(record: Any, action: str, **data: Any) -> Any:
    with changes(system(), action) as tx:
        return tx.run("activity", record.id, action, data)


@pytest.fixture
def rep() -> Actor:
    user = make("user", name="Rep")
    return Actor(id=user.id, grants={"*": {"*": Scope.OWN}})


def test_logging_a_call_plans_the_next_contact(rep: Actor) -> None:
    account = make("account", name="Huawei", owner=rep.id)
    made = log(
        rep, {"kind": "call", "subject": "Called", "done": True, "next_contact": "2026-12-01"}, ("account", account.id)
    )
    account.refresh_from_db()
    assert account.next_contact.isoformat() == "2026-12-01"
    assert made.done_at is not None
    assert links(made.id) == [("account", account.id)]


def test_logging_about_what_one_does_not_see_is_refused(rep: Actor) -> None:
    secret = make("account", name="Secret")
    with pytest.raises(Invalid):
        log(rep, {"subject": "Called"}, ("account", secret.id))
    assert not Activity.objects.exists()


def test_the_date_stays_on_the_activity_where_the_customer_may_not_be_changed(rep: Actor) -> None:
    account = make("account", name="Huawei")
    reader = Actor(id=rep.id, grants={"account": {"read": Scope.ALL}, "activity": {"*": Scope.OWN}})
    product = make("product", name="Thing")
    made = log(
        reader, {"subject": "Called", "next_contact": "2026-12-01"}, ("account", account.id), ("product", product.id)
    )
    account.refresh_from_db()
    assert account.next_contact is None
    assert made.next_contact.isoformat() == "2026-12-01"


def test_completing(rep: Actor) -> None:
    account = make("account", name="Huawei")
    made = log(system(), {"subject": "Call", "kind": "call"}, ("account", account.id))
    assert run(made, "complete", outcome="reached", next_contact="2026-12-01") == {"next": None}
    made.refresh_from_db()
    account.refresh_from_db()
    assert (made.done, made.outcome) == (True, "reached")
    assert account.next_contact.isoformat() == "2026-12-01"
    with pytest.raises(Invalid):
        run(made, "complete", outcome="nonsense")


def test_what_repeats_comes_again_about_the_same(rep: Actor) -> None:
    account = make("account", name="Huawei")
    with clock.frozen(NOON):
        values = {
            "subject": "Weekly",
            "due": "2026-11-18T02:00:00Z",
            "owner": str(rep.id),
            "recurrence": {"unit": "week"},
        }
        made = log(system(), values, ("account", account.id))
        following = Activity.objects.get(id=run(made, "complete")["next"])
    assert following.due > made.due
    assert (following.due - made.due).days % 7 == 0
    assert (following.done, following.owner_id, following.recurrence) == (False, rep.id, {"unit": "week"})
    assert links(following.id) == [("account", account.id)]


def test_what_has_run_out_does_not_come_again() -> None:
    made = make(
        "activity", subject="Last", due="2020-01-01T02:00:00Z", recurrence={"unit": "day", "until": "2020-01-02"}
    )
    assert run(made, "complete") == {"next": None}


def test_rescheduling_opens_again() -> None:
    made = make("activity", subject="Task", done=True)
    run(made, "reschedule", due="2027-01-01T02:00:00Z")
    made.refresh_from_db()
    assert (made.done, made.done_at, made.due) == (False, None, datetime(2027, 1, 1, 2, tzinfo=UTC))


def counts(actor: Actor, scope: str = "me") -> dict[str, int]:
    return {each["key"]: each["count"] for each in today(actor, scope)["sections"] if each["count"]}


def test_today_shows_what_is_due_and_what_is_overdue(rep: Actor) -> None:
    with clock.frozen(NOON):
        for days, kind in ((-3, "call"), (0, "call"), (1, "call"), (0, "task"), (0, "visit"), (0, "note")):
            make("activity", subject="x", kind=kind, owner=rep.id, due=(NOON + timedelta(days=days)).isoformat())
        make("activity", subject="done", kind="call", owner=rep.id, due=NOON.isoformat(), done=True)
        make("activity", subject="other's", kind="call", due=NOON.isoformat())
        make("account", name="Due", owner=rep.id, next_contact="2026-11-20")
        make("account", name="Later", owner=rep.id, next_contact="2026-11-21")
        assert counts(rep) == {"calls": 2, "tasks": 2, "contact_due": 1}
        page = today(rep)
        assert page["period"] == {"from": "2026-11-20", "to": "2026-11-20", "shifted": False, "note": None}
        assert [
            item["name"] for section in page["sections"] if section["key"] == "contact_due" for item in section["items"]
        ] == ["Due"]


def test_today_moves_to_what_comes_next_and_says_so(rep: Actor) -> None:
    with clock.frozen(NOON):
        make("activity", subject="x", kind="call", owner=rep.id, due="2026-12-10T02:00:00Z")
        make("account", name="Soon", owner=rep.id, next_contact="2026-12-08")
        make("account", name="Much later", owner=rep.id, next_contact="2027-12-08")
        page = today(rep)
        assert counts(rep) == {"calls": 1, "contact_due": 1}
    assert page["period"]["from"] == "2026-12-08"
    assert page["period"]["to"] == "2026-12-14"
    assert page["period"]["shifted"]
    assert page["period"]["note"]


def test_more_than_a_page_is_counted(rep: Actor) -> None:
    with clock.frozen(NOON), changes(system(), "test") as tx:
        values = {"subject": "x", "kind": "call", "owner": rep.id, "due": NOON}
        tx.batch("activity").rows((None, None, values) for _ in range(25))
    with clock.frozen(NOON):
        section = next(each for each in today(rep)["sections"] if each["key"] == "calls")
    assert (section["count"], len(section["items"])) == (25, 20)


def test_an_activity_says_what_it_is_about_as_far_as_one_may_see(rep: Actor) -> None:
    ours, theirs = make("account", name="Ours", owner=rep.id), make("account", name="Theirs")
    with changes(system(), "test") as tx:
        values = {"subject": "x", "kind": "call", "owner": rep.id}
        call = log_activity(tx, values, [("account", theirs.id), ("account", ours.id)])
    assert about_one(rep, call.id) == [{"object": "account", "id": str(ours.id), "title": "Ours"}]
    with pytest.raises(Missing):
        about_one(rep, make("activity", subject="other's").id)


def test_an_empty_today_says_nothing(rep: Actor) -> None:
    page = today(rep)
    assert not page["period"]["shifted"]
    assert {section["count"] for section in page["sections"]} == {0}


def test_sections_of_objects_one_may_not_read_are_left_out(rep: Actor) -> None:
    blind = Actor(id=rep.id, grants={"activity": {"*": Scope.OWN}})
    assert {each["key"] for each in today(blind)["sections"]} == {"calls", "complaints", "tasks"}
