"""What is always true of customers and products."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core.access.actor import system
from haoke.core.errors import Invalid, Refused
from haoke.core.records import changes

pytestmark = pytest.mark.django_db


def make(key: str, **values: Any) -> Any:
    with changes(system(), "test") as tx:
        return tx.create(key, values)


def change(key: str, record: Any, **values: Any) -> Any:
    with changes(system(), "test") as tx:
        return tx.update(key, record, values)


def refused(key: str, record: Any = None, **values: Any) -> tuple[str, str]:
    with pytest.raises(Invalid) as caught, changes(system(), "test") as tx:
        tx.create(key, values) if record is None else tx.update(key, record.id, values)
    return caught.value.problems[0].field, caught.value.problems[0].code


@pytest.mark.parametrize("key", ["account", "product_category"])
def test_nothing_stands_below_itself(key: str) -> None:
    top = make(key, name="Top")
    middle = make(key, name="Middle", parent=top.id)
    low = make(key, name="Low", parent=middle.id)
    assert refused(key, top, parent=str(top.id)) == ("parent", "loop")
    assert refused(key, top, parent=str(low.id)) == ("parent", "loop")
    assert change(key, low, parent=top.id).parent_id == top.id
    assert change(key, middle, parent=low.id).parent_id == low.id
    assert change(key, middle, parent=None).parent_id is None


@pytest.mark.parametrize(
    ("employees", "size"),
    [(1, "micro"), (19, "micro"), (20, "small"), (99, "small"), (100, "medium"), (500, "large"), (2_000, "giant")],
)
def test_size_follows_the_number_of_people(employees: int, size: str) -> None:
    assert make("account", name="A", employees=employees).size == size


def test_a_given_size_stays() -> None:
    account = make("account", name="A", employees=5, size="large")
    assert account.size == "large"
    assert change("account", account, name="B").size == "large"
    assert change("account", account, employees=30).size == "small"


def test_a_company_was_founded_in_the_past() -> None:
    assert make("account", name="A", founded=1899).founded == 1899
    assert refused("account", name="A", founded=3_000) == ("founded", "year")
    assert refused("account", name="A", founded=12) == ("founded", "year")


def test_a_role_ends_after_it_began() -> None:
    ids = {"account": make("account", name="A").id, "contact": make("contact", name="C").id}
    assert refused("account_contact", **ids, since="2026-02-01", until="2026-01-01") == ("until", "order")
    assert make("account_contact", **ids, since="2026-01-01", until="2026-01-01").stance == "unknown"


def test_rates_are_of_other_currencies_and_above_nothing() -> None:
    assert make("exchange_rate", currency="欧元", rate="7.8", since="2026-01-01").currency == "EUR"
    assert refused("exchange_rate", currency="CNY", rate="1", since="2026-01-01") == ("currency", "currency")
    assert refused("exchange_rate", currency="XXQ", rate="1", since="2026-01-01") == ("currency", "currency")
    assert refused("exchange_rate", currency="USD", rate="-7", since="2026-01-01") == ("rate", "range")


def test_only_one_rate_a_day() -> None:
    make("exchange_rate", currency="EUR", rate="7.8", since="2026-01-01")
    assert make("exchange_rate", currency="EUR", rate="7.9", since="2026-01-02").rate > 7
    with pytest.raises(Refused), changes(system(), "test") as tx:
        tx.create("exchange_rate", {"currency": "EUR", "rate": "7.7", "since": "2026-01-02"})
