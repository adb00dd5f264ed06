"""Carries a plan out through the batch path, for real or for a dry run that is taken back."""

# What a step works on is handed over in the order it is named.
# ruff: noqa: PLR0917

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from haoke.core import registry
from haoke.core.records import Outcome, changes
from haoke.core.transfer import asides, insisting
from haoke.core.transfer.given import Trouble
from haoke.core.transfer.order import objects_in_order, parents_first
from haoke.core.transfer.remembering import lines, remember, sources_for
from haoke.core.transfer.verdicts import Judged, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.errors import Refused
    from haoke.core.transfer.drafts import Draft
    from haoke.core.transfer.given import Given
    from haoke.core.transfer.models import Import
    from haoke.core.transfer.planning import Plan
    from haoke.core.transfer.staging import Staging

CHUNK = 4_000
ACTION = "import"


@dataclass
class Carried:
    """Verdicts of every draft after writing, in order of writing."""

    judged: list[Judged] = field(default_factory=list)

    def counts(self, plan: Plan) -> list[dict[str, Any]]:
        """{object, create, update, unchanged, conflict, rejected, estimated} of every object, in order of writing."""
        found: dict[str, Counter[str]] = {}
        for item in self.judged:
            tally = found.setdefault(item.draft.object, Counter())
            tally[item.verdict] += 1
            tally["estimated"] += item.verdict == Verdict.CREATE and bool(item.draft.values.get("estimated"))
        for draft in plan.refused:
            found.setdefault(draft.object, Counter())[Verdict.REJECTED] += 1
        names = [*Verdict, "estimated"]
        return [{"object": key, **{str(name): tally[name] for name in names}} for key, tally in found.items()]


def dry_run(
    actor: Actor, plan: Plan, given: Given, progress: Callable[[int, int], None], staging: Staging, batch: UUID
) -> Carried:
    """What carrying the plan out would do, found out by doing it and taking it back; `staging` is told."""
    with transaction.atomic():
        carried = _carry(actor, plan, given, _Tried(staging, batch), "", progress)
        transaction.set_rollback(True)
    return carried


def run(
    actor: Actor, plan: Plan, given: Given, change: UUID, found: Import, progress: Callable[[int, int], None]
) -> Carried:
    """Write the plan in chunks under one change id; every chunk is remembered in its own transaction."""
    return _carry(
        actor, plan, given, _Real(change, found.id, insisting.called(found)), insisting.reason(found), progress
    )


@dataclass(frozen=True)
class _Real:
    change: UUID
    batch: UUID
    file: str


@dataclass(frozen=True)
class _Tried:
    staging: Staging
    batch: UUID
    numbers: Iterator[int] = field(default_factory=count(1).__iter__)


def _which(way: _Real | _Tried) -> tuple[_Real | None, _Tried | None]:
    return (way, None) if isinstance(way, _Real) else (None, way)


def _carry(
    actor: Actor, plan: Plan, given: Given, way: _Real | _Tried, reason: str, progress: Callable[[int, int], None]
) -> Carried:
    carried, noted = Carried(), Counter[str]()
    real, tried = _which(way)
    sources = sources_for(plan, create=True) if real else {}
    total = sum(map(len, plan.book.by_object.values()))
    for key in objects_in_order(plan.book.by_object):
        judged = parents_first(key, judge(actor, key, plan.book.by_object[key], take_file=given.take_file))
        for chunk in _chunks(judged):
            with changes(actor, ACTION, reason, history=given.historical, change=real.change if real else None) as tx:
                _write(tx, key, chunk, way, noted)
                if real:
                    remember(sources, chunk, real.batch)
            if tried and tried.staging.rehearsal.whole:
                tables = {source.table.id: source.table.id for source in plan.sources}
                tried.staging.chunk(len(chunk), lines(tables, chunk, tried.batch))
            carried.judged += chunk
            progress(len(carried.judged), total)
    plan.notices += asides.told(noted)
    return carried


def _chunks(judged: Sequence[Judged]) -> Iterator[list[Judged]]:
    for start in range(0, len(judged), CHUNK):
        yield list(judged[start : start + CHUNK])


def _write(tx: Any, key: str, chunk: Sequence[Judged], way: _Real | _Tried, noted: Counter[str]) -> None:
    """Create and update what the verdicts say; a refusal becomes the verdict."""
    spec = registry.get(key)
    real, tried = _which(way)
    batch = tx.batch(key, rehearsal=tried is not None, kept=tried and tried.staging.rehearsal)
    writing = [item for item in chunk if item.verdict == Verdict.CREATE or item.write]
    rows = []
    for item in writing:
        values: dict[str, Any] = dict(item.write)
        if item.verdict == Verdict.CREATE and tried and spec.number:
            tried.staging.rehearsal.whole &= values.get("number") is None
            values["number"] = f"~{next(tried.numbers)}"  # a dry run must not use numbers up
        rows.append((item.draft.id, 0 if item.verdict == Verdict.CREATE else item.version, values))
    reasons = insisting.own_reasons((item.draft for item in writing), real.file if real else "")
    with tx.because(reasons) if reasons else nullcontext():
        verdicts = batch.rows(rows)
    if reasons and tried:
        tried.staging.rehearsal.whole = False  # what is moved is moved for one reason
    for item, verdict in zip(writing, verdicts, strict=True):
        _note(item, verdict)
    if any(item.draft.asides for item in chunk):
        asides.write(tx, spec, chunk, noted)
        if tried:
            tried.staging.rehearsal.whole = False


def _note(item: Judged, verdict: Any) -> None:
    if verdict.taken:
        item.version = verdict.version
        return
    item.verdict = Verdict.CONFLICT if verdict.outcome == Outcome.CONFLICT else Verdict.REJECTED
    item.write = {}
    item.version = None
    item.troubles += _troubles(item.draft, verdict.error)


def _troubles(draft: Draft, error: Refused) -> list[Trouble]:
    shown = {name: str(value)[:100] for name, value in draft.values.items() if value is not None}
    return [
        Trouble(problem.field, problem.code, problem.message, shown.get(problem.field, ""))
        for problem in error.problems
    ] or [Trouble("", error.code, error.message)]
