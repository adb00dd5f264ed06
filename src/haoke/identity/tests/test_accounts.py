"""People by command line."""

from __future__ import annotations

import pytest

from haoke.core.errors import Invalid, Missing
from haoke.identity import accounts, actors, sessions
from haoke.identity.models import User
from haoke.identity.signin import SignIn, sign_in
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


def test_the_first_administrator() -> None:
    assert not accounts.has_users()
    root = accounts.create_user("root@example.com", roles=["administrator"], password=scene.PASSWORD)
    assert accounts.has_users()
    assert actors.load(root).admin
    assert sign_in(SignIn(email="root@example.com", password=scene.PASSWORD)).actor.id == root


def test_a_user_is_made_whole_or_not_at_all() -> None:
    for given in ({"roles": ["king"]}, {"password": "short"}):
        with pytest.raises(Invalid):
            accounts.create_user("anna@example.com", **given)
    assert not User.objects.filter(email="anna@example.com").exists()
    anna = accounts.create_user("anna@example.com", roles=["auditor"])
    assert User.objects.get(pk=anna).state == "listed"
    with pytest.raises(Invalid):
        accounts.create_user("Anna@Example.com")


def test_setting_a_password_lets_in_and_ends_sessions() -> None:
    anna = scene.person("anna", password=None)
    accounts.set_password("ANNA@example.com ", scene.PASSWORD)
    opened = sign_in(SignIn(email="anna@example.com", password=scene.PASSWORD))
    accounts.set_password("anna@example.com", "nine yellow lanterns")
    assert sessions.by_token(opened.token) is None
    assert opened.actor.id == anna
    with pytest.raises(Missing):
        accounts.set_password("nobody@example.com", scene.PASSWORD)


def test_a_key_for_somebody() -> None:
    anna = scene.person("anna", "sales_rep")
    actor = sessions.by_key(accounts.create_token("anna@example.com", "Sheets", 10, ["thing:read"]))
    assert actor is not None
    assert (actor.id, actor.key_scopes) == (anna, ("thing:read",))


def test_the_list() -> None:
    scene.person("bert", "administrator", "auditor")
    anna = scene.person("anna", password=None)
    scene.with_roles(scene.person("carl"), scene.role({}, name="Own"))
    assert [(p.name, p.email, p.state, p.roles, p.admin) for p in accounts.list_users()] == [
        ("anna", "anna@example.com", "listed", (), False),
        ("bert", "bert@example.com", "active", ("administrator", "auditor"), True),
        ("carl", "carl@example.com", "active", ("Own",), False),
    ]
    assert accounts.list_users()[0].id == anna
