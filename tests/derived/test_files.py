"""What is exported comes back as it was."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from haoke.core import registry
from haoke.core.text import say
from haoke.core.transfer import exporting, imports
from haoke.core.transfer.bridge import targets
from tests.derived.scene import KEYS

if TYPE_CHECKING:
    from tests.derived.scene import World


def exported(world: World, key: str) -> bytes:
    """The csv file of all records of an object, asked for and fetched as a client does."""
    asked = world.admin.good("POST", "exports", {"object": key, "format": "csv"})
    exporting.export_job(asked["id"])
    file: bytes = world.admin.good("GET", f"exports/{asked['id']}/file")
    return file


@pytest.mark.parametrize("key", KEYS)
def test_export_has_every_record_and_field(world: World, key: str) -> None:
    rows = list(csv.reader(io.StringIO(exported(world, key).decode("utf-8-sig"))))
    labels = {say(each.label, "zh") for name, each in registry.fields(key).items() if name not in ("id", "version")}
    assert set(rows[0]) == labels
    assert len(rows) - 1 == world.admin.good("GET", registry.get(key).plural, count="exact")["count"]


@pytest.mark.parametrize("key", [key for key in KEYS if targets()[key].importable])
def test_export_comes_back_unchanged(world: World, key: str) -> None:
    count = world.admin.good("GET", registry.get(key).plural, count="exact")["count"]
    made = imports.create(world.admin.actor, [(f"{registry.get(key).plural}.csv", exported(world, key))])
    imports.check_job(str(made.id))
    seen = world.admin.good("GET", f"imports/{made.id}")
    (table,) = seen["files"][0]["tables"]
    assert table["object"] == key
    counts = {found["object"]: found for found in seen["counts"]}
    told = {name: counts[key][name] for name in ("unchanged", "create", "update", "conflict", "rejected")}
    rows = world.admin.good("GET", f"imports/{made.id}/rows")["items"]
    differing = [row for row in rows if row["verdict"] != "unchanged" or row["problems"]]
    assert told == {"unchanged": count, "create": 0, "update": 0, "conflict": 0, "rejected": 0}, differing
    assert {name: found["create"] for name, found in counts.items() if found["create"]} == {}
