"""Before a field or an object is retired or tightened: what it holds, and what depends on it."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core import custom
from haoke.core.access.actor import system
from haoke.core.custom import effects
from haoke.core.custom.tests.making import field, own_object, present
from haoke.core.errors import Invalid, Missing
from haoke.core.records import changes
from haoke.core.text import speaking

pytestmark = pytest.mark.django_db


def make(key: str, **values: Any) -> Any:
    with changes(system(), "test") as tx:
        return tx.create(key, values)


def test_a_field_tells_what_it_holds_and_who_names_it() -> None:
    own_object("co_plan")
    field("co_plan", "text", "cf_code")
    field("co_plan", "file", "cf_paper")
    with present():
        for name, code in (("A", "1"), ("B", "1"), ("C", "2"), ("D", None)):
            make("co_plan", name=name, cf_code=code)
        named = {"filter": {"field": "cf_code", "op": "eq", "value": "1"}}
        view = make("view", name="Ones", object="co_plan", definition=named)
        make("view", name="All", object="co_plan", definition={"sort": "name"})
        with speaking("zh"):
            found = effects.of_field(system(), "co_plan", "cf_code")
        assert (found["records"], found["filled"], found["repeated"]) == (4, 3, 2)
        said = {"object": "view", "label": "视图", "id": str(view.id), "title": "Ones"}
        assert found["used"] == {"items": [said], "more": 0}
        assert effects.of_field(system(), "co_plan", "cf_paper")["filled"] == 0
        for other in ("name", "cf_none"):
            with pytest.raises(Missing):
                effects.of_field(system(), "co_plan", other)


def test_an_object_tells_its_records_and_what_leads_to_it() -> None:
    own_object("co_project")
    field("co_project", "text", "cf_inside")
    pointing = field("thing", "reference", "cf_project", options={"target": "co_project"})
    with present():
        make("co_project", name="One")
        found = effects.of_object(system(), "co_project")
    assert found["records"] == 1
    assert [(each["object"], each["id"]) for each in found["used"]["items"]] == [("custom_field", str(pointing.id))]


def test_what_a_new_name_does_not_reach_is_told_too() -> None:
    own_object("co_plan")
    field("co_plan", "text", "cf_code")
    namesake = field("thing", "text", "cf_code")
    with present():
        role = make("role", name={"en": "Desk"}, fields={"co_plan": {"cf_code": "read"}})
        other = make("role", name={"en": "Other"}, fields={"thing": {"cf_code": "read"}})
        says = make("view", name="By own CODE", object="co_plan", definition={})
        make("view", name="By own codex", object="co_plan", definition={})
        zh = make("view", name="按自定code分组", object="co_plan", definition={})
        own = effects.of_field(system(), "co_plan", "cf_code")
        whole = effects.of_object(system(), "co_plan")
    assert [each["id"] for each in own["used"]["items"]] == [str(role.id)]
    assert {each["id"] for each in own["said"]["items"]} == {str(says.id), str(zh.id), str(namesake.id)}
    assert str(role.id) in {each["id"] for each in whole["used"]["items"]}
    assert str(other.id) not in {each["id"] for each in whole["used"]["items"]}


def test_no_two_fields_or_objects_are_called_the_same() -> None:
    made = field("thing", "text", "cf_code")
    own_object("co_project")
    with present():
        for label in ({"zh": " 自定code "}, {"en": "own CODE"}, {"en": "Name"}, {"zh": "X", "en": "own code"}):
            with pytest.raises(Invalid) as refused:
                make("custom_field", object="thing", kind="text", label=label)
            assert [(each.field, each.code) for each in refused.value.problems] == [("label", "said")]
        with pytest.raises(Invalid) as refused:
            make("custom_object", label={"zh": "项目"})
        assert refused.value.problems[0].code == "said"
    with custom.latest(), changes(system(), "test") as tx:
        tx.update("custom_field", made.id, {"label": {"en": "Own Code"}})
