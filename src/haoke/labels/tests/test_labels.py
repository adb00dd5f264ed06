"""Tags in groups, by rule and for a time; levels by rule and by hand; why a record has what it has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from haoke.core import clock, custom, registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Invalid, Missing
from haoke.core.log import Entry
from haoke.core.merging.work import Wanted
from haoke.core.records import changes, undo
from haoke.labels import actions, jobs, queries
from haoke.labels.models import LevelRule, Standing

pytestmark = pytest.mark.django_db
ROOT = system("test")
BIG = {"field": "employees", "op": "gte", "value": 1000}


def account(record: Any) -> Any:
    return registry.get("account").model._base_manager.get(id=record)


def add(key: str, actor: Actor = ROOT, **values: Any) -> Any:
    with changes(actor, "test") as tx:
        return tx.create(key, values).id


def alter(key: str, record: Any, actor: Actor = ROOT, **values: Any) -> None:
    with changes(actor, "test") as tx:
        tx.update(key, record, values)


@pytest.fixture
def ann(db: None) -> Actor:
    return Actor(id=add("user", name="Ann"), name="Ann", grants={"*": {"*": Scope.ALL}})


def group(name: str = "Interest", **values: Any) -> Any:
    return add("tag_group", name={"en": name}, object="account", **values)


def tag(name: str, group: Any, **values: Any) -> Any:
    return add("tag", name=name, object="account", group=group, **values)


def tags(record: Any) -> list[str]:
    return account(record).tags or []


def standing(record: Any) -> dict[str, str]:
    return dict(Standing.objects.filter(record=record, field="tags").values_list("value", "source"))


def written(record: Any) -> None:
    """What the Log would tell the subscriber of a written account."""
    told: dict[str, Any] = {"object": "account", "record": record, "verb": "update", "version": 2, "data": {}}
    jobs.keep([Entry(0, "", clock.now(), record, None, "", "", "", record, **told)])


def refused(code: str, actor: Actor, record: Any, *wanted: str) -> None:
    before = tags(record)
    with pytest.raises(Invalid) as said:
        alter("account", record, actor, tags=list(wanted))
    assert [each.code for each in said.value.problems] == [code]
    assert tags(record) == before


def test_a_rule_alone_gives_and_takes_its_tag(ann: Actor) -> None:
    tag("Large", group(), condition=BIG)
    large, small = add("account", name="L", employees=2000), add("account", name="S", employees=5, tags=["Old friend"])
    jobs.keep_all()
    assert (tags(large), tags(small)) == (["Large"], ["Old friend"])
    refused("by_rule", ann, large)
    refused("by_rule", ann, small, "Old friend", "large")
    alter("account", small, ann, employees=3000, tags=["Old friend", "New"])
    written(small)
    assert tags(small) == ["Old friend", "New", "Large"]
    assert standing(small) == {"Old friend": "hand", "New": "hand", "Large": "rule"}
    alter("account", small, employees=1)
    assert actions.keep_tags("account", [small]) == 1
    assert standing(small) == {"Old friend": "hand", "New": "hand"}
    assert actions.keep_tags("account") == 0


def test_of_a_group_of_single_choice_one_is_had(ann: Actor) -> None:
    rank = group("Rank", multiple=False, free=False)
    tag("Gold", rank), tag("Silver", rank), tag("Huge", rank, condition=BIG)
    record = add("account", ann, name="A", tags=["Gold"])
    refused("one_only", ann, record, "Gold", "Silver")
    refused("unknown", ann, record, "Gold", "Bronze")
    alter("account", record, ann, tags=["Silver"], employees=2000)
    actions.keep_tags("account", [record])
    assert tags(record) == ["Huge"]


def test_a_group_is_for_whom_it_names(ann: Actor) -> None:
    bob = Actor(id=add("user", name="Bob"), name="Bob", grants=ann.grants)
    tag("Risk", group("Finance", to_users=[bob.id]))
    record = add("account", name="A")
    refused("not_yours", ann, record, "Risk")
    alter("account", record, bob, tags=["Risk"])
    refused("not_yours", ann, record)
    assert [each["open"] for actor in (ann, bob) for each in queries.choices(actor, "account")] == [False, True]


def test_a_tag_ends_and_a_model_says_how_sure_it_is(ann: Actor) -> None:
    tag("Hot", group(), days=7)
    record = add("account", ann, name="A", tags=["Hot", "Old"])
    body = actions.TagsSet(add=["Churns"], source="model", score=0.8, until=clock.now() + timedelta(days=1))
    actions.set_tags(ann, "account", record, body)
    told = {each["value"]: each for each in profile(ann, "account", record)["tags"]}
    assert (told["Churns"]["source"], told["Churns"]["score"], told["Hot"]["by"]) == ("model", 0.8, "Ann")
    assert [bool(told[name]["expires"]) for name in ("Hot", "Old", "Churns")] == [True, False, True]
    Standing.objects.filter(value="Hot").update(expires=clock.now() - timedelta(days=1))
    assert (actions.expire("account"), actions.expire("account"), tags(record)) == (1, 0, ["Old", "Churns"])
    with pytest.raises(Missing):
        profile(Actor(id=add("user", name="X"), name="X"), "account", record)


def test_a_tag_is_renamed_on_all_records_and_back(ann: Actor) -> None:
    interest = group()
    old = tag("Fan", interest)
    one, two = add("account", ann, name="A", tags=["Fan"]), add("account", name="B", tags=["Fan", "Ally"])
    boss = replace(ann, admin=True)
    with pytest.raises(Invalid):
        alter("tag", old, boss, name="Friend")
    with changes(ROOT, "rename_tag") as tx:
        assert actions.rename_tag(tx, tx.get("tag", old), actions.Renaming(name="Friend")) == {"records": 2}
    assert (tags(one), tags(two), standing(one)) == (["Friend"], ["Friend", "Ally"], {"Friend": "hand"})
    tag("Ally", interest)
    with changes(ROOT, "rename_tag") as tx:
        actions.rename_tag(tx, tx.get("tag", old), actions.Renaming(name="ally"))
    assert (tags(one), tags(two)) == (["Ally"], ["Ally"])
    undo(ROOT, tx.change)
    assert (tags(one), tags(two), [each["name"] for each in queries.choices(ann, "account")[0]["tags"]]) == (
        ["Friend"], ["Friend", "Ally"], ["Friend", "Ally"],
    )  # fmt: skip


def test_merging_unites_tags_whatever_rules_say(ann: Actor) -> None:
    tag("Large", group(multiple=False), condition=BIG)
    stays, goes = add("account", name="A", tags=["X"]), add("account", name="B", employees=5000, tags=["Y"])
    actions.keep_tags("account")
    with changes(ann, "merge") as tx:
        tx.merge("account", Wanted(keep=stays, gone=goes, take={}))
    assert set(tags(stays)) == {"X", "Y", "Large"}


def level(name: str, value: str, **values: Any) -> Any:
    return add("level_rule", name=name, object="account", field="level", value=value, **values)


def held(record: Any) -> Any:
    return account(record).level


def test_what_a_rule_gave_keeps_no_record_from_being_taken_back(ann: Actor) -> None:
    tag("Large", group(), condition=BIG)
    with changes(ROOT, "import") as tx:
        large, kept = (tx.create("account", {"name": name, "employees": 2000}).id for name in ("L", "K"))
    jobs.keep_all()
    alter("account", kept, name="Kept")
    assert undo(ROOT, tx.change)["undone"] == 1
    assert (account(large).deleted_at is None, account(kept).deleted_at is None) == (False, True)


def profile(actor: Actor, key: str, record: Any) -> dict[str, Any]:
    """As a request reads it, at the present version of the rules."""
    with custom.latest():
        return queries.profile(actor, key, record)


def test_levels_follow_their_rules_are_tried_first_and_set_by_hand_with_a_reason(ann: Actor) -> None:
    level("Large", "a", condition=BIG, order=1), level("The rest", "c", order=2)
    large, small = add("account", name="L", employees=2000), add("account", name="S", employees=5, level="a")
    assert jobs.keep_all() == 0
    moves = {(each["from"], each["to"]): each["count"] for each in queries.trial(ROOT, "account", "level")["moves"]}
    assert moves == {(None, "a"): 1, ("a", "c"): 1}
    for rule in LevelRule.objects.all():
        alter("level_rule", rule.id, active=True)
    assert (jobs.keep_all(), jobs.keep_all(), held(large), held(small)) == (2, 0, "a", "c")
    (told,) = profile(ann, "account", large)["levels"]
    assert (told["rule"], told["condition"], told["facts"]) == ("Large", BIG, {"employees": 2000})
    blind = replace(ann, fields={"account": {"employees": FieldRight.HIDDEN}})
    assert "facts" not in profile(blind, "account", large)["levels"][0]
    with pytest.raises(Invalid):
        actions.set_level(ann, "account", small, actions.LevelSet(field="level", value="b"))
    actions.set_level(ann, "account", small, actions.LevelSet(field="level", value="b", reason="Promised"))
    alter("account", large, ann, level="d")
    assert (jobs.keep_all(), held(small), held(large)) == (0, "b", "d")
    (told,) = profile(ann, "account", small)["levels"]
    assert (told["source"], told["reason"], told["by"]) == ("hand", "Promised", "Ann")
    Standing.objects.filter(record=small).update(expires=clock.now() - timedelta(days=1))
    actions.set_level(ann, "account", large, actions.LevelSet(field="level"))
    assert (jobs.keep_all(), held(small), held(large)) == (2, "c", "a")
