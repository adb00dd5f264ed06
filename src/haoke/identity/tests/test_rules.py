"""Rights follow from place, so only administrators place people."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core.access.actor import Actor, system
from haoke.core.errors import Invalid
from haoke.core.records import changes
from haoke.core.spec import RuleBroken
from haoke.identity import actors, company
from haoke.identity.models import Department, Team, User
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Actor:
    """Somebody with every right on people, but no administrator."""
    everything = {"*": "all"}
    grants = dict.fromkeys(("user", "department", "team", "team_member"), everything)
    return scene.with_roles(scene.person("clerk"), scene.role(grants))


def write(actor: Actor, key: str, values: dict[str, Any], record: Any = None) -> Any:
    with changes(actor, "write") as tx:
        return tx.update(key, record, values) if record else tx.create(key, values)


def test_people_speak_the_companys_language_until_they_choose() -> None:
    with changes(system(), "test") as tx:
        company.start(tx, {"name": "Acme", "language": "en"}, "own")
    assert write(system(), "user", {"name": "anna"}).language == "en"
    bert = write(system(), "user", {"name": "bert", "language": "zh"})
    assert bert.language == "zh"
    assert write(system(), "user", {"name": "Bert"}, bert).language == "zh"
    company.forget()


def test_people_belong_to_nobody_and_stay_where_they_are_put() -> None:
    root = actors.load(scene.person("root", "administrator", department=scene.add("department", name="IT")))
    user = write(root, "user", {"name": "anna"})
    assert (user.owner_id, user.department_id, user.state) == (None, None, "listed")
    office = write(root, "department", {"name": "Office"})
    assert (office.owner_id, office.department_id) == (None, None)
    assert write(root, "user", {"name": "bert", "department": office.id}).department_id == office.id


def test_others_change_only_what_gives_no_rights(clerk: Actor) -> None:
    user = write(clerk, "user", {"name": "anna", "title": "Rep"})
    write(clerk, "user", {"title": "Senior rep", "email": "anna@example.com"}, user.id)
    office = write(clerk, "department", {"name": "Office"})
    for values in ({"manager": clerk.id}, {"department": office.id}):
        with pytest.raises(RuleBroken) as refused:
            write(clerk, "user", values, user.id)
        assert refused.value.problems[0].code == "only_administrators"
        with pytest.raises(RuleBroken):
            write(clerk, "user", {"name": "x", **values})
    below = write(clerk, "department", {"name": "Below", "parent": office.id})
    with pytest.raises(RuleBroken):
        write(clerk, "department", {"parent": below.id}, office.id)
    write(clerk, "department", {"name": "Bureau", "head": clerk.id}, office.id)
    team = write(clerk, "team", {"name": "Tigers", "lead": clerk.id})
    with pytest.raises(RuleBroken):
        write(clerk, "team_member", {"team": team.id, "user": clerk.id})
    assert (User.objects.get(pk=user.id).title, Department.objects.get(pk=office.id).name) == ("Senior rep", "Bureau")
    assert Team.objects.get(pk=team.id).lead_id == clerk.id


def test_administrators_place_people() -> None:
    root = actors.load(scene.person("root", "administrator"))
    user, team = scene.person("anna"), scene.add("team", name="Tigers")
    office = scene.add("department", name="Office")
    write(root, "user", {"manager": root.id, "department": office}, user)
    write(root, "team_member", {"team": team, "user": user})
    assert actors.load(user).teams == (team,)


def test_nobody_is_his_own_manager_nor_above_himself() -> None:
    anna, bert = scene.person("anna"), scene.person("bert")
    top, low = scene.add("department", name="top"), scene.add("department", name="low")
    write(system(), "user", {"manager": anna}, bert)
    write(system(), "department", {"parent": top}, low)
    for key, record, values, code in (
        ("user", anna, {"manager": anna}, None),
        ("user", anna, {"manager": bert}, "identity_user_circle"),
        ("department", top, {"parent": top}, None),
        ("department", top, {"parent": low}, "identity_department_circle"),
    ):
        with pytest.raises(Invalid) as refused:
            write(system(), key, values, record)
        assert code in {None, refused.value.code}


def test_addresses_are_one_persons_in_any_case() -> None:
    scene.person("anna")
    with pytest.raises(Invalid) as refused:
        write(system(), "user", {"name": "other", "email": "ANNA@example.com"})
    assert refused.value.code == "duplicate"
    for _ in range(2):
        write(system(), "user", {"name": "no address"})
