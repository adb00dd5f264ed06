"""Indexes on demand: made and dropped by the owner, used by what lists really ask, mended when they were left half."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.criteria import worth
from haoke.core.custom.tests.making import field, own_object, present
from haoke.core.database.roles import OWNER
from haoke.core.errors import Invalid
from haoke.core.fieldtypes import currencies
from haoke.core.indexing.making import bring_up
from haoke.core.indexing.shapes import PREFIX, indexes
from haoke.core.indexing.state import states
from haoke.core.records import changes
from haoke.core.records.reading.conditions import parsed, where
from haoke.core.records.reading.lists import page_sql
from haoke.core.records.reading.ordering import order_of
from haoke.core.records.reading.plans import plan_for
from haoke.core.testing.database import database_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from haoke.core.database.cluster import Cluster

KEY, ROWS = "co_plan", 20_000
FIELDS = {
    "cf_code": "text", "cf_amount": "integer", "cf_level": "choice", "cf_marks": "tags", "cf_day": "date",
    "cf_rent": "money",
}  # fmt: skip
RATES = {"EUR": Decimal("7.80000000"), "JPY": Decimal("0.0485"), "USD": Decimal(7)}
FILL = f"""INSERT INTO {KEY} (id, version, custom, created_at, updated_at, name, cf_code, cf_amount, cf_level,
  cf_marks, cf_day, cf_rent, cf_rent_currency, cf_rent_base)
  SELECT gen_random_uuid(), 1, '{{}}', now(), now() - i * interval '1 minute', 'Plan ' || i, 'Code ' || i, i,
  CASE WHEN i %% 500 = 0 THEN 'high' ELSE 'low' END, ARRAY['t' || i %% 1000], date '2000-01-01' + i,
  NULLIF(i, 3), (ARRAY['CNY', 'USD', 'JPY', NULL, 'XAU'])[1 + i %% 5], CASE WHEN i %% 1000 = 0 THEN 5 END
  FROM generate_series(1, %s) i"""
ASKED = [
    ("cf_code", "eq", "CODE 77", "updated_at"), ("cf_code", "starts", "code 1234", "updated_at"),
    ("cf_code", "in", ["code 5", "code 6"], "updated_at"), ("cf_amount", "between", [50, 60], "updated_at"),
    ("cf_day", "gt", "2054-09-01", "updated_at"), ("cf_level", "eq", "high", "-updated_at"),
    ("cf_marks", "has_any", ["t5"], "updated_at"), ("cf_rent", "gt", "139990", "updated_at"),
    ("cf_rent", "between", ["10", "12"], "updated_at"), ("cf_rent", "eq", "70", "-updated_at"),
]  # fmt: skip


@pytest.fixture
def rates() -> Iterator[None]:
    """What amounts are worth, whatever else the process knows."""
    with worth.converting(RATES):
        yield


@pytest.fixture
def plans(superuser_connection: psycopg.Connection[Any]) -> None:
    """Twenty thousand records of a run-time object with fields that shall be fast."""
    own_object(KEY)
    for name, kind in FIELDS.items():
        field(KEY, kind, name)
    superuser_connection.execute("SET session_replication_role = replica")
    superuser_connection.execute(FILL.encode(), [ROWS])
    superuser_connection.execute(f"ANALYZE {KEY}".encode())
    for name in FIELDS:
        speed_up(name)


def speed_up(name: str, key: str = KEY) -> Any:
    with present(), changes(system(), "test") as tx:
        return tx.create("fast_field", {"object": key, "field": name})


def retire(key: str, record: Any) -> None:
    with present(), changes(system(), "test") as tx:
        tx.delete(key, record.id)


def there(owner: psycopg.Connection[Any]) -> set[str]:
    rows = owner.execute("SELECT indexname FROM pg_indexes WHERE starts_with(indexname, %s)", [PREFIX]).fetchall()
    return {row[0] for row in rows}


def names(name: str) -> set[str]:
    return {each.name for each in indexes(registry.get(KEY), registry.field(KEY, name))}


def page(filter: Any, sort: str, explain: str = "") -> list[Any]:
    """The first page of a list as PostgreSQL answers it."""
    spec, actor = registry.get(KEY), system()
    condition = where(actor, spec, parsed(actor, spec, filter))
    query = page_sql(spec, plan_for(actor, spec, ["name"]), order_of(actor, spec, sort), condition, None, limit=51)
    with connection.cursor() as cursor:
        cursor.execute(explain + query.text, query.params)
        found: list[Any] = cursor.fetchall()
        return found


def plan(filter: Any, sort: str) -> str:
    """How PostgreSQL goes about it."""
    return "\n".join(row[0] for row in page(filter, sort, "EXPLAIN "))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("rates", "plans")
def test_lists_follow_the_indexes(owner_connection: psycopg.Connection[Any], test_server: Cluster) -> None:
    with present():
        before = [plan({"field": name, "op": op, "value": value}, sort) for name, op, value, sort in ASKED]
        assert PREFIX not in "".join(before)
        assert {each["state"] for each in states(registry.get(KEY))["items"]} == {"waiting"}
        done = bring_up(owner_connection, test_server.address(OWNER, database_name()).url)
        assert (done["dropped"], done["failed"]) == (0, 0)
        assert {each["state"] for each in states(registry.get(KEY))["items"]} == {"ready"}
        for name, op, value, sort in ASKED:
            found = plan({"field": name, "op": op, "value": value}, sort)
            assert any(each in found for each in names(name)), (name, op, found)
        for name in ("cf_code", "cf_amount", "cf_day", "cf_level", "cf_rent"):
            for sort in (name, f"-{name}"):
                found = plan(None, sort)
                assert any(each in found for each in names(name)), (sort, found)
        assert bring_up(owner_connection) == {"made": 0, "dropped": 0, "failed": 0}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("rates", "plans")
def test_amounts_are_indexed_at_the_rates_of_the_day(owner_connection: psycopg.Connection[Any]) -> None:
    """Other rates are another index; the one before stays until that is there, and rows come by what they are worth."""
    with present():
        asked = {"field": "cf_rent", "op": "lte", "value": "20"}
        before = names("cf_rent")
        bring_up(owner_connection)
        with worth.converting({**RATES, "USD": Decimal("0.5")}):
            assert not names("cf_rent") & before
            assert {each["state"] for each in states(registry.get(KEY))["items"]} == {"ready", "waiting"}
            slow = page(asked, "cf_rent"), page(asked, "-cf_rent")
            assert bring_up(owner_connection) == {"made": 1, "dropped": 1, "failed": 0}
            assert names("cf_rent") <= there(owner_connection)
            assert not there(owner_connection) & before
            assert any(each in plan(asked, "cf_rent") for each in names("cf_rent"))
            assert (page(asked, "cf_rent"), page(asked, "-cf_rent")) == slow
        with currencies.based_on("USD"):
            assert bring_up(owner_connection) == {"made": 1, "dropped": 1, "failed": 0}
            assert any(each in plan(asked, "cf_rent") for each in names("cf_rent"))


@pytest.mark.django_db(transaction=True)
def test_what_was_left_half_is_mended_and_what_is_retired_goes(owner_connection: psycopg.Connection[Any]) -> None:
    own_object(KEY)
    made = field(KEY, "text", "cf_code")
    speed_up("cf_code")
    with present():
        (name,) = names("cf_code")
        owner_connection.execute("CREATE TABLE half AS SELECT 1 AS n UNION ALL SELECT 1")
        with pytest.raises(Exception, match="could not create unique index"):
            owner_connection.execute(f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON half (n)".encode())
        assert bring_up(owner_connection) == {"made": 1, "dropped": 1, "failed": 0}
        owner_connection.execute("DROP TABLE half")
        assert there(owner_connection) == {name}
    retire("custom_field", made)
    with present():
        assert bring_up(owner_connection) == {"made": 0, "dropped": 1, "failed": 0}
        assert there(owner_connection) == set()
        with changes(system(), "test") as tx:
            tx.restore("custom_field", made.id)
    with present():
        assert bring_up(owner_connection)["made"] == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_says_why_and_is_tried_again_later(owner_connection: psycopg.Connection[Any]) -> None:
    own_object(KEY)
    field(KEY, "text", "cf_code")
    fast = speed_up("cf_code")
    with present():
        (name,) = names("cf_code")
        owner_connection.execute(f"CREATE TABLE {name} ()".encode())  # the name is taken by what is no index
        assert bring_up(owner_connection)["failed"] == 1
        (found,) = states(registry.get(KEY))["items"]
        assert found["state"] == "failed"
        assert name in found["message"]
        assert bring_up(owner_connection) == {"made": 0, "dropped": 0, "failed": 0}  # not yet again
        owner_connection.execute(f"DROP TABLE {name}".encode())
        owner_connection.execute("UPDATE core_indexwork SET again_at = now()")
        assert bring_up(owner_connection)["made"] == 1
    retire("fast_field", fast)
    with present():
        assert bring_up(owner_connection)["dropped"] == 1
        assert states(registry.get(KEY))["items"] == []


@pytest.mark.django_db
def test_only_what_an_index_can_hold_is_offered() -> None:
    own_object(KEY)
    for kind in ("longtext", "url", "translated", "file"):
        field(KEY, kind)
        with pytest.raises(Invalid) as refused:
            speed_up(f"cf_{kind}")
        assert refused.value.problems[0].code == "not_fit"
    field(KEY, "user", "cf_who")
    speed_up("cf_who")
    with present():
        assert "cf_who" in states(registry.get(KEY))["able"]
    for key, name, code in ((KEY, "cf_none", "no_field"), ("nothing", "x", "no_object")):
        with pytest.raises(Invalid) as refused:
            speed_up(name, key)
        assert refused.value.problems[0].code == code
