"""The group of an account: its tree and figures, and that nobody learns of what he does not see, not even in a sum."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import clock
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Missing
from haoke.core.records import changes
from haoke.inbox.actions import log_activity
from haoke.sales.queries import groups
from haoke.sales.queries.groups import read_group
from haoke.sales.tests.conftest import stage_of

if TYPE_CHECKING:
    from haoke.sales.queries import Catalogue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
ROOT = system("test")


@dataclass
class Group:
    """Accounts by name; `parents` and `owners` as they were made."""

    stages: Catalogue
    ids: dict[str, Any] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    owners: dict[str, Any] = field(default_factory=dict)
    deals: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, below: str | None = None, owner: Any = None) -> Any:
        with changes(ROOT, "test") as tx:
            parent = self.ids[below] if below else None
            self.ids[name] = tx.create("account", {"name": name, "parent": parent, "owner": owner}).id
        self.parents[name], self.owners[name] = below, owner
        return self.ids[name]

    def deal(self, name: str, amount: int, owner: Any = None, *, won: str | None = None) -> None:
        stages = self.stages.of(self.stages.default)  # type: ignore[arg-type]  # the fixture has a default
        stage = next(each.id for each in stages if each.kind == "won") if won else stage_of(self.stages, 0)
        values = {"name": "Deal", "account": self.ids[name], "owner": owner, "amount": amount, "stage": stage}
        with changes(ROOT, "test", history=True) as tx:
            tx.add("opportunity", values | ({"closed_at": won} if won else {}))
        self.deals[name] = self.deals.get(name, 0) + (0 if won else 1)

    def read(self, name: str, who: Actor = ROOT, **options: Any) -> dict[str, Any]:
        with clock.frozen(NOW):
            return read_group(who, self.ids[name], **options)

    def tree(self, name: str, who: Actor = ROOT) -> list[tuple[int, str]]:
        return [(each["depth"], each["name"]) for each in self.read(name, who)["nodes"]]

    def node(self, name: str, of: str = "", who: Actor = ROOT) -> dict[str, Any]:
        found: dict[str, Any] = next(each for each in self.read(of or name, who)["nodes"] if each["name"] == name)
        return found


@pytest.fixture
def group(stages: Catalogue) -> Group:
    """Top over East and West, East over Shop."""
    made = Group(stages)
    made.add("Top")
    made.add("East", "Top")
    made.add("West", "Top")
    made.add("Shop", "East")
    return made


def actor(**scopes: Scope) -> Actor:
    with changes(ROOT, "test") as tx:
        user = tx.create("user", {"name": "Rep"}).id
    return Actor(id=user, grants={"*": {"*": Scope.OWN}} | {key: {"*": scope} for key, scope in scopes.items()})


def test_the_tree_is_the_same_from_everywhere_and_says_where_one_is(group: Group) -> None:
    whole = [(0, "Top"), (1, "East"), (2, "Shop"), (1, "West")]
    assert [group.tree(name) for name in group.ids] == [whole] * 4
    assert [each["name"] for each in group.read("Shop")["nodes"] if each["own"]] == ["Shop"]
    group.add("Alone")
    assert group.tree("Alone") == [(0, "Alone")]


def test_figures_of_each_and_of_all_below(group: Group) -> None:
    group.deal("Top", 1)
    group.deal("East", 10)
    group.deal("Shop", 100)
    group.deal("Shop", 200)
    group.deal("West", 5, won="2026-03-01")
    group.deal("West", 7, won="2025-12-31")
    with changes(ROOT, "test") as tx:
        tx.create("contact", {"name": "Anna", "account": group.ids["Shop"]})
        done = {"subject": "Call", "kind": "call", "done": True, "done_at": NOW}
        log_activity(tx, done, [("account", group.ids["Shop"])])
        log_activity(tx, {"subject": "Later", "kind": "call", "due": NOW}, [("account", group.ids["East"])])
    shop, east, top, west = (group.node(name) for name in ("Shop", "East", "Top", "West"))
    assert shop["figures"] == {
        "open_count": 2, "open_amount": "300.00", "won_amount": None, "left_out": 0, "contacts": 1, "open_tasks": 0,
        "last_contact": "2026-11-20T03:00:00Z",
    }  # fmt: skip
    assert (shop["total"], west["total"]) == (None, None)
    assert west["figures"]["won_amount"] == "5.00"
    assert (east["figures"]["open_count"], east["total"]["open_count"]) == (1, 3)
    assert (east["total"]["open_amount"], east["total"]["won_amount"]) == ("310.00", None)
    assert (east["total"]["open_tasks"], east["total"]["last_contact"]) == (1, "2026-11-20T03:00:00Z")
    assert (top["total"]["open_amount"], top["total"]["won_amount"], top["total"]["contacts"]) == ("311.00", "5.00", 1)


def test_amounts_without_a_rate_are_left_out_and_counted(group: Group) -> None:
    group.deal("Shop", 100)
    with changes(ROOT, "test") as tx:
        tx.add("opportunity", {"name": "Deal", "account": group.ids["Shop"], "stage": stage_of(group.stages, 0),
                               "amount": {"amount": "9", "currency": "SEK"}})  # fmt: skip
    figures = group.node("Top")["total"]
    assert (figures["open_amount"], figures["open_count"], figures["left_out"]) == ("100.00", 2, 1)


# -- rights -------------------------------------------------------------------------------------------------


def test_who_sees_one_subsidiary_learns_nothing_of_the_others(stages: Catalogue) -> None:
    rep, group = actor(), Group(stages)
    group.add("Top")
    group.add("East", "Top", rep.id)
    group.add("West", "Top")
    group.add("Hidden", "East")
    group.add("Deep", "Hidden", rep.id)
    group.add("Shop", "East", rep.id)
    for name in group.ids:
        group.deal(name, 100)
        group.deal(name, 7, rep.id)
    found = group.read("East", rep)
    # Of the deals he sees his own; what stands below an account he does not see is not on the way.
    assert [(each["depth"], each["name"]) for each in found["nodes"]] == [(0, "East"), (1, "Shop")]
    sums = {each["name"]: each["total"] or each["figures"] for each in found["nodes"]}
    assert {name: sums[name]["open_amount"] for name in sums} == {"East": "14.00", "Shop": "7.00"}
    text = str(found)
    for name in ("Top", "West", "Hidden", "Deep"):
        assert name not in text
        assert str(group.ids[name]) not in text
    assert group.tree("Deep", rep) == [(0, "Deep")]
    for name in ("Top", "Hidden"):
        with pytest.raises(Missing):
            group.read(name, rep)


@pytest.mark.parametrize("seed", range(12))
def test_as_a_plain_verdict_has_it(stages: Catalogue, seed: int) -> None:
    """Random groups: the nodes and sums are those one finds by walking through what the reader owns."""
    rng, rep, group = random.Random(seed), actor(), Group(stages)
    for number in range(9):
        below = rng.choice([None, *group.ids]) if number else None
        group.add(f"N{number}", below, rep.id if rng.random() < 0.65 else None)
        if rng.random() < 0.7:
            group.deal(f"N{number}", number + 1, rep.id)
    for name in group.ids:
        if group.owners[name] is None:
            with pytest.raises(Missing):
                group.read(name, rep)
            continue
        found = {
            each["name"]: (each["total"] or each["figures"])["open_count"] for each in group.read(name, rep)["nodes"]
        }
        assert found == _plain(group, name), (seed, name)


def _plain(group: Group, name: str) -> dict[str, int]:
    """{account: deals of it and of all below it} of the visible tree around an account, walked by hand."""
    top = name
    while (above := group.parents[top]) and group.owners[above] is not None:
        top = above

    def walk(each: str) -> dict[str, int]:
        parts = [walk(one) for one, parent in group.parents.items() if parent == each and group.owners[one] is not None]
        below = [one for one, parent in group.parents.items() if parent == each and group.owners[one] is not None]
        own = group.deals.get(each, 0) + sum(part[one] for part, one in zip(parts, below, strict=True))
        return {each: own} | {key: count for part in parts for key, count in part.items()}

    return walk(top)


def test_figures_of_objects_and_fields_one_does_not_read_are_not_there(group: Group) -> None:
    group.deal("Shop", 100)
    clerk = actor(account=Scope.ALL, opportunity=Scope.NONE, contact=Scope.ALL)
    found = group.read("Shop", clerk)
    assert found["figures"] == ["contacts", "open_tasks", "last_contact"]
    assert found["note"] is None
    rep = actor(account=Scope.ALL, opportunity=Scope.ALL)
    blind = Actor(id=rep.id, grants=rep.grants, fields={"opportunity": {"amount": FieldRight.MASKED}})
    assert group.read("Shop", blind)["figures"] == ["open_count", "contacts", "open_tasks", "last_contact"]
    lone = Actor(id=rep.id, grants=rep.grants, fields={"account": {"parent": FieldRight.HIDDEN}})
    assert group.tree("Shop", lone) == [(0, "Shop")]


def test_what_lies_in_the_bin_is_no_part_of_it(group: Group) -> None:
    group.deal("West", 100)
    with changes(ROOT, "test") as tx:
        tx.delete("account", group.ids["West"])
    assert group.tree("Shop") == [(0, "Top"), (1, "East"), (2, "Shop")]
    assert group.node("Top")["total"]["open_count"] == 0


# -- size ---------------------------------------------------------------------------------------------------


def test_a_large_group_shows_its_beginning_and_ones_own_place(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "SHOWN", 2)
    group.deal("Shop", 100)
    found = group.read("West")
    assert [each["name"] for each in found["nodes"]] == ["Top", "East", "West"]
    assert (found["more"], found["nodes"][0]["total"]["open_count"]) == (1, 1)
    assert len(group.read("West", whole=True)["nodes"]) == 4


def test_the_number_of_queries_does_not_depend_on_the_size_of_the_group(group: Group) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as seen:
            group.read("Top")
        return len(seen)

    def queries() -> int:
        return min(counted(), counted())  # rates are read once a minute, at whichever reading that falls to

    with changes(ROOT, "test") as tx:
        tx.set("account", group.ids["Top"], {"owner": tx.create("user", {"name": "Boss"}).id})
    few = queries()
    for number in range(12):
        group.add(f"N{number}", "East")
        group.deal(f"N{number}", 3)
    assert (few, queries()) == (2, 2)
    assert group.node("Top")["total"]["open_amount"] == str(Decimal(36).quantize(Decimal("1.00")))
