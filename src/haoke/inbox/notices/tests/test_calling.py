"""Notes, calls and tasks call colleagues and teams as comments do; only who sees what it is about is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import registry
from haoke.core.access.actor import Actor, system
from haoke.core.errors import Invalid
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.records.reading import read_one
from haoke.core.text import speaking
from haoke.core.transfer import actors
from haoke.inbox.actions import log_activity
from haoke.inbox.notices import calling, comments
from haoke.inbox.notices.comments import Said
from haoke.inbox.notices.tests.conftest import heard, make
from haoke.inbox.notices.tests.test_comments import ALL, OWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    Hire = Callable[..., Actor]

pytestmark = pytest.mark.django_db
NOTE = {"subject": "Budget", "kind": "note", "done": True}


@pytest.fixture
def account() -> Any:
    return make("account", name="Secret")


def team(name: str, *members: Actor) -> UUID:
    with changes(system("test"), "test") as tx:
        made: UUID = tx.add("team", {"name": name}).id
        for each in members:
            tx.add("team_member", {"team": made, "user": each.id})
    return made


def log(by: Actor, about: Any, **values: Any) -> Any:
    with changes(actors.load(by.id, "web"), "create") as tx:
        return log_activity(tx, {**NOTE, **values}, [("account", about.id)])


def told(actor: Actor) -> list[tuple[str, str | None]]:
    return [(each["text"], each["record"]["title"]) for each in heard(actor) if each["reason"] == "mention"]


def test_a_note_tells_those_it_calls_and_their_teams_once(
    person: Hire, spread: Callable[[], None], account: Any
) -> None:
    ann, ben, cai, rep = person("Ann", ALL), person("Ben", ALL), person("Cai", ALL), person("Rep", OWN)
    bids = team("Bids", ann, ben, cai, rep)
    spread()
    made = log(ann, account, mentions=[str(ben.id)], mention_teams=[{"id": str(bids), "title": "Bids"}])
    spread()
    with speaking("en"):
        assert told(ben) == told(cai) == [("Ann mentioned you", "Budget")]
    assert told(ann) == told(rep) == []
    item = read_one(ann, registry.get("activity"), made.id)
    assert item["mentions"] == [{"id": str(ben.id), "title": "Ben"}]
    assert item["mention_teams"] == [{"id": str(bids), "title": "Bids"}]


def test_who_cannot_see_it_cannot_be_called_and_nothing_is_kept(person: Hire, account: Any) -> None:
    ann, rep = person("Ann", ALL), person("Rep", OWN)
    blind, empty = team("Field", rep), team("Empty")
    activity = registry.get("activity").model
    before = activity._base_manager.count()
    for values, said in (
        ({"mentions": [rep.id]}, "Rep cannot see this record"),
        ({"mention_teams": [blind, empty]}, "Field, Empty cannot see this record"),
        ({"mentions": [uuid7()]}, "need correcting"),
        ({"mention_teams": ["nobody"]}, "need correcting"),
        ({"mentions": "nobody"}, "need correcting"),
    ):
        with pytest.raises(Invalid, match=said):
            log(ann, account, **values)
    assert activity._base_manager.count() == before
    made = log(ann, account)
    with pytest.raises(Invalid), changes(ann, "update") as tx:
        tx.update("activity", made.id, {"mentions": [rep.id]})


def test_ending_a_task_calls_those_besides_who_were_called_before(
    person: Hire, spread: Callable[[], None], account: Any
) -> None:
    ann, ben, cai, rep = person("Ann", ALL), person("Ben", ALL), person("Cai", ALL), person("Rep", OWN)
    task = log(ann, account, kind="task", done=False, mentions=[ben.id])
    spread()
    with changes(ann, "complete") as tx:
        tx.run("activity", task.id, "complete", {"body": "@Cai done", "mentions": [str(ben.id), str(cai.id)]})
    spread()
    assert [len(told(each)) for each in (ben, cai)] == [1, 1]
    task.refresh_from_db()
    assert (task.done, task.mentions) == (True, [ben.id, cai.id])
    with pytest.raises(Invalid, match="Rep cannot see"), changes(ann, "complete") as tx:
        tx.run("activity", task.id, "complete", {"mentions": [str(rep.id)]})


def test_a_comment_calls_a_team_and_those_who_see_come_first(
    person: Hire, spread: Callable[[], None], account: Any
) -> None:
    ann, ben, rep = person("Ann", ALL), person("Benno", ALL), person("Benita", OWN)
    bids, field = team("Benders", ben, rep), team("Benched", rep)
    spread()
    said = comments.add(ann, "account", account.id, Said(body="@Benders look", mention_teams=[bids]))
    spread()
    assert said["mention_teams"] == [{"id": str(bids), "title": "Benders"}]
    assert [each["comment"] for each in heard(ben)] == ["@Benders look"]
    assert heard(rep) == []
    with pytest.raises(Invalid, match="Benched cannot see"):
        comments.add(ann, "account", account.id, Said(body="@Benched", mention_teams=[field]))
    offered = calling.offered(ann, "account", account.id, "ben")
    assert [(each["title"], each["team"], each["sees"]) for each in offered] == [
        ("Benders", True, True), ("Benno", False, True), ("Benched", True, False), ("Benita", False, False)
    ]  # fmt: skip
