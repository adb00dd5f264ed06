"""What a successor is told of each customer, live and as far as he may read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.test_records import Client

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.handover.tests.scene import Team, work
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def good(found: tuple[int, Any]) -> Any:
    assert found[0] in (200, 201, 202), found
    return found[1]


def customer(team: Team, name: str) -> UUID:
    """A customer of the leaver's with a deal, a contact, a task and a call."""
    lee = team.ids["Lee"]
    with changes(system("test"), "scene") as tx:
        account: UUID = tx.add("account", {"name": name, "owner": lee}).id
        tx.add(
            "opportunity",
            {"name": f"{name} deal", "owner": lee, "account": account, "next_step": "Send the offer",
             "expected_close": date(2030, 1, 2)},
        )  # fmt: skip
        tx.add("contact", {"name": f"{name} person", "owner": lee, "account": account})
        for subject, done in (("Call back", False), ("Called", True)):
            at = {"done_at": datetime(2026, 1, 2, tzinfo=UTC)} if done else {}
            made = tx.add("activity", {"subject": subject, "kind": "call", "owner": lee, "done": done, **at})
            tx.add("activity_link", {"activity": made.id, "object": "account", "record": account})
    return account


def handed(team: Team) -> str:
    """All the leaver has goes to Anna; the id of her briefing."""
    team.leaves()
    boss = Client(team("Boss"))
    path = f"handovers/{good(boss('GET', 'handovers'))['items'][0]['id']}"
    good(boss("POST", f"{path}/preview", {"people": [{"to": str(team.ids["Anna"])}]}))
    good(boss("POST", f"{path}/run", {}))
    work()
    items = good(Client(team("Anna"))("GET", "briefings"))["items"]
    assert [(each["person"]["title"], each["left"]) for each in items] == [("lee", True)]
    return str(items[0]["id"])


def test_what_apps_declare_can_be_asked() -> None:
    """A field that is renamed takes its topic along, or this fails: to readers a topic they may not ask is not told."""
    root = system("test")
    for topic in registry.brought("BRIEFINGS"):
        spec = registry.get(topic.object)
        list_page(root, spec, ListQuery(filter=dict(topic.where), sort=topic.sort, fields=topic.fields, limit=1))


def test_each_customer_with_deals_people_tasks_and_contacts() -> None:
    team = Team()
    customer(team, "Acme")
    found = good(Client(team("Anna"))("GET", f"briefings/{handed(team)}"))
    assert (found["count"], found["records"], found["next"]) == (1, 4, None)
    (told,) = found["customers"]
    assert (told["object"], told["title"]) == ("account", "Acme")
    lists = {each["key"]: each["items"] for each in told["lists"]}
    assert [(each["name"], each["next_step"]) for each in lists["open_deals"]] == [("Acme deal", "Send the offer")]
    assert [each["name"] for each in lists["people"]] == ["Acme person"]
    assert [each["subject"] for each in lists["tasks"]] == ["Call back"]
    assert [each["subject"] for each in lists["last_contacts"]] == ["Called"]


def test_the_price_does_not_depend_on_the_number_of_customers() -> None:
    prices: list[int] = []
    team = Team()
    for number in (1, 6):
        for at in range(number):
            customer(team, f"Customer {number}-{at}")
        part = handed(team)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = good(Client(team("Anna"))("GET", f"briefings/{part}"))
        assert found["count"] == number
        prices.append(len(asked))
        good(Client(team("Anna"))("POST", f"briefings/{part}/seen", {}))
        team.leaves(state="active")
    assert prices[0] == prices[1]


def test_only_ones_own_and_of_what_one_reads_now() -> None:
    team = Team()
    account = customer(team, "Acme")
    part = handed(team)
    for who in ("Bert", "Fay", "Root", "Boss"):
        assert Client(team(who))("GET", f"briefings/{part}")[0] == 404
        assert Client(team(who))("POST", f"briefings/{part}/seen", {})[0] == 404
    with changes(system("test"), "scene") as tx:
        tx.set("account", account, {"owner": team.ids["Fay"]})
    found = good(Client(team("Anna"))("GET", f"briefings/{part}"))
    assert "Acme" not in [each["title"] for each in found["customers"]]
    hidden = scene.role(
        {"opportunity": {"read": "own"}, "account": {"read": "own"}}, {"opportunity": {"stage": "hidden"}}
    )
    narrow = Client(scene.with_roles(team.ids["Anna"], hidden))
    for each in good(narrow("GET", f"briefings/{part}"))["customers"]:
        assert "open_deals" not in {told["key"] for told in each["lists"] if each["object"] != "opportunity"}


def test_put_away_it_is_on_the_page_no_more() -> None:
    team = Team()
    customer(team, "Acme")
    part, anna = handed(team), Client(team("Anna"))
    good(anna("POST", f"briefings/{part}/seen", {}))
    assert good(anna("GET", "briefings"))["items"] == []
    assert good(anna("GET", f"briefings/{part}"))["seen"] is True
