"""Roles: shipped, edited, given; nobody gives or takes more than he holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from haoke.core.access.actor import Actor, system
from haoke.core.errors import Denied, Invalid
from haoke.core.records import changes
from haoke.core.spec import RuleBroken
from haoke.identity import actors, roles
from haoke.identity.models import Role, User
from haoke.identity.rights import field_problems, grant_problems
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db
ARRANGER = {
    "thing": {"read": "subordinates", "update": "subordinates", "share": "own"},
    "user": {"*": "all"},
    "role": {"*": "all"},
}


def arranger(fields: dict[str, Any] | None = None) -> Actor:
    """Somebody who is no administrator but may do everything to users and roles."""
    return scene.with_roles(scene.person("hr"), scene.role(ARRANGER, fields, name="HR"))


def assign(actor: Actor, user: UUID, *wanted: UUID) -> None:
    with changes(actor, "assign_roles") as tx:
        tx.run("user", user, "assign_roles", {"roles": list(wanted)})


def test_shipped_roles_are_made_once_and_stay_edited() -> None:
    assert roles.ensure_roles() in {0, len(roles.shipped())}
    assert roles.ensure_roles() == 0
    rep, auditor = scene.role_id("sales_rep"), scene.role_id("auditor")
    with changes(system(), "x") as tx:
        tx.set("role", rep, {"grants": {"*": {"read": "all"}}})
        tx.delete("role", auditor)
    assert roles.ensure_roles() == 0
    assert Role.objects.get(pk=rep).grants == {"*": {"read": "all"}}
    assert Role.objects.get(pk=auditor).deleted_at is not None


def test_every_shipped_role_is_a_valid_document() -> None:
    for role in roles.shipped():
        assert grant_problems(role["grants"]) == []
        assert field_problems(role["fields"]) == []
        assert role["name"]["zh"] != role["name"]["en"]


@pytest.mark.parametrize(
    ("document", "field", "code"),
    [
        ([], "grants", "shape"),
        ({"thing": "all"}, "grants", "shape"),
        ({"nothing": {"read": "all"}}, "grants.nothing.read", "unknown"),
        ({"thing": {"fly": "all"}}, "grants.thing.fly", "unknown"),
        ({"@sales": {"fly": "all"}}, "grants.@sales.fly", "unknown"),
        ({"thing": {"read": "most"}}, "grants.thing.read", "unknown"),
        ({"thing": {"read": 5}}, "grants.thing.read", "unknown"),
    ],
)
def test_grants_must_mean_something(document: Any, field: str, code: str) -> None:
    assert [(problem.field, problem.code) for problem in grant_problems(document)] == [(field, code)]


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"nothing": {"name": "read"}}, "fields.nothing.name"),
        ({"@data": {"name": "read"}}, "fields.@data.name"),
        ({"thing": {"wings": "read"}}, "fields.thing.wings"),
        ({"thing": {"name": "all"}}, "fields.thing.name"),
    ],
)
def test_fields_must_mean_something(document: Any, field: str) -> None:
    assert [problem.field for problem in field_problems(document)] == [field]


def test_good_documents() -> None:
    assert grant_problems({"user": {"invite": "all"}, "@open": {"*": "none"}, "@data": {"read": "own"}}) == []
    assert field_problems({"*": {"@personal": "masked", "name": "read"}, "thing": {"@personal": "hidden"}}) == []
    assert grant_problems(None) == field_problems(None) == []


def test_a_role_is_refused_with_the_place_of_every_mistake() -> None:
    values = {"name": {"en": "x"}, "grants": {"thing": {"fly": "all"}}, "fields": {"thing": {"wings": "read"}}}
    with pytest.raises(RuleBroken) as refused, changes(system(), "create") as tx:
        tx.create("role", values)
    assert [problem.field for problem in refused.value.problems] == ["grants.thing.fly", "fields.thing.wings"]


@pytest.mark.parametrize(
    ("held", "grants"),
    [
        (None, {"thing": {"read": "all"}}),
        (None, {"thing": {"delete": "own"}}),
        (None, {"*": {"read": "own"}}),
        ({"thing": {"amount": "hidden"}}, {"thing": {"read": "own"}}),
        ({"part": {"price": "read"}}, {"thing": {"read": "own"}}),
        ({"*": {"@personal": "masked"}}, {"user": {"invite": "all"}}),
    ],
)
def test_a_role_gives_no_more_than_its_author_holds(held: dict[str, Any] | None, grants: dict[str, Any]) -> None:
    hr, mine = arranger(held), scene.role({}, held, name="empty")
    with pytest.raises(RuleBroken), changes(hr, "update") as tx:
        tx.update("role", mine, {"grants": grants, "fields": {}})
    if held:
        with changes(hr, "update") as tx:
            tx.update("role", mine, {"grants": grants, "fields": {"*": {"@personal": "masked"}, **held}})


def test_what_the_author_holds_may_be_given_and_taken() -> None:
    hr = arranger({"thing": {"amount": "hidden"}})
    within = {"thing": {"amount": "hidden", "phone": "masked"}}
    with changes(hr, "create") as tx:
        made = tx.create("role", {"name": {"en": "x"}, "grants": {"thing": {"read": "own"}}, "fields": within})
        tx.update("role", made, {"grants": {"thing": {"read": "subordinates"}}})
        tx.update("role", made, {"name": {"en": "y"}})
    with pytest.raises(RuleBroken), changes(hr, "update") as tx:
        tx.update("role", made.id, {"fields": {"thing": {"amount": "masked"}}})


def test_a_role_beyond_the_author_cannot_be_cut_down_by_him() -> None:
    hr = arranger()
    wide = scene.role({"thing": {"read": "all"}})
    with pytest.raises(RuleBroken), changes(hr, "update") as tx:
        tx.update("role", wide, {"grants": {}})


def test_the_administrators_role_keeps_its_rights() -> None:
    roles.ensure_roles()
    root = scene.role_id("administrator")
    with changes(system(), "update") as tx:
        tx.update("role", root, {"name": {"en": "Root"}})
    with pytest.raises(RuleBroken), changes(system(), "update") as tx:
        tx.update("role", root, {"grants": {"*": {"read": "own"}}})


def test_nobody_makes_himself_an_administrator_or_more_than_he_is() -> None:
    hr = arranger()
    wide = scene.role({"thing": {"read": "all"}})
    for chosen in (wide, scene.role_id("administrator"), scene.role_id("sales_rep")):
        with pytest.raises(Denied):
            assign(hr, hr.id, chosen)
    assert actors.load(hr.id).grants == hr.grants


def test_roles_within_ones_own_are_given_to_people_within_ones_reach() -> None:
    hr = arranger()
    low = scene.role({"thing": {"read": "own"}}, name="low")
    report, stranger = scene.person("report", manager=hr.id), scene.person("stranger")
    hr = actors.load(hr.id)
    assign(hr, report, low)
    assert User.objects.get(pk=report).roles == [low]
    assign(hr, report, low)
    assign(hr, report)
    assert not User.objects.get(pk=report).roles
    with pytest.raises(Denied):
        assign(hr, stranger, low)


def test_a_role_in_a_place_that_sees_further_is_more() -> None:
    hr = arranger()
    manager = scene.role({"thing": {"read": "subordinates"}}, name="manager")
    report = scene.person("report", manager=hr.id)
    assign(actors.load(hr.id), report, manager)
    with changes(system(), "x") as tx:
        tx.set("user", report, {"title": "Lead"})
    above = scene.person("above")
    with changes(system(), "x") as tx:
        tx.set("user", hr.id, {"manager": above})
    with pytest.raises(Denied):
        assign(actors.load(hr.id), above, manager)


def test_somebody_who_holds_more_is_not_touched() -> None:
    hr = arranger()
    root = scene.person("root", "administrator")
    wide = scene.person("wide", manager=hr.id)
    scene.with_roles(wide, scene.role({"thing": {"read": "all"}}))
    hr = actors.load(hr.id)
    for user in (root, wide):
        data: dict[str, Any]
        for action, data in (("assign_roles", {"roles": []}), ("disable", {}), ("invite", {}), ("end_sessions", {})):
            with pytest.raises(Denied), changes(hr, action) as tx:
                tx.run("user", user, action, data)


def test_a_department_reach_must_be_held_too() -> None:
    one, two = scene.add("department", name="one"), scene.add("department", name="two")
    grants = {"thing": {"read": "department"}, "user": {"*": "all"}, "role": {"read": "all"}}
    hr = scene.with_roles(scene.person("hr", department=one), scene.role(grants))
    low = scene.role({"thing": {"read": "department"}}, name="low")
    here, there = scene.person("here", department=one), scene.person("there", department=two)
    assign(actors.load(hr.id), here, low)
    with pytest.raises(Denied):
        assign(actors.load(hr.id), there, low)


def test_administrators_give_anything_that_exists() -> None:
    root = actors.load(scene.person("root", "administrator"))
    user = scene.person("user")
    assign(root, user, scene.role_id("administrator"), scene.role_id("auditor"))
    assert actors.load(user).admin
    with pytest.raises(Invalid):
        assign(root, user, uuid4())


def test_roles_and_state_are_not_ordinary_fields() -> None:
    root = actors.load(scene.person("root", "administrator"))
    user = scene.person("user")
    for values in ({"roles": [scene.role_id("auditor")]}, {"state": "disabled"}):
        with pytest.raises(Invalid), changes(root, "update") as tx:
            tx.update("user", user, values)
        with pytest.raises(Invalid), changes(root, "import", history=True) as tx:
            tx.update("user", user, values)
