"""Patterns of the company's own number new records from then on; what had a number keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import clock, custom, registry
from haoke.core.access.actor import system
from haoke.core.custom.models import CustomObject
from haoke.core.errors import Invalid
from haoke.core.metadata import SHIPPED, using
from haoke.core.numbering import patterns
from haoke.core.numbering.actions import FARTHEST
from haoke.core.numbering.api import read_numbering
from haoke.core.records import changes
from haoke.core.spec import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = system("test")


@pytest.fixture(autouse=True)
def _version() -> Iterator[None]:
    with using(SHIPPED):
        yield


def write(key: str, /, **values: Any) -> Any:
    with custom.latest(), changes(ROOT, "scene") as tx:
        return tx.create(key, values)


def told(key: str) -> dict[str, Any]:
    with custom.latest():
        items = read_numbering(None).body["items"]  # type: ignore[arg-type]  # it looks at nothing of the call
        return next(item for item in items if item["object"] == key)


@pytest.mark.django_db
def test_a_pattern_counts_from_then_on() -> None:
    first = write("account", name="A")
    before = told("account")
    assert (before["pattern"], before["record"]) == (before["shipped"], None)
    pattern = write("number_pattern", object="account", pattern="KH{yyyy}-{seq:4}")
    after = told("account")
    assert after["next"] == f"KH{clock.today().year}-{after['count']:04}"
    assert after["count"] == before["count"]
    made = write("account", name="B")
    assert made.number == after["next"]
    with custom.latest(), changes(ROOT, "scene") as tx:
        assert tx.update("account", first.id, {"name": "Still"}).number == first.number
        tx.delete("number_pattern", pattern.id)
    assert told("account")["pattern"] == before["shipped"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "code"), [("currency", "unnumbered"), ("exchange_rate", "unnumbered"), ("co_trip", "own")]
)
def test_only_objects_that_are_shipped_with_numbers(key: str, code: str) -> None:
    write("custom_object", key="co_trip", plural="co_trips", label={"en": "Trip"}, number_pattern="T{seq:3}")
    with custom.latest():
        assert registry.get("co_trip").number == "T{seq:3}"
    with pytest.raises(RuleBroken) as refused:
        write("number_pattern", object=key, pattern="X{seq:3}")
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("OPP-{yyyy}{seq:6}", None), ("{seq}", None), ("A/{yy}{mm}.{seq:3}_x", None), (None, "bad_number"),
        ("no count", "bad_number"), ("{seq}{seq}", "bad_number"), ("{day}{seq}", "bad_number"),
        ("A" * 29 + "{seq:4}", "too_long"), ("{seq:41}", "too_long"),
    ],
)  # fmt: skip
def test_what_a_pattern_may_be(pattern: str | None, code: str | None) -> None:
    assert [found.code for found in patterns.problem("pattern", pattern)] == [code] * (code is not None)


@pytest.mark.django_db
def test_counting_goes_on_at_a_later_number_and_never_back() -> None:
    write("account", name="A")
    pattern = write("number_pattern", object="account", pattern="KH{seq:4}")

    def count_on(count: int) -> Any:
        with custom.latest(), changes(ROOT, "scene") as tx:
            return tx.run("number_pattern", pattern.id, "count_on", {"count": count})

    due = told("account")["count"]
    assert count_on(due + 500) == {"count": due + 500}
    assert write("account", name="B").number == f"KH{due + 500:04}"
    assert count_on(due + 501) == {"count": due + 501}
    for wrong, code in ((due + 500, "past"), (due + 502 + FARTHEST, "far")):
        with pytest.raises(Invalid) as info:
            count_on(wrong)
        assert [each.code for each in info.value.problems] == [code]
    assert write("account", name="C").number == f"KH{due + 501:04}"


@pytest.mark.django_db
def test_objects_of_ones_own_count_on_as_well() -> None:
    write("custom_object", key="co_plain", plural="co_plains", label={"en": "Plain"})
    trip = write("custom_object", key="co_trip", plural="co_trips", label={"en": "Trip"}, number_pattern="T{seq:3}")
    shown = told("co_trip")
    assert (shown["next"], shown["shipped"]) == ("T001", None)
    assert shown["record"] == {"plural": "custom_objects", "id": str(trip.id), "version": 1}

    def count_on(record: Any) -> Any:
        with custom.latest(), changes(ROOT, "scene") as tx:
            return tx.run("custom_object", record, "count_on", {"count": 42})

    assert count_on(trip.id) == {"count": 42}
    assert write("co_trip", name="Far").number == "T042"
    with pytest.raises(Invalid) as info:
        count_on(CustomObject.objects.get(key="co_plain").id)
    assert [each.code for each in info.value.problems] == ["unnumbered"]
