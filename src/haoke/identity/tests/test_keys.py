"""API keys: made once, listed by their beginning, ended."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone
from pydantic import ValidationError

from haoke.core.access.actor import Actor
from haoke.core.errors import Denied, Invalid, Missing
from haoke.identity import keys, sessions
from haoke.identity.keys import NewKey
from haoke.identity.models import ApiKey
from haoke.identity.tests import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Actor:
    return sessions.start(scene.person("anna", "sales_rep")).actor


def entries(user: UUID) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb FROM log.entry WHERE record = %s ORDER BY id", [user])
        return [row[0] for row in cursor.fetchall()]


def test_a_key_is_told_once_and_kept_as_a_hash(anna: Actor) -> None:
    made = keys.create(anna, NewKey(name="Sheets", days=30, scopes=["*:read", "thing:*", "user:invite"]))
    assert made["key"].startswith("hk_")
    assert len(made["key"]) >= 46
    left = made["expires"] - timezone.now()
    assert timedelta(days=29) < left <= timedelta(days=30)
    listed = keys.own(anna)
    assert [(row["name"], row["hint"]) for row in listed] == [("Sheets", made["key"][:8])]
    assert "key" not in listed[0]
    row = ApiKey.objects.get(pk=made["id"])
    assert made["key"] not in str([getattr(row, field.attname) for field in row._meta.concrete_fields])
    assert entries(anna.id)[-1] == "x:key_made"


@pytest.mark.parametrize("scope", ["thing", "thing:fly", "nothing:read", "nothing:*", ":read", "thing:", "*", ""])
def test_scopes_must_mean_something(anna: Actor, scope: str) -> None:
    with pytest.raises(Invalid):
        keys.create(anna, NewKey(name="n", scopes=[scope]))


@pytest.mark.parametrize("given", [{"days": 366}, {"days": 0}, {"name": ""}, {"scopes": []}, {"user": "x"}])
def test_limits(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NewKey.model_validate({"name": "n", **given})


def test_a_key_makes_and_removes_no_keys(anna: Actor) -> None:
    made = keys.create(anna, NewKey(name="n"))
    by_key = sessions.by_key(made["key"])
    assert by_key is not None
    with pytest.raises(Denied):
        keys.create(by_key, NewKey(name="another"))
    with pytest.raises(Denied):
        keys.remove(by_key, UUID(made["id"]))


def test_only_ones_own_keys_end(anna: Actor) -> None:
    made = keys.create(anna, NewKey(name="n"))
    bert = sessions.start(scene.person("bert")).actor
    with pytest.raises(Missing):
        keys.remove(bert, UUID(made["id"]))
    with pytest.raises(Missing):
        keys.remove(anna, uuid4())
    keys.remove(anna, UUID(made["id"]))
    assert sessions.by_key(made["key"]) is None
    assert keys.own(anna) == []
    assert entries(anna.id)[-1] == "x:key_removed"
