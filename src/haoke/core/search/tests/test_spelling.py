"""What is found by a slip: who, in which words, and nothing of what one may not see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import registry, search
from haoke.core.access.actor import Actor, FieldRight, Scope, system
from haoke.core.records.reading import ListQuery, ids, list_page, totals
from haoke.core.search.spelling import slips
from haoke.core.search.tests.test_finding import make, reader, user
from haoke.core.search.words import words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("q", "title", "meant"),
    [
        ("Micorsoft", "Microsoft Corporation", "microsoft"),
        ("microsft", "Microsoft Corporation", "microsoft"),
        ("Jonson", "Anna Johnson", "johnson"),
        ("anna jonson", "Anna Johnson", "anna johnson"),
        ("jhon", "John Brown", "john"),
        ("Smoth", "Peter Smith", "smith"),
        ("Mueller Gmhb", "Mueller & Söhne GmbH", "mueller gmbh"),
        ("华唯", "深圳市华为技术有限公司", "华唯"),
        ("张韦", "张伟", "张韦"),
        ("zhagnwei", "张伟", "zhagnwei"),
    ],
)
def test_a_slip_finds_what_was_meant(q: str, title: str, meant: str) -> None:
    make("account" if {"有", "c", "&"} & set(title) else "contact", name=title)
    make("contact", name="Bob Stone")
    make("contact", name="李娜")
    said, found = search.meant(system(), q, search.find(system(), q))
    assert ([hit["title"] for hit in found], said) == ([title], meant)


@pytest.mark.parametrize("q", ["bob", "13800", "a@b", "", "%", "' & |", "x" * 200, "陌", "Stone"])
def test_no_slip_is_none(q: str) -> None:
    make("contact", name="Bob Stone")
    assert search.meant(system(), q, search.find(system(), q)) == ("", [])


def test_who_does_not_see_a_record_is_not_told_how_it_is_spelt() -> None:
    rep = user("Rep")
    make("contact", name="Anna Johnson")
    assert search.meant(reader(rep), "Jonson") == ("", [])
    mine = make("contact", name="Peter Jonsen", owner=rep)
    said, found = search.meant(reader(rep), "Jonson")
    assert ([hit["id"] for hit in found], said) == ([str(mine)], "jonsen")
    for right in (FieldRight.HIDDEN, FieldRight.MASKED):
        assert search.meant(reader(rep, Scope.ALL, {"contact": {"name": right}}), "Jonson") == ("", [])


def test_letters_between_words() -> None:
    pairs = (("jonson", "johnson", 1), ("micorsoft", "microsoft", 1), ("abcd", "abcd", 0), ("smith", "smythe", 2))
    assert [slips(left, right) for left, right, _ in pairs] == [far for _, _, far in pairs]


def test_a_slip_costs_what_a_search_costs() -> None:
    make("contact", name="Anna Johnson")
    with CaptureQueriesContext(connection) as some:
        assert search.meant(system(), "Jonson")[1]
    assert len(some) == 2


def test_a_number_says_where_it_was_found() -> None:
    make("contact", name="李一", mobile="13800001111", email="ab@c.example")
    assert [hit["matched"] for hit in search.find(system(), "1111")] == ["13800001111"]
    assert [hit["matched"] for hit in search.find(system(), "ab@c")] == ["ab@c.example"]
    assert [hit["matched"] for hit in search.find(system(), "李一")] == [None]
    blind = reader(user("Rep"), Scope.ALL, {"contact": {"mobile": FieldRight.MASKED}})
    assert search.find(blind, "1111") == []
    assert [hit["matched"] for hit in search.find(blind, "ab@c")] == ["ab@c.example"]
    assert words("1111").exact


def listed(actor: Actor, q: str) -> tuple[set[str], str | None]:
    page = list_page(actor, registry.get("contact"), ListQuery(q=q, count=True))
    assert page.count == len(page.items)
    return {item["name"] for item in page.items}, page.meant


@pytest.mark.parametrize(
    ("q", "found", "meant"),
    [
        ("Jonson", {"Anna Johnson"}, "johnson"),
        ("anna jonson", {"Anna Johnson"}, "anna johnson"),
        ("张韦", {"张伟"}, "张韦"),
        ("johnson", {"Anna Johnson"}, None),
        ("Jonsonn", set(), None),
        ("bob", set(), None),
    ],
)
def test_a_list_finds_what_was_meant_only_where_there_is_nothing_else(
    q: str, found: set[str], meant: str | None
) -> None:
    for name in ("Anna Johnson", "张伟", "Peter Smith"):
        make("contact", name=name)
    assert listed(system(), q) == (found, meant)


def test_whether_a_list_thinks_of_a_slip_tells_nothing_of_others_records() -> None:
    rep = user("Rep")
    make("contact", name="Peter Johnson", owner=rep)
    before = listed(reader(rep), "Jonson")
    make("contact", name="Hidden Jonson")
    assert listed(reader(rep), "Jonson") == before == ({"Peter Johnson"}, "johnson")
    for right in (FieldRight.HIDDEN, FieldRight.MASKED):
        blind = reader(rep, Scope.ALL, {"contact": {"name": right}})
        page = list_page(blind, registry.get("contact"), ListQuery(q="Jonson"))
        assert (page.items, page.meant) == ([], None)


def test_what_a_list_meant_is_what_is_counted_and_taken() -> None:
    for name in ("Anna Johnson", "Bea Johnson"):
        make("contact", name=name)
    spec, filter = registry.get("contact"), {"field": "name", "op": "contains", "value": "Bea"}
    with CaptureQueriesContext(connection) as some:
        page = list_page(system(), spec, ListQuery(q="Jonson", filter=filter))
    assert [item["name"] for item in page.items] == ["Bea Johnson"]
    assert len(some) <= 4
    assert len(ids(system(), spec, None, limit=9, q="Jonson")) == totals(system(), spec, q="Jonson")["count"] == 2
