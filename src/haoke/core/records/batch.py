"""Many records of one object in one go: judged in Python, written by COPY and one statement, a verdict each row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction

from haoke.core import access
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.errors import Denied, Invalid, Missing, Refused, Stale
from haoke.core.records import gate, giving, hold, storage
from haoke.core.records.beside import Beside
from haoke.core.records.documents import concerns, documents, forget, index, keep
from haoke.core.records.files import attaching
from haoke.core.records.integrity import refusal
from haoke.core.records.judging import MADE, Draft
from haoke.core.records.numbers import take
from haoke.core.records.rehearsal import Stored
from haoke.core.records.shapes import shape
from haoke.core.records.uncollected import uncollected
from haoke.core.records.verdicts import Outcome, Verdict
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from haoke.core.records.beside import Line
    from haoke.core.records.change import Tx
    from haoke.core.records.giving import Gift
    from haoke.core.records.judging import Judge
    from haoke.core.records.rehearsal import Rehearsal
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

CHUNK = 2000
_MARKS = ("deleted_at", "version", "updated_at", "updated_by_id")
TWICE = T("Another row is about the same record", "另有一行对应同一条记录")


@dataclass(slots=True)
class _Item:
    """A judged row on its way into the table."""

    index: int
    draft: Draft
    row: Row
    gift: Gift | None = None

    @property
    def id(self) -> UUID:
        return self.draft.id


class _OutOfScope(Exception):
    """Written rows the actor's scope does not reach; takes the whole statement back."""

    def __init__(self, ids: set[UUID]) -> None:
        super().__init__()
        self.ids = ids


class Batch:
    """Set-based writes of one object within a change. Rows are done in chunks; refused ones leave no trace."""

    def __init__(
        self,
        tx: Tx,
        spec: ObjectSpec,
        *,
        trusted: bool = False,
        rehearsal: bool = False,
        kept: Rehearsal | None = None,
    ) -> None:
        self.tx = tx
        self.spec = spec
        self.trusted = trusted
        self.rehearsal = rehearsal
        self.kept = kept
        self.judge: Judge = tx.judge(spec, trusted=trusted, numbers=True)

    def rows(self, lines: Iterable[Line], *, progress: Callable[[int], None] | None = None) -> list[Verdict]:
        """Create and update; one verdict a line, in their order. A chunk takes one line a record."""
        with Beside(self.judge) as beside:
            return self._chunked(
                lines, lambda start, chunk, following: self._write_chunk(start, chunk, following, beside), progress
            )

    def delete(self, records: Iterable[tuple[UUID, int | None]]) -> list[Verdict]:
        """Move records (id, version or None) to the bin."""
        return self._chunked(records, lambda start, chunk, _: self._mark_chunk(start, chunk, deleting=True), None)

    def restore(self, records: Iterable[tuple[UUID, int | None]]) -> list[Verdict]:
        """Take records (id, version or None) out of the bin."""
        return self._chunked(records, lambda start, chunk, _: self._mark_chunk(start, chunk, deleting=False), None)

    def _chunked(
        self,
        lines: Iterable[Any],
        work: Callable[[int, list[Any], list[Any]], list[Verdict]],
        progress: Callable[[int], None] | None,
    ) -> list[Verdict]:
        waiting = iter(lines)
        done: list[Verdict] = []
        chunk = list(islice(waiting, CHUNK))
        while chunk:
            following = list(islice(waiting, CHUNK))
            with uncollected():
                done += work(len(done), chunk, following)
            if progress:
                progress(len(done))
            chunk = following
        return done

    # -- creating and updating -----------------------------------------------------------------------
    def _write_chunk(self, start: int, lines: list[Line], following: list[Line], beside: Beside) -> list[Verdict]:
        present = self._lock([record for record, version, _ in lines if record and version != 0])
        verdicts: dict[int, Verdict] = {}
        items: list[_Item] = []
        seen: set[UUID] = set()
        self._load_homes(lines)
        given = beside.cleaned(lines)
        beside.expect(following)
        for place, line in enumerate(lines, start):
            try:
                _once(line[0], seen)
                items.append(self._judged(place, line, given[place - start], present))
            except Stale as stale:
                verdicts[place] = Verdict(place, Outcome.CONFLICT, line[0], error=stale, current=stale.extra["current"])
            except Refused as refused:
                verdicts[place] = Verdict(place, Outcome.REFUSED, line[0], error=refused)
        items = self._given(items, {item.index: given[item.index - start] for item in items}, verdicts)
        items = self._held(self._pointing_well(self._may_move(items, verdicts), verdicts), verdicts)
        self._number(items)
        for verdict in self._write(items, beside):
            verdicts[verdict.index] = verdict
        return [verdicts[place] for place in range(start, start + len(lines))]

    def _lock(self, ids: Sequence[UUID]) -> dict[UUID, Row | None]:
        return gate.lock(self.tx.actor, self.spec, ids, Verb.UPDATE) if ids else {}

    def _load_homes(self, lines: Iterable[Line]) -> None:
        owners = {owner for _, _, values in lines if isinstance(owner := values.get("owner"), UUID)}
        self.tx.homes.load({self.tx.actor.id, *owners})

    def _judged(
        self, place: int, line: Line, given: dict[str, Any] | Refused, present: Mapping[UUID, Row | None]
    ) -> _Item:
        record, version, _ = line
        if record is None or version == 0:
            if not self.trusted:
                access.require(self.tx.actor, self.spec, Verb.CREATE)
            return _Item(place, self.judge.made(_taken(given), record, self.tx.homes), {})
        row = _may(record, present)
        if version is not None and row["version"] != version:
            raise Stale(extra={"current": self._shown(row)})
        draft = self.judge.moved(row, _taken(given), self.tx.homes)
        return _Item(place, draft, self.judge.row(draft) if draft.changed else row)

    def _given(
        self, items: list[_Item], cleaned: Mapping[int, dict[str, Any] | Refused], verdicts: dict[int, Verdict]
    ) -> list[_Item]:
        """The items, new ones nobody chose an owner for with the one the company's rules give them."""
        gifts = giving.gifts(self.tx, self.judge, [item.draft for item in items])
        self.tx.homes.load({gift.values["owner"] for gift in gifts.values() if "owner" in gift.values})
        for item in items if gifts else ():
            item.gift = gifts.get(item.id)
            if item.gift is not None:
                try:
                    values = _taken(cleaned[item.index])
                    item.draft = self.judge.gifted(values, item.id, item.gift.values, self.tx.homes)
                except Refused as refused:
                    verdicts[item.index] = Verdict(item.index, Outcome.REFUSED, item.id, error=refused)
        return [item for item in items if item.index not in verdicts]

    def _may_move(self, items: list[_Item], verdicts: dict[int, Verdict]) -> list[_Item]:
        """The items that may be given to whom they are given: the right must reach the record as it was, too."""
        if self.trusted:
            return items
        moved: dict[str, list[UUID]] = {}
        for item in items:
            if not item.draft.creating and (verb := self.judge.verb(item.draft)) != Verb.UPDATE:
                moved.setdefault(verb, []).append(item.id)
        closed = {
            each
            for verb, ids in moved.items()
            for each, row in gate.lock(self.tx.actor, self.spec, ids, verb).items()
            if row is None
        }
        for item in items:
            if item.id in closed:
                verdicts[item.index] = Verdict(item.index, Outcome.REFUSED, item.id, error=Denied())
        return [item for item in items if item.id not in closed]

    def _shown(self, row: Row) -> dict[str, Any]:
        """The values of a row that the actor may read in full."""
        return {
            name: value
            for name, value in storage.values(self.spec, row).items()
            if access.field_right(self.tx.actor, self.spec, name) >= FieldRight.READ
        }

    def _pointing_well(self, items: list[_Item], verdicts: dict[int, Verdict]) -> list[_Item]:
        """The items all of whose references the actor sees, or that are themselves being made here."""
        pointed = {item.index: gate.pointed(self.spec, item.draft.after, item.draft.checked) for item in items}
        missing = gate.unseen(self.tx.actor, {(key, record) for found in pointed.values() for _, key, record in found})
        strange = attaching.settle(self.tx.actor, self.spec, [item.draft for item in items])
        while True:
            making = {(self.spec.key, item.id) for item in items if item.draft.creating}
            kept: list[_Item] = []
            for item in items:
                bad = {name for name, key, record in pointed[item.index] if (key, record) in missing - making}
                bad |= strange.get(item.id, set())
                if bad:
                    error = Invalid(problems=[gate.not_seen(name) for name in sorted(bad)])
                    verdicts[item.index] = Verdict(item.index, Outcome.REFUSED, item.id, error=error)
                else:
                    kept.append(item)
            if len(kept) == len(items):
                return kept
            items = kept

    def _held(self, items: list[_Item], verdicts: dict[int, Verdict], marking: str = "") -> list[_Item]:
        """The items nobody else has a say in; `marking`: the bin's verb."""
        attempts = {item.id: _attempt(self.spec, item, marking) for item in items if marking or item.draft.changed}
        against = hold.refusals(self.tx.actor, self.spec, list(attempts.values()))
        for item in items if against else ():
            if item.id in against:
                verdicts[item.index] = Verdict(item.index, Outcome.REFUSED, item.id, error=against[item.id])
        return [item for item in items if item.id not in against]

    def _number(self, items: Sequence[_Item]) -> None:
        new = [item for item in items if item.draft.creating]
        bare = iter(take(self.spec, sum(item.draft.after.get("number") is None for item in new), self.tx.now))
        for item in new:
            number = next(bare) if item.draft.after.get("number") is None else None
            item.row = self.judge.row(item.draft, number)

    def _write(self, items: list[_Item], beside: Beside) -> list[Verdict]:
        """Write the rows that change."""
        writing = [item for item in items if item.draft.changed]
        for item in writing if attaching.file_fields(self.spec.key) else ():
            if not item.draft.creating:
                item.row = self.judge.row(item.draft)
        refused = self._halving(writing, lambda some: self._store(some, beside))
        return [self._verdict(item, refused.get(item.index)) for item in items]

    def _halving(self, items: list[_Item], store: Callable[[list[_Item]], None]) -> dict[int, Refused]:
        """Store all that can be; {index: why} of the others. What the database refuses is found by halving."""
        if not items:
            return {}
        try:
            with transaction.atomic():
                store(items)
        except _OutOfScope as lost:
            out = {item.index: gate.out_of_scope() for item in items if item.id in lost.ids}
            return out | self._halving([item for item in items if item.index not in out], store)
        except IntegrityError as error:
            if len(items) == 1:
                return {items[0].index: refusal(self.spec, error)}
            half = len(items) // 2
            return self._halving(items[:half], store) | self._halving(items[half:], store)
        return {}

    def _store(self, items: Sequence[_Item], beside: Beside) -> None:
        keeping = self.kept if self.kept and self.kept.whole else None
        found = [item for item in items if concerns(self.spec, item.draft.changed)]
        docs = beside.start(self._documents, [] if self.rehearsal and not keeping else found)
        beside.look_ahead()
        with giving.stored(self.spec, {item.id: item.gift for item in items if item.gift is not None}):
            copied = self._store_rows(items)
        attaching.note(self.spec, [item.draft for item in items])
        reach = {} if self.trusted else self._check_scope(items)
        if not self.rehearsal:
            keep(docs.result())
        elif keeping:
            written = [(item.draft, item.row) for item in items]
            keeping.take(self.tx, self.spec, Stored(written, reach, *copied, docs.result()))

    def _documents(self, items: Sequence[_Item]) -> list[Any]:
        return documents(self.spec, [(item.draft.after, item.row) for item in items])

    def _store_rows(self, items: Sequence[_Item]) -> tuple[Sequence[str], bytes]:
        """Write the rows; gives columns and lines of the new ones."""
        copied: tuple[Sequence[str], bytes] = ((), b"")
        new = [item for item in items if item.draft.creating]
        old = [item for item in items if not item.draft.creating]
        form = shape(self.spec.key)
        if new:
            fields = MADE.union(*(item.draft.given for item in new))
            copied = storage.insert_all(self.spec, [item.row for item in new], form.columns(fields) | form.filled)
        if old:
            fields = frozenset().union(*(item.draft.changed for item in old))
            changed = form.columns(fields) | {"version", "updated_at", "updated_by_id"}
            storage.update_all(self.spec, [item.row for item in old], changed)
        return copied

    def _check_scope(self, items: Sequence[_Item]) -> dict[str, list[UUID]]:
        """Ids by the verb whose scope they must be in, and are."""
        by_verb: dict[str, list[UUID]] = {}
        for item in items:
            if item.draft.gift:
                continue
            by_verb.setdefault(self.judge.verb(item.draft), []).append(item.id)
        lost = {each for verb, ids in by_verb.items() for each in gate.lost(self.tx.actor, self.spec, ids, verb)}
        if lost:
            raise _OutOfScope(lost)
        return by_verb

    def _verdict(self, item: _Item, error: Refused | None) -> Verdict:
        if error is not None:
            return Verdict(item.index, Outcome.REFUSED, item.id, error=error)
        done = Outcome.CREATED if item.draft.creating else Outcome.UPDATED if item.draft.changed else Outcome.UNCHANGED
        return Verdict(item.index, done, item.id, item.row["version"], item.row["number"])

    # -- the bin ---------------------------------------------------------------------------------------
    def _mark_chunk(self, start: int, records: list[tuple[UUID, int | None]], *, deleting: bool) -> list[Verdict]:
        ids = [record for record, _ in records]
        present = gate.lock(self.tx.actor, self.spec, ids, Verb.DELETE, deleted=not deleting)
        verdicts: dict[int, Verdict] = {}
        items: list[_Item] = []
        for place, (record, version) in enumerate(records, start):
            try:
                items.append(self._marked(place, _may(record, present), version, deleting=deleting))
            except Refused as refused:
                outcome = Outcome.CONFLICT if isinstance(refused, Stale) else Outcome.REFUSED
                verdicts[place] = Verdict(place, outcome, record, error=refused, current=refused.extra.get("current"))
        items = self._held(items, verdicts, str(Verb.DELETE) if deleting else "restore")
        refused_rows = self._halving(items, self._store_deleted if deleting else self._store_restored)
        done = Outcome.DELETED if deleting else Outcome.RESTORED
        for item in items:
            error = refused_rows.get(item.index)
            outcome = Outcome.REFUSED if error else done
            verdicts[item.index] = Verdict(
                item.index, outcome, item.id, item.row["version"], item.row["number"], error=error
            )
        return [verdicts[place] for place in range(start, start + len(records))]

    def _marked(self, place: int, row: Row, version: int | None, *, deleting: bool) -> _Item:
        if version is not None and row["version"] != version:
            raise Stale(extra={"current": self._shown(row)})
        if not self.trusted:
            gate.may_bin(self.tx.actor, self.spec, row)
        marks = {
            "deleted_at": self.tx.now if deleting else None, "version": row["version"] + 1,
            "updated_at": self.tx.now, "updated_by_id": self.tx.actor.id,
        }  # fmt: skip
        return _Item(place, Draft(row["id"], row, {}, {}, frozenset(), frozenset()), row | marks)

    def _store_deleted(self, items: Sequence[_Item]) -> None:
        storage.update_all(self.spec, [item.row for item in items], _MARKS)
        forget([item.id for item in items])

    def _store_restored(self, items: Sequence[_Item]) -> None:
        storage.update_all(self.spec, [item.row for item in items], _MARKS)
        index(self.spec, [(storage.values(self.spec, item.row), item.row) for item in items])


def _attempt(spec: ObjectSpec, item: _Item, marking: str) -> hold.Attempt:
    if marking:
        values = storage.values(spec, item.row)
        return hold.Attempt(marking, item.id, values, values)
    draft = item.draft
    verb = Verb.CREATE if draft.creating else Verb.UPDATE
    return hold.Attempt(verb, item.id, draft.before, draft.after, draft.changed)


def _once(record: UUID | None, seen: set[UUID]) -> None:
    if record is not None and record in seen:
        raise Invalid(TWICE, code="twice")
    if record is not None:
        seen.add(record)


def _taken(given: dict[str, Any] | Refused) -> dict[str, Any]:
    if isinstance(given, Refused):
        raise given
    return given


def _may(record: UUID, present: Mapping[UUID, Row | None]) -> Row:
    if record not in present:
        raise Missing
    row = present[record]
    if row is None:
        raise Denied
    return row
