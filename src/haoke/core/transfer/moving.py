"""A run that moves what its check has worked out, as long as nothing that rested on has changed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError

from haoke.core import clock
from haoke.core.errors import Refused
from haoke.core.records import changes
from haoke.core.records.lanes import run_beside
from haoke.core.records.rehearsal import Unlike, move, numbers_for
from haoke.core.transfer import ground, staging
from haoke.core.transfer.insisting import reason
from haoke.core.transfer.models import ImportPart, ImportSource
from haoke.core.transfer.remembering import keep_lines
from haoke.core.transfer.writing import ACTION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.models import Import

#: Chunks written at the same time: one lane's commits and Python run while the other's rows go in.
LANES = 2


def moved(actor: Actor, found: Import, change: UUID, progress: Callable[[int, int], None]) -> bool:
    """Whether all of a checked import was written as its check had it; if not, the rest must be worked out anew.

    Chunks moved before a doubt came stay, like those of a worker that died: their memory tells of them.
    """
    staged = found.staged
    if not staged or not _stands(actor, found, staged):
        return False
    front = _Front(actor, found, staged, change, progress)
    run_beside([front.lane] * LANES)
    return not front.doubt


class _Front:
    """The chunks still to be moved, taken in their order by lanes that write beside each other."""

    def __init__(
        self, actor: Actor, found: Import, staged: Mapping[str, Any], change: UUID, progress: Callable[[int, int], None]
    ) -> None:
        self.doubt = False
        self._actor, self._found, self._staged, self._change, self._progress = actor, found, staged, change, progress
        self._sources = _sources(staged)
        self._chunks = staging.chunks(found)
        self._lock, self._telling = threading.Lock(), threading.Lock()
        self._next, self._rows, self._then, self._broken = 0, 0, staged["then"], False
        self._done = [threading.Event() for _ in self._chunks]

    def lane(self) -> None:
        """Move one chunk after the other until there are no more or something has gone wrong."""
        whole = False
        try:
            while (taken := self._take()) and self._certain(*taken):
                self._tell(self._chunks[taken[0]].rows)
            whole = not self.doubt
        finally:
            if not whole:
                self._break()

    def _tell(self, rows: int) -> None:
        # Not under the lock of the chunks: telling waits for the other lane's transaction, which holds the job's row
        # (`jobs.fence`) and asks for that lock.
        with self._telling:
            self._rows += rows
            self._progress(self._rows, self._staged["rows"])

    def _take(self) -> tuple[int, list[list[str]]] | None:
        """The next chunk with the numbers of its records, which follow the order of the file."""
        with self._lock:
            if self._broken or self._next == len(self._chunks):
                return None
            self._next += 1
            parts = self._chunks[self._next - 1].parts
            return self._next - 1, [numbers_for(part, clock.now()) for part in parts]

    def _certain(self, place: int, numbers: list[list[str]]) -> bool:
        """Whether a chunk could be written as it stands, after those it refers to."""
        for before in self._done[: self._chunks[place].after + 1]:
            before.wait()
        if self.doubt or self._broken:
            return False
        try:
            self._move(place, numbers)
        except (Unlike, IntegrityError, Refused):
            self.doubt = True
        self._done[place].set()
        return not self.doubt

    def _move(self, place: int, numbers: list[list[str]]) -> None:
        parts, memory = self._chunks[place].read()
        history = self._staged["historical"]
        with changes(self._actor, ACTION, reason(self._found), history=history, change=self._change) as tx:
            self._look_back()
            for part, drawn in zip(parts, numbers, strict=True):
                move(tx, part, drawn)
            keep_lines(_tied(memory, self._sources))

    def _look_back(self) -> None:
        """Raises Unlike when others have written since the last look; looks of all lanes follow each other."""
        with self._lock:
            following = ground.now()
            if ground.has_moved(self._then, self._staged["objects"], self._change):
                raise Unlike
            self._then = following

    def _break(self) -> None:
        """Let nobody begin or wait any more."""
        self._broken = True
        for each in self._done:
            each.set()


def _stands(actor: Actor, found: Import, staged: Mapping[str, Any]) -> bool:
    """Whether all is still kept and nothing but records may have changed; those are looked at chunk by chunk."""
    whole: bool = ImportPart.objects.filter(batch=found).count() == staged["chunks"]
    return whole and ground.standing(actor, staged["known"]) == staged["standing"]


def _sources(staged: Mapping[str, Any]) -> dict[bytes, bytes]:
    """{table: source id} as they stand in lines of memory; new ones are kept."""
    return {
        told["table"].encode(): (
            UUID(told["known"])
            if told["known"]
            else ImportSource.objects.create(object=told["object"], key=told["key"], headers=told["headers"]).id
        ).hex.encode()
        for told in staged["sources"]
    }


def _tied(memory: bytes, sources: Mapping[bytes, bytes]) -> bytes:
    """The lines with the source in place of the table."""
    lines = (line.partition(b"\t") for line in memory.split(b"\n")[:-1])
    return b"".join([b"%b\t%b\n" % (sources[table], rest) for table, _, rest in lines])
