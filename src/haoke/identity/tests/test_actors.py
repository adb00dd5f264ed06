"""Actors: place in the company, roles added up, fresh within the next request."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import registry
from haoke.core.access.actor import SYSTEM_ID, FieldRight, Scope, system
from haoke.core.errors import SignInNeeded
from haoke.core.records import changes
from haoke.identity import actors
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


def test_reports_departments_and_teams() -> None:
    top = scene.add("department", name="Top")
    mid = scene.add("department", name="Mid", parent=top)
    low = scene.add("department", name="Low", parent=mid)
    side = scene.add("department", name="Side", parent=top)
    boss = scene.person("boss", "sales_manager", department=mid)
    rep = scene.person("rep", "sales_rep", manager=boss, department=low)
    trainee = scene.person("trainee", manager=rep, department=side, password=None)
    team = scene.add("team", name="Tiger")
    scene.add("team_member", team=team, user=boss)
    actor = actors.load(boss, session=uuid4())
    assert set(actor.reports) == {boss, rep, trainee}
    assert actor.department == mid
    assert actor.departments == (mid, low)
    assert set(actor.above) == {mid, top}
    assert set(actor.department_members) == {boss}
    assert set(actor.departments_members) == {boss, rep}
    assert actor.teams == (team,)
    assert (actor.via, actor.name, actor.admin) == ("web", "boss", False)
    assert "read" not in actor.grants["user"]


def test_only_active_people_act() -> None:
    listed = scene.person("listed", "sales_rep", password=None)
    for nobody in (listed, uuid4()):
        with pytest.raises(SignInNeeded):
            actors.load(nobody)
    gone = scene.person("gone", "sales_rep")
    actors.load(gone)
    with changes(system(), "x") as tx:
        tx.delete("user", gone)
    with pytest.raises(SignInNeeded):
        actors.load(gone)
    with pytest.raises(SignInNeeded):
        actors.as_if(uuid4())
    assert actors.as_if(listed).grants["thing"]["read"] is Scope.OWN


def test_the_system_is_itself() -> None:
    assert actors.load(SYSTEM_ID, via="job") == system("job")


def test_cached_until_people_or_rights_change() -> None:
    user = scene.person("rep", "sales_rep")
    first = actors.load(user)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        again = actors.load(user)
    assert again == first
    assert len(seen) == 1
    with changes(system(), "x") as tx:
        tx.set("role", scene.role_id("sales_rep"), {"grants": {"*": {"read": "all"}}})
    assert actors.load(user).grants["thing"] == {"read": Scope.ALL}
    for field, value in (("name", "other"), ("language", "en")):
        with changes(system(), "x") as tx:
            tx.set("user", user, {field: value})
        assert getattr(actors.load(user), field) == value


def test_the_cache_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "_known", {})
    monkeypatch.setattr(actors, "_MOST", 1)
    one, two = scene.person("one"), scene.person("two")
    actors.load(one)
    actors.load(two)
    assert set(actors._known) == {two}


def test_roles_add_up() -> None:
    user = scene.person("both")
    own = scene.role(
        {"*": {"read": "own", "update": "own"}}, {"*": {"@personal": "masked"}, "thing": {"amount": "hidden"}}
    )
    wide = scene.role({"thing": {"read": "department"}})
    none = scene.role({"rack": {"update": "all"}}, {"*": {"name": "hidden"}})
    actor = scene.with_roles(user, own, none)
    assert actor.grants["thing"] == {"read": Scope.OWN, "update": Scope.OWN}
    assert actor.fields["thing"] == {
        "amount": FieldRight.HIDDEN, "phone": FieldRight.MASKED, "email": FieldRight.MASKED,
    }  # fmt: skip
    actor = scene.with_roles(user, own, wide)
    assert actor.grants["thing"] == {"read": Scope.DEPARTMENT, "update": Scope.OWN}
    assert actor.fields["thing"] == {}


def test_what_follows_a_parent_has_no_grants_of_its_own() -> None:
    actor = scene.with_roles(scene.person("p"), scene.role({"*": {"*": "all"}}, {"part": {"price": "read"}}))
    assert "part" not in actor.grants
    assert actor.fields["part"] == {"price": FieldRight.READ}


def test_a_removed_role_gives_nothing() -> None:
    user = scene.person("p")
    gone = scene.role({"*": {"*": "all"}})
    assert scene.with_roles(user, gone).grants["thing"]["read"] is Scope.ALL
    with changes(system(), "x") as tx:
        tx.delete("role", gone)
    assert actors.load(user).grants["thing"] == {}


def test_a_narrowed_administrator_is_none() -> None:
    admin = actors.load(scene.person("root", "administrator"))
    assert admin.admin
    assert actors.narrowed(admin, None) is admin
    narrow = actors.narrowed(admin, ["thing:read"])
    kept = {spec.key for spec in registry.objects().values() if spec.private}
    assert kept
    assert narrow == replace(admin, admin=False, grants=narrow.grants, key_scopes=("thing:read",))
    assert narrow.grants["*"] == {"*": Scope.ALL}
    assert {key: set(narrow.grants[key].values()) for key in narrow.grants if key != "*"} == {
        key: {Scope.OWN} for key in kept
    }
    rep = actors.load(scene.person("rep", "sales_rep"))
    assert actors.narrowed(rep, ["thing:read"]).grants == rep.grants
