"""The metadata's answer: worked out once for each state, and anew when anything in it has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from haoke.core import custom
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.api import answered
from haoke.core.api.dispatch import serve
from haoke.core.fieldtypes import currencies
from haoke.core.ids import uuid7
from haoke.core.metadata import Metadata, using
from haoke.core.records import changes
from haoke.core.text import speaking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
ROOT = system("test")
READER = Actor(id=uuid7(), grants={"account": {"read": Scope.ALL}, "contact": {"read": Scope.ALL}})
OWN = {**READER.grants, "mail_message": {"read": Scope.OWN}}


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Actor]]:
    """For whom the document was worked out."""
    done: list[Actor] = []
    plain = answered._document

    def counted(actor: Actor) -> answered.Answered:
        done.append(actor)
        return plain(actor)

    monkeypatch.setattr(answered, "_document", counted)
    with using(Metadata()):
        yield done


def ask(actor: Actor = READER, **headers: str) -> HttpResponse:
    request: Any = RequestFactory().get("/api/v1/meta", headers=headers)
    request.actor = actor
    answer: Any = serve(request, "meta")
    return answer  # type: ignore[no-any-return]  # a plain response: metadata does not stream


def tag(actor: Actor = READER) -> str:
    return ask(actor).headers["ETag"]


def test_an_unchanged_one_costs_a_statement_and_no_working_out(worked: list[Actor]) -> None:
    known = tag()
    with CaptureQueriesContext(connection) as asked:
        same = ask(READER, **{"If-None-Match": known})
    assert (same.status_code, same.content, len(asked)) == (304, b"", 1)
    twin = replace(READER, id=uuid7(), name="Of the same rights")
    assert (tag(twin), len(worked)) == (known, 1)
    assert f'"version":{known}'.encode() in ask().content


def test_rights_language_and_currency_make_another_one(worked: list[Actor]) -> None:
    known = {tag()}
    others = (
        replace(READER, grants={"account": {"read": Scope.ALL}}),
        replace(READER, grants={**READER.grants, "contact": {"read": Scope.ALL, "update": Scope.OWN}}),
        replace(READER, fields={"account": {"phone": FieldRight.MASKED}}),
        replace(READER, key_scopes=("account:read",)),
        replace(READER, admin=True),
        replace(READER, grants=OWN),
    )
    for other in others:
        assert tag(other) not in known
        known.add(tag(other))
    with speaking("en"):
        known.add(tag())
    with currencies.based_on("JPY"):
        known.add(tag())
    assert (len(known), len(worked)) == (len(others) + 3,) * 2
    # Who only looks as somebody meets nothing that person keeps to himself.
    assert tag(replace(READER, grants=OWN, seen_by=uuid7())) == tag()


def write(key: str, /, **values: Any) -> Any:
    with custom.latest(), changes(ROOT, "scene") as tx:
        return tx.create(key, values)


def change(key: str, record: Any, /, **values: Any) -> None:
    with custom.latest(), changes(ROOT, "scene") as tx:
        tx.update(key, record.id, values) if values else tx.delete(key, record.id)


def test_every_change_of_configuration_makes_another_one(worked: list[Actor]) -> None:
    role = write("role", name={"en": "Desk"}, grants={}, fields={})
    seen = []

    def look() -> None:
        with custom.latest():
            seen.append(tag(replace(READER, roles=(role.id,))))

    look()
    demand = {"effect": "required", "applies_to": ["phone"], "active": True, "position": 1}
    rule = write("field_rule", name="R", object="account", **demand)
    look()
    change("field_rule", rule, message={"en": "Who do we call?"})
    look()
    change("field_rule", rule)
    layout = write("layout", object="account", role=role.id, columns=["name"], sections=None)
    look()
    change("layout", layout, columns=["name", "phone"])
    look()
    change("layout", layout)
    field = write("custom_field", object="account", kind="text", label={"en": "Budget code", "zh": "预算代码"})
    look()
    change("custom_field", field, label={"en": "Budget code", "zh": "预算编号"})
    look()
    change("custom_field", field)
    write("custom_object", key="co_trip", plural="co_trips", label={"en": "Trip"}, open=True)
    look()
    write("module_switch", module="sales", active=False)
    look()
    assert len(set(seen)) == len(seen) == len(worked)


def test_only_so_many_are_kept(worked: list[Actor]) -> None:
    for number in range(answered.MOST + 1):
        tag(replace(READER, roles=(uuid7(),), name=str(number)))
    assert len(answered._known()) == 1
    assert len(worked) == answered.MOST + 1
