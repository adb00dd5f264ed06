"""Companies whose names differ by little, found through the index of their trigrams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

#: Names looked at, the most similar ones; how similar is said once, in the database's own function (migration 0029).
MOST: Final = 20
_FOUND: Final = (
    f"SELECT u.place, a.record FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY u(object, core, place)"
    f" CROSS JOIN LATERAL core_alike(u.core, u.object, {MOST}) a"
)


def similar(wanted: Sequence[tuple[str, str]]) -> list[tuple[int, UUID]]:
    """(place in `wanted`, record) of entries of an object whose company is called much like (object, name's key)."""
    if not wanted:
        return []
    columns = ([key for key, _ in wanted], [core for _, core in wanted])
    return [(place - 1, record) for place, record in rows(Sql(_FOUND, columns))]
