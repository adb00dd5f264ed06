"""The number a file knows a record by is shown on it and finds it, to who may see it."""

from __future__ import annotations

import csv

import pytest

from haoke.core import registry, search
from haoke.core.access.actor import Scope
from haoke.core.errors import Missing
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.records.reading import ListQuery, list_page
from haoke.core.testing.app.rows import actor_for, person
from haoke.core.transfer.exporting import written
from haoke.core.transfer.models import Import, ImportMemory, ImportSource
from haoke.core.transfer.outside import numbers

pytestmark = pytest.mark.django_db


def test_known_by_its_number_elsewhere() -> None:
    boss, other = actor_for(person("Ann")), actor_for(person("Bob"), Scope.OWN)
    with changes(boss, "import") as tx:
        thing, bare = tx.create("thing", {"name": "Found"}), tx.create("thing", {"name": "Bare"})
    batch = Import.objects.create(actor=boss.id, name="sales.csv")
    own = ImportSource.objects.create(object="thing", key="dealid", headers=["dealid"])
    none = ImportSource.objects.create(object="thing", key="", headers=["name"])
    for source, key, record in (
        (own, "1C1I7A6R", thing.id), (own, "row|7", bare.id), (own, "name|bare", bare.id), (none, "ZZ9", bare.id),
        (own, str(thing.number), thing.id),
    ):  # fmt: skip
        ImportMemory.objects.create(
            source=source, object="thing", key=key, record=record, version=1, values={}, batch=batch.id
        )
    spec = registry.get("thing")
    (known,) = numbers(boss, spec, thing.id)
    assert (known["system"], known["number"], known["file"]) == ("dealid", "1C1I7A6R", "sales.csv")
    assert numbers(boss, spec, bare.id) == []
    assert [item["id"] for item in list_page(boss, spec, ListQuery(q="1c1i7a6r")).items] == [str(thing.id)]
    assert list_page(boss, spec, ListQuery(q="1C1I7A6")).items == []
    assert list_page(boss, spec, ListQuery(q="ZZ9")).items == []
    assert list_page(other, spec, ListQuery(q="1C1I7A6R")).items == []
    with pytest.raises(Missing):
        numbers(other, spec, thing.id)
    with pytest.raises(Missing):
        numbers(boss, spec, uuid7())
    assert search.find(other, "1C1I7A6R") == []
    for reader, cells in ((boss, {"Found": "1C1I7A6R", "Bare": ""}), (other, {})):
        lines = list(
            csv.reader(written(reader, "thing", {"fields": ["name"]}, "csv")[0].decode("utf-8-sig").splitlines())
        )
        assert lines[0] == ["名称", "外部编号"]
        assert dict(lines[1:]) == cells
    assert b"1C1I7A6R" not in written(boss, "thing", {}, "migration")[0]
    assert "外部编号" not in written(boss, "rack", {}, "csv")[0].decode()
    assert list_page(boss, registry.get("rack"), ListQuery(q="1C1I7A6R")).items == []  # not searched by words
