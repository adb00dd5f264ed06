"""Records by the number another system knows them by: what a file's own column of ids said when it was imported.

One table holds them, unique in their system (`core_importmemory`); they are found whole and exactly, whatever they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER: Final = re.compile(r"[!-~]{2,100}")
_FROM: Final = (
    " FROM core_importsource s JOIN core_importmemory m ON m.source_id = s.id AND m.object = s.object WHERE s.key <> ''"
)


def listed(key: str, typed: str) -> list[Sql]:
    """SELECT of the ids of an object's records known elsewhere by what was typed; none where it can be no number."""
    if not _NUMBER.fullmatch(typed):
        return []
    return [Sql(f"SELECT m.record{_FROM} AND s.object = %s AND m.key = ANY(%s)", (key, _spellings(typed)))]


def candidates(keys: Sequence[str], typed: str, place: int) -> list[Sql]:
    """The same over several objects, as the parts of candidates: (object, most, count, ids, places)."""
    if not _NUMBER.fullmatch(typed):
        return []
    head = f"SELECT m.object, 100, count(*), array_agg(m.record)::text, array_agg({place})::text{_FROM}"
    asked = Sql(" AND s.object = ANY(%s) AND m.key = ANY(%s) GROUP BY m.object", (list(keys), _spellings(typed)))
    return [Sql(head) + asked]


def _spellings(typed: str) -> list[str]:
    return [typed, typed.upper(), typed.lower()]
