"""What the database itself refuses, also when two act at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.db import connection, transaction

from haoke.core.access.actor import system
from haoke.core.errors import Invalid
from haoke.core.records import changes
from haoke.identity import actors
from haoke.identity.models import LAST_ADMINISTRATOR, Stamp, User
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from collections.abc import Callable


def stamp() -> int:
    return sum(Stamp.objects.values_list("weight", flat=True))


def disable(user: UUID) -> None:
    with changes(system(), "disable") as tx:
        tx.set("user", tx.get("user", user), {"state": "disabled"})


@pytest.mark.django_db
def test_the_last_administrator_stays() -> None:
    one, two = scene.person("one", "administrator"), scene.person("two", "administrator")
    scene.person("rep", "sales_rep")
    disable(two)
    root = scene.role_id("administrator")

    def attempts() -> list[Callable[[], object]]:
        return [
            lambda: disable(one),
            lambda: written("delete", "user", one),
            lambda: written("set", "user", one, {"roles": []}),
            lambda: written("delete", "role", root),
        ]

    for attempt in attempts():
        with pytest.raises(Invalid) as refused, transaction.atomic():
            attempt()
        assert (refused.value.code, refused.value.message) == ("last_administrator", LAST_ADMINISTRATOR)
    assert actors.load(one).admin


def written(how: str, key: str, *what: object) -> None:
    with changes(system(), "x") as tx:
        getattr(tx, how)(key, *what)


@pytest.mark.django_db
def test_without_an_administrator_nothing_is_refused() -> None:
    user = scene.person("rep", "sales_rep")
    disable(user)
    assert User.objects.get(pk=user).state == "disabled"


@pytest.mark.django_db
def test_every_change_of_people_and_rights_is_stamped() -> None:
    before = stamp()
    team = scene.add("team", name="t")
    user = scene.person("a", password=None)
    scene.add("team_member", team=team, user=user)
    scene.add("department", name="d")
    scene.role({})
    after = stamp()
    assert after >= before + 5
    scene.add("thing", name="of no matter")
    assert stamp() == after
    assert Stamp.objects.count() <= 2


@pytest.mark.django_db(transaction=True)
def test_two_administrators_disabling_each_other_leave_one() -> None:
    people = [scene.person("one", "administrator"), scene.person("two", "administrator")]
    ready = threading.Barrier(2)

    def attempt(user: UUID) -> bool:
        try:
            with changes(system(), "disable") as tx:
                found = tx.get("user", user)
                ready.wait(120)
                tx.set("user", found, {"state": "disabled"})
        except Invalid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, people)) == [False, True]
    assert User.objects.filter(state="active").count() == 1


@pytest.mark.django_db(transaction=True)
def test_stamps_count_what_is_written_at_once_and_lose_nothing() -> None:
    people = [scene.person(f"p{number}", password=None) for number in range(4)]
    before = stamp()

    def rename(user: UUID) -> None:
        try:
            for number in range(10):
                with changes(system(), "x") as tx:
                    tx.set("user", user, {"title": f"title {number}"})
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(rename, people))
    assert stamp() == before + 40
    scene.add("team", name="t")
    assert Stamp.objects.count() == 1
