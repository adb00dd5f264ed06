"""Opening a record to others: never further than one reaches by one's own role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from haoke.core import registry
from haoke.core.access import visible_to
from haoke.core.access.actor import Actor, system
from haoke.core.errors import Denied, Invalid, Missing
from haoke.core.records import changes
from haoke.identity import actors, sharing
from haoke.identity.sharing import Share
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db
GRANTS = {"thing": {"*": "own"}, "rack": {"*": "all"}}


@pytest.fixture
def role() -> UUID:
    return scene.role(GRANTS)


@pytest.fixture
def anna(role: UUID) -> Actor:
    return scene.with_roles(scene.person("anna"), role)


@pytest.fixture
def bert(role: UUID) -> Actor:
    return scene.with_roles(scene.person("bert"), role)


def thing(owner: Actor) -> UUID:
    return scene.add("thing", name="anvil", owner=owner.id)


def sees(actor: Actor, record: UUID, verb: str = "read") -> bool:
    predicate = visible_to(actors.load(actor.id), registry.get("thing"), verb)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM testing_thing r WHERE r.id = %s AND {predicate.text}", [record, *predicate.params]
        )
        return cursor.fetchone() is not None


def test_a_share_opens_and_ends(anna: Actor, bert: Actor) -> None:
    record = thing(anna)
    assert not sees(bert, record)
    made = sharing.share(anna, "thing", record, Share(user=bert.id))
    assert made["user"] == {"id": str(bert.id), "title": "bert"}
    assert (made["department"], made["team"], made["level"], made["until"]) == (None, None, "read", None)
    assert (sees(bert, record), sees(bert, record, "update")) == (True, False)
    again = sharing.share(anna, "thing", record, Share(user=bert.id, level="write"))
    assert again["id"] == made["id"]
    assert (sees(bert, record, "update"), sees(bert, record, "delete"), sees(bert, record, "export")) == (
        True,
        False,
        False,
    )
    assert [row["id"] for row in sharing.shares(anna, "thing", record)] == [made["id"]]
    sharing.unshare(anna, UUID(made["id"]))
    assert not sees(bert, record)
    assert sharing.shares(anna, "thing", record) == []
    sharing.share(anna, "thing", record, Share(user=bert.id))
    assert sees(bert, record)


def test_departments_and_teams_receive_too(anna: Actor, bert: Actor) -> None:
    top = scene.add("department", name="top")
    low = scene.add("department", name="low", parent=top)
    team = scene.add("team", name="t")
    with changes(system(), "x") as tx:
        tx.set("user", bert.id, {"department": low})
    first, second = thing(anna), thing(anna)
    sharing.share(anna, "thing", first, Share(department=top))
    sharing.share(anna, "thing", second, Share(team=team, until=timezone.now() + timedelta(days=1)))
    assert (sees(bert, first), sees(bert, second)) == (True, False)
    scene.add("team_member", team=team, user=bert.id)
    assert sees(bert, second)


@pytest.mark.parametrize("level", ["read", "write"])
def test_who_was_given_does_not_give_on(anna: Actor, bert: Actor, level: Any) -> None:
    record, third = thing(anna), scene.person("third")
    sharing.share(anna, "thing", record, Share(user=bert.id, level=level))
    for attempt in (
        lambda: sharing.share(bert, "thing", record, Share(user=third)),
        lambda: sharing.shares(bert, "thing", record),
    ):
        with pytest.raises(Denied):
            attempt()


def test_what_one_may_not_change_one_cannot_let_others_change(bert: Actor) -> None:
    record = thing(bert)
    reader = scene.with_roles(bert.id, scene.role({"thing": {"read": "own", "share": "own"}}))
    sharing.share(reader, "thing", record, Share(user=scene.person("third")))
    with pytest.raises(Denied):
        sharing.share(reader, "thing", record, Share(user=scene.person("fourth"), level="write"))


def test_unseen_and_unknown_are_missing(anna: Actor, bert: Actor) -> None:
    record = thing(anna)
    made = sharing.share(anna, "thing", record, Share(user=scene.person("third")))
    for attempt in (
        lambda: sharing.share(bert, "thing", record, Share(user=bert.id)),
        lambda: sharing.share(bert, "nothing", record, Share(user=bert.id)),
        lambda: sharing.unshare(bert, UUID(made["id"])),
        lambda: sharing.unshare(anna, uuid4()),
        lambda: sharing.shares(bert, "thing", record),
    ):
        with pytest.raises(Missing):
            attempt()
    with pytest.raises(Invalid):
        sharing.share(anna, "thing", record, Share(user=uuid4()))


def test_one_receiver_and_only_what_has_rights_of_its_own(anna: Actor, bert: Actor) -> None:
    record = thing(anna)
    for data in (Share(), Share(user=bert.id, team=uuid4())):
        with pytest.raises(Invalid):
            sharing.share(anna, "thing", record, data)
    for key in ("part", "rack", "role"):
        with pytest.raises((Invalid, Missing)):
            sharing.share(anna, key, record, Share(user=bert.id))
