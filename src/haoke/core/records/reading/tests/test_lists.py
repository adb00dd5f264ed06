"""Pages: their order, what they show, what they refuse, and what they cost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haoke.core import registry, search
from haoke.core.access.actor import SYSTEM_ID, Actor, FieldRight, Scope
from haoke.core.criteria import worth
from haoke.core.errors import BadRequest, Missing
from haoke.core.records.reading import ListQuery, count, ids, list_page, lists, titles
from haoke.core.records.reading.conditions import parsed
from haoke.core.records.reading.ordering import order_of
from haoke.core.sql import Sql
from haoke.core.testing.app.rows import actor_for, one, person, put
from haoke.core.testing.lots import examples
from haoke.core.text import speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from haoke.core.spec import ObjectSpec

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def spec() -> ObjectSpec:
    return registry.get("thing")


@pytest.fixture
def actor() -> Actor:
    return actor_for(person("Ann"))


def names(actor: Actor, query: ListQuery, key: str = "thing") -> list[str]:
    return [item["name"] for item in list_page(actor, registry.get(key), query).items]


def refused(actor: Actor, query: ListQuery) -> tuple[str, str]:
    with pytest.raises(BadRequest) as caught:
        list_page(actor, registry.get("thing"), query)
    (problem,) = caught.value.problems
    return problem.field, problem.code


def paged(actor: Actor, spec: ObjectSpec, query: ListQuery) -> list[dict[str, Any]]:
    """All pages one after the other."""
    found: list[dict[str, Any]] = []
    while True:
        page = list_page(actor, spec, query)
        found += page.items
        assert len(page.items) == query.limit or page.next is None
        if page.next is None:
            return found
        query = replace(query, cursor=page.next)


# -- order --------------------------------------------------------------------------------------
SORTED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "name": lambda row: row["name"].lower(),
    "quantity": lambda row: row["quantity"],
    "weight": lambda row: row["weight"] and float(row["weight"]),
    "bought": lambda row: row["bought"],
    "seen_at": lambda row: row["seen_at"] and dt.datetime.fromisoformat(row["seen_at"]),
    "amount": lambda row: row["amount"] and float(row["amount"]["amount"]),
    "active": lambda row: row["active"],
    "email": lambda row: row["email"],
    "state": lambda row: row["state"] and ["new", "used", "broken"].index(row["state"]),
    "title": lambda row: row["title"] and row["title"].get("zh", row["title"].get("en")).lower(),
    "rating": lambda row: row["rating"],
}
values = st.fixed_dictionaries(
    {"name": st.text("abAB中文é_%", min_size=1, max_size=2).filter(str.strip)},
    optional={
        "quantity": st.integers(-2, 2),
        "weight": st.sampled_from(["0.5", "1", "-3.25"]),
        "bought": st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 3)).map(dt.date.isoformat),
        "seen_at": st.integers(0, 2).map(lambda n: (NOW + dt.timedelta(microseconds=n)).isoformat()),
        "amount": st.sampled_from(["1", "10", "2.50"]),
        "active": st.booleans(),
        "email": st.sampled_from(["a@x.cn", "b@x.cn"]),
        "state": st.sampled_from(["new", "used", "broken"]),
        "title": st.sampled_from([{"zh": "乙"}, {"en": "B"}, {"zh": "甲", "en": "C"}]),
        "rating": st.integers(0, 3),
    },
)
keys = st.lists(
    st.tuples(st.sampled_from(sorted(SORTED)), st.booleans()), min_size=1, max_size=2, unique_by=lambda k: k[0]
)


@given(st.lists(values, max_size=25), keys, st.integers(1, 6))
@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
def test_pages_joined_are_the_sorted_list(
    rows: list[dict[str, Any]], order: list[tuple[str, bool]], limit: int
) -> None:
    spec, sort = registry.get("thing"), ",".join(("-" if falling else "") + name for name, falling in order)
    with transaction.atomic():
        actor = actor_for(person())
        put("thing", rows)
        whole = list_page(actor, spec, ListQuery(sort=sort, limit=200)).items
        joined = paged(actor, spec, ListQuery(sort=sort, limit=limit))
        transaction.set_rollback(True)
    assert whole == by_hand(whole, order)
    assert len(whole) == len(rows)
    assert joined == whole


def by_hand(items: list[dict[str, Any]], order: list[tuple[str, bool]]) -> list[dict[str, Any]]:
    """Sorted in Python: ids in the direction of the last key, empty values last."""
    found = sorted(items, key=lambda item: item["id"], reverse=order[-1][1])
    for name, falling in reversed(order):
        key = SORTED[name]
        filled = [item for item in found if key(item) is not None]
        found = sorted(filled, key=key, reverse=falling) + [item for item in found if key(item) is None]
    return found


def test_default_order_is_the_objects_own(actor: Actor, spec: ObjectSpec) -> None:
    put("thing", [{"name": str(n), "updated_at": NOW + dt.timedelta(hours=n)} for n in range(3)])
    assert names(actor, ListQuery()) == ["2", "1", "0"]
    assert order_of(actor, registry.get("shelf"), None).text == "order"


def test_default_order_never_shows_what_is_hidden(actor: Actor) -> None:
    made = put("thing", [{"name": str(n), "updated_at": NOW - dt.timedelta(hours=n)} for n in range(3)])
    blind = replace(actor, fields={"thing": {"updated_at": FieldRight.MASKED}})
    found = [item["id"] for item in list_page(blind, registry.get("thing"), ListQuery()).items]
    assert found == sorted((str(record.pk) for record in made), reverse=True)
    assert order_of(blind, registry.get("thing"), None).text == "-id"


def test_bad_orders(actor: Actor, spec: ObjectSpec) -> None:
    blind = replace(actor, fields={"thing": {"email": FieldRight.MASKED, "phone": FieldRight.HIDDEN}})
    assert refused(blind, ListQuery(sort="email")) == ("sort", "masked_field")
    assert refused(blind, ListQuery(sort="-phone")) == ("sort", "unknown_field")
    assert refused(actor, ListQuery(sort="name,,")) == ("sort", "too_many")
    assert refused(actor, ListQuery(sort="name,")) == ("sort", "unknown_field")
    assert refused(actor, ListQuery(sort="name,-name")) == ("sort", "twice")
    assert refused(actor, ListQuery(sort="photo")) == ("sort", "unsortable")
    assert refused(actor, ListQuery(sort="name; DROP TABLE x")) == ("sort", "unknown_field")


def test_cursor_belongs_to_person_and_query(actor: Actor, spec: ObjectSpec) -> None:
    put("thing", [{"name": str(n)} for n in range(5)])
    query = ListQuery(sort="name", limit=2, filter={"field": "name", "op": "ne", "value": "x"})
    cursor = list_page(actor, spec, query).next
    assert [
        item["name"] for item in list_page(actor, spec, replace(query, cursor=cursor, limit=3, fields=["name"])).items
    ] == ["2", "3", "4"]
    for other in (
        replace(query, sort="-name"),
        replace(query, filter=None),
        replace(query, scope="me"),
        replace(query, deleted=True),
    ):
        with pytest.raises(BadRequest):
            list_page(actor, spec, replace(other, cursor=cursor))
    with pytest.raises(BadRequest):
        list_page(replace(actor, id=uuid4()), spec, replace(query, cursor=cursor))


def test_rows_changed_between_pages_are_neither_lost_nor_shown_twice(actor: Actor, spec: ObjectSpec) -> None:
    made = put("thing", [{"name": f"{n:02}"} for n in range(6)])
    first = list_page(actor, spec, ListQuery(sort="name", limit=3))
    spec.model._base_manager.filter(pk=made[2].pk).update(deleted_at=NOW)
    put("thing", [{"name": "00a"}, {"name": "04a"}])
    rest = list_page(actor, spec, ListQuery(sort="name", limit=10, cursor=first.next))
    assert [item["name"] for item in rest.items] == ["03", "04", "04a", "05"]


# -- what is shown -------------------------------------------------------------------------------
def test_limit(actor: Actor) -> None:
    for bad in (0, -1, 201):
        assert refused(actor, ListQuery(limit=bad)) == ("limit", "bad_limit")


def test_policy_decides(actor: Actor, spec: ObjectSpec) -> None:
    put("thing", [{"name": "mine", "owner": actor.id}, {"name": "other"}])
    own = replace(actor, grants={"thing": {"read": Scope.OWN}})
    assert names(own, ListQuery()) == ["mine"]
    assert count(own, spec, ListQuery()) == (1, False)
    assert len(ids(own, spec, None, limit=5)) == 1
    with pytest.raises(Missing):
        list_page(replace(actor, grants={}), spec, ListQuery())


def test_bin(actor: Actor) -> None:
    put("thing", [{"name": "here"}, {"name": "gone", "deleted_at": NOW}])
    assert names(actor, ListQuery()) == ["here"]
    assert names(actor, ListQuery(deleted=True)) == ["gone"]


def test_filter_as_json_or_tree(actor: Actor, spec: ObjectSpec) -> None:
    put("thing", [{"name": "a", "quantity": 1}, {"name": "b", "quantity": 2}])
    raw = {"field": "quantity", "op": "gt", "value": 1}
    assert names(actor, ListQuery(filter=raw)) == ["b"]
    assert names(actor, ListQuery(filter=parsed(actor, spec, raw))) == ["b"]
    assert refused(actor, ListQuery(filter={"field": "quantity", "op": "gt", "value": "x"}))[0] == "filter.value"


def test_words_go_through_search(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    put("thing", [{"name": "a"}, {"name": "b"}])

    def understood(spec: ObjectSpec, q: str, who: Actor) -> search.Understood:
        assert (spec.key, who) == ("thing", actor)
        return search.Understood(Sql(f"SELECT x.id FROM {spec.model._meta.db_table} x WHERE x.name = %s", (q,)))

    monkeypatch.setattr(search, "understood", understood)
    assert names(actor, ListQuery(q="b")) == ["b"]
    assert len(names(actor, ListQuery(q="  "))) == 2


def test_scope(actor: Actor) -> None:
    north = one("department", name="North")
    below = one("department", name="Below", parent=north)
    bob, eve = person("Bob", department=north), person("Eve", department=below)
    put("thing", [{"name": who.pk.hex, "owner": who} for who in (bob, eve)])
    put("thing", [{"name": "mine", "owner": actor.id}, {"name": "nobody's"}])
    boss = replace(actor, reports=(actor.id, bob.pk), departments=(north.pk,), departments_members=(eve.pk,))
    assert set(names(boss, ListQuery(scope="me"))) == {"mine"}
    assert set(names(boss, ListQuery(scope="team"))) == {"mine", bob.pk.hex}
    assert set(names(boss, ListQuery(scope="department"))) == {eve.pk.hex}
    assert set(names(boss, ListQuery(scope=str(eve.pk)))) == {eve.pk.hex}
    assert set(names(boss, ListQuery(scope=str(north.pk)))) == {bob.pk.hex, eve.pk.hex}
    assert set(names(boss, ListQuery(scope=str(below.pk)))) == {eve.pk.hex}
    assert names(boss, ListQuery(scope=str(uuid4()))) == []
    assert refused(boss, ListQuery(scope="everybody")) == ("scope", "bad_scope")
    blind = replace(boss, fields={"thing": {"owner": FieldRight.MASKED}})
    assert refused(blind, ListQuery(scope="me")) == ("scope", "masked_field")


def test_references_carry_titles_as_far_as_they_may(actor: Actor, spec: ObjectSpec) -> None:
    rack = one("rack", name={"zh": "一号架", "en": "Rack one"})
    shelf = one("shelf", name={"zh": "上层", "en": "Top"}, rack=rack)
    secret = one("thing", name="secret")
    gone = one("thing", name="gone", deleted_at=NOW)
    put("thing", [
        {
            "name": "a", "owner": actor.id, "shelf": shelf, "parent": secret, "racks": [rack.pk, uuid4()],
            "created_by_id": SYSTEM_ID,
        },
        {"name": "b", "owner": actor.id, "parent": gone, "created_by_id": uuid4()},
    ])  # fmt: skip
    query = ListQuery(sort="name", filter={"field": "name", "op": "in", "value": ["a", "b"]})
    first, second = list_page(actor, spec, query).items
    assert first["owner"] == {"id": str(actor.id), "title": "Ann"}
    assert first["shelf"] == {"id": str(shelf.pk), "title": "上层"}
    assert first["parent"]["title"] == "secret"
    assert first["racks"] == [{"id": str(rack.pk), "title": "一号架"}]
    assert first["created_by"] == {"id": str(SYSTEM_ID), "title": "好客"}
    assert second["shelf"] is second["racks"] is None
    assert second["parent"] == {"id": str(gone.pk), "title": None}
    assert second["created_by"]["title"] is None
    own = replace(actor, grants={"thing": {"read": Scope.OWN}})
    with speaking("en"):
        (first, _) = list_page(own, spec, query).items
    assert first["parent"] == {"id": str(secret.pk), "title": None}
    assert first["shelf"]["title"] == "Top"


def test_titles_obey_field_rights(actor: Actor) -> None:
    shelf = one("shelf", name={"zh": "上层"}, rack=one("rack", name={"zh": "架"}))
    one("thing", name="a", shelf=shelf, owner=actor.id)
    rights = {"shelf": {"name": FieldRight.HIDDEN}, "user": {"name": FieldRight.MASKED}}
    (item,) = list_page(replace(actor, fields=rights), registry.get("thing"), ListQuery()).items
    assert item["shelf"]["title"] is None
    assert item["owner"]["title"]
    assert item["owner"]["title"] != "Ann"
    part = one("part", name="p", thing=UUID(item["id"]))
    # whoever may not read an object at all learns no name of its records
    poor = replace(actor, grants={"remark": {"read": Scope.ALL}})
    assert titles(poor, registry.get("thing"), [UUID(item["id"])]) == {UUID(item["id"]): None}
    assert titles(actor, registry.get("part"), [part.pk, uuid4()]) == {part.pk: "p"}
    assert titles(actor, registry.get("part"), []) == {}


# -- counting and cost ---------------------------------------------------------------------------
def test_counts(actor: Actor, spec: ObjectSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    put("thing", [{"name": str(n)} for n in range(7)])
    assert list_page(actor, spec, ListQuery(limit=2)).count is None
    page = list_page(actor, spec, ListQuery(limit=2, count=True))
    assert (page.count, page.count_capped) == (7, False)
    monkeypatch.setattr(lists, "COUNT_CAP", 5)
    page = list_page(actor, spec, ListQuery(limit=2, count=True))
    assert (page.count, page.count_capped) == (5, True)
    page = list_page(actor, spec, ListQuery(limit=2, count="exact"))
    assert (page.count, page.count_capped) == (7, False)
    assert count(actor, spec, ListQuery()) == (5, True)
    assert count(actor, spec, ListQuery(count="exact")) == (7, False)


def test_ids(actor: Actor, spec: ObjectSpec) -> None:
    made = put("thing", [{"name": "x", "owner": actor.id} for _ in range(3)])
    assert ids(actor, spec, None, limit=3) == sorted(record.pk for record in made)
    assert ids(actor, spec, {"field": "name", "op": "eq", "value": "y"}, limit=3, scope="me") == []
    with pytest.raises(BadRequest):
        ids(actor, spec, None, limit=2)


def asked(actor: Actor, spec: ObjectSpec, query: ListQuery) -> int:
    with CaptureQueriesContext(connection) as captured:
        list_page(actor, spec, query)
    return len(captured)


@pytest.fixture
def rates_known() -> Iterator[None]:
    """A process asks for the rates of currencies once a minute, which is no part of a page's cost."""
    with worth.converting({}):
        yield


@pytest.mark.usefixtures("rates_known")
@pytest.mark.parametrize("sort", ["-updated_at", "-bought,name", "amount"])
def test_a_page_costs_the_same_for_one_row_and_for_a_hundred(actor: Actor, spec: ObjectSpec, sort: str) -> None:
    rack = one("rack", name={"zh": "架"})
    shelves = put("shelf", [{"name": {"zh": str(n)}, "rack": rack} for n in range(4)])

    def more(number: int) -> None:
        put("thing", [
            {"name": str(n), "owner": actor.id, "shelf": shelves[n % 4], "racks": [rack.pk], "created_by_id": actor.id}
            for n in range(number)
        ])  # fmt: skip

    more(1)
    few = asked(actor, spec, ListQuery(limit=200, sort=sort, count=True))
    more(99)
    assert asked(actor, spec, ListQuery(limit=200, sort=sort, count=True)) == few == 3
    assert asked(actor, spec, ListQuery(limit=10, sort=sort)) == 2


def test_plans_fit_each_filter_because_nothing_is_prepared(actor: Actor, spec: ObjectSpec) -> None:
    for _ in range(8):
        list_page(actor, spec, ListQuery(filter={"field": "name", "op": "contains", "value": "x"}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)
