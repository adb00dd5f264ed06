"""What columns of a file may say of its rows that is no field of their records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from haoke.core import registry
from haoke.core.errors import BadValue
from haoke.core.text import T
from haoke.core.transfer.given import Trouble
from haoke.core.transfer.guessing.mapping import WHY
from haoke.core.transfer.guessing.profile import is_empty
from haoke.core.transfer.guessing.targets import Aside
from haoke.core.transfer.reading.cells import Cell, text_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec
    from haoke.core.transfer.drafts import Draft
    from haoke.core.transfer.guessing.dates import Reading
    from haoke.core.transfer.verdicts import Judged

#: Characters of a reason, as of the one for a whole file.
LONGEST: Final = 500
TOO_LONG: Final = T("Say it in at most {most} characters", "请用不超过 {most} 个字说明")
TWICE: Final = Aside(
    WHY,
    T("Reason for a duplicate", "重复原因"),
    ("reason for duplicate", "reason for duplicates", "duplicate reason", "why duplicate", "why twice", "重复说明",
     "重复理由", "重复录入原因", "仍需新建原因"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """What one row says of the record it became, {path: as it was read, None: it could not be}; `row` from 1."""

    record: UUID
    said: Mapping[str, Any]
    file: str
    row: int


class Teller(Protocol):
    """An app that keeps what columns say beside the fields; its paths begin with `prefix` (`settings.ASIDES`)."""

    prefix: str

    def asides(self, spec: ObjectSpec) -> Sequence[Aside]:
        """What columns of files about an object may say."""

    def closed(self, actor: Actor, spec: ObjectSpec) -> T | None:
        """Why somebody may not say it; None: he may."""

    def read(self, path: str, cell: Cell, dates: Reading) -> Any:
        """What a filled cell says; raises BadValue."""

    def write(self, tx: Tx, spec: ObjectSpec, lines: Sequence[Line]) -> tuple[int, Mapping[UUID, list[Trouble]]]:
        """Keep it, in the change that has written the records: how many are new, and what was not taken, by record."""

    def told(self, count: int) -> T:
        """How many are new, in words."""


@cache
def tellers() -> tuple[Teller, ...]:
    """All of them."""
    return tuple(import_string(name) for name in settings.ASIDES)


def of(spec: ObjectSpec) -> tuple[Aside, ...]:
    """What columns of files about an object may say beside its fields."""
    told = [each for teller in tellers() for each in teller.asides(spec)]
    return () if spec.group == "settings" else (TWICE, *told)


def closed(actor: Actor, key: str, path: str) -> T | None:
    """Why somebody may not say what a column of that path says; None: he may."""
    teller = _teller(path)
    return teller.closed(actor, registry.get(key)) if teller else None


def _teller(path: str) -> Teller | None:
    return next((each for each in tellers() if path.startswith(each.prefix)), None)


def putting(
    actor: Actor, key: str, path: str, read: tuple[str, Reading], notices: list[T]
) -> Callable[[Draft, Cell], None] | None:
    """Puts what a column of a file says beside the fields into drafts; None, and a notice, where he may not say it.

    `read`: the file, and how its days are read.
    """
    teller, shut = _teller(path), closed(actor, key, path)
    if teller is None or shut is not None:
        notices += [shut] if shut is not None and shut not in notices else []
        return None
    file, dates = read

    def put(draft: Draft, cell: Cell) -> None:
        if is_empty(cell) or draft.asides.get(path) is not None:
            return
        draft.file = draft.file or file
        try:
            draft.asides[path] = teller.read(path, cell, dates)
        except BadValue as bad:
            draft.asides[path] = None
            draft.troubles.append(Trouble(path, bad.code, bad.message, text_of(cell)[:200]))

    return put


def write(tx: Tx, spec: ObjectSpec, judged: Iterable[Judged], noted: Counter[str]) -> None:
    """Keep what rows said beside the fields of records that were taken; what is new counts by prefix in `noted`."""
    taken = {item.draft.id: item for item in judged if item.draft.asides and item.version is not None}
    for teller in tellers():
        lines = [
            Line(record, said, item.draft.file, (item.draft.row or 0) + 1)
            for record, item in taken.items()
            if (said := {path: each for path, each in item.draft.asides.items() if path.startswith(teller.prefix)})
        ]
        count, troubles = teller.write(tx.bare(), spec, lines) if lines else (0, {})
        noted[teller.prefix] += count
        for record, found in troubles.items():
            taken[record].troubles += found


def told(noted: Counter[str]) -> list[T]:
    """What was kept beside the fields, in words."""
    return [each.told(noted[each.prefix]) for each in tellers() if noted[each.prefix]]


def put_why(draft: Draft, cell: Cell) -> None:
    """Note why the row is wanted though it is here already; the first row that says it wins."""
    text = "" if is_empty(cell) else text_of(cell).strip()
    if len(text) > LONGEST:
        draft.troubles.append(Trouble(WHY, "too_long", TOO_LONG.fill(most=LONGEST), text[:200]))
    else:
        draft.why = draft.why or text
