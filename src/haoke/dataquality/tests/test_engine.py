"""The comparison on sets nobody here wrote: how many pairs it finds, and how many of those are right."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from haoke.core.search.companies import parts
from haoke.core.search.naming import key
from haoke.core.search.tokens import fold, runs
from haoke.dataquality.queries.engine import pairs
from haoke.dataquality.queries.weights import REVIEW, SURE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from haoke.dataquality.queries.engine import Pair

DATA = Path(__file__).parents[4] / "tests" / "data"
PERSON = (Kind.PERSON, Kind.BORN, Kind.STREET, Kind.CITY, Kind.POSTCODE)
COMPANY = (Kind.COMPANY, Kind.PHONE, Kind.CITY)


def rows(path: str) -> Iterator[Mapping[str, str]]:
    with (DATA / path).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            yield {name.strip(): "" if value in (None, "NULL") else value.strip() for name, value in row.items()}


def persons(file: str) -> tuple[list[dict[str, str]], set[tuple[str, ...]]]:
    """Lines of a Febrl set, and the pairs that are one person."""
    lines: list[dict[str, str]] = []
    same: dict[str, list[str]] = {}
    for row in rows(f"febrl/{file}"):
        same.setdefault(row["rec_id"].split("-")[1], []).append(row["rec_id"])
        name = sorted(f"{row['given_name']} {row['surname']}".split())
        street = f"{row['street_number']} {row['address_1']}".strip()
        lines.append({
            "id": row["rec_id"], "person": " ".join(name), "born": row["date_of_birth"], "street": street,
            "city": row["suburb"], "postcode": row["postcode"],
        })  # fmt: skip
    return lines, {pair for ids in same.values() for pair in combinations(sorted(ids), 2)}


def companies() -> tuple[list[dict[str, str]], set[tuple[str, ...]]]:
    """Northwind's customers and the other system's, and which of those are the same."""
    lines = [company(f"N{row['customerID']}", row["companyName"], row) for row in rows("northwind/customers.csv")]
    lines += [company(row["ref"], row["company"], row) for row in rows("ledger/other_system.csv")]
    truth = rows("ledger/other_system.truth.csv")
    return lines, {(f"N{row['customerID']}", row["ref"]) for row in truth}


def company(id: str, name: str, row: Mapping[str, str]) -> dict[str, str]:
    number = "".join(filter(str.isdigit, row["phone"])).lstrip("0")[-8:]
    words = " ".join(sorted(runs(parts(name).name)))
    city = fold("".join(each for each in row["city"] if each.isalpha()))
    return {"id": id, "company": key(name), "words": words, "phone": number if len(number) > 5 else "", "city": city}


def right(found: Sequence[Pair], truth: set[tuple[str, ...]], score: float) -> tuple[float, float]:
    """(precision, recall) of the pairs from a score on."""
    got = {tuple(sorted((each.left, each.right))) for each in found if each.score >= score}
    return len(got & truth) / len(got), len(got & truth) / len(truth)


@pytest.mark.parametrize("file", ["dataset1.csv", "dataset3.csv"])
def test_persons(file: str, tmp_path: Path) -> None:
    lines, truth = persons(file)
    found = list(pairs(lines, PERSON, tmp_path))
    assert right(found, truth, SURE)[0] >= 0.995
    assert right(found, truth, REVIEW)[1] >= 0.95


def test_companies(tmp_path: Path) -> None:
    lines, truth = companies()
    found = list(pairs(lines, COMPANY, tmp_path))
    assert right(found, truth, SURE)[0] == 1
    assert right(found, truth, REVIEW)[1] >= 0.95


def test_levels_say_why(tmp_path: Path) -> None:
    lines = [
        {"id": "1", "company": "huayang", "words": "huayang", "phone": "66230917\x1f5551234"},
        {"id": "2", "company": "huayang", "words": "huayang", "phone": "5551234", "city": "上海"},
        {"id": "3", "company": "beita", "words": "beita", "phone": "9990000"},
    ]
    (found,) = pairs(lines, COMPANY, tmp_path)
    assert (found.left, found.right, dict(found.levels)) == ("1", "2", {Kind.COMPANY: 0, Kind.PHONE: 0})
    assert found.score > 0.95


def test_one_sign_tells_chinese_companies_apart(tmp_path: Path) -> None:
    lines = [
        {"id": "1", "company": "蓝翔汽车零部件", "words": "蓝翔汽车零部件", "city": "长沙"},
        {"id": "2", "company": "蓝洋汽车零部件", "words": "蓝洋汽车零部件", "city": "长沙"},
    ]
    assert not list(pairs(lines, COMPANY, tmp_path))


def test_what_a_crowd_shares_is_no_ground(tmp_path: Path) -> None:
    lines = [{"id": str(at), "person": f"name {at}", "phone": "4008008888"} for at in range(200)]
    assert not list(pairs(lines, (Kind.PERSON, Kind.PHONE), tmp_path))


def test_nothing_and_hostile_texts(tmp_path: Path) -> None:
    assert not list(pairs([], COMPANY, tmp_path))
    odd = "a\"';--,\n\r\x1f\\"
    lines = [{"id": str(at), "company": odd, "words": odd, "phone": odd} for at in range(2)]
    assert len(list(pairs(lines, COMPANY, tmp_path))) == 1
