"""What a check has worked out, kept for the run: rows, search entries and memory as lines for COPY, for a day."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import orjson
import psycopg
from django.db import connection, transaction
from django.utils import timezone

from haoke.core import jobs
from haoke.core.ids import uuid7
from haoke.core.records.rehearsal import Part, Rehearsal
from haoke.core.text import T
from haoke.core.transfer import describing, ground
from haoke.core.transfer.models import Import, ImportPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.given import Given
    from haoke.core.transfer.planning import Plan

#: Most bytes kept of one import; a larger one is worked out again by its run.
MOST = 1 << 30
KEEP = timedelta(days=1)
_BLOCKS = ("rows", "search")
_PUT = "INSERT INTO core_importpart (id, batch_id, position, head, content) VALUES (%s, %s, %s, %s, %b)"
_GET = "SELECT content FROM core_importpart WHERE id = %s"


class Staging:
    """Takes down what a dry run does, beside the database until it is over: the dry run itself is taken back."""

    def __init__(self) -> None:
        self.rehearsal = Rehearsal(self._part)
        self._file = TemporaryFile()  # noqa: SIM115 (closed with the staging)
        self._chunks: list[dict[str, Any]] = []
        self._parts: list[dict[str, Any]] = []
        self._size = 0
        self._homes: dict[UUID, int] = {}
        self._after = -1

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _part(self, part: Part, made: Iterable[UUID]) -> None:
        head = {each.name: getattr(part, each.name) for each in fields(part) if each.name not in _BLOCKS}
        sizes = [self._write(getattr(part, name)) for name in _BLOCKS]
        self._parts.append({**head, "sizes": sizes})
        here = len(self._chunks)
        self._homes.update(dict.fromkeys(made, here))
        places = (self._homes.get(each, -1) for ids in part.points.values() for each in ids)
        self._after = max([self._after, *(place for place in places if place < here)])

    def _write(self, block: bytes) -> int:
        self._size += len(block)
        if self._size > MOST:
            self.rehearsal.whole = False
        if self.rehearsal.whole:
            self._file.write(block)
        return len(block)

    def chunk(self, rows: int, memory: bytes) -> None:
        """A chunk of `rows` verdicts is done; `memory` are its lines to remember, their table first.

        `after` is the last chunk before it that holds something it refers to, -1 for none.
        """
        kept = {"rows": rows, "memory": self._write(memory), "parts": self._parts, "after": self._after}
        self._chunks.append(kept)
        self._parts, self._after = [], -1

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
                _put(found, position, head, self._file.read(size))
            found.staged = describing.plain({
                "then": then, "objects": ground.around(made.book.by_object), "sources": sources, "known": known,
                "standing": ground.standing(actor, known), "historical": given.historical, "chunks": len(self._chunks),
                "rows": sum(head["rows"] for head in self._chunks),
            })  # fmt: skip
            found.save(update_fields=["staged"])


class Chunk(NamedTuple):
    """What a chunk holds: verdicts, its parts without their lines, the chunk it comes after (-1: none)."""

    id: UUID
    rows: int
    after: int
    sizes: list[list[int]]
    parts: list[Part]

    def read(self) -> tuple[list[Part], bytes]:
        """Its parts with their lines, and its lines to remember."""
        content, place, whole = _content(self.id), 0, []
        for part, (first, second) in zip(self.parts, self.sizes, strict=True):
            between, end = place + first, place + first + second
            whole.append(replace(part, rows=content[place:between], search=content[between:end]))
            place = end
        return whole, content[place:]


def chunks(found: Import) -> list[Chunk]:
    """Every chunk kept of an import, in order."""
    kept = ImportPart.objects.filter(batch=found).order_by("position").values_list("id", "head")
    return [_chunk(ident, head) for ident, head in kept]


def _chunk(ident: UUID, head: Mapping[str, Any]) -> Chunk:
    sizes = [part["sizes"] for part in head["parts"]]
    return Chunk(ident, head["rows"], head["after"], sizes, [_bare(part) for part in head["parts"]])


def _bare(told: Mapping[str, Any]) -> Part:
    ids = {name: {key: [*map(UUID, some)] for key, some in told[name].items()} for name in ("reach", "points")}
    return Part(**{name: told[name] for name in told if name != "sizes"} | ids | dict.fromkeys(_BLOCKS, b""))


def _cursor() -> psycopg.Cursor[Any]:
    """One whose parameters and answers may travel as they are; Django's write all of them out as text."""
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


def _put(found: Import, position: int, head: dict[str, Any], content: bytes) -> None:
    with _cursor() as cursor:
        cursor.execute(_PUT, [uuid7(), found.id, position, orjson.dumps(describing.plain(head)).decode(), content])


def _content(ident: UUID) -> bytes:
    with _cursor() as cursor:
        (content,) = cursor.execute(_GET, [ident], binary=True).fetchone() or (b"",)
    return bytes(content)


def drop(found: Import) -> None:
    """Forget what was kept of an import."""
    ImportPart.objects.filter(batch=found).delete()
    if found.staged is not None:
        found.staged = None
        found.save(update_fields=["staged"])


@jobs.job("transfer.sweep_parts", T("Clear out prepared imports", "清理未执行的导入数据"), every="27 * * * *")
def sweep() -> int:
    """Drop what was kept a day ago and has not been run; how much."""
    return ImportPart.objects.filter(created_at__lt=timezone.now() - KEEP).delete()[0]
