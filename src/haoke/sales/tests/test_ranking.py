"""Stages of a customer's life and levels, by the shipped rules, and what accounts bought as a column of lists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import access, clock, custom, registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import BadRequest
from haoke.core.log import Entry
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.inbox.actions import log_activity
from haoke.labels import jobs
from haoke.labels.actions import ensure_level_rules, keep_levels
from haoke.labels.models import LevelRule, Standing
from haoke.labels.queries import profile, trial

if TYPE_CHECKING:
    from haoke.sales.queries import Catalogue

pytestmark = pytest.mark.django_db
ROOT = system("test")


def ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


class Life:
    """Accounts by name with deals won so many days ago."""

    def __init__(self, stages: Catalogue) -> None:
        kinds = {each.kind: each.id for each in stages.of(stages.default)}  # type: ignore[arg-type]  # there is one
        self.won, self.open = kinds["won"], kinds["open"]

    def account(self, name: str, *won: int, amount: int = 1000, **values: Any) -> Any:
        with changes(ROOT, "test", history=True) as tx:
            made = tx.add("account", {"name": name, **values}).id
            for days in won:
                deal = {"name": "Deal", "account": made, "amount": amount, "stage": self.won, "closed_at": ago(days)}
                tx.add("opportunity", deal)
        return made


@pytest.fixture
def life(stages: Catalogue) -> Life:
    with changes(ROOT, "set_up") as tx:
        assert ensure_level_rules(tx) == 9
        assert ensure_level_rules(tx) == 0
    return Life(stages)


def row(record: Any) -> Any:
    return registry.get("account").model._base_manager.get(id=record)


def test_stages_follow_from_what_was_won_and_when_and_say_why_and_since(life: Life) -> None:
    stages = {
        "prospect": life.account("Never"), "new": life.account("First", 10), "active": life.account("Again", 10, 200),
        "dormant": life.account("Quiet", 500), "lost": life.account("Gone", 2000),
    }  # fmt: skip
    called = life.account("Called", 500)
    with changes(ROOT, "test") as tx:
        log_activity(tx, {"subject": "Hello", "kind": "call", "done": True}, [("account", called)])
    jobs.keep_all()
    assert {name: row(record).lifecycle for name, record in stages.items()} == {name: name for name in stages}
    assert row(called).lifecycle == "active"
    with custom.latest():
        levels = profile(ROOT, "account", stages["new"])["levels"]
    told = next(each for each in levels if each["field"] == "lifecycle")
    assert (told["value"], told["source"], told["rule"]) == ("new", "rule", "90 天内首次成交")
    # An older deal turns up: it is no new customer, and since when is told anew; another rule alone changes no date.
    with changes(ROOT, "test", history=True) as tx:
        deal = {"name": "Old", "account": stages["new"], "stage": life.won, "closed_at": ago(400)}
        made = tx.add("opportunity", deal).id
    told = {"object": "opportunity", "record": made, "verb": "create", "version": 1, "data": {}}
    jobs.keep([Entry(0, "", clock.now(), made, None, "", "", "", made, **told)])
    assert row(stages["new"]).lifecycle == "active"
    kept = Standing.objects.get(record=stages["new"], field="lifecycle")
    with changes(ROOT, "test") as tx:
        active = LevelRule.objects.get(value="active")
        tx.update("level_rule", active.id, {"active": False})
        values = {"name": "Other", "object": "account", "field": "lifecycle", "value": "active", "order": 1}
        tx.create("level_rule", {**values, "condition": active.condition, "active": True})
    assert keep_levels("account", [stages["new"]]) == 1
    assert Standing.objects.get(record=stages["new"], field="lifecycle").at == kept.at


def test_levels_are_tried_before_they_are_switched_on(life: Life) -> None:
    big = life.account("Big", 30, amount=600_000, level="c")
    habit = life.account("Habit", 100, 200, 300, 400, 500, amount=10)
    typed = life.account("Typed", level="b")
    jobs.keep_all()
    assert (row(big).level, row(habit).level) == ("c", None)
    found = trial(ROOT, "account", "level")
    assert (found["count"], found["up"], found["down"]) == (2, 1, 0)
    moves = {(each["from"], each["to"]): each["count"] for each in found["moves"]}
    assert moves == {("c", "a"): 1, (None, "b"): 1}
    with changes(ROOT, "test") as tx:
        for rule in LevelRule.objects.filter(field="level"):
            tx.update("level_rule", rule.id, {"active": True})
    jobs.keep_all()
    assert (row(big).level, row(habit).level, row(typed).level) == ("a", "b", "b")


def test_what_was_bought_is_a_column_for_those_who_see_every_deal(life: Life) -> None:
    big, small = life.account("Big", 30, 400, amount=600), life.account("Small", 30, amount=5)
    spec = registry.get("account")
    some = {"field": "won_deals", "op": "gte", "value": 1}
    query = ListQuery(fields=("won_amount", "won_deals"), sort="-won_amount", filter=some)
    found = [(each["id"], each["won_amount"], each["won_deals"]) for each in list_page(ROOT, spec, query).items]
    assert found == [(str(big), "600.00", 2), (str(small), "5.00", 1)]
    rep = Actor(id=ROOT.id, grants={"*": {"*": Scope.ALL}, "opportunity": {"*": Scope.OWN}})
    blind = Actor(id=ROOT.id, grants={"*": {"*": Scope.ALL}}, fields={"opportunity": {"amount": FieldRight.MASKED}})
    for who in (rep, blind):
        assert "won_amount" not in access.reckoned(who, spec)
        with pytest.raises(BadRequest):
            list_page(who, spec, query)
