"""Records by numbers that are not their own: another system's, or that of a record that went up into them.

What a file's own column of ids said when it was imported is in `core_importmemory`, unique in its system; what was
merged is in `core_former`. Both are found whole and exactly, whatever they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from haoke.core.merging.former import numbered
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER: Final = re.compile(r"[!-~]{2,100}")
_FROM: Final = (
    " FROM core_importsource s JOIN core_importmemory m ON m.source_id = s.id AND m.object = s.object WHERE s.key <> ''"
)


def listed(key: str, typed: str, *, number: bool) -> list[Sql]:
    """SELECT of the ids of an object's records known elsewhere by what was typed; none where it can be no number.

    `number`: whether the actor may find them by their own, and so by a former one.
    """
    if not _NUMBER.fullmatch(typed):
        return []
    former = numbered([key] if number else [], _spellings(typed)).wrap("SELECT x.id FROM (", " SELECT id FROM w) x")
    return [Sql(f"SELECT m.record{_FROM} AND s.object = %s AND m.key = ANY(%s)", (key, _spellings(typed))), former]


def candidates(keys: Sequence[str], typed: str, place: int, own: Sequence[str]) -> list[Sql]:
    """The same over several objects, as the parts of candidates: (object, most, count, ids, places); `own`: those of
    the objects that may be found by their numbers."""
    if not _NUMBER.fullmatch(typed):
        return []
    head = f"SELECT m.object, 100, count(*), array_agg(m.record)::text, array_agg({place})::text{_FROM}"
    asked = Sql(" AND s.object = ANY(%s) AND m.key = ANY(%s) GROUP BY m.object", (list(keys), _spellings(typed)))
    listed = f" SELECT object, 100, count(*), array_agg(id)::text, array_agg({place})::text FROM w GROUP BY object"
    return [Sql(head) + asked, (numbered(own, _spellings(typed)) + Sql(listed)).wrap("(", ")")]


def _spellings(typed: str) -> list[str]:
    return [typed, typed.upper(), typed.lower()]
