"""Several people at once: every line invites somebody, or none does and each says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from haoke.core.errors import Denied, Invalid
from haoke.identity import actors
from haoke.identity.inviting import Several, invite_all
from haoke.identity.models import User
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Actor:
    return actors.load(scene.person("root", "administrator"))


def refused(actor: Actor, *lines: str) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as info:
        invite_all(actor, Several(lines=list(lines)))
    return [(each.field, each.code) for each in info.value.problems]


def of(email: str) -> tuple[str, list[UUID], UUID | None, str]:
    user = User.objects.get(email=email)
    return user.name, user.roles, user.department_id, user.state


def test_lines_are_read_however_they_are_written(root: Actor) -> None:
    east = scene.add("department", name="East")
    rep, auditor = scene.role_id("sales_rep"), scene.role_id("auditor")
    lines = [
        "Anna Li, Anna@example.com",
        "",
        "王强 <wang@example.com>；审计；east",
        "bob@example.com\tBob",
        '"Carl"   carl@example.com  Auditor',
        "dora@example.com, East",
    ]
    found = invite_all(root, Several(lines=lines, roles=[rep]))
    assert [each["name"] for each in found] == ["Anna Li", "王强", "Bob", "Carl", "dora"]
    assert len({each["url"] for each in found}) == 5
    assert of("anna@example.com") == ("Anna Li", [rep], None, "invited")
    assert of("wang@example.com") == ("王强", [auditor], east, "invited")
    assert of("carl@example.com")[1] == [auditor]
    assert of("dora@example.com") == ("dora", [rep], east, "invited")


def test_each_wrong_line_says_why_and_nobody_is_invited(root: Actor) -> None:
    scene.person("here")
    scene.person("gone", password=None, state="disabled")
    lines = ("New, new@example.com", "nobody", "here@example.com", "gone@example.com", "A, a@example.com, Kaiser",
             "NEW@example.com")  # fmt: skip
    assert refused(root, *lines) == [
        ("lines.1", "no_address"), ("lines.2", "there"), ("lines.3", "disabled"), ("lines.4", "unknown"),
        ("lines.5", "twice"),
    ]  # fmt: skip
    assert not User.objects.filter(email="new@example.com").exists()
    assert refused(root, " ", "") == [("lines", "missing")]


def test_whoever_is_listed_already_is_taken_not_made_twice(root: Actor) -> None:
    east = scene.add("department", name="East")
    listed = scene.add("user", name="Anna")
    twins = [scene.add("user", name="Bob") for _ in range(2)]
    again = scene.person("carl", password=None)
    lines = ["Anna anna@example.com", "Bob, bob@example.com", "carl@example.com"]
    found = invite_all(root, Several(lines=[lines[0].replace(" ", ", "), *lines[1:]], department=east))
    assert (found[0]["id"], found[2]["id"]) == (str(listed), str(again))
    assert found[1]["id"] not in {str(each) for each in twins}
    assert of("anna@example.com")[2] == of("carl@example.com")[2] == east


def test_nobody_gives_more_than_he_has() -> None:
    narrow = {"user": {"invite": "all", "read": "all", "create": "all"}, "role": {"read": "all"}}
    boss = scene.with_roles(scene.person("boss"), scene.role(narrow))
    assert refused(boss, "a@example.com, Administrator") == [("lines.0", "not_yours_to_give")]
    blind = scene.with_roles(scene.person("blind"), scene.role({"user": {"invite": "all"}}, name="Blind"))
    assert refused(blind, "A, a@example.com, Administrator") == [("lines.0", "unknown")]
    with pytest.raises(Denied):
        invite_all(scene.with_roles(scene.person("rep")), Several(lines=["a@example.com"]))
