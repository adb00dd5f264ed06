"""The page of the day: its own period, what tasks are about, customers nobody speaks to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from haoke.core import clock
from haoke.core.access.actor import Actor, Scope, system
from haoke.core.records import changes
from haoke.inbox.actions import log_activity
from haoke.inbox.queries import today

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


def actor() -> Actor:
    with changes(system(), "test") as tx:
        return Actor(id=tx.create("user", {"name": "Rep"}).id, grants={"*": {"*": Scope.OWN}})


def section(page: dict[str, Any], key: str) -> dict[str, Any]:
    return next(each for each in page["sections"] if each["key"] == key)


def test_tasks_say_what_they_are_about() -> None:
    rep = actor()
    with changes(system(), "test") as tx:
        mine = tx.create("account", {"name": "华达", "owner": rep.id})
        other = tx.create("account", {"name": "hidden"})
        task = log_activity(
            tx, {"subject": "Call", "kind": "call", "due": tx.now, "owner": rep.id},
            [("account", mine.id), ("account", other.id)],
        )  # fmt: skip
    [item] = section(today(rep), "calls")["items"]
    assert item["id"] == str(task.id)
    assert item["about"] == [{"object": "account", "id": str(mine.id), "title": "华达"}]


def test_a_list_without_days_does_not_keep_the_page_on_today() -> None:
    rep = actor()
    with clock.frozen(NOW), changes(system(), "test", history=True) as tx:
        tx.create("account", {"name": "a", "owner": rep.id, "created_at": NOW - timedelta(days=90)})
        soon = NOW + timedelta(days=4)
        tx.create("activity", {"subject": "Call", "kind": "call", "due": soon, "owner": rep.id})
    with clock.frozen(NOW):
        page = today(rep)
    assert page["period"]["shifted"]
    assert page["period"]["note"]
    assert section(page, "no_contact")["count"] == 1
    assert not section(page, "no_contact")["dated"]
    assert section(page, "calls")["count"] == 1


def test_customers_nobody_spoke_to_for_a_month() -> None:
    rep, now = actor(), clock.now()
    past = now - timedelta(days=90)
    with changes(system(), "test", history=True) as tx:

        def account(name: str) -> Any:
            return tx.create("account", {"name": name, "owner": rep.id, "created_at": past})

        def log(account: Any, **values: Any) -> None:
            log_activity(tx, {"subject": "x", "owner": rep.id, **values}, [("account", account.id)])

        silent, forgotten, spoken, planned = (account(name) for name in ("a", "b", "c", "d"))
        log(forgotten, done=True, done_at=now - timedelta(days=40))
        log(spoken, done=True, done_at=now - timedelta(days=3))
        log(planned, due=now + timedelta(days=3))
        tx.create("account", {"name": "new", "owner": rep.id})
    found = {item["id"] for item in section(today(rep), "no_contact")["items"]}
    assert found == {str(silent.id), str(forgotten.id)}


def test_everybodys_day_is_that_of_all_one_sees() -> None:
    rep = actor()
    boss = Actor(id=rep.id, grants={"*": {"*": Scope.ALL}})
    with changes(system(), "test") as tx:
        log_activity(tx, {"subject": "Call", "kind": "call", "due": tx.now}, [])
    assert section(today(boss), "calls")["count"] == 0
    assert section(today(boss, None), "calls")["count"] == 1
    assert section(today(rep, None), "calls")["count"] == 0
