"""Signing in, out, and one's own password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from pydantic import ValidationError

from haoke.core.access.actor import system
from haoke.core.errors import Denied, Invalid, TooMany
from haoke.core.records import changes
from haoke.identity import actors, passwords, sessions, signin
from haoke.identity.models import Credential, Session, User
from haoke.identity.signin import BadCredentials, NewPassword, Preferences, SignIn
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


def attempt(email: str = "anna@example.com", password: str = scene.PASSWORD) -> sessions.Opened:
    return signin.sign_in(SignIn(email=email, password=password), "10.0.0.1", "a browser")


def test_signing_in_opens_a_session_kept_as_a_hash() -> None:
    anna = scene.person("anna", "sales_rep")
    opened = attempt(" ANNA@Example.com ")
    assert (opened.actor.id, opened.actor.via) == (anna, "web")
    kept = Session.objects.get(digest=sessions.digest(opened.token))
    assert bytes(kept.digest) == sessions.digest(opened.token)
    assert (kept.address, kept.agent) == ("10.0.0.1", "a browser")
    assert len(opened.token) >= 43
    assert attempt().token != opened.token


@pytest.mark.parametrize("state", ["listed", "invited", "disabled"])
def test_only_active_people_sign_in(state: str) -> None:
    scene.person("anna", state=state)
    with pytest.raises(BadCredentials):
        attempt()


def test_unknown_wrong_and_removed_are_told_the_same() -> None:
    anna = scene.person("anna")
    told = set()
    for email, password in (("nobody@example.com", scene.PASSWORD), ("anna@example.com", "wrong")):
        with pytest.raises(BadCredentials) as refused:
            attempt(email, password)
        told.add((refused.value.status, refused.value.code, refused.value.message))
    with changes(system(), "x") as tx:
        tx.delete("user", anna)
    with pytest.raises(BadCredentials) as refused:
        attempt()
    assert {*told, (refused.value.status, refused.value.code, refused.value.message)} == {
        (401, "bad_credentials", BadCredentials.title)
    }


def test_a_well_known_password_lets_nobody_in_over_a_network(settings: Any) -> None:
    scene.person("anna")
    settings.HAOKE_BARRED_PASSWORD = scene.PASSWORD
    with pytest.raises(BadCredentials):
        attempt()


def test_somebody_without_a_password_cannot_sign_in() -> None:
    scene.person("anna", password=None, state="active")
    with pytest.raises(BadCredentials):
        attempt()


def test_guessing_is_stopped_even_with_the_right_password() -> None:
    scene.person("anna")
    for _ in range(5):
        with pytest.raises(BadCredentials):
            attempt(password="wrong")
    with pytest.raises(TooMany):
        attempt()


def test_a_weakly_kept_password_is_kept_anew() -> None:
    anna = scene.person("anna")
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(scene.PASSWORD)
    Credential.objects.filter(pk=anna).update(password=weak)
    attempt()
    kept = Credential.objects.get(pk=anna).password
    assert kept != weak
    assert passwords.verify(kept, scene.PASSWORD)


def test_signing_out_ends_this_session_only() -> None:
    scene.person("anna")
    one, two = attempt(), attempt()
    signin.sign_out(one.actor)
    assert sessions.by_token(one.token) is None
    assert sessions.by_token(two.token) == two.actor


def change(actor: object, old: str, new: str) -> None:
    signin.change_password(actor, NewPassword(old=old, new=new), "10.0.0.1", ["Meridian"])  # type: ignore[arg-type]


def test_changing_the_password_ends_the_other_sessions() -> None:
    scene.person("anna")
    mine, other = attempt(), attempt()
    change(mine.actor, scene.PASSWORD, "eight purple kettles")
    assert sessions.by_token(other.token) is None
    assert sessions.by_token(mine.token) is not None
    with pytest.raises(BadCredentials):
        attempt()
    assert attempt(password="eight purple kettles")


def test_a_new_password_needs_the_old_one_and_the_rules() -> None:
    scene.person("anna")
    mine = attempt().actor
    with pytest.raises(Invalid) as refused:
        change(mine, "wrong", "eight purple kettles")
    assert refused.value.problems[0].field == "old"
    for bad in ("short", "meridian is a company", "anna has a password"):
        with pytest.raises(Invalid):
            change(mine, scene.PASSWORD, bad)
    with pytest.raises(Denied):
        change(actors.load(mine.id, via="api"), scene.PASSWORD, "eight purple kettles")
    for _ in range(5):
        with pytest.raises(Invalid):
            change(mine, "wrong", "eight purple kettles")
    with pytest.raises(TooMany):
        change(mine, scene.PASSWORD, "eight purple kettles")


def test_names_of_nobody() -> None:
    assert signin.names_of(UUID(int=1)) == []


def test_preferences_are_everybodys_own() -> None:
    mine = scene.with_roles(scene.person("anna"))
    signin.set_preferences(mine, Preferences())
    signin.set_preferences(mine, Preferences(language="en", theme="dark"))
    anna = User.objects.get(pk=mine.id)
    assert (anna.language, anna.theme, anna.version) == ("en", "dark", anna.version)
    assert actors.load(mine.id).language == "en"


def test_passwords_do_not_show_in_texts() -> None:
    assert scene.PASSWORD not in repr(SignIn(email="a", password=scene.PASSWORD))
    with pytest.raises(ValidationError):
        SignIn(email="a", password="x", more=1)  # type: ignore[call-arg]
