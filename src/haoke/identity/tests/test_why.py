"""Why somebody sees a record, in words: one test for each way of the policy, and for each way it is closed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.access.actor import system
from haoke.core.errors import Missing
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.text import speaking
from haoke.identity import actors
from haoke.identity.administering.why import why
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db
ROOT = system("test")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


def reads(scope: str, key: str = "thing") -> UUID:
    return scene.role({key: {"read": scope}}, name="Desk")


def thing(**values: Any) -> UUID:
    return scene.add("thing", name="Anvil", **values)


def steps(told: dict[str, Any]) -> list[str]:
    """All steps of the reasons, those of what they hang on indented."""

    def lines(reasons: list[dict[str, Any]], before: str) -> Iterator[str]:
        for reason in reasons:
            yield from (before + step for step in reason["steps"])
            yield from lines(reason["because"], before + "  ")

    return list(lines(told["reasons"], ""))


def test_an_administrator_and_a_role_that_gives_all() -> None:
    root, anna = scene.person("root", "administrator"), scene.person("anna")
    record = thing()
    assert steps(why(ROOT, root, "thing", record)) == ["root is an administrator"]
    scene.with_roles(anna, reads("all"))
    told = why(ROOT, anna, "thing", record)
    assert told["sees"]
    assert told["title"] == "Anvil"
    assert steps(told) == ["Role “Desk” gives: Read Things – All"]


def test_owners_chains_of_managers_and_departments() -> None:
    region = scene.add("department", name="Region")
    city = scene.add("department", name="City", parent=region)
    boss = scene.person("boss", department=region)
    lead = scene.person("lead", manager=boss, department=region)
    anna = scene.person("anna", manager=lead, department=city)
    record = thing(owner=anna)
    scene.with_roles(boss, reads("departments"))
    assert steps(why(ROOT, boss, "thing", record))[1:] == ["Owner anna reports to boss: anna → lead → boss"]
    with changes(ROOT, "scene") as tx:
        tx.set("user", anna, {"manager": None})
    assert steps(why(ROOT, boss, "thing", record)) == [
        "Role “Desk” gives: Read Things – Department and below",
        "Owner anna works in department “City”",
        "“City” is below “Region”, where boss works: City → Region",
    ]
    scene.with_roles(anna, reads("own"))
    assert steps(why(ROOT, anna, "thing", record))[1:] == ["anna owns it"]
    with changes(ROOT, "scene") as tx:
        tx.set("user", lead, {"manager": None})
    leads = thing(owner=lead)
    assert steps(why(ROOT, boss, "thing", leads))[1:] == ["Owner lead works in department “Region”, as boss does"]
    nobodys = thing(department=region)
    assert steps(why(ROOT, boss, "thing", nobodys))[1:] == [
        "Nobody owns it; it belongs to department “Region”",
        "boss works in that department",
    ]
    homeless = thing()
    told = why(ROOT, boss, "thing", homeless)
    assert not told["sees"]
    assert "Nobody owns it" in steps(told)


def test_shares_say_who_gave_them_and_until_when() -> None:
    anna, ben = scene.person("anna"), scene.person("ben")
    role = scene.role({"thing": {"read": "own", "share": "own"}}, name="Desk")
    scene.with_roles(anna, role)
    scene.with_roles(ben, role)
    record = thing(owner=ben)
    told = why(ROOT, anna, "thing", record)
    assert not told["sees"]
    assert steps(told) == [
        "Role “Desk” gives: Read Things – Own",
        "Owner ben is not within that reach",
        "It is not shared with anna, a department or a team of theirs",
    ]
    with changes(actors.load(ben), "share") as tx:
        tx.add("record_share", {
            "object": "thing", "record": record, "to_user": anna, "until": datetime(2100, 1, 1, tzinfo=UTC),
        })  # fmt: skip
    (said,) = steps(why(ROOT, anna, "thing", record))
    assert said.startswith("ben shared it with anna on ")
    assert said.endswith(", until 2100-01-01")


def test_without_a_role_and_without_the_verb() -> None:
    anna = scene.person("anna")
    record = thing()
    assert steps(why(ROOT, anna, "thing", record)) == ["anna has no role"]
    scene.with_roles(anna, reads("all"))
    told = why(ROOT, anna, "thing", record, "delete")
    assert not told["sees"]
    assert steps(told) == ["None of the roles of anna (Desk) gives: Delete Things"]


def test_a_part_goes_by_its_whole_and_the_bin_hides() -> None:
    anna = scene.person("anna")
    scene.with_roles(anna, reads("own"))
    whole = thing(owner=anna)
    part = scene.add("part", name="Screw", thing=whole)
    assert steps(why(ROOT, anna, "part", part)) == ["It is seen with Thing “Anvil” only",
        "  Role “Desk” gives: Read Things – Own", "  anna owns it",
        "  It is not shared with anna, a department or a team of theirs"]  # fmt: skip
    with changes(ROOT, "delete") as tx:
        tx.delete("thing", whole)
    assert steps(why(ROOT, anna, "thing", whole)) == ["The record is in the bin"]


def test_what_is_in_the_bin_opens_nothing() -> None:
    anna = scene.person("anna")
    scene.with_roles(anna, scene.role({"thing": {"read": "own"}, "remark": {"read": "own"}}, name="Desk"))
    remark, whole = scene.add("remark", text="hello"), thing(owner=anna)
    scene.add("remark_link", remark=remark, object="thing", record=whole)
    with changes(ROOT, "delete") as tx:
        tx.delete("thing", whole)
    told = why(ROOT, anna, "remark", remark)
    assert not told["sees"]
    assert "  The record is in the bin" in steps(told)


def test_what_is_tied_to_a_record_is_seen_with_it() -> None:
    anna = scene.person("anna")
    role = scene.role({"thing": {"read": "own"}, "remark": {"read": "own"}}, name="Desk")
    scene.with_roles(anna, role)
    remark = scene.add("remark", text="hello")
    assert "It is about nothing that anna may read" in steps(why(ROOT, anna, "remark", remark))
    scene.add("remark_link", remark=remark, object="thing", record=thing(owner=anna))
    told = why(ROOT, anna, "remark", remark)
    assert told["sees"]
    assert steps(told)[:2] == ["It is about Thing “Anvil”", "  Role “Desk” gives: Read Things – Own"]


def test_closed_fields_name_the_roles_that_close_them() -> None:
    anna = scene.person("anna")
    role = scene.role({"thing": {"read": "all"}}, {"thing": {"phone": "masked"}}, name="Desk")
    scene.with_roles(anna, role)
    told = why(ROOT, anna, "thing", thing())
    assert told["fields"] == [
        {"name": "phone", "label": "Phone", "right": "masked", "right_label": "Masked", "roles": "Desk"}
    ]


def test_the_asker_learns_nothing_he_does_not_see_himself() -> None:
    anna, asker = scene.person("anna"), scene.person("asker")
    scene.with_roles(anna, reads("all"))
    asks: Actor = scene.with_roles(asker, scene.role({"part": {"read": "own"}, "remark": {"read": "all"}}))
    with pytest.raises(Missing):
        why(asks, anna, "thing", thing())
    remark = scene.add("remark", text="hello")
    scene.add("remark_link", remark=remark, object="thing", record=thing())
    both = scene.role({"thing": {"read": "all"}, "remark": {"read": "own"}}, name="Both")
    scene.with_roles(anna, both)
    told = steps(why(asks, anna, "remark", remark))
    assert told[0] == "It is about Thing “a record”"
    assert not any("Anvil" in step for step in told)


def test_unknown_people_records_and_verbs_are_not_found() -> None:
    anna = scene.person("anna")
    for user, key, record, verb in (
        (uuid7(), "thing", thing(), "read"),
        (anna, "thing", uuid7(), "read"),
        (anna, "nothing", thing(), "read"),
        (anna, "thing", thing(), "dance"),
    ):
        with pytest.raises(Missing):
            why(ROOT, user, key, record, verb)


def test_open_and_own_objects_say_so() -> None:
    anna = scene.person("anna")
    scene.with_roles(anna, reads("own"))
    office = scene.add("department", name="Office")
    assert steps(why(ROOT, anna, "department", office)) == ["Everybody signed in may read Departments"]
