"""Lists that are searched: the best hits first, page after page, and why each was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import registry
from haoke.core.access.actor import FieldRight, Scope, system
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.search import why
from haoke.core.search.lists import RARE
from haoke.core.search.tests.test_finding import make, reader, user
from haoke.core.search.tests.test_ranking import make_all
from haoke.core.search.words import words

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

pytestmark = pytest.mark.django_db
CONTACT = "contact"


def paged(actor: Actor, q: str, limit: int, key: str = CONTACT) -> list[str]:
    """Names page after page."""
    cursor: str | None = None
    found: list[str] = []
    while True:
        query = ListQuery(q=q, sort="relevance", limit=limit, cursor=cursor, fields=["name"])
        page = list_page(actor, registry.get(key), query)
        found += [item["name"] for item in page.items]
        cursor = page.next
        if cursor is None:
            return found


def why_found(q: str, fields: list[str], actor: Actor | None = None) -> dict[str, Any]:
    query = ListQuery(q=q, fields=fields, found=True)
    page = list_page(actor or system(), registry.get(CONTACT), query)
    return {item["name"]: item["found"] for item in page.items}


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_what_is_called_so_comes_first_then_what_begins_so_on_every_page(limit: int) -> None:
    make(CONTACT, name="青山")
    for name in ("青山一", "青山二", "王青山", "青山三"):
        make(CONTACT, name=name)
    make(CONTACT, name="李一", title="青山")
    assert paged(system(), "青山", limit) == ["青山", "青山三", "青山二", "青山一", "李一", "王青山"]
    assert paged(system(), "山", limit) == ["李一", "青山三", "王青山", "青山二", "青山一", "青山"]
    assert paged(system(), "没有", limit) == []


def test_a_whole_number_comes_first_and_without_words_the_order_is_the_lists_own() -> None:
    first = make(CONTACT, name="李一", mobile="13800001111")
    make(CONTACT, name="李二", mobile="13800001112")
    make(CONTACT, name="13800001111号", mobile="13900001113")
    page = list_page(system(), registry.get(CONTACT), ListQuery(q="138 0000 1111", sort="relevance"))
    assert page.items[0]["id"] == str(first)
    plain = list_page(system(), registry.get(CONTACT), ListQuery())
    ranked = list_page(system(), registry.get(CONTACT), ListQuery(sort="relevance", limit=2))
    rest = list_page(system(), registry.get(CONTACT), ListQuery(sort="relevance", limit=2, cursor=ranked.next))
    assert [each["id"] for each in (*ranked.items, *rest.items)] == [each["id"] for each in plain.items]


def test_many_beginnings_are_walked_and_none_is_shown_twice() -> None:
    make(CONTACT, name="王")
    make_all(CONTACT, ({"name": f"王{n}"} for n in range(RARE + 5)))
    found = paged(system(), "王", 200)
    assert found[0] == "王"
    assert len(found) == len(set(found)) == RARE + 6


def test_a_name_one_may_not_read_puts_nothing_first() -> None:
    rep = user("Rep")
    make(CONTACT, name="青山", title="青山", owner=rep)
    make(CONTACT, name="赵二", title="青山", owner=rep)
    blind = reader(rep, Scope.OWN, {CONTACT: {"name": FieldRight.MASKED}})
    page = list_page(blind, registry.get(CONTACT), ListQuery(q="青山", sort="relevance", found=True, fields=["title"]))
    numbers = [item["number"] for item in page.items]
    assert numbers == sorted(numbers, reverse=True)
    assert [item["found"]["field"] for item in page.items] == ["title", "title"]


def test_each_hit_says_by_what_it_was_found_and_is_read_no_more_for_it() -> None:
    account = make("account", name="深圳市华为技术有限公司")
    make(CONTACT, name="张伟", account=account, mobile="13812345678", email="zw@huawei.example")
    named = why_found("zhangw", ["name"])["张伟"]
    assert named == {"field": "name", "text": "张伟", "parts": ["张伟"]}
    assert why_found("zw", ["name"])["张伟"]["parts"] == ["张伟"]
    assert why_found("wei", ["name"])["张伟"]["parts"] == ["伟"]
    number = why_found("5678", ["name"])["张伟"]
    assert (number["field"], number["parts"]) == ("mobile", ["5678"])
    assert number["text"] == "13812345678"
    assert why_found("zw@hua", ["name"])["张伟"]["field"] == "email"
    company = why_found("hwjs", ["name"])["张伟"]
    assert (company["field"], company["parts"]) == ("account", ["华为技术"])
    query = ListQuery(q="5678", fields=["name"], found=True)
    (item,) = list_page(system(), registry.get(CONTACT), query).items
    assert not {"mobile", "email", "account"} & item.keys()


def test_why_is_not_told_by_what_one_may_not_read() -> None:
    rep = user("Rep")
    make(CONTACT, name="张伟", title="张经理", mobile="13812345678", owner=rep)
    blind = reader(rep, Scope.OWN, {CONTACT: {"mobile": FieldRight.MASKED, "name": FieldRight.HIDDEN}})
    query = ListQuery(q="张", fields=["title", "mobile"], found=True)
    (item,) = list_page(blind, registry.get(CONTACT), query).items
    assert item["found"] == {"field": "title", "text": "张经理", "parts": ["张"]}


def test_it_costs_no_statement_more() -> None:
    make(CONTACT, name="青山")
    with CaptureQueriesContext(connection) as plain:
        list_page(system(), registry.get(CONTACT), ListQuery(q="青山", fields=["name", "account", "owner"]))
    with CaptureQueriesContext(connection) as ranked:
        query = ListQuery(q="青山", sort="relevance", fields=["name", "account", "owner"], found=True)
        list_page(system(), registry.get(CONTACT), query)
    assert len(ranked) == len(plain)


@pytest.mark.parametrize(
    ("q", "kind", "text", "parts"),
    [
        ("hw", SearchKind.COMPANY, "华为技术", ["华为"]),
        ("huaweij", SearchKind.COMPANY, "华为技术", ["华为技"]),
        ("weijishu", SearchKind.COMPANY, "华为技术", ["为技术"]),
        ("shan", SearchKind.NAME, "单雄信", ["单"]),
        ("tcljt", SearchKind.COMPANY, "TCL集团", ["TCL集团"]),
        ("SMITH", SearchKind.NAME, "John Smith", ["Smith"]),
        ("华为 zw", SearchKind.TEXT, "华为的张伟", ["华为", "张伟"]),
        ("xyz", SearchKind.NAME, "张伟", []),
        ("z", SearchKind.NAME, "张伟", ["张"]),
    ],
)
def test_pieces_of_a_text_that_read_so(q: str, kind: SearchKind, text: str, parts: list[str]) -> None:
    assert why.found(words(q), kind, text) == parts
