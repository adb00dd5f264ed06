"""First steps by what somebody is there for, ticked by what has happened, put away for good."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.custom.tests.making import present
from haoke.core.metadata import SHIPPED, using
from haoke.core.modules.switching import switch
from haoke.core.records import changes
from haoke.core.worktime.shipping import ensure_work_calendar
from haoke.identity import accounts, actors, company
from haoke.identity.models import Session
from haoke.setup.checklist import TASKS
from tests.api.test_records import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _version() -> Iterator[None]:
    with using(SHIPPED):
        yield


def person(name: str, role: str, **place: Any) -> Actor:
    made = accounts.create_user(f"{name}@example.com", name, roles=(role,))
    with changes(system("test"), "scene") as tx:
        tx.set("user", made, {"state": "active", **place})
    return actors.load(made, via="api")


def ticked(actor: Actor) -> dict[str, bool]:
    status, answer = Client(actor)("GET", "checklist")
    assert status == 200
    return {item["key"]: item["done"] for item in answer["items"]}


def test_a_rep_ticks_what_he_does() -> None:
    rep = person("rep", "sales_rep")
    client = Client(rep)
    assert ticked(rep) == dict.fromkeys(("account", "followup", "deal", "view", "phone"), False)
    client("POST", "accounts", {"name": "Anvil"})
    client("POST", "activities", {"subject": "Called", "kind": "call"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        now = cursor.fetchone()[0]
    Session.objects.create(digest=b"x" * 32, user_id=rep.id, expires_at=now, agent="Mozilla (iPhone) Mobile")
    assert ticked(rep) == {"account": True, "followup": True, "deal": False, "view": False, "phone": True}


def test_somebody_elses_doing_ticks_nothing() -> None:
    rep, other = person("rep", "sales_rep"), person("other", "sales_rep")
    Client(other)("POST", "accounts", {"name": "Anvil"})
    assert not any(ticked(rep).values())


def test_an_auditor_ticks_what_he_may_do() -> None:
    auditor, rep = person("auditor", "auditor"), person("rep", "sales_rep")
    account = Client(rep)("POST", "accounts", {"name": "Anvil"})[1]
    client = Client(auditor)
    definition = {"columns": [{"field": "name"}]}
    assert client("POST", "views", {"name": "Mine", "object": "account", "definition": definition})[0] == 201
    assert client("POST", "follows", {"object": "account", "id": account["id"]})[0] == 200
    assert ticked(auditor) == {"two_step": False, "view": True, "follow": True, "phone": False}
    assert ticked(rep)["account"] is True


def test_who_is_who() -> None:
    boss = person("boss", "sales_manager")
    person("rep", "sales_rep", manager=boss.id)
    boss = actors.load(boss.id, via="api")
    assert list(ticked(boss)) == ["followup", "shared_view", "follow", "comment", "phone"]
    assert list(ticked(person("help", "service_agent"))) == ["followup", "view", "follow", "comment", "phone"]
    assert list(ticked(person("event", "marketing"))) == ["lead", "view", "follow", "comment", "phone"]
    assert list(ticked(person("reader", "read_only"))) == ["two_step", "view", "follow", "phone"]
    assert list(ticked(person("admin", "administrator"))) == [
        "preset", "import", "invite", "rights", "calendar", "pool", "two_step",
    ]  # fmt: skip


def test_the_administrators_steps_are_ticked_by_the_companys_state() -> None:
    with changes(system("test"), "scene") as tx:
        company.start(tx, {"name": "Anvil Ltd"}, "own")
    admin = person("admin", "administrator")
    client = Client(admin)
    assert not any(ticked(admin).values())
    with present():
        client("POST", "presets", {"preset": "retail"})
    person("rep", "sales_rep")
    calendar = client("POST", "work-calendars", {"name": "Shop"})[1]
    client("POST", "work-days", {"calendar": calendar["id"], "day": "2026-12-24"})
    client("POST", "roles", {"name": "Own", "grants": {}, "fields": {}})
    assert ticked(admin) == {
        "preset": True, "import": False, "invite": True, "rights": True, "calendar": True, "pool": False,
        "two_step": False,
    }  # fmt: skip


def test_nothing_of_a_module_that_is_off() -> None:
    rep = person("rep", "sales_rep")
    with changes(system("test"), "scene") as tx:
        switch(tx, {"opportunities": False})
    with present():
        assert list(ticked(rep)) == ["followup", "view", "follow", "comment", "phone"]


def test_put_away_is_put_away_until_brought_back() -> None:
    rep = person("rep", "sales_rep")
    client = Client(rep)
    answer = client("PATCH", "checklist", {"what": "tour"})[1]
    assert (answer["toured"], answer["dismissed"]) == (True, False)
    for _ in range(2):
        assert client("PATCH", "checklist", {"what": "checklist"})[1] == {
            "items": [],
            "due": [],
            "dismissed": True,
            "toured": True,
        }
    assert ticked(person("other", "sales_rep")) != {}
    assert client("PATCH", "checklist", {"what": "checklist", "away": False})[1]["items"] != []
    assert client("PATCH", "checklist", {"what": "everything"})[0] == 422


def test_administrators_are_told_of_a_year_that_is_not_in_the_work_calendar() -> None:
    admin, rep = person("admin", "administrator"), person("rep", "sales_rep")
    with changes(system("test"), "scene") as tx:
        ensure_work_calendar(tx)
    Client(admin)("PATCH", "checklist", {"what": "checklist"})
    with clock.frozen(dt.datetime(2026, 11, 16, tzinfo=dt.UTC)):
        assert Client(rep)("GET", "checklist")[1]["due"] == []
        (told,) = Client(admin)("GET", "checklist")[1]["due"]
    assert "2027" in told["label"]
    with clock.frozen(dt.datetime(2026, 11, 1, tzinfo=dt.UTC)):
        assert Client(admin)("GET", "checklist")[1]["due"] == []


def test_keys_are_told_apart() -> None:
    assert len({task.key for task in TASKS}) == len(TASKS)
