"""What records are about: named by rights, in the page's own query for names."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import registry
from haoke.core.access.actor import FieldRight, Scope
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.testing.app.rows import actor_for, one, person

pytestmark = pytest.mark.django_db


def test_a_page_says_what_its_records_are_about() -> None:
    me, other = person("Ann"), person("Bob")
    mine, theirs = one("thing", name="mine", owner=me), one("thing", name="theirs", owner=other)
    first, second, _ = (one("remark", text=text, owner=me) for text in ("1", "2", "3"))
    for remark, key, record in (
        (first, "thing", theirs), (first, "thing", mine), (second, "thing", mine), (second, "nonsense", mine),
    ):  # fmt: skip
        one("remark_link", remark=remark, object=key, record=record.pk)
    spec, asked = registry.get("remark"), ListQuery(fields=("text", "owner"), sort="text", ties=True)
    with CaptureQueriesContext(connection) as captured:
        items = list_page(actor_for(me, Scope.OWN), spec, asked).items
    assert len(captured) == 3  # rows, ties, all names
    tie = {"object": "thing", "id": str(mine.pk), "title": "mine"}
    assert {item["text"]: item["related"] for item in items} == {"1": [tie], "2": [tie], "3": []}
    blind = actor_for(me, Scope.OWN, fields={"thing": {"name": FieldRight.HIDDEN}})
    assert [item["related"] for item in list_page(blind, spec, asked).items] == [[], [], []]
    assert "related" not in list_page(blind, spec, ListQuery()).items[0]
    assert list_page(actor_for(me), registry.get("thing"), ListQuery(ties=True)).items[0]["related"] == []
