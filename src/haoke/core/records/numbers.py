"""Human-readable numbers of records, drawn from one sequence an object: no counter row, no waiting."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from haoke.core.log.names import number_sequence
from haoke.core.numbering.patterns import SEQUENCE
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from datetime import date

    from haoke.core.spec import ObjectSpec


def render(pattern: str, sequence: int, now: date) -> str:
    """`OPP-{yyyy}{seq:6}` → `OPP-2026000042`; also {yy} and {mm}."""
    return _frame(pattern, now.year, now.month).format(sequence)


@lru_cache(maxsize=200)
def _frame(pattern: str, year: int, month: int) -> str:
    """The pattern with its dates filled in, ready to format a number."""
    numbered = SEQUENCE.sub(lambda found: "{{:0" + (found[1] or "0") + "d}}", pattern)
    return numbered.format(yyyy=f"{year:04}", yy=f"{year % 100:02}", mm=f"{month:02}")


def take(spec: ObjectSpec, count: int, now: date) -> list[str | None]:
    """`count` new numbers, none in use (an import may have brought some); None each for an unnumbered object."""
    if spec.number is None:
        return [None] * count
    found: list[str | None] = []
    while len(found) < count:
        drawn = [render(spec.number, number, now) for number in _draw(spec.key, count - len(found))]
        used = fetch(Sql(f"SELECT number FROM {table(spec.model)} WHERE number = ANY(%s)", (drawn,)))
        taken = {row["number"] for row in used}
        found += [number for number in drawn if number not in taken]
    return found


def _draw(key: str, count: int) -> list[int]:
    sequence = number_sequence(key).replace("'", "''")
    return [row["n"] for row in fetch(Sql(f"SELECT nextval('{sequence}') AS n FROM generate_series(1, %s)", (count,)))]
