"""What a client is told about its person."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core.text import speaking
from haoke.identity import actors, profile
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


def test_a_person_with_a_place_and_people() -> None:
    office = scene.add("department", name="Office")
    boss = scene.person("boss", "sales_manager", department=office, language="en")
    scene.person("rep", manager=boss)
    with speaking("en"):
        found = profile.describe(actors.load(boss))
    user = found["user"]
    assert (user["id"], user["name"], user["email"], user["language"]) == (str(boss), "boss", "boss@example.com", "en")
    assert user["department"] == {"id": str(office), "title": "Office"}
    assert user["roles"] == [{"id": str(scene.role_id("sales_manager")), "name": "Sales manager"}]
    assert (user["admin"], user["is_manager"], user["theme"]) == (False, True, "system")
    assert [team["id"] for team in found["teams"]] == ["me", "team"]


def test_role_names_fall_back_to_the_other_language() -> None:
    user = scene.with_roles(scene.person("anna"), scene.role({}, name="Only English"))
    with speaking("zh"):
        assert profile.describe(user)["user"]["roles"][0]["name"] == "Only English"
        assert profile.describe(user)["user"]["department"] is None


@pytest.mark.parametrize(
    ("scope", "names"),
    [("own", []), ("department", ["mid"]), ("departments", ["low", "mid"]), ("all", ["low", "mid", "top"])],
)
def test_the_switcher_offers_departments_in_reach(scope: str, names: list[Any]) -> None:
    top = scene.add("department", name="top")
    mid = scene.add("department", name="mid", parent=top)
    scene.add("department", name="low", parent=mid)
    actor = scene.with_roles(scene.person("anna", department=mid), scene.role({"thing": {"read": scope}}))
    found = profile.teams(actor)
    assert [team["name"] for team in found if team["kind"] == "department"] == names
    assert [team["kind"] for team in found if team["kind"] != "department"] == ["me"]
