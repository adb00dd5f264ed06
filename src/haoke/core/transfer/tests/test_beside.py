"""A spreadsheet says what records are about, as far as the reader sees it; a raw file keeps to the fields."""

from __future__ import annotations

import csv

import pytest

from haoke.core.records import changes
from haoke.core.testing.app.rows import actor_for, person
from haoke.core.transfer.bridge import targets
from haoke.core.transfer.exporting import written
from haoke.core.transfer.guessing.words import flat

pytestmark = pytest.mark.django_db


def test_what_remarks_are_about() -> None:
    boss = actor_for(person("Ann"))
    with changes(boss, "test") as tx:
        one, two = (tx.create("thing", {"name": name}) for name in ("Lamp", "Desk"))
        said = tx.create("remark", {"text": "Broken"})
        tx.create("remark", {"text": "Nothing"})
        for thing in (one, two):
            tx.create("remark_link", {"remark": said.id, "object": "thing", "record": thing.id})
    lines = list(csv.reader(written(boss, "remark", {"fields": ["text"]}, "csv")[0].decode("utf-8-sig").splitlines()))
    assert lines[0][1:] == ["关联记录"]
    assert dict(lines[1:]) == {"Broken": "Lamp; Desk", "Nothing": ""}
    assert "关联记录" not in written(boss, "remark", {}, "migration")[0].decode()
    assert {flat("关联记录"), flat("Numbers in other systems")} <= targets()["account"].kept
