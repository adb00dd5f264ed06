"""A layout as a role would see it: its fields, its masks, nothing its people could not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.errors import Denied, Missing
from haoke.identity import actors
from haoke.identity.administering.previewing import Drafted, previewed
from haoke.identity.tests.scene import person, role, with_roles

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db

SECTIONS = [{"label": {"en": "Who", "zh": "是谁"}, "fields": ["email", "roles"], "columns": 1}]
READS = {"*": {"read": "all"}, "role": {"*": "none"}}


def shown(of: UUID, **asked: Any) -> dict[str, Any]:
    return previewed(actors.load(of), Drafted.model_validate({"object": "user", "sections": SECTIONS, **asked}))


@pytest.fixture
def boss() -> UUID:
    return person("boss", "administrator")


def test_a_role_sees_its_fields_in_the_draft(boss: UUID) -> None:
    blind = role(READS, {"user": {"email": "masked", "manager": "hidden"}})
    found = shown(boss, role=blind, record=boss, columns=["name", "manager"])
    assert found["object"]["sections"][0] == {"label": "是谁", "fields": ["email", "roles"], "columns": 1}
    assert found["object"]["columns"] == ["name"]
    names = {each["name"]: each for each in found["object"]["fields"]}
    assert "manager" not in names
    assert (names["email"]["masked"], names["email"]["readonly"]) == (True, True)
    assert set(found["record"]["email"]) == {"masked"}
    assert "manager" not in found["record"]
    assert [each["title"] for each in found["record"]["roles"]] == [None]  # of an object the role reads nothing of
    assert not any(found["record"]["_can"].values())


def test_without_a_role_it_is_as_one_sees_it_oneself(boss: UUID) -> None:
    found = shown(boss, record=boss)
    assert found["record"]["email"] == "boss@example.com"
    assert all(each["title"] for each in found["record"]["roles"])


def test_what_a_role_does_not_read_at_all_is_said(boss: UUID) -> None:
    assert shown(boss, object="role", role=role({"*": {"*": "none"}})) == {"object": None, "record": None}


def test_nobody_sees_more_by_a_preview(boss: UUID) -> None:
    everything = role({"*": {"*": "all"}}, name="All")
    rights = {"*": {"read": "all"}, "layout": {"update": "all"}}
    anna = person("anna")
    with_roles(anna, role(rights, {"user": {"email": "masked", "manager": "hidden"}}))
    found = shown(anna, role=everything, record=boss)
    assert set(found["record"]["email"]) == {"masked"}
    assert "manager" not in found["record"]
    assert "manager" not in {each["name"] for each in found["object"]["fields"]}
    with_roles(anna, role({**rights, "role": {"read": "none"}}))
    for hidden in ({"role": everything}, {"object": "role"}, {"object": "nothing"}, {"record": everything}):
        with pytest.raises(Missing):
            shown(anna, **hidden)
    with_roles(anna, role({"*": {"read": "all"}}))
    with pytest.raises(Denied):
        shown(anna)
