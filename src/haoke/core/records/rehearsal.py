"""What a rehearsed batch stored, kept as it went into the tables, so that the write itself only has to move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from haoke.core import access, clock, registry
from haoke.core.access.actor import Verb
from haoke.core.records import documents, gate, storage
from haoke.core.records.copytext import text
from haoke.core.records.files import attaching
from haoke.core.records.numbers import take
from haoke.core.records.shapes import moments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from haoke.core.records.change import Tx
    from haoke.core.records.judging import Draft
    from haoke.core.records.shapes import Row
    from haoke.core.spec import ObjectSpec


class Unlike(Exception):
    """What was rehearsed cannot be written as it stands any more: it has to be worked out anew."""


@dataclass(frozen=True, slots=True)
class Part:
    """New records of one object as lines for COPY; `at` is the moment of their rehearsal, as it stands in the lines.

    `table` are all columns there were, `columns` those of the lines, the number first. `reach` {verb: ids} is where
    the actor's scope must reach afterwards, `points` {object: ids} what they refer to beside each other.
    """

    object: str
    at: str
    count: int
    table: Sequence[str]
    columns: Sequence[str]
    reach: Mapping[str, Sequence[UUID]]
    points: Mapping[str, Sequence[UUID]]
    rows: bytes
    search: bytes


class Stored(NamedTuple):
    """Drafts with their rows, where the actor's scope reached, new rows' columns and lines, search entries."""

    written: Sequence[tuple[Draft, Row]]
    reach: Mapping[str, Sequence[UUID]]
    columns: Sequence[str]
    lines: bytes
    docs: Sequence[Any]


class Rehearsal:
    """Hands every part a rehearsed batch has stored to `keep`, with the ids of its records, until something comes that cannot just be moved."""  # noqa: E501 (one sentence)

    def __init__(self, keep: Callable[[Part, Iterable[UUID]], None]) -> None:
        self.whole = True
        self._keep = keep
        self._began = clock.now()

    def take(self, tx: Tx, spec: ObjectSpec, stored: Stored) -> None:
        """Take down what was stored."""
        self.whole = self.whole and self._is_plain(tx, spec, stored.written)
        if self.whole:
            points = _points(spec, [draft for draft, _ in stored.written])
            at, table, search = tx.now.isoformat(), storage.columns(spec), documents.lines(stored.docs)
            count = len(stored.written)
            part = Part(spec.key, at, count, table, stored.columns, stored.reach, points, stored.lines, search)
            self._keep(part, [draft.id for draft, _ in stored.written])

    def _is_plain(self, tx: Tx, spec: ObjectSpec, written: Sequence[tuple[Draft, Row]]) -> bool:
        """New records without files, given by no rule, found by a number in its own column, at no moment of a clock."""
        files, dated, now = attaching.file_fields(spec.key), moments(spec), clock.now()
        return documents.numbers_apart(spec) and all(
            draft.creating
            and not draft.gift
            and not any(draft.after[name] for name in files)
            and not any(value and self._began <= value <= now and value != tx.now for value in map(row.get, dated))
            for draft, row in written
        )


def _points(spec: ObjectSpec, drafts: Iterable[Draft]) -> dict[str, list[UUID]]:
    """{object: ids} the drafts refer to, each other left out."""
    found: dict[str, dict[UUID, None]] = {}
    own = set()
    for draft in drafts:
        own.add(draft.id)
        for _, key, record in gate.pointed(spec, draft.after, draft.checked):
            found.setdefault(key, {})[record] = None
    return {key: [each for each in ids if key != spec.key or each not in own] for key, ids in found.items()}


def numbers_for(part: Part, now: datetime) -> list[str]:
    """New numbers for the records of a part, none for an object without."""
    return [number for number in take(registry.get(part.object), part.count, now) if number is not None]


def move(tx: Tx, part: Part, numbers: Sequence[str]) -> None:
    """Write a rehearsed part for good, with these numbers; raises Unlike when it cannot be written as it stands."""
    spec = registry.get(part.object)
    tx.judge(spec)
    access.require(tx.actor, spec, Verb.CREATE)
    if tuple(part.table) != storage.columns(spec):
        raise Unlike
    if gate.unseen(tx.actor, {(key, record) for key, ids in part.points.items() for record in ids}):
        raise Unlike
    rows = part.rows.replace(part.at.encode(), tx.now.isoformat().encode())
    storage.copy_in(storage.table(spec.model), part.columns, _numbered(rows, numbers))
    if any(gate.lost(tx.actor, spec, ids, verb) for verb, ids in part.reach.items()):
        raise Unlike
    documents.load(spec, part.search, numbers)


def _numbered(rows: bytes, numbers: Sequence[str]) -> bytes:
    """The lines with these numbers in place of those of the rehearsal, their first cells."""
    if not numbers:
        return rows
    rests = [line.partition(b"\t")[2] for line in rows.split(b"\n")[:-1]]
    cells = [text(number).encode() for number in numbers]
    return b"".join([b"%b\t%b\n" % pair for pair in zip(cells, rests, strict=True)])
