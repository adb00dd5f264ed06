"""Gaps as a field of lists: for every reader the codes his map has, on accounts and on their deals."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import pytest

from haoke.core import clock, registry
from haoke.core.access.actor import Actor, FieldRight, Scope
from haoke.core.errors import BadRequest
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.customers.queries.deciding import read_map
from haoke.customers.queries.gapped import GAPS
from haoke.customers.queries.gaps import TEXTS
from haoke.customers.tests.test_deciding import ROOT, House, actor, add, user
from haoke.inbox.actions import log_activity

pytestmark = pytest.mark.django_db
ROLES = ("decision_maker", "economic_buyer", "user", "blocker", "other")


def touch(contact: Any, days: int, owner: Any) -> None:
    at = clock.now() - timedelta(days=days)
    with changes(ROOT, "test") as tx:
        log_activity(
            tx, {"subject": "Call", "kind": "call", "done": True, "done_at": at, "owner": owner}, [("contact", contact)]
        )


def somewhere(rng: Random, owners: list[Any], elsewhere: Any) -> House:
    """An account with up to four people of all kinds: with parts and without, gone, met by anybody, in line or not."""
    here = House(add("account", name="House", owner=rng.choice(owners)))
    for number in range(rng.randrange(5)):
        name = f"P{number}"
        at = here.account if rng.random() < 0.7 else elsewhere
        here.people[name] = add("contact", name=name, account=at, owner=rng.choice(owners))
        if rng.random() < 0.8:
            roles = rng.sample(ROLES, rng.randrange(3))
            until = rng.choice([None, None, "2020-01-01", "2100-01-01"])
            add("account_contact", account=here.account, contact=here.people[name], roles=roles, until=until)
        for _ in range(rng.randrange(2)):
            touch(here.people[name], rng.choice([1, 59, 61]), rng.choice(owners))
    for who, whom in product(here.people, repeat=2):
        if who != whom and rng.random() < 0.2:
            here.line(who, whom, "influences")
    return here


def listed(who: Actor, key: str, **asked: Any) -> dict[str, list[str]]:
    page = list_page(who, registry.get(key), ListQuery(fields=(GAPS,), limit=100, **asked))
    return {item["id"]: item[GAPS] or [] for item in page.items}


def test_a_list_says_what_the_map_says_to_the_same_reader() -> None:
    rng = Random(67)
    rep = actor("Rep", activity=Scope.OWN)
    mixed = Actor(id=rep.id, grants={"*": {"*": Scope.OWN}, "account": {"*": Scope.ALL}})
    blind = Actor(id=rep.id, grants={"*": {"*": Scope.ALL}, "activity": {"*": Scope.NONE}})
    owners = [rep.id, user("Other"), None]
    elsewhere = add("account", name="Elsewhere")
    houses = [somewhere(rng, owners, elsewhere) for _ in range(24)]
    add("stage", name={"en": "New"}, pipeline=add("pipeline", name={"en": "Sales"}), kind="open")
    deals = {
        str(add("opportunity", name="Deal", account=each.account, owner=rep.id, expected_close="2100-01-01")): each
        for each in houses
    }
    met: set[str] = set()
    for who in (ROOT, rep, mixed, blind):
        found, of_deals = listed(who, "account"), listed(who, "opportunity")
        assert found
        for each in houses:
            if str(each.account) in found:
                said = [gap["code"] for gap in read_map(who, each.account)["gaps"]]
                assert found[str(each.account)] == said, (who.name, read_map(who, each.account))
                met.update(said)
        for deal, each in deals.items():
            if deal in of_deals:
                assert of_deals[deal] == found.get(str(each.account), []), who.name
    assert met == TEXTS.keys()


def test_lists_are_filtered_by_gaps() -> None:
    here, known = House(add("account", name="Gap")), House(add("account", name="None"))
    here.person("Clerk", roles=["user"])
    condition = {"field": GAPS, "op": "has_any", "value": ["no_decider"]}
    assert set(listed(ROOT, "account", filter=condition)) == {str(here.account)}
    assert str(known.account) in listed(ROOT, "account", filter={"field": GAPS, "op": "empty"})


def test_whoever_may_not_see_the_roles_has_no_such_field() -> None:
    blind = Actor(
        id=user("Blind"), grants={"*": {"*": Scope.ALL}}, fields={"account_contact": {"roles": FieldRight.HIDDEN}}
    )
    with pytest.raises(BadRequest):
        listed(blind, "account")
