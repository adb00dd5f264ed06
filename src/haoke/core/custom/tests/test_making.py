"""A definition makes a column or a table in its own transaction, and everything reads it from then on."""

from __future__ import annotations

import random

import pytest
from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.custom.kinds import KINDS
from haoke.core.custom.tests.making import every_kind, own_object, present
from haoke.core.records import changes, reading

pytestmark = pytest.mark.django_db


def types_of(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0",
            [table],
        )
        return dict(cursor.fetchall())


def bare(type_: str) -> str:
    """A type as this Django says it, without its length, in PostgreSQL's own words."""
    plain = {"varchar": "text", "timestamp with time zone": "timestamp with time zone"}
    name = type_.partition("(")[0]
    return plain.get(name, name) + ("[]" if type_.endswith("[]") and not name.endswith("[]") else "")


def test_columns_have_the_types_their_fields_are_read_with() -> None:
    every_kind("part")
    present_types = types_of("testing_part")
    with present():
        for column in registry.columns("part")[-len(present_types) :]:
            if column.name.startswith("cf_"):
                assert present_types[str(column.column)] == bare(str(column.db_type(connection))), column.name
        columns = {name for name in present_types if name.startswith("cf_")}
        assert columns == {str(c.column) for c in registry.columns("part") if c.name.startswith("cf_")}
        assert list(registry.fields("part"))[-len(KINDS) :] == [f"cf_{kind}" for kind in KINDS]


@pytest.mark.parametrize("home", ["thing", "co_project"])
def test_a_record_is_written_and_read_with_a_field_of_every_kind(home: str) -> None:
    if home.startswith("co_"):
        own_object(home)
    names = every_kind(home)
    with present():
        rng = random.Random(home)
        # A file has to be uploaded first; tests/derived does that.
        given = {name: registry.field(home, name).type.sample(rng) for name in names if name != "cf_file"}
        with changes(system(), "test") as tx:
            record = tx.create(home, {"name": "First", **given})
        found = reading.read_one(system(), registry.get(home), record.id)
        for name, value in given.items():
            kind = registry.field(home, name).type
            assert kind.clean(found[name]) == kind.clean(value), name
        if home.startswith("co_"):
            assert found["number"] == "PRJ-0001"
