"""What a check has worked out, kept for the run: rows, search entries and memory as lines for COPY, for a day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from haoke.core import jobs
from haoke.core.records.rehearsal import Part, Rehearsal
from haoke.core.transfer import describing, ground
from haoke.core.transfer.models import Import, ImportPart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.given import Given
    from haoke.core.transfer.planning import Plan

#: Most bytes kept of one import; a larger one is worked out again by its run.
MOST = 1 << 30
KEEP = timedelta(days=1)
_BLOCKS = ("rows", "search")


class Staging:
    """Takes down what a dry run does, beside the database until it is over: the dry run itself is taken back."""

    def __init__(self) -> None:
        self.rehearsal = Rehearsal(self._part)
        self._file = TemporaryFile()  # noqa: SIM115 (closed with the staging)
        self._chunks: list[dict[str, Any]] = []
        self._parts: list[dict[str, Any]] = []
        self._size = 0

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _part(self, part: Part) -> None:
        head = {name: value for name, value in asdict(part).items() if name not in _BLOCKS}
        sizes = [self._write(getattr(part, name)) for name in _BLOCKS]
        self._parts.append({**head, "sizes": sizes})

    def _write(self, block: bytes) -> int:
        self._size += len(block)
        if self._size > MOST:
            self.rehearsal.whole = False
        if self.rehearsal.whole:
            self._file.write(block)
        return len(block)

    def chunk(self, rows: int, memory: bytes) -> None:
        """A chunk of `rows` verdicts is done; `memory` are its lines to remember, their table first."""
        self._chunks.append({"rows": rows, "memory": self._write(memory), "parts": self._parts})
        self._parts = []

    def store(self, found: Import, actor: Actor, made: Plan, given: Given, then: str) -> None:
        """Keep it all, if all of it can be moved; `then` is `ground.now()` before anything was read."""
        drop(found)
        if not self.rehearsal.whole:
            return
        known = [source.known.id for source in made.sources if source.known]
        sources = [
            {
                "table": source.table.id, "known": source.known and source.known.id, "object": source.target.key,
                "key": source.key_name, "headers": source.table.signature,
            }
            for source in made.sources
        ]  # fmt: skip
        self._file.seek(0)
        with transaction.atomic():
            for position, head in enumerate(self._chunks):
                size = head["memory"] + sum(sum(part["sizes"]) for part in head["parts"])
                content = self._file.read(size)
                ImportPart.objects.create(batch=found, position=position, head=describing.plain(head), content=content)
            found.staged = describing.plain({
                "then": then, "objects": ground.around(made.book.by_object), "sources": sources, "known": known,
                "standing": ground.standing(actor, known), "historical": given.historical, "chunks": len(self._chunks),
                "rows": sum(head["rows"] for head in self._chunks),
            })  # fmt: skip
            found.save(update_fields=["staged"])


def chunks(found: Import) -> Iterator[tuple[int, list[Part], bytes]]:
    """(verdicts, parts, memory) of every chunk, in order, one in memory at a time."""
    for ident in list(ImportPart.objects.filter(batch=found).order_by("position").values_list("id", flat=True)):
        kept = ImportPart.objects.get(id=ident)
        content, place, parts = bytes(kept.content), 0, []
        for head in kept.head["parts"]:
            first, second = place + head["sizes"][0], place + sum(head["sizes"])
            told = {name: value for name, value in head.items() if name != "sizes"}
            told |= {name: {key: [*map(UUID, ids)] for key, ids in head[name].items()} for name in ("reach", "points")}
            parts.append(Part(**told, rows=content[place:first], search=content[first:second]))
            place = second
        yield kept.head["rows"], parts, content[place:]


def drop(found: Import) -> None:
    """Forget what was kept of an import."""
    ImportPart.objects.filter(batch=found).delete()
    if found.staged is not None:
        found.staged = None
        found.save(update_fields=["staged"])


@jobs.job("transfer.sweep_parts", every="27 * * * *")
def sweep() -> int:
    """Drop what was kept a day ago and has not been run; how much."""
    return ImportPart.objects.filter(created_at__lt=timezone.now() - KEEP).delete()[0]
