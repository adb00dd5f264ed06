"""The board: every figure is the number of records its filter finds, of whom one's right to read is about."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.test_records import Client

from haoke.core import clock, registry
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, count, gathering, list_page
from haoke.core.search.tests.test_finding import make, user
from haoke.core.sql import Sql
from haoke.dataquality.actions import keep_week
from haoke.dataquality.models import DuplicatePair
from haoke.dataquality.queries import board

pytestmark = pytest.mark.django_db

ACCOUNT = registry.get("account")
ALL = {"*": {"*": Scope.ALL}}
REP = {"*": {"*": Scope.OWN}}
LEAD = {"*": {"*": Scope.SUBORDINATES}}
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def anna() -> UUID:
    return user("Anna")


@pytest.fixture
def bert() -> UUID:
    return user("Bert")


@pytest.fixture
def kept(anna: UUID, bert: UUID) -> dict[str, UUID]:
    """Five accounts of two people and of nobody: good, bare, stale, with wrong values, likely twice."""
    right = {"phone": "0755-28780808", "email": "a@good.example", "uscc": "914403001922038216"}
    made = {
        "good": make("account", name="Good", owner=anna, industry="software", **right),
        "bare": make("account", name="Bare", owner=anna),
        "wrong": make("account", name="Wrong", owner=bert, phone="1234567", email="b@good.example"),
        "free": make("account", name="Free", phone="13812345678"),
    }
    with changes(system(), "import", history=True) as tx:
        old = {"name": "Old", "created_at": LONG_AGO, "updated_at": LONG_AGO, "owner": bert}
        made["old"] = tx.create("account", old).id
    pair = sorted((made["bare"], made["wrong"]))
    DuplicatePair.objects.create(object="account", left=pair[0], right=pair[1], score=0.9, levels={})
    return made


def of(actor: Actor, by: str = "owner", object: str = "account") -> dict[str, Any]:
    status, answer = Client(actor)("GET", f"quality-board?object={object}&by={by}")
    assert status == 200, answer
    return dict(answer)


def lines(told: dict[str, Any]) -> dict[str | None, dict[str, Any]]:
    return {each["title"]: each for each in told["rows"]}


def filters(told: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """(count, filter) of every figure of every line, put together as the screen does."""
    found = []
    for line in (told["total"], *told["rows"]):
        cells = ((line["counts"][figure["key"]], figure["filter"]) for figure in told["figures"])
        found += [(many, {"and": [*line["filter"], *more]}) for many, more in ((line["records"], []), *cells)]
    return found


@pytest.mark.parametrize("by", ["owner", "department"])
def test_every_figure_is_what_its_list_shows(kept: dict[str, UUID], anna: UUID, bert: UUID, by: str) -> None:
    for actor in (
        Actor(id=anna, grants=ALL, via="web"),
        Actor(id=anna, grants=REP, via="web"),
        Actor(id=anna, grants=LEAD, reports=(anna, bert), via="web"),
        Actor(id=anna, grants=ALL, fields={"account": {"phone": FieldRight.HIDDEN, "email": FieldRight.MASKED}}),
        Actor(id=anna, grants=ALL, fields={"account": {"owner": FieldRight.HIDDEN}}),
    ):
        for object in ("account", "contact", "lead"):
            for many, filter in filters(of(actor, by, object)):
                assert count(actor, registry.get(object), ListQuery(filter=filter)) == (many, False), (
                    filter,
                    actor.grants,
                )


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("name", ["completeness", "days_untouched", "open_duplicates"])
def test_lists_in_its_order_read_what_is_reckoned_row_by_row(
    kept: dict[str, UUID], anna: UUID, monkeypatch: pytest.MonkeyPatch, name: str, few: int
) -> None:
    """Asked for all rows at once or looked up for each, page after page, there and back, with its own filter."""
    monkeypatch.setattr(gathering, "FEW", few)
    with changes(system(), "test") as tx:
        call = tx.create("activity", {"subject": "Called", "kind": "call", "done": True})
        tx.create("activity_link", {"activity": call.id, "object": "account", "record": kept["old"]})
    for actor in (
        Actor(id=anna, grants=ALL, via="web"),
        Actor(id=anna, grants=ALL, fields={"account": {"phone": FieldRight.HIDDEN, "email": FieldRight.MASKED}}),
        Actor(id=anna, grants={"account": {"read": Scope.ALL, "merge": Scope.OWN}}),
    ):
        each = {item["id"]: int(item[name]) for item in listed(actor, name, limit=100)}
        assert len(each) == 5
        least = sorted(each.values())[2]
        for sort in (name, f"-{name}"):
            told = listed(actor, name, sort=sort, limit=2)
            assert {item["id"]: int(item[name]) for item in told} == each
            values = [int(item[name]) for item in told]
            assert values == sorted(values, reverse=sort != name)
            some = ListQuery(sort=sort, filter={"field": name, "op": "gte", "value": least}, count=True)
            page = list_page(actor, ACCOUNT, some)
            assert {item["id"] for item in page.items} == {key for key, value in each.items() if value >= least}
            assert page.count == len(page.items)


def listed(actor: Actor, name: str, **query: Any) -> list[dict[str, Any]]:
    """All pages one after the other."""
    found: list[dict[str, Any]] = []
    page = list_page(actor, ACCOUNT, ListQuery(fields=(name,), **query))
    while page.next:
        found += page.items
        page = list_page(actor, ACCOUNT, ListQuery(fields=(name,), cursor=page.next, **query))
    return [*found, *page.items]


@pytest.mark.parametrize(("few", "looked_up"), [(0, False), (1000, True)])
def test_many_rows_are_gathered_and_few_looked_up(
    kept: dict[str, UUID], anna: UUID, monkeypatch: pytest.MonkeyPatch, few: int, looked_up: bool
) -> None:
    monkeypatch.setattr(gathering, "FEW", few)
    actor, filter = Actor(id=anna, grants=ALL, via="web"), {"field": "days_untouched", "op": "gte", "value": 0}
    with CaptureQueriesContext(connection) as read:
        board.board(actor, ACCOUNT, "owner")
        for name in ("days_untouched", "open_duplicates"):
            query = ListQuery(fields=("name", name), sort=name, filter=filter, count=name == "days_untouched")
            list_page(actor, ACCOUNT, query)
    plain = [each["sql"] for each in read.captured_queries if '"customers_account" r' in each["sql"]]
    assert len(plain) == 4
    # The list by doubles looks for its filter row by row either way.
    for sql in plain[:3]:
        assert any(planned(sql)) is looked_up


def planned(sql: str) -> list[int]:
    """How often each look-up of a statement in other tables was run."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}".replace("%", "%%"), ())
        (((plan,),),) = cursor.fetchall()
    nodes, found = [plan["Plan"]], []
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", ())
        if node.get("Parent Relationship") == "SubPlan" and "Relation Name" in str(node):
            found.append(node["Actual Loops"])
    return found


def test_what_it_says(kept: dict[str, UUID], anna: UUID) -> None:
    told = of(Actor(id=anna, grants=ALL, via="web"))
    rows = lines(told)
    assert set(rows) == {"Anna", "Bert", None}
    assert told["total"]["records"] == sum(each["records"] for each in told["rows"]) == 5
    assert rows["Bert"]["counts"] == {
        "stale": 1, "unreached": 1, "invalid.uscc": 0, "invalid.phone": 1, "invalid.email": 0, "doubles": 1,
    }  # fmt: skip
    assert rows["Anna"]["counts"]["doubles"] == 1
    assert (rows["Anna"]["completeness"], rows["Anna"]["level"]) == (25, "poor")  # of 50 and 0


def test_whom_it_is_of(kept: dict[str, UUID], anna: UUID, bert: UUID) -> None:
    """A rep reads of himself, a superior of his people; what is hidden counts nowhere, nor does its double."""
    rep = Actor(id=anna, grants=REP, via="web")
    with changes(system(), "test") as tx:
        tx.create("record_share", {"object": "account", "record": kept["wrong"], "to_user": anna, "level": "read"})
    told = of(rep)
    assert list(lines(told)) == ["Anna"]
    assert told["total"]["records"] == 2
    assert told["total"]["counts"]["doubles"] == 0  # he sees the other one, and may not merge it
    lead = of(Actor(id=anna, grants=LEAD, reports=(anna, bert), via="web"))
    assert (set(lines(lead)), lead["total"]["counts"]["doubles"]) == ({"Anna", "Bert"}, 2)
    assert Client(Actor(id=anna, grants={}, via="web"))("GET", "quality-board")[0] == 404
    assert Client(rep)("GET", "quality-board?object=user")[0] == 404


def test_two_people_read_their_own_doubles(kept: dict[str, UUID], anna: UUID, bert: UUID) -> None:
    """What is reckoned with somebody's rights in it is nobody else's plan."""
    for actor, many in (
        (Actor(id=anna, grants=ALL), 1),
        (Actor(id=anna, grants=REP), 0),
        (Actor(id=anna, grants=ALL), 1),
    ):
        page = list_page(actor, ACCOUNT, ListQuery(fields=("name", "open_duplicates", "invalid_values")))
        assert {item["name"]: item["open_duplicates"] for item in page.items}["Bare"] == many


def test_values_that_cannot_be_right_are_found(kept: dict[str, UUID], anna: UUID) -> None:
    """Whichever way they came in; the check digit as Python reckons it."""
    cases = {"914403001922038216": False, "914403001922038217": True, "91440300192203821": True, "": True}
    with connection.cursor() as cursor:
        for code, wrong in cases.items():
            doubt = registry.field("account", "uscc").type.doubt(Sql("v.c"))
            assert doubt is not None
            cursor.execute(f"SELECT {doubt.text} FROM (VALUES (%s::text)) v(c)", [code])
            assert cursor.fetchone() == (wrong,), code
        for address, wrong in {
            "a@b.cn": False,
            "a.b@c.d.example": False,
            "a@b": True,
            "a b@c.cn": True,
            None: False,
        }.items():
            doubt = registry.field("account", "email").type.doubt(Sql("v.c"))
            assert doubt is not None
            cursor.execute(f"SELECT {doubt.text} FROM (VALUES (%s::text)) v(c)", [address])
            assert cursor.fetchone() == (wrong,), address


def test_the_number_of_queries_does_not_depend_on_people(
    kept: dict[str, UUID], anna: UUID, django_assert_num_queries: Any
) -> None:
    actor = Actor(id=anna, grants=ALL, via="web")
    of(actor)
    for _ in range(2):
        with django_assert_num_queries(7):
            board.board(actor, ACCOUNT, "owner")
        for name in ("Carl", "Dora", "Emil"):
            make("account", name=f"Of {name}", owner=user(name))


def test_weeks_are_kept_and_shown_to_whom_they_are_about(kept: dict[str, UUID], anna: UUID, bert: UUID) -> None:
    monday = clock.today() - dt.timedelta(days=clock.today().weekday())
    keep_week(monday - dt.timedelta(days=7))
    with changes(system(), "test") as tx:
        tx.update("account", kept["bare"], {"industry": "software"})
    assert keep_week(clock.today()) == keep_week(clock.today())
    boss = of(Actor(id=anna, grants=ALL, via="web"))
    assert boss["weeks"] == [str(monday - dt.timedelta(days=7)), str(monday)]
    before, now = lines(boss)["Anna"]["trend"]
    assert before == 25
    assert now > before
    assert now == lines(boss)["Anna"]["completeness"]
    rep = of(Actor(id=bert, grants=REP, via="web"))
    assert rep["total"]["trend"] == lines(boss)["Bert"]["trend"]
    blind = Actor(id=anna, grants=ALL, fields={"account": {"phone": FieldRight.HIDDEN}}, via="web")
    assert (of(blind)["weeks"], of(blind)["total"]["trend"]) == ([], [])
