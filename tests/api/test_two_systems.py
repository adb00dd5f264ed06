"""What two systems know of the same customers: imported, found, merged, undone, each figure held against the truth."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from haoke.core.access.actor import Actor, system
from haoke.core.transfer.models import Import, ImportRow
from haoke.core.transfer.tests.conftest import DATA, admin
from haoke.core.transfer.tests.test_real_files import carried, files_of, tally
from haoke.dataquality.jobs import merge_job
from haoke.dataquality.models import DuplicatePair
from tests.api.test_duplicates import search, work
from tests.api.test_records import Client

__all__ = ["admin"]
pytestmark = pytest.mark.django_db

OURS, THEIRS = "northwind/customers.csv", "ledger/other_system.csv"
TRUTH = "ledger/other_system.truth.csv"
#: "Hungry wl All-Night Grocers" of the other list has neither number nor city; nothing but most of a name says so.
UNTOLD = {"HUNGO"}


def lines(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text("utf-8-sig").splitlines()))


def records(made: Import, file: str, key: str) -> dict[str, str]:
    """The account each line became or was taken for, by the line's own key."""
    found = ImportRow.objects.filter(batch=made, object="account").values_list("row", "record")
    rows = lines(file)
    return {rows[at - 1][key]: str(record) for at, record in found if at}


def names(one: Client, plural: str = "accounts") -> dict[str, Any]:
    rows, cursor = dict[str, Any](), ""
    while cursor is not None:
        page = one("GET", f"{plural}?limit=100&cursor={cursor}")[1]
        rows |= {row["id"]: tuple(row.get(each) for each in ("name", "number", "phone")) for row in page["items"]}
        cursor = page["next"]
    return rows


def test_two_systems_become_one_truth(admin: Actor) -> None:
    one = Client(system("api"))
    ours = records(carried(admin, files_of("northwind", ("customers.csv",))), OURS, "customerID")
    second = carried(admin, files_of("ledger", ("other_system.csv",)))
    theirs = records(second, THEIRS, "ref")
    same = {theirs[row["ref"]]: ours[row["customerID"]] for row in lines(TRUTH)}
    assert (len(ours), len(theirs), len(lines(TRUTH))) == (91, 89, 60)
    taken = {theirs_ for theirs_, ours_ in same.items() if theirs_ == ours_}
    assert (
        tally(second, "account")
        == {"create": 89 - len(taken), "conflict": len(taken)}
        == {"create": 62, "conflict": 27}
    )
    assert {record for record in theirs.values() if record in ours.values()} == taken  # none taken for a wrong one
    before = names(one)
    assert len(before) == 91 + 62

    found = search(one)
    pairs = {(str(pair.right), str(pair.left)) for pair in DuplicatePair.objects.all()}
    left = {(gone, keep) for gone, keep in same.items() if gone != keep}
    assert {ours_ for _, ours_ in left - pairs} == {ours[key] for key in UNTOLD}
    assert (pairs <= left, len(pairs), found["open"], len(left)) == (True, 32, 32, 33)
    assert (len(taken) + len(pairs)) / len(same) >= 0.95

    started = one("POST", "duplicate-merges", {"object": "account", "score": 0.5})[1]
    done = work(merge_job)
    assert (started["pairs"], done["merged"], done["refused"]) == (32, 32, [])
    after = names(one)
    assert len(after) == 91 + 62 - 32 == 91 + (89 - 60) + len(UNTOLD)
    assert {one("GET", f"accounts/{gone}")[1]["id"] == keep for gone, keep in pairs} == {True}
    assert {key: after[record][0] for key, record in ours.items()} == {key: before[ours[key]][0] for key in ours}
    assert len(names(one, "contacts")) == 91 + 79

    assert one("POST", f"changes/{started['change']}/undo", {})[0] == 200
    assert names(one) == before
