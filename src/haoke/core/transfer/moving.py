"""A run that moves what its check has worked out, as long as nothing that rested on has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError

from haoke.core.errors import Refused
from haoke.core.records import changes
from haoke.core.records.rehearsal import Unlike, move
from haoke.core.transfer import ground, staging
from haoke.core.transfer.models import ImportPart, ImportSource
from haoke.core.transfer.remembering import keep_lines
from haoke.core.transfer.writing import ACTION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.models import Import


def moved(actor: Actor, found: Import, change: UUID, progress: Callable[[int, int], None]) -> bool:
    """Whether all of a checked import was written as its check had it; if not, the rest must be worked out anew.

    Chunks moved before a doubt came stay, like those of a worker that died: their memory tells of them.
    """
    staged = found.staged
    if not staged or not _stands(actor, found, staged):
        return False
    sources = _sources(staged)
    then, done = staged["then"], 0
    for rows, parts, memory in staging.chunks(found):
        try:
            with changes(actor, ACTION, found.name[:200], history=staged["historical"], change=change) as tx:
                following = ground.now()
                if ground.has_moved(then, staged["objects"], change):
                    raise Unlike
                for part in parts:
                    move(tx, part)
                keep_lines(_tied(memory, sources))
        except (Unlike, IntegrityError, Refused):
            return False
        then, done = following, done + rows
        progress(done, staged["rows"])
    return True


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
