"""Beginning with the demo or one's own company, the day's page, and follow-ups, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from haoke import demo
from haoke.core.access.actor import Actor, system
from haoke.core.records import changes
from haoke.demo.jobs import load_demo, remove_demo
from haoke.identity import company
from haoke.identity.accounts import create_user
from haoke.identity.actors import load
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db
admin = Client(system("api"))


@pytest.fixture(autouse=True)
def fresh_settings() -> Any:
    company.forget()
    yield
    company.forget()


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_beginning_with_ones_own_company() -> None:
    status, answer = admin("POST", "setup", {"start": "own", "company": "安维尔", "currency": "EUR", "language": "en"})
    assert (status, answer) == (200, {"job": None})
    found = company.settings()
    assert (found.name, found.currency, found.language, found.started) == ("安维尔", "EUR", "en", "own")
    assert count("sales_pipeline") == 2


def test_beginning_with_the_demo_and_ending_it() -> None:
    boss = create_user("boss@example.com", roles=["administrator"])
    status, answer = admin("POST", "setup", {"start": "demo"})
    assert status == 202
    assert admin("GET", f"jobs/{answer['job']}")[1]["kind"] == "load_demo"
    demo.load(accounts=20)
    made = count("customers_account")
    assert company.settings().started == "demo"
    assert admin("POST", "setup", {"start": "own"})[1]["code"] == "demo_present"
    status, answer = admin("DELETE", "demo", {})
    assert status == 202
    assert remove_demo(str(_activated(boss).id))["account"] == made
    assert not demo.present()
    company.forget()
    assert (company.settings().started, company.settings().name) == (None, "")
    assert remove_demo(str(boss)) == {}


def _activated(user: Any) -> Actor:
    with changes(system(), "test") as tx:
        tx.set("user", user, {"state": "active"})
    return load(user)


def test_a_broken_loading_begins_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("haoke.demo.loading.ACCOUNTS", 20)
    demo.load(accounts=25)
    monkeypatch.setattr("haoke.demo.load", lambda **options: demo.loading.load(accounts=20, **options))
    assert load_demo()["account"] == count("customers_account WHERE deleted_at IS NULL") == 20


def test_the_demo_is_not_mixed_into_ones_own_records() -> None:
    admin("POST", "accounts", {"name": "Mine"})
    assert admin("POST", "setup", {"start": "demo"})[1]["code"] == "own_records"


def test_a_demo_person_does_not_end_the_demo() -> None:
    made = demo.load(accounts=20, password="correct horse battery")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM identity_user WHERE email = %s", [made.people[0][0]])
        person = cursor.fetchone()[0]
    assert Client(Actor(id=person, admin=True))("DELETE", "demo", {})[1]["code"] == "demo_user"
    assert load(person).name == made.people[0][1]


def test_setting_up_takes_an_administrator() -> None:
    rep = create_user("rep@other.example", roles=["sales_rep"])
    client = Client(_activated(rep))
    assert client("POST", "setup", {"start": "own"})[0] == 403
    assert client("DELETE", "demo", {})[0] == 403


def test_a_follow_up_is_about_its_customer_and_plans_the_next() -> None:
    account = admin("POST", "accounts", {"name": "Anvil"})[1]
    body = {"kind": "call", "subject": "Called", "done": True, "next_contact": "2030-01-02"}
    status, made = admin("POST", "activities", {**body, "related": [{"object": "account", "id": account["id"]}]})
    assert status == 201
    assert made["done_at"]
    assert admin("GET", f"accounts/{account['id']}")[1]["next_contact"] == "2030-01-02"
    timeline = admin("GET", f"accounts/{account['id']}/timeline")[1]["items"]
    assert made["id"] in {item["activity"]["id"] for item in timeline if item["kind"] == "activity"}


@pytest.mark.parametrize(
    "related",
    [
        "account",
        [{"object": "account"}],
        [{"object": "account", "id": "7"}],
        [{"object": "account", "id": "00000000-0000-7000-8000-000000000009", "more": 1}],
        [{"object": "account", "id": "00000000-0000-7000-8000-000000000009"}],
    ],
)
def test_ties_that_lead_nowhere_are_refused(related: Any) -> None:
    status, problem = admin("POST", "activities", {"subject": "Called", "related": related})
    assert status == 422
    assert problem["errors"]
    assert count("inbox_activity") == 0


def test_the_days_page() -> None:
    rep = _activated(create_user("rep@other.example", roles=["sales_rep"]))
    admin(
        "POST", "activities", {"subject": "Ring", "kind": "call", "due": "2020-01-01T00:00:00Z", "owner": str(rep.id)}
    )
    status, page = Client(rep)("GET", "today")
    assert status == 200
    assert {section["key"]: section["count"] for section in page["sections"]}["calls"] == 1
    assert Client(rep)("GET", "today?scope=nobody")[0] == 400


def test_the_demo_loads_into_an_empty_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("haoke.demo.load", lambda **options: demo.loading.load(accounts=20, **options))
    assert load_demo()["contact"] > 20
