"""What is counted, when the database is told, and what is refused, over every way rows leave."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haoke.core import clock, limits, log, registry
from haoke.core.access.actor import Actor, system
from haoke.core.errors import TooMany
from haoke.core.limits import metering
from haoke.core.limits.metering import SHIPPED, Limit, Told, limit_of
from haoke.core.limits.models import KEY, PERSON, ReadingLimit, ReadingUse
from haoke.core.records import changes, reading
from haoke.core.records.reading import ListQuery
from haoke.core.search import find
from haoke.core.spec import RuleBroken
from haoke.core.transfer.exporting import written

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

pytestmark = pytest.mark.django_db


def reader(**values: Any) -> Actor:
    """Somebody with all rights who sits at a screen."""
    return replace(Actor(uuid4(), admin=True, via="web", session=uuid4()), **values)


def set_limit(**values: Any) -> UUID:
    with changes(system("test"), "scene") as tx:
        made: UUID = tx.create("reading_limit", {"name": "L", **values}).id
    limits.refresh()
    return made


def things(count: int) -> list[UUID]:
    with changes(system("test"), "scene") as tx:
        return [tx.add("thing", {"name": f"needle {number}"}).id for number in range(count)]


def meter_of(actor: Actor) -> metering.Meter:
    found = metering._meter(actor)
    assert found is not None
    return found


# -- what counts ---------------------------------------------------------------------------------------


def listed(actor: Actor, _ids: list[UUID]) -> None:
    reading.list_page(actor, registry.get("thing"), ListQuery(limit=50))


def boarded(actor: Actor, _ids: list[UUID]) -> None:
    reading.board(actor, registry.get("thing"), field="choice")


def read(actor: Actor, ids: list[UUID]) -> None:
    reading.read_one(actor, registry.get("thing"), ids[0])


def logged(actor: Actor, ids: list[UUID]) -> None:
    log.entries(actor, registry.get("thing"), ids[0])


def as_of(actor: Actor, ids: list[UUID]) -> None:
    log.as_of(actor, registry.get("thing"), ids[0], dt.datetime.now(dt.UTC))


def timelined(actor: Actor, ids: list[UUID]) -> None:
    log.timeline(actor, registry.get("thing"), ids[0])


def searched(actor: Actor, _ids: list[UUID]) -> None:
    with changes(system("test"), "scene") as tx:
        for number in range(3 - len(find(system(), "haystack", ["account"]))):
            tx.add("account", {"name": f"haystack {number}"})
    find(actor, "haystack", ["account"])


def exported(actor: Actor, _ids: list[UUID]) -> None:
    written(actor, "thing", {"fields": ["name"]}, "csv")


WAYS: tuple[tuple[Callable[[Actor, list[UUID]], None], int], ...] = (
    (listed, 3),
    (read, 1),
    (logged, 1),
    (as_of, 1),
    (timelined, 1),
    (searched, 3),
    (exported, 3),
)


@pytest.mark.parametrize(("way", "rows"), WAYS)
def test_every_way_out_is_counted_and_ends_with_the_budget(way: Callable[[Actor, list[UUID]], None], rows: int) -> None:
    actor, ids = reader(), things(3)
    way(actor, ids)
    assert meter_of(actor).untold == rows
    spent = reader()
    meter_of(spent).rows = SHIPPED[PERSON].rows or 0
    with pytest.raises(TooMany) as refused:
        way(spent, ids)
    assert refused.value.code == "row_budget"
    assert 0 < refused.value.extra["retry_after"] <= 24 * 3600


def test_who_is_counted_how() -> None:
    ids = things(2)
    for actor, way in (
        (reader(), PERSON),
        (reader(session=None, key=uuid4()), KEY),
        (reader(session=None, via="export"), PERSON),
    ):
        listed(actor, ids)
        assert metering._meters[actor.id, way].untold == 2
    for free in (system("job"), reader(session=None, via="import")):
        limits.admit(free)
        limits.spend(free, 10**9)
    assert len(metering._meters) == 3


def test_counting_costs_no_statement() -> None:
    actor, ids = reader(), things(2)
    listed(actor, ids)
    with CaptureQueriesContext(connection) as seen:
        listed(actor, ids)
        limits.admit(actor)
    assert not [one for one in seen.captured_queries if "reading" in one["sql"]]


# -- telling the database --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_processes_tell_and_learn_from_each_other() -> None:
    actor = reader()
    limits.spend(actor, metering.TOLD_ROWS - 1)
    assert not ReadingUse.objects.exists()
    limits.spend(actor, 1)
    assert ReadingUse.objects.get().rows == metering.TOLD_ROWS
    ReadingUse.objects.update(rows=SHIPPED[PERSON].rows)  # by another process
    limits.spend(actor, metering.TOLD_ROWS)
    assert meter_of(actor).untold == 0
    with pytest.raises(TooMany):
        limits.spend(actor, 1)
    meter_of(actor).told_at -= metering.TOLD_SECONDS
    with pytest.raises(TooMany):
        limits.spend(actor, 1)
    kept = ReadingUse.objects.get()
    assert (kept.refused, kept.most) == (2, SHIPPED[PERSON].rows)


def test_not_inside_somebodys_transaction() -> None:
    actor = reader()
    limits.spend(actor, 2 * metering.TOLD_ROWS)
    assert not ReadingUse.objects.exists()
    assert meter_of(actor).untold == 2 * metering.TOLD_ROWS


def test_a_new_day_begins_anew() -> None:
    actor = reader()
    with clock.frozen(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)):
        meter_of(actor).rows = SHIPPED[PERSON].rows or 0
        with pytest.raises(TooMany) as refused:
            limits.spend(actor, 1)
        assert refused.value.extra["retry_after"] == 4 * 3600  # 20:00 in Shanghai
    with clock.frozen(dt.datetime(2026, 3, 1, 17, tzinfo=dt.UTC)):
        limits.spend(actor, 1)


def test_meters_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metering, "_MOST", 2)
    for _ in range(3):
        limits.admit(reader())
    assert len(metering._meters) == 1


# -- limits --------------------------------------------------------------------------------------------------


def test_the_most_generous_fitting_limit_counts() -> None:
    one, other = uuid4(), uuid4()
    metering._process.rules = (
        Told(PERSON, frozenset(), Limit(1000, 60)),
        Told(PERSON, frozenset({one}), Limit(5000, None)),
        Told(KEY, frozenset({other}), Limit(2000, 70)),
    )
    assert limit_of(PERSON, frozenset()) == Limit(1000, 60)
    assert limit_of(PERSON, frozenset({one})) == Limit(5000, None)
    assert limit_of(KEY, frozenset({other})) == Limit(2000, 70)
    assert limit_of(KEY, frozenset({one})) == SHIPPED[KEY]


def test_a_limit_is_a_record_in_force_at_once() -> None:
    actor = reader()
    limits.spend(actor, 5000)
    made = set_limit(rows_per_day=1000, requests_per_minute=60)
    with pytest.raises(TooMany):
        limits.spend(actor, 1)
    with changes(system("test"), "x") as tx:
        tx.update("reading_limit", made, {"rows_per_day": None})
    limits.refresh()
    limits.refresh()
    limits.spend(actor, 1)
    assert ReadingLimit.objects.count() == 1


def test_too_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    set_limit(requests_per_minute=60)
    actor = reader()
    monkeypatch.setattr(time, "time", lambda: 6_000_010.0)
    for _ in range(60):
        limits.admit(actor)
    with pytest.raises(TooMany) as refused:
        limits.admit(actor)
    assert refused.value.code == "too_fast"
    assert refused.value.extra["retry_after"] == 50
    monkeypatch.setattr(time, "time", lambda: 6_000_060.0)
    limits.admit(actor)


@pytest.mark.parametrize("name", ["rows_per_day", "requests_per_minute"])
def test_nobody_is_locked_out_by_a_limit(name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        set_limit(**{name: 5})
    assert refused.value.problems[0].field == name
