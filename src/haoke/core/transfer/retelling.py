"""What was kept of the records an import met, as far as whoever reads it may read these records now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.records import gate
from haoke.core.text import T
from haoke.core.transfer import describing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.models import ImportRow

    Told = tuple[ImportRow, dict[str, Any] | None, list[dict[str, Any]]]

EDITED = "edited"
CLOSED = T("Edited in Haoke since the last import", "上次导入后已在好客中修改")


def as_now(actor: Actor, rows: Sequence[ImportRow]) -> Iterator[Told]:
    """(row, before, problems) of each: of records and fields closed to the reader by now, nothing they held."""
    met = [(row.object, row.record) for row in rows if row.record is not None and _tells(row)]
    shut = gate.unseen(actor, met) if met else set()
    seen: dict[str, frozenset[str]] = {}
    for row in rows:
        if row.object not in seen:
            seen[row.object] = _open(actor, row.object)
        known = frozenset() if (row.object, row.record) in shut else seen[row.object]
        before = {name: value for name, value in (row.before or {}).items() if name in known}
        yield row, before or None, [without_values(each, known) for each in row.problems]


def without_values(problem: dict[str, Any], known: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A stored problem that says nothing of what a field held here, unless the field is `known`."""
    shows = problem["code"] == EDITED and problem["field"] not in known
    return {**problem, "message": describing.both(CLOSED)} if shows else problem


def _tells(row: ImportRow) -> bool:
    return bool(row.before) or any(each["code"] == EDITED for each in row.problems)


def _open(actor: Actor, key: str) -> frozenset[str]:
    spec = registry.objects().get(key)
    if spec is None:
        return frozenset()
    return frozenset(name for name in registry.fields(key) if access.field_right(actor, spec, name) >= FieldRight.READ)
