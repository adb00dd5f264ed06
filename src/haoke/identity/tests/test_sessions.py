"""Secrets of requests: to a person with present rights, in one statement."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from haoke.core.access.actor import system
from haoke.core.errors import Missing
from haoke.core.records import changes, undo
from haoke.identity import actors, keys, sessions
from haoke.identity.keys import NewKey
from haoke.identity.models import ApiKey, Session
from haoke.identity.tests import scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

pytestmark = pytest.mark.django_db


def test_a_request_costs_one_statement() -> None:
    opened = sessions.start(scene.person("anna", "sales_rep"))
    _, key = keys.make(opened.actor.id, NewKey(name="n"))
    sessions.by_key(key)
    with CaptureQueriesContext(connection) as seen:
        assert sessions.by_token(opened.token) == opened.actor
    assert len(seen) == 1
    with CaptureQueriesContext(connection) as seen:
        assert sessions.by_key(key)
    assert len(seen) == 1


def test_a_session_ends_idle_absolutely_and_with_the_person() -> None:
    anna = scene.person("anna")
    opened = sessions.start(anna)
    mine = Session.objects.filter(digest=sessions.digest(opened.token))
    now = timezone.now()
    for dead, alive in (
        ({"seen_at": now - timedelta(hours=8, minutes=10)}, {"seen_at": now}),
        ({"expires_at": now - timedelta(minutes=10)}, {"expires_at": now + timedelta(days=1)}),
    ):
        mine.update(**dead)
        assert sessions.by_token(opened.token) is None
        assert sessions.alive([opened.actor]) == []
        mine.update(**alive)
        assert sessions.by_token(opened.token) is not None
    with changes(system(), "x") as tx:
        tx.set("user", anna, {"state": "disabled"})
    assert sessions.by_token(opened.token) is None
    assert sessions.alive([opened.actor]) == []
    assert sessions.by_token("anything") is None


def _binned(user: UUID) -> None:
    with changes(system(), "x") as tx:
        tx.delete("user", user)
    with changes(system(), "x") as tx:
        tx.restore("user", user)


def _binned_and_undone(user: UUID) -> None:
    with changes(system(), "x") as tx:
        tx.delete("user", user)
    undo(system(), tx.change)


def _binned_in_a_batch(user: UUID) -> None:
    with changes(system(), "x") as tx:
        tx.batch("user").delete([(user, None)])
    with changes(system(), "x") as tx:
        tx.batch("user").restore([(user, None)])


def _disabled(user: UUID) -> None:
    for state in ("disabled", "active"):
        with changes(system(), "x") as tx:
            tx.set("user", user, {"state": state})


@pytest.mark.parametrize("there_and_back", [_binned, _binned_and_undone, _binned_in_a_batch, _disabled])
def test_who_comes_back_signs_in_anew(there_and_back: Callable[[UUID], None]) -> None:
    anna, berta = scene.person("anna"), scene.person("berta")
    theirs = {user: (sessions.start(user).token, keys.make(user, NewKey(name="x"))[1]) for user in (anna, berta)}
    there_and_back(anna)
    token, key = theirs[anna]
    assert (sessions.by_token(token), sessions.by_key(key)) == (None, None)
    assert sessions.start(anna).actor.id == anna
    token, key = theirs[berta]
    assert sessions.by_token(token)
    assert sessions.by_key(key)


def test_a_session_opened_while_its_person_went_does_not_come_to_life() -> None:
    anna = scene.person("anna")
    with changes(system(), "x") as tx:
        opened = sessions.start(anna)
        tx.delete("user", anna)
        stale = Session.objects.create(digest=b"x", user_id=anna, expires_at=timezone.now() + timedelta(days=1))
    with changes(system(), "x") as tx:
        tx.restore("user", anna)
    assert not Session.objects.filter(pk=stale.pk).exists()
    assert sessions.by_token(opened.token) is None


def test_it_lasts_seven_days_at_most() -> None:
    opened = sessions.start(scene.person("anna"))
    left = Session.objects.get(digest=sessions.digest(opened.token)).expires_at - timezone.now()
    assert timedelta(days=7) - timedelta(minutes=1) < left <= timedelta(days=7)


def test_use_is_noted_once_a_minute() -> None:
    opened = sessions.start(scene.person("anna"))
    mine = Session.objects.filter(digest=sessions.digest(opened.token))
    long_ago = timezone.now() - timedelta(minutes=5)
    mine.update(seen_at=long_ago)
    sessions.by_token(opened.token)
    noted = mine.get().seen_at
    assert noted > long_ago
    sessions.by_token(opened.token)
    assert mine.get().seen_at == noted


def test_a_key_is_its_owner_narrowed() -> None:
    anna = scene.person("anna", "sales_rep")
    row, key = keys.make(anna, NewKey(name="n", scopes=["thing:read"]))
    actor = sessions.by_key(key)
    assert actor is not None
    assert (actor.id, actor.via, actor.session, actor.key, actor.key_scopes) == (
        anna,
        "api",
        None,
        row.id,
        ("thing:read",),
    )
    assert ApiKey.objects.get(pk=row.id).used_at is not None
    assert sessions.alive([actor]) == [actor]
    assert sessions.by_key("hk_other") is None
    assert sessions.by_key(key.removeprefix("hk_")) is None
    ApiKey.objects.filter(pk=row.id).update(expires_at=timezone.now() - timedelta(minutes=10))
    assert sessions.by_key(key) is None
    assert sessions.alive([actor]) == []


def test_a_person_disabled_between_two_statements_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = sessions.start(scene.person("anna"))
    monkeypatch.setattr(actors, "_known", {})
    monkeypatch.setattr(actors, "_row", lambda _user: None)
    assert sessions.by_token(opened.token) is None
    _, key = keys.make(opened.actor.id, NewKey(name="n"))
    assert sessions.by_key(key) is None


def test_own_sessions_are_listed_and_ended() -> None:
    anna, bert = scene.person("anna"), scene.person("bert")
    mine, other, his = sessions.start(anna, "10.0.0.1", "x" * 400), sessions.start(anna), sessions.start(bert)
    assert {(row["id"], row["current"]) for row in sessions.own(mine.actor)} == {
        (str(mine.actor.session), True),
        (str(other.actor.session), False),
    }
    for wrong in (his.actor.session, uuid4()):
        assert wrong is not None
        with pytest.raises(Missing):
            sessions.end(mine.actor, wrong)
    assert other.actor.session is not None
    sessions.end(mine.actor, other.actor.session)
    assert sessions.by_token(other.token) is None
    assert sessions.by_token(his.token) is not None


def test_the_proof_of_a_write_follows_from_the_secret() -> None:
    assert sessions.csrf_token("a") == sessions.csrf_token("a") != sessions.csrf_token("b")
    assert "a" * 10 not in sessions.csrf_token("a" * 10)
