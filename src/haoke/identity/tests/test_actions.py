"""Shutting people out and letting them in again: with everything they hold, at once."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from haoke.core.access.actor import Actor
from haoke.core.errors import Conflict, Denied, SignInNeeded
from haoke.core.records import changes
from haoke.identity import actors, invitations, keys, sessions
from haoke.identity.invitations import Accept, Gone
from haoke.identity.keys import NewKey
from haoke.identity.models import User
from haoke.identity.signin import BadCredentials, SignIn, sign_in
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Actor:
    return actors.load(scene.person("root", "administrator"))


def act(actor: Actor, user: UUID, action: str) -> dict[str, str]:
    with changes(actor, action) as tx:
        found: dict[str, str] = tx.run("user", user, action, {})
    return found


def test_disabling_ends_every_credential_at_once(root: Actor) -> None:
    anna = scene.person("anna", "sales_rep")
    opened = sessions.start(anna)
    _, key = keys.make(anna, NewKey(name="n"))
    link = act(root, anna, "invite")["url"].rpartition("/")[2]
    assert sessions.by_token(opened.token)
    assert sessions.by_key(key)
    act(root, anna, "disable")
    assert sessions.by_token(opened.token) is None
    assert sessions.by_key(key) is None
    assert sessions.alive([opened.actor]) == []
    with pytest.raises(Gone):
        invitations.accept_invitation(link, Accept(password="nine yellow lanterns"))
    with pytest.raises(BadCredentials):
        sign_in(SignIn(email="anna@example.com", password=scene.PASSWORD))
    with pytest.raises(SignInNeeded):
        actors.load(anna, via="job")
    act(root, anna, "enable")
    assert sessions.by_token(opened.token) is None
    assert sessions.by_key(key) is None
    assert sign_in(SignIn(email="anna@example.com", password=scene.PASSWORD))


def test_enabling_who_never_had_a_password_asks_for_an_invitation(root: Actor) -> None:
    anna = scene.person("anna", password=None)
    act(root, anna, "disable")
    act(root, anna, "enable")
    assert User.objects.get(pk=anna).state == "listed"
    act(root, anna, "enable")
    assert User.objects.get(pk=anna).state == "listed"


def test_nobody_disables_himself(root: Actor) -> None:
    scene.person("second", "administrator")
    with pytest.raises(Conflict):
        act(root, root.id, "disable")


def test_a_lost_browser_is_signed_out_by_somebody_else(root: Actor) -> None:
    anna = scene.person("anna")
    opened = sessions.start(anna)
    _, key = keys.make(anna, NewKey(name="n"))
    act(root, anna, "end_sessions")
    assert sessions.by_token(opened.token) is None
    assert sessions.by_key(key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb FROM log.entry WHERE record = %s ORDER BY id DESC LIMIT 1", [anna])
        assert cursor.fetchone() == ("x:sessions_ended",)


@pytest.mark.parametrize("action", ["invite", "disable", "enable", "end_sessions", "assign_roles"])
def test_without_the_right_nothing_is_done(action: str) -> None:
    rep = actors.load(scene.person("rep", "sales_rep"))
    anna = scene.person("anna")
    with pytest.raises(Denied), changes(rep, action) as tx:
        tx.run("user", anna, action, {"roles": []} if action == "assign_roles" else {})
