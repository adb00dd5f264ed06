"""Bytes in and out of the database, a piece at a time, and the sweeping of what nobody attached."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Sum
from django.db.models.functions import Now

from haoke.core import registry
from haoke.core.errors import BadRequest, Refused, TooMany
from haoke.core.fieldtypes.files import FileRef, tidy_name
from haoke.core.records import storage
from haoke.core.records.files.models import File, FileContent, FilePart, FileUse
from haoke.core.records.files.naming import HEAD, media_type
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from django.db.models import QuerySet

    from haoke.core.access.actor import Actor

    class Readable(Protocol):
        """What an upload is read from."""

        def read(self, size: int, /) -> bytes: ...


#: Bytes of a piece, in the database and on the way.
PART = 256 * 1024
#: An upload up to this size is not put on disk on its way.
IN_MEMORY = 1024 * 1024
#: Uploads nobody attached are kept so long.
KEEP = timedelta(days=1)
#: What one person may have uploaded and not attached: files, and how many times the largest file.
WAITING, WAITING_SIZE = 200, 20

EMPTY = T("The file is empty", "文件为空")
CUT = T("The upload was interrupted; please upload the file again", "上传中断，请重新上传文件")
ENOUGH = T(
    "Too many files are uploaded and not yet attached to a record; save them, or try again tomorrow",
    "已上传但未附加到记录的文件过多，请先保存，或明天再试",
)
_MIB = 1024 * 1024


class FileTooLarge(Refused):
    status = 413
    code = "file_too_large"
    title = T("The file is larger than {limit} MB, the most an upload may have", "文件超过上传上限 {limit} MB")


def too_large() -> FileTooLarge:
    """The refusal that names the limit."""
    limit = settings.UPLOAD_LIMIT
    return FileTooLarge(FileTooLarge.title.fill(limit=f"{limit / _MIB:g}"), extra={"limit": limit})


def keep(actor: Actor, name: str, source: Readable, size: int | None = None) -> FileRef:
    """Store what `source` gives (`size` bytes when told) as a file nobody but the uploader reads until it is attached.

    Raises FileTooLarge, TooMany, BadRequest "empty" or "cut", and BadValue for a name that cannot be stored.
    """
    called = tidy_name(name)
    _has_room(actor)
    with _spooled(source) as (kept, digest, read):
        if size is not None and read != size:
            raise BadRequest(CUT, code="cut")
        if not read:
            raise BadRequest(EMPTY, code="empty")
        kind = media_type(called, kept.read(HEAD))
        with transaction.atomic():
            _keep_content(digest, read, kept)
            made = File.objects.create(content_id=digest, name=called, type=kind, uploader=actor.id)
    return FileRef(made.id, called, read, kind)


def _has_room(actor: Actor) -> None:
    waiting = File.objects.filter(uploader=actor.id, created_at__gt=Now() - KEEP, uses=None)
    found = waiting.aggregate(files=Count("id"), size=Sum("content__size"))
    if found["files"] >= WAITING or (found["size"] or 0) >= WAITING_SIZE * settings.UPLOAD_LIMIT:
        raise TooMany(ENOUGH, code="too_many_files", extra={"retry_after": 3600})


@contextmanager
def _spooled(source: Readable) -> Iterator[tuple[IO[bytes], str, int]]:
    """(nameless temporary file at its beginning, SHA-256, bytes); raises FileTooLarge as soon as there is too much."""
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as kept:
        while piece := source.read(PART):
            size += len(piece)
            if size > settings.UPLOAD_LIMIT:
                raise too_large()
            digest.update(piece)
            kept.write(piece)
        kept.seek(0)
        yield kept, digest.hexdigest(), size


def _keep_content(digest: str, size: int, source: IO[bytes]) -> None:
    with connection.cursor() as cursor:
        # Updating to the same locks the row: the sweep cannot take it before this upload is committed.
        cursor.execute(
            "INSERT INTO core_filecontent (digest, size) VALUES (%s, %s)"
            " ON CONFLICT (digest) DO UPDATE SET size = excluded.size RETURNING xmax = 0",
            [digest, size],
        )
        if not cursor.fetchone()[0]:
            return
        source.seek(0)
        position = 0
        while piece := source.read(PART):
            cursor.execute(
                "INSERT INTO core_filepart (content_id, position, data) VALUES (%s, %s, %s)", [digest, position, piece]
            )
            position += 1


def pieces(digest: str) -> Iterator[bytes]:
    """A content's bytes, piece by piece."""
    parts = FilePart.objects.filter(content_id=digest)
    for position in range(parts.count()):
        yield bytes(parts.values_list("data", flat=True).get(position=position))


def sweep() -> dict[str, int]:
    """Drop files no record ever had for a day, or whose records are gone for good, and contents without a file."""
    for key, spec in registry.objects().items():
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM core_fileuse u WHERE u.object = %s AND NOT EXISTS"
                f" (SELECT 1 FROM {storage.table(spec.model)} r WHERE r.id = u.record)",
                [key],
            )
    unused = File.objects.filter(~Exists(FileUse.objects.filter(file=OuterRef("pk"))), created_at__lt=Now() - KEEP)
    unnamed = FileContent.objects.filter(~Exists(File.objects.filter(content=OuterRef("pk"))))
    return {"files": _sweep(unused), "contents": _sweep(unnamed)}


def _sweep(found: QuerySet[Any]) -> int:
    """Delete what is found and not held by anybody."""
    with transaction.atomic():
        held = list(found.select_for_update(skip_locked=True).values_list("pk", flat=True))
        # Asked again under the locks: somebody may have attached one in between.
        gone = found.filter(pk__in=held)
        count = gone.count()
        gone.delete()
    return count
