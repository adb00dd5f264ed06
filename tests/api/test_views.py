"""Saved views, who is offered them and how they are cut for him; layouts of roles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from haoke.core import registry
from haoke.core.access.actor import Actor, FieldRight, system
from haoke.core.api.meta import meta
from haoke.core.records import changes
from haoke.core.text import speaking
from haoke.identity import accounts, actors
from haoke.identity.models import Role
from tests.api.test_records import Client

pytestmark = pytest.mark.django_db
SECRET = {"field": "phone", "op": "nempty"}
OPEN = {"field": "name", "op": "starts", "value": "A"}


def person(name: str, *roles: str, **place: Any) -> Actor:
    made = accounts.create_user(f"{name}@example.com", name, roles=roles or ("sales_rep",))
    with changes(system("test"), "scene") as tx:
        tx.set("user", made, {"state": "active", **place})
    return actors.load(made, via="api")


def saved(actor: Actor, **values: Any) -> dict[str, Any]:
    status, made = Client(actor)("POST", "views", {"name": "Mine", "object": "account", **values})
    assert status == 201, made
    return dict(made)


def offered(actor: Actor, plural: str = "accounts") -> dict[str, Any]:
    status, found = Client(actor)("GET", f"{plural}/views")
    assert status == 200, found
    return dict(found)


def ids(found: dict[str, Any]) -> set[str]:
    return {each["id"] for each in found["items"]}


def refused(actor: Actor, **values: Any) -> list[tuple[str, str]]:
    status, found = Client(actor)("POST", "views", {"name": "Mine", "object": "account", **values})
    assert status == 422, found
    return [(each["field"], each["code"]) for each in found["errors"]]


def test_a_view_is_its_owners_alone() -> None:
    anna, bert, boss = person("anna"), person("bert"), person("boss", "administrator")
    made = saved(anna, definition={"filter": OPEN, "sort": "-updated_at"})
    (found,) = offered(anna)["items"]
    assert (found["id"], found["mine"], found["shared"], found["dropped"]) == (made["id"], True, False, 0)
    assert found["definition"] == {"filter": OPEN, "sort": "-updated_at"}
    assert offered(anna, "contacts")["items"] == []
    for other in (bert, boss):
        assert offered(other)["items"] == []
    assert Client(bert)("GET", f"views/{made['id']}")[0] == 404
    assert Client(boss)("GET", f"views/{made['id']}")[0] == 200


def test_whoever_has_no_right_on_anything_keeps_his_own_views_of_what_is_open() -> None:
    reader = person("reader", "read_only")
    made = saved(reader, object="account")
    assert Client(reader)("PATCH", f"views/{made['id']}", {"name": "Other"})[0] == 200
    assert Client(reader)("DELETE", f"views/{made['id']}", {})[0] == 200


def test_a_view_is_offered_to_teams_departments_roles_and_everybody() -> None:
    boss = person("boss", "administrator")
    with changes(system("test"), "scene") as tx:
        team = tx.add("team", {"name": "Tigers"}).id
        whole = tx.add("department", {"name": "Sales"}).id
        part = tx.add("department", {"name": "East", "parent": whole}).id
    anna, bert = person("anna", department=part), person("bert", "marketing")
    with changes(system("test"), "scene") as tx:
        tx.add("team_member", {"team": team, "user": bert.id})
    anna, bert = actors.load(anna.id), actors.load(bert.id)
    marketing = Role.objects.get(code="marketing").id
    made = {
        "team": saved(boss, to_teams=[team]),
        "department": saved(boss, to_departments=[whole]),
        "role": saved(boss, to_roles=[marketing]),
        "all": saved(boss, to_everybody=True),
    }
    key = {name: each["id"] for name, each in made.items()}
    assert ids(offered(anna)) == {key["department"], key["all"]}
    assert ids(offered(bert)) == {key["team"], key["role"], key["all"]}
    assert Client(bert)("PATCH", f"views/{key['all']}", {"name": "Taken"})[0] == 403
    assert Client(bert)("DELETE", f"views/{key['all']}", {})[0] == 403


def test_a_person_offers_views_only_where_he_belongs() -> None:
    with changes(system("test"), "scene") as tx:
        home, other = (tx.add("department", {"name": name}).id for name in ("Home", "Other"))
        team = tx.add("team", {"name": "Tigers"}).id
    anna = person("anna", department=home)
    saved(anna, to_departments=[str(home)])
    assert refused(anna, to_departments=[str(other)]) == [("to_departments", "too_far")]
    assert refused(anna, to_teams=[str(team)]) == [("to_teams", "too_far")]
    assert refused(anna, to_everybody=True) == [("to_everybody", "too_far")]


def test_a_reader_gets_only_what_he_may_use() -> None:
    boss, anna = person("boss", "administrator"), person("anna")
    definition = {
        "filter": {"and": [OPEN, SECRET, {"or": [SECRET]}, {"not": SECRET}, {"not": OPEN}]},
        "sort": "-updated_at,name",
        "columns": [{"field": "name"}, {"field": "phone", "width": 90}],
        "group": "owner",
        "sums": ["revenue"],
        "date": "created_at",
        "scope": "me",
    }
    saved(boss, definition=definition, to_everybody=True)
    blind = replace(anna, fields={"account": dict.fromkeys(("phone", "owner", "revenue"), FieldRight.HIDDEN)})
    (found,) = offered(blind)["items"]
    assert found["definition"] == {
        "filter": {"and": [OPEN, {"not": OPEN}]},
        "sort": "-updated_at,name",
        "columns": [{"field": "name"}],
        "date": "created_at",
    }
    assert found["dropped"] == 7
    assert offered(anna)["items"][0]["definition"] == definition


def test_what_no_view_can_be_is_refused() -> None:
    anna = person("anna")
    assert refused(anna, object="nothing") == [("object", "no_object")]
    assert refused(anna, object="record_share") == [("object", "no_object")]
    assert refused(anna, object="layout") == [("object", "no_object")]
    for definition in (
        {"filter": {"field": "nothing", "op": "eq"}},
        {"sort": "nothing"},
        {"group": "name"},
        {"sums": ["name"]},
    ):
        assert refused(anna, definition=definition) == [("definition", "not_usable")], definition
    shapeless: tuple[Any, ...] = ({"colour": 1}, {"columns": [{"width": 3}]}, [1])
    for definition in shapeless:
        assert refused(anna, definition=definition) == [("definition", "shape")], definition


def test_a_person_chooses_what_he_keeps_in_sight_and_begins_with() -> None:
    boss, anna = person("boss", "administrator"), person("anna")
    shared = saved(boss, name="B", to_everybody=True, opens=True)["id"]
    first, second = saved(anna, name="A")["id"], saved(anna, name="C")["id"]
    found = offered(anna)
    assert (found["pinned"], found["first"], found["choice"]) == ([shared, first, second], shared, None)
    choice = {"object": "account", "pinned": [second, shared], "first": second}
    status, made = Client(anna)("POST", "view-choices", choice)
    assert status == 201, made
    found = offered(anna)
    assert (found["pinned"], found["first"]) == ([second, shared], second)
    assert found["choice"] == {"id": made["id"], "version": 1}
    Client(anna)("DELETE", f"views/{second}", {})
    assert (offered(anna)["pinned"], offered(anna)["first"]) == ([shared], shared)
    status, found = Client(anna)("POST", "view-choices", choice | {"pinned": [], "first": None})
    assert status in (409, 422)


def layout(boss: Actor, **values: Any) -> tuple[int, Any]:
    return Client(boss)("POST", "layouts", {"object": "account", **values})


def drawn(actor: Actor) -> dict[str, Any]:
    return next(each for each in meta(actor) if each["key"] == "account")


def test_a_layout_is_its_roles_else_everybodys() -> None:
    boss, anna, bert = person("boss", "administrator"), person("anna"), person("bert", "marketing")
    shipped = drawn(anna)
    assert all(each["columns"] == 2 for each in shipped["sections"])
    heading = {"en": "First", "zh": "首要"}
    assert (
        layout(boss, columns=["name", "phone"], sections=[{"label": heading, "fields": ["phone"], "columns": 1}])[0]
        == 201
    )
    marketing = Role.objects.get(code="marketing").id
    assert layout(boss, role=marketing, columns=["name", "owner"])[0] == 201
    with speaking("zh"):
        found = drawn(anna)
    assert found["columns"] == ["name", "phone"]
    assert found["sections"][0] == {"label": "首要", "fields": ["phone"], "columns": 1}
    assert found["sections"][1]["fields"] == ["name"]  # no place was given to it, but a record cannot be without it
    assert (drawn(bert)["columns"], drawn(bert)["sections"]) == (["name", "owner"], shipped["sections"])
    blind = replace(anna, fields={"account": {"phone": FieldRight.HIDDEN}})
    assert drawn(blind)["columns"] == ["name"]
    assert "phone" not in {name for each in drawn(blind)["sections"] for name in each["fields"]}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"columns": ["nothing"]}, "no_field"),
        ({"columns": ["name", "name"]}, "twice"),
        ({"columns": {"a": 1}}, "shape"),
        ({"sections": [{"label": {}, "fields": ["name"]}]}, "unnamed"),
        ({"sections": [{"label": {"en": "x"}, "fields": ["name"], "columns": 3}]}, "shape"),
        (
            {"sections": [{"label": {"en": "x"}, "fields": ["name"]}, {"label": {"en": "y"}, "fields": ["name"]}]},
            "twice",
        ),
        ({"object": "nothing"}, "no_object"),
    ],
)
def test_what_no_layout_can_be_is_refused(values: dict[str, Any], code: str) -> None:
    status, found = layout(person("boss", "administrator"), **values)
    assert (status, found["errors"][0]["code"]) == (422, code)


def test_a_heading_typed_in_one_language_is_read_in_both() -> None:
    boss, anna = person("boss", "administrator"), person("anna")
    shipped = next(iter(registry.get("account").sections))
    mine = {"label": {"en": "Mine", "zh": " "}, "fields": ["name"]}
    known = {"label": {"en": str.__str__(shipped)}, "fields": ["phone"]}
    assert layout(boss, sections=[mine, known])[0] == 201
    with speaking("zh"):
        labels = [each["label"] for each in drawn(anna)["sections"]]
    assert labels[:2] == ["Mine", shipped.zh]


def test_only_administrators_make_layouts() -> None:
    assert layout(person("anna"))[0] == 404
    assert UUID(layout(person("boss", "administrator"))[1]["id"])
