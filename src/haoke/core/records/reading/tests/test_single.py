"""One record, and what the reader may do to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import registry
from haoke.core.access.actor import FieldRight, Scope
from haoke.core.errors import BadRequest, Missing
from haoke.core.records.reading import ListQuery, list_page, read_one
from haoke.core.testing.app.rows import actor_for, one, person

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(("update", "delete", "share", "merge"), False)


def test_same_as_in_the_list_with_what_may_be_done() -> None:
    actor, spec = actor_for(person()), registry.get("thing")
    record = one("thing", name="x", owner=actor.id, amount="5", phone="13812345678")
    with CaptureQueriesContext(connection) as captured:
        found = read_one(actor, spec, record.pk)
    assert len(captured) == 2
    (listed,) = list_page(actor, spec, ListQuery()).items
    assert found == listed | {"_can": {"update": True, "delete": True, "share": True, "merge": True}}


def test_rights_on_the_row_itself() -> None:
    actor, spec = actor_for(person()), registry.get("thing")
    mine, other = one("thing", name="mine", owner=actor.id), one("thing", name="other")
    grants = {"thing": {"read": Scope.ALL, "update": Scope.OWN}}
    limited = replace(actor, grants=grants)
    assert read_one(limited, spec, mine.pk)["_can"] == NOTHING | {"update": True}
    assert read_one(limited, spec, other.pk)["_can"] == NOTHING
    assert read_one(limited, spec, mine.pk, "update")["name"] == "mine"
    with pytest.raises(Missing):
        read_one(limited, spec, other.pk, "update")


def test_missing() -> None:
    actor, spec = actor_for(person()), registry.get("thing")
    gone = one("thing", name="gone", deleted_at=dt.datetime.now(dt.UTC))
    hidden = one("thing", name="hidden")
    for each in (uuid4(), gone.pk):
        with pytest.raises(Missing):
            read_one(actor, spec, each)
    assert read_one(actor, spec, gone.pk, deleted=True)["name"] == "gone"
    with pytest.raises(Missing):
        read_one(replace(actor, grants={"thing": {"read": Scope.OWN}}), spec, hidden.pk)
    with pytest.raises(Missing):
        read_one(replace(actor, grants={}), spec, hidden.pk)


def test_fields() -> None:
    actor, spec = actor_for(person()), registry.get("thing")
    record = one("thing", name="x", email="a@b.cn")
    assert set(read_one(actor, spec, record.pk, fields=["name"])) == {"id", "number", "version", "name", "_can"}
    blind = replace(actor, fields={"thing": {"email": FieldRight.HIDDEN}})
    assert "email" not in read_one(blind, spec, record.pk)
    with pytest.raises(BadRequest):
        read_one(blind, spec, record.pk, fields=["email"])
