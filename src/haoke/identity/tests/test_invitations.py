"""Links that let people in: once, in time, for who they were made for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from haoke.core.access.actor import Actor, system
from haoke.core.errors import Conflict, Denied, Invalid
from haoke.core.records import changes
from haoke.core.text import speaking
from haoke.identity import actors, invitations, sessions
from haoke.identity.invitations import Accept, Gone
from haoke.identity.models import Credential, Token, User
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db
NEW = "nine yellow lanterns"


@pytest.fixture
def root() -> Actor:
    return actors.load(scene.person("root", "administrator"))


def invite(actor: Actor, user: UUID, **data: Any) -> dict[str, Any]:
    with changes(actor, "invite") as tx:
        found: dict[str, Any] = tx.run("user", user, "invite", data)
    return found


def secret_of(answer: dict[str, Any]) -> str:
    return str(answer["url"].rpartition("/")[2])


def accept(secret: str, password: str = NEW) -> sessions.Opened:
    return invitations.accept_invitation(secret, Accept(password=password), "10.0.0.1", "a browser", ["Meridian"])


def test_a_listed_person_becomes_a_user(root: Actor) -> None:
    anna = scene.person("anna", "sales_rep", password=None)
    answer = invite(root, anna)
    assert answer["url"].startswith(f"{settings.PUBLIC_URL}/invitations/")
    assert answer["qr_svg"].startswith("<svg")
    assert timedelta(hours=71) < datetime.fromisoformat(answer["expires"]) - timezone.now() <= timedelta(hours=72)
    assert User.objects.get(pk=anna).state == "invited"
    secret = secret_of(answer)
    with speaking("en"):
        info = invitations.invitation_info(secret)
    assert (info["name"], info["email"]) == ("anna", "anna@example.com")
    assert info["sees"][0].startswith("Your own")
    opened = accept(secret)
    assert (opened.actor.id, User.objects.get(pk=anna).state) == (anna, "active")
    assert sessions.by_token(opened.token) == opened.actor
    for again in (lambda: accept(secret), lambda: invitations.invitation_info(secret)):
        with pytest.raises(Gone):
            again()


def test_the_link_itself_is_not_kept(root: Actor) -> None:
    secret = secret_of(invite(root, scene.person("anna", password=None)))
    row = Token.objects.get()
    assert secret not in str([getattr(row, field.attname) for field in row._meta.concrete_fields])
    assert len(secret) >= 43


def test_an_old_link_is_worthless(root: Actor) -> None:
    anna = scene.person("anna", password=None)
    secret = secret_of(invite(root, anna))
    Token.objects.update(expires_at=timezone.now() - timedelta(minutes=10))
    for attempt in (lambda: accept(secret), lambda: invitations.invitation_info(secret), lambda: accept("no link")):
        with pytest.raises(Gone):
            attempt()


@pytest.mark.parametrize("how", ["again", "email", "deleted", "disabled", "password"])
def test_a_link_dies_with_what_it_was_made_for(root: Actor, how: str) -> None:
    anna = scene.person("anna", password=None)
    secret = secret_of(invite(root, anna))
    with changes(system(), "x") as tx:
        if how == "email":
            tx.set("user", anna, {"email": "other@example.com"})
        if how == "deleted":
            tx.delete("user", anna)
        if how == "disabled":
            tx.set("user", anna, {"state": "disabled"})
    if how == "password":
        Credential.objects.create(user_id=anna, password="x")
    if how == "again":
        secret_of(invite(root, anna))
    with pytest.raises(Gone):
        invitations.invitation_info(secret)
    with pytest.raises(Gone):
        accept(secret)


def test_a_bad_password_does_not_use_the_link_up(root: Actor) -> None:
    secret = secret_of(invite(root, scene.person("anna", password=None)))
    for bad in ("short", "anna is my own name", "meridian is the company"):
        with pytest.raises(Invalid):
            accept(secret, bad)
    assert accept(secret)


def test_who_forgot_his_password_gets_an_hour_and_keeps_working_until_then(root: Actor) -> None:
    anna = scene.person("anna")
    before = sessions.start(anna)
    answer = invite(root, anna)
    assert datetime.fromisoformat(answer["expires"]) - timezone.now() <= timedelta(hours=1)
    assert sessions.by_token(before.token) is not None
    accept(secret_of(answer))
    assert sessions.by_token(before.token) is None


def test_address_and_roles_may_come_with_the_invitation(root: Actor) -> None:
    with changes(system(), "import") as tx:
        anna = tx.create("user", {"name": "anna"}).id
    with pytest.raises(Invalid) as caught:
        invite(root, anna)
    assert [(each.field, each.code) for each in caught.value.problems] == [("email", "no_address")]
    invite(root, anna, email="anna@example.com", roles=[scene.role_id("auditor")])
    made = User.objects.get(pk=anna)
    assert (made.email, made.roles, made.state) == ("anna@example.com", [scene.role_id("auditor")], "invited")
    invite(root, anna, email="anna@example.com")


def test_disabled_people_are_not_invited(root: Actor) -> None:
    with pytest.raises(Conflict):
        invite(root, scene.person("anna", state="disabled"))


def test_managers_invite_those_whose_records_they_reach_and_nobody_else() -> None:
    grants = {"thing": {"read": "subordinates"}, "user": {"invite": "all", "read": "all"}, "role": {"read": "all"}}
    boss = scene.with_roles(scene.person("boss"), scene.role(grants))
    low = scene.role({"thing": {"read": "own"}}, name="low")
    mine, other = scene.person("mine", manager=boss.id), scene.person("other")
    for user in (mine, other):
        scene.with_roles(user, low)
    boss = actors.load(boss.id)
    assert invite(boss, mine)["url"]
    with pytest.raises(Denied):
        invite(boss, other)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_gets_in() -> None:
    root = actors.load(scene.person("root", "administrator"))
    secret = secret_of(invite(root, scene.person("anna", password=None)))

    def attempt(_number: int) -> bool:
        try:
            accept(secret)
        except Gone:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(50))) == 1
