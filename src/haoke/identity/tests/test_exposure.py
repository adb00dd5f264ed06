"""What a change of rights is said to open and close, against people's rights before and after it is really made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import registry
from haoke.core.access import visible_to
from haoke.core.access.actor import system
from haoke.core.errors import Invalid, Refused
from haoke.core.records import changes
from haoke.core.records.reading.running import rows, rows_within
from haoke.core.text import speaking
from haoke.identity import actors
from haoke.identity.administering import exposure as exposing
from haoke.identity.administering.catalog import VERBS, catalog
from haoke.identity.administering.exposure import Planned, exposure
from haoke.identity.models import Role, User
from haoke.identity.rights import verbs_of
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _business(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test objects as if they had screens."""
    monkeypatch.setattr(exposing, "_counted", lambda spec: spec.key in {"thing", "remark", "role"})


@pytest.fixture
def root() -> Actor:
    return actors.load(scene.person("root", "administrator"))


def things(owner: UUID | None, number: int, **values: Any) -> None:
    with changes(system("test"), "scene") as tx:
        for _ in range(number):
            tx.add("thing", {"name": "thing", "owner": owner, **values})


def seen(user: UUID) -> set[Any]:
    spec = registry.get("thing")
    query = visible_to(actors.load(user), spec).wrap(f"SELECT r.id FROM {spec.model._meta.db_table} r WHERE ", "")
    return {row[0] for row in rows(query)}


def line(told: dict[str, Any], key: str = "thing") -> dict[str, Any]:
    return next(each for each in told["objects"] if each["object"] == key)


def test_a_wider_role_names_the_records_and_the_people_it_opens_them_to(root: Actor) -> None:
    role = scene.role({"thing": {"read": "own"}})
    people = [scene.person(name) for name in ("anna", "ben", "carl")]
    for each in people:
        scene.with_roles(each, role)
    scene.person("idle")
    things(people[0], 4)
    things(people[1], 3)
    planned = Planned(object="role", id=role, values={"grants": {"thing": {"read": "all", "export": "all"}}})
    before = {each: seen(each) for each in people}
    told = exposure(root, planned)
    assert {each: seen(each) for each in people} == before
    assert (told["people"], told["gained"], told["lost"], told["gaining"]) == (3, 7, 0, 3)
    assert told["widens"]
    assert not told["unfinished"]
    found = line(told)
    assert (found["gained"], found["gaining"]) == (7, 3)
    assert {each["name"]: each["wider"] for each in found["verbs"]} == {"read": 3, "export": 3}
    with changes(root, "update") as tx:
        tx.update("role", role, planned.values)
    assert {p["name"]: p["gained"] for p in told["persons"]} == {
        User.objects.get(pk=each).name: len(seen(each) - before[each]) for each in people
    }


def test_a_narrower_role_closes_and_asks_for_no_confirmation(root: Actor) -> None:
    role = scene.role({"thing": {"read": "all"}})
    anna = scene.person("anna")
    scene.with_roles(anna, role)
    things(None, 2)
    told = exposure(root, Planned(object="role", id=role, values={"grants": {"thing": {"read": "own"}}}))
    assert (told["gained"], told["lost"], told["widens"]) == (0, 2, False)
    assert line(told)["losing"] == 1


def test_fields_that_open_are_named(root: Actor) -> None:
    role = scene.role({"thing": {"read": "all"}}, {"thing": {"phone": "hidden"}})
    scene.with_roles(scene.person("anna"), role)
    with speaking("en"):
        told = exposure(root, Planned(object="role", id=role, values={"fields": {"thing": {"phone": "masked"}}}))
    assert line(told)["fields"] == [{"name": "phone", "label": "Phone", "wider": 1, "narrower": 0}]
    assert told["widens"]
    assert told["gained"] == 0


def test_a_new_manager_and_a_moved_department_open_to_those_above(root: Actor) -> None:
    role = scene.role({"thing": {"read": "departments"}})
    north = scene.add("department", name="North")
    office = scene.add("department", name="Office")
    boss = scene.person("boss", department=north)
    scene.with_roles(boss, role)
    anna = scene.person("anna", department=office)
    things(anna, 5)
    moved = exposure(root, Planned(object="department", id=office, values={"parent": str(north)}))
    assert (moved["gained"], [p["name"] for p in moved["persons"] if p["gained"]]) == (5, ["boss"])
    hired = exposure(root, Planned(object="user", id=anna, values={"department": str(north)}))
    assert (hired["gained"], hired["gaining"]) == (5, 1)
    below = scene.role({"thing": {"read": "subordinates"}}, name="Below")
    scene.with_roles(boss, below)
    managed = exposure(root, Planned(object="user", id=anna, values={"manager": str(boss)}))
    assert (managed["gained"], managed["gaining"]) == (5, 1)


def test_roles_given_to_a_person_and_a_team_joined(root: Actor) -> None:
    anna, ben = scene.person("anna"), scene.person("ben")
    things(ben, 3)
    reads = scene.role({"thing": {"read": "all"}})
    given = exposure(root, Planned(object="user", id=anna, values={"roles": [str(reads)]}))
    assert (given["gained"], given["gaining"]) == (3, 1)
    assert User.objects.get(pk=anna).roles in (None, [])
    team = scene.add("team", name="Tigers")
    scene.with_roles(anna, scene.role({"thing": {"read": "own"}}, name="Own"))
    shared = registry.get("thing").model._base_manager.filter(owner_id=ben).values_list("pk", flat=True)[0]
    scene.add("record_share", object="thing", record=shared, to_team=team)
    joined = exposure(root, Planned(object="team_member", values={"team": str(team), "user": str(anna)}))
    assert (joined["gained"], joined["gaining"]) == (1, 1)
    member = scene.add("team_member", team=team, user=anna)
    left = exposure(root, Planned(object="team_member", id=member, delete=True))
    assert (left["gained"], left["lost"]) == (0, 1)


def test_what_the_change_itself_refuses_is_refused(root: Actor) -> None:
    role = scene.role({"thing": {"read": "own"}})
    with pytest.raises(Invalid):
        exposure(root, Planned(object="role", id=role, values={"grants": {"nothing": {"read": "all"}}}))
    administrator = scene.role_id("administrator")
    with pytest.raises(Refused):
        exposure(root, Planned(object="role", id=administrator, values={"grants": {}}))
    assert Role.objects.get(pk=role).grants == {"thing": {"read": "own"}}


def test_many_records_are_said_to_be_more_than_were_counted(root: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposing, "MOST", 3)
    anna = scene.person("anna")
    role = scene.role({"thing": {"read": "own"}})
    scene.with_roles(anna, role)
    things(None, 5)
    told = exposure(root, Planned(object="role", id=role, values={"grants": {"thing": {"read": "all"}}}))
    assert (told["gained"], told["capped"]) == (3, True)


def test_people_and_time_are_bounded(root: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    role = scene.role({"thing": {"read": "own"}})
    for name in ("anna", "ben", "carl"):
        scene.with_roles(scene.person(name), role)
    things(None, 2)
    planned = Planned(object="role", id=role, values={"grants": {"thing": {"read": "all"}}})
    monkeypatch.setattr(exposing, "PEOPLE", 2)
    told = exposure(root, planned)
    assert (told["people"], told["more"], told["gained"]) == (2, 1, 2)
    monkeypatch.setattr(exposing, "SECONDS", 0)
    told = exposure(root, planned)
    assert (told["unfinished"], told["gained"], told["widens"]) == (True, 0, True)


def test_a_count_that_takes_too_long_is_given_up(root: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    role = scene.role({"thing": {"read": "own"}})
    scene.with_roles(scene.person("anna"), role)
    things(None, 2)
    monkeypatch.setattr(exposing, "SECONDS", 0.3)
    monkeypatch.setattr(
        exposing, "rows_within",
        lambda query, left: rows_within(query.wrap("SELECT pg_sleep(2)::text UNION ALL (", ")"), left),
    )  # fmt: skip
    told = exposure(root, Planned(object="role", id=role, values={"grants": {"thing": {"read": "all"}}}))
    assert told["unfinished"]


def test_the_catalog_names_every_object_and_verb() -> None:
    found = catalog()
    named = {each["key"] for each in found["objects"]}
    assert {key for key, spec in registry.objects().items() if not (spec.own or spec.internal)} < named
    for each in found["objects"]:
        spec, actions = registry.get(each["key"]), {action["name"] for action in each["actions"]}
        known = {verb["name"] for verb in found["verbs"]} | actions
        assert known == set(verbs_of(spec)) or (spec.parent and not actions)
        assert actions or not spec.internal
    assert len(VERBS) == len(found["verbs"])


def test_whoever_may_change_rights_is_told_of_what_he_reads_himself() -> None:
    boss = scene.person("boss")
    anna, ben = scene.person("anna", manager=boss), scene.person("ben")
    things(anna, 3)
    things(ben, 2)
    role = scene.role({})
    for each in (anna, ben):
        scene.with_roles(each, role)
    planned = Planned(object="role", id=role, values={"grants": {"thing": {"read": "own"}}})
    rights = {"thing": {"read": "subordinates"}, "role": {"read": "all", "update": "all"}}
    told = exposure(scene.with_roles(boss, scene.role(rights, name="Boss")), planned)
    assert (told["people"], told["gained"], told["gaining"]) == (2, 3, 1)
    with pytest.raises(Refused):
        exposure(actors.load(anna), planned)
