"""Shape of the row predicate where the random test cannot look; its verdicts are compared in tests/security."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access import rows, visible_to
from haoke.core.access.actor import Actor, Scope, system
from haoke.core.sql import FALSE, Sql

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec

ME = uuid4()
READS = Actor(ME, grants={"*": {"*": Scope.OWN}})


def explain(predicate: Sql, spec: ObjectSpec) -> str:
    """The plan of a list with this predicate: proof that the statement is valid."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN SELECT r.id FROM {spec.model._meta.db_table} r WHERE {predicate.text}", predicate.params
        )
        return "\n".join(row[0] for row in cursor.fetchall())


def test_no_right_no_rows() -> None:
    thing = registry.get("thing")
    assert visible_to(Actor(ME), thing) == FALSE
    assert visible_to(Actor(ME), registry.get("part")) == FALSE
    assert visible_to(Actor(ME, grants={"remark": {"update": Scope.OWN}}), registry.get("remark")) == FALSE


def test_no_limit_asks_only_for_the_bin_where_nothing_merged_lies() -> None:
    thing = registry.get("thing")
    assert visible_to(system(), thing).text == "(r.deleted_at IS NULL)"
    merged = "SELECT 1 FROM core_former f WHERE f.record = x.id AND f.undone IS NULL"
    binned = f"(x.deleted_at IS NOT NULL AND NOT EXISTS ({merged}))"
    assert visible_to(system(), thing, "update", "x", deleted=True).text == binned


def test_everything_given_is_a_parameter() -> None:
    text = visible_to(READS, registry.get("remark")).text
    assert str(ME) not in text
    assert "'thing'" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("few", [0, 50])
@pytest.mark.parametrize("key", ["thing", "part", "remark", "remark_link", "rack"])
@pytest.mark.parametrize("scope", [Scope.OWN, Scope.DEPARTMENT, Scope.ALL])
def test_every_shape_is_valid(few: int, key: str, scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "FEW", few)
    spec = registry.get(key)
    actor = replace(READS, grants={"*": {"*": scope}}, departments=(uuid4(),))
    for verb in ("read", "update", "delete", "anything"):
        for deleted in (False, True):
            assert explain(visible_to(actor, spec, verb, deleted=deleted), spec)


def test_shares_give_nothing_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = dict(registry.objects())
    del everything["record_share"]
    monkeypatch.setattr(registry, "objects", lambda: everything)
    assert "record_share" not in visible_to(READS, registry.get("thing")).text
    assert "recordshare" not in visible_to(READS, registry.get("thing")).text


def test_a_link_opens_nothing_that_opens_nothing_itself() -> None:
    blind = replace(READS, grants={"remark": {"read": Scope.OWN}})
    assert "remarklink" not in visible_to(blind, registry.get("remark")).text


def test_an_open_object_opens_nothing_else() -> None:
    part = registry.get("part")
    by_rack = replace(registry.get("shelf"), open=False, through=("rack",))
    assert "rack" not in visible_to(READS, by_rack).text
    assert "testing_thing" in visible_to(READS, replace(part, parent=None, through=("thing",))).text


def test_an_object_on_the_path_opens_nothing_again() -> None:
    around = replace(registry.get("thing"), through=("parent",))
    assert visible_to(READS, around).text.count("testing_thing") == 0


def test_the_ways_together_are_what_is_visible() -> None:
    thing, part = registry.get("thing"), registry.get("part")
    kinds = {key: [way.kind for way in rows.ways(READS, registry.get(key))] for key in ("thing", "part", "remark")}
    assert kinds == {"thing": ["owned", "shared"], "part": ["parent"], "remark": ["owned", "shared", "tied"]}
    assert [way.kind for way in rows.ways(system(), thing)] == ["all"]
    assert rows.ways(Actor(ME), part) == []
    assert all(way.rows.text in visible_to(READS, thing).text for way in rows.ways(READS, thing))


def test_what_is_private_is_opened_by_what_a_person_sees_but_the_system_is_nobody() -> None:
    thing = registry.get("thing")
    root = system()
    assert rows.as_person(root, thing) is root
    admin = replace(READS, admin=True, grants={"thing": {"*": Scope.ALL}, "part": {"read": Scope.ALL}})
    plain = rows.as_person(admin, thing)
    assert (plain.admin, plain.grants) == (False, {"thing": {"read": Scope.OWN}, "part": {"read": Scope.ALL}})


@pytest.mark.django_db
def test_what_is_about_a_record_is_read_with_it_and_written_by_its_owner() -> None:
    about = replace(registry.get("remark_link"), parent=None, about=("object", "record"))
    read, write = visible_to(READS, about), visible_to(READS, about, "update")
    assert "owner_id" not in read.text.partition("EXISTS")[0]
    assert "r.owner_id = ANY(%s)" in write.text.partition("EXISTS")[0]
    everywhere = replace(READS, grants={"*": {"*": Scope.ALL}})
    assert "r.owner_id" not in visible_to(everywhere, about, "update").text
    for predicate in (read, write):
        assert explain(predicate, about)


def test_within_a_place_there_is_what_stands_there_and_nothing_else() -> None:
    thing, place = registry.get("thing"), uuid4()
    inside = replace(READS, within=("thing", "parent", place))
    assert visible_to(inside, thing).text == '(r.deleted_at IS NULL AND ((r.owner_id IS NULL AND r."parent_id" = %s)))'
    assert visible_to(inside, thing).params == (place,)
    assert [way.kind for way in rows.ways(inside, thing)] == ["standing"]
    for verb in ("update", "delete", "export"):
        assert visible_to(inside, thing, verb) == FALSE
    assert visible_to(inside, thing, deleted=True) == FALSE
    assert rows.ways(inside, thing, "read", ("part",)) == []
    assert "AND FALSE" in visible_to(inside, registry.get("part")).text
