"""Two lanes write an import's chunks beside each other: the same records, and nobody waits for ever."""

from __future__ import annotations

from typing import Any

import pytest

from haoke.core.records import rehearsal
from haoke.core.records.lanes import run_beside
from haoke.core.transfer import imports, moving, remembering, staging, writing
from haoke.core.transfer.tests.test_moving import boss, checked, english, moves, nothing, rows

__all__ = ["english", "moves"]

MANY = "Name,Account\n" + "".join(f"Person {n:02},Firm {n // 3}\n" for n in range(30))
_NUMBERED = "SELECT name FROM customers_contact ORDER BY number"


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chunk holds a few records, so that two lanes have much to do."""
    monkeypatch.setattr(writing, "CHUNK", 3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_chunks")
def test_two_lanes_write_what_one_would(moves: list[bool]) -> None:
    actor = boss()
    made = checked(actor, MANY)
    assert [chunk.after for chunk in staging.chunks(made)] == [*[-1] * 4, *[0] * 3, *[1] * 3, *[2] * 3, 3]
    imports.run(actor, made, nothing)
    assert moves == [True]
    assert rows(_NUMBERED) == [(f"Person {n:02}",) for n in range(30)]
    assert rows("SELECT count(*) FROM customers_contact c JOIN customers_account a ON a.id = c.account_id") == [(30,)]
    assert rows("SELECT count(DISTINCT xid::text) FROM log.entry WHERE change = %s", made.change) == [(14,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_chunks")
def test_a_doubt_in_one_lane_ends_the_other(moves: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    actor = boss()
    made = checked(actor, MANY)
    move = rehearsal.move

    def doubted(tx: Any, part: rehearsal.Part, numbers: list[str]) -> None:
        if b"Person 04" in part.rows:
            raise rehearsal.Unlike
        move(tx, part, numbers)

    monkeypatch.setattr(moving, "move", doubted)
    imports.run(actor, made, nothing)
    assert moves == [False]
    assert rows("SELECT name FROM customers_contact ORDER BY name") == [(f"Person {n:02}",) for n in range(30)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("broken", [0, 4, 13])
def test_what_breaks_a_lane_is_told(broken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = boss()
    made = checked(actor, MANY)
    begun: list[Any] = []
    keep = remembering.keep_lines

    def failing(block: bytes) -> None:
        begun.append(block)
        if len(begun) > broken:
            raise OSError("gone")
        keep(block)

    monkeypatch.setattr(moving, "keep_lines", failing)
    with pytest.raises(OSError, match="gone"):
        imports.run(actor, made, nothing)
    assert len(begun) <= broken + 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_chunks")
def test_telling_how_far_it_is_holds_up_no_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job's row is held by the other lane's transaction, which waits for the chunks' lock: once both for ever."""
    actor = boss()
    made = checked(actor, MANY)
    fronts: list[Any] = []

    def noted(lanes: Any) -> None:
        fronts.append(lanes[0].__self__)
        run_beside(lanes)

    monkeypatch.setattr(moving, "run_beside", noted)

    def told(done: int, total: int) -> None:
        assert fronts[0]._lock.acquire(timeout=120), (done, total)
        fronts[0]._lock.release()

    imports.run(actor, made, told)
    assert rows("SELECT count(*) FROM customers_contact") == [(30,)]
