"""One masked value in full: who may, how often, and what stays masked everywhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from haoke.core import log as the_log
from haoke.core import registry, search
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.errors import Denied, Invalid, Missing, TooMany
from haoke.core.limits import metering
from haoke.core.limits.models import Unmasking
from haoke.core.limits.unmasking import may, unmask
from haoke.core.records.reading import ListQuery, list_page, read_one
from haoke.core.search.tests.test_finding import make, user

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

pytestmark = pytest.mark.django_db
MASKED = {"contact": {"mobile": FieldRight.MASKED, "email": FieldRight.HIDDEN}}


@pytest.fixture
def contact() -> Any:
    return registry.get("contact")


@pytest.fixture(autouse=True)
def limits() -> Iterator[None]:
    metering.refresh()
    yield
    metering._process.rules = ()


def reader(who: UUID, **grants: Scope) -> Actor:
    return Actor(id=who, grants={"*": {"read": Scope.ALL, **grants}}, fields=MASKED)


def test_one_value_is_shown_and_in_the_log(contact: Any) -> None:
    one = make("contact", name="李一", mobile="13800001111")
    who = reader(user("Rep"), unmask=Scope.ALL)
    shown = unmask(who, contact, one, "mobile")
    assert (shown["value"]["raw"], shown["left"]) == ("13800001111", 49)
    assert read_one(who, contact, one)["mobile"] == {"masked": "138****1111"}
    (first, *_) = the_log.entries(system(), contact, one)["items"]
    assert (first["verb"], first["data"]) == ("x:unmasked", {"field": "mobile"})
    kept = Unmasking.objects.get(person=who.id)
    assert (kept.object, kept.record, kept.field) == ("contact", one, "mobile")


def test_a_day_has_an_end_and_an_administrator_moves_it(contact: Any) -> None:
    role = make("role", name={"en": "Callers", "zh": "外呼"}, grants={}, fields={})
    make("reading_limit", name="Callers", to_roles=[role], unmaskings_per_day=2)
    metering.refresh()
    one = make("contact", name="李一", mobile="13800001111")
    who = replace(reader(user("Rep"), unmask=Scope.ALL), roles=(role,))
    assert [unmask(who, contact, one, "mobile")["left"] for _ in range(2)] == [1, 0]
    with pytest.raises(TooMany) as refused:
        unmask(who, contact, one, "mobile")
    assert refused.value.code == "unmaskings"
    assert Unmasking.objects.filter(person=who.id).count() == 2
    other = reader(user("Other"), unmask=Scope.ALL)
    assert unmask(other, contact, one, "mobile")["left"] == 49


def test_the_right_is_only_where_a_role_names_it(contact: Any) -> None:
    one = make("contact", name="李一", mobile="13800001111")
    everything = Actor(id=user("Rep"), grants={"*": {"*": Scope.ALL}}, fields=MASKED)
    with pytest.raises(Denied):
        unmask(everything, contact, one, "mobile")
    assert not may(everything, contact)


def test_rows_fields_keys_and_lookers_on(contact: Any) -> None:
    rep = user("Rep")
    one = make("contact", name="李一", mobile="13800001111", email="a@b.example")
    with pytest.raises(Missing):
        unmask(reader(rep, unmask=Scope.OWN), contact, one, "mobile")
    who = reader(rep, unmask=Scope.ALL)
    for name in ("email", "name", "no_such", "id"):
        with pytest.raises(Invalid):
            unmask(who, contact, one, name)
    with pytest.raises(Denied):
        unmask(replace(who, key=uuid4(), key_scopes=("*:*",)), contact, one, "mobile")
    assert not may(replace(who, seen_by=uuid4()), contact)
    assert not Unmasking.objects.filter(person=rep).exists()


def test_having_looked_opens_neither_search_nor_lists(contact: Any) -> None:
    one = make("contact", name="李一", mobile="13800001111")
    who = reader(user("Rep"), unmask=Scope.ALL)
    unmask(who, contact, one, "mobile")
    assert search.find(who, "1111") == []
    assert search.meant(who, "13800001112") == ("", [])
    assert [row["mobile"] for row in list_page(who, contact, ListQuery()).items] == [{"masked": "138****1111"}]
