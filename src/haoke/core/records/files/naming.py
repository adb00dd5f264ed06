"""What an uploaded file is, by its first bytes: only a few kinds may ever be shown in a browser."""

from __future__ import annotations

from mimetypes import MimeTypes

UNKNOWN = "application/octet-stream"
#: Bytes needed to tell.
HEAD = 16
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
PDF = "application/pdf"
#: Kinds a browser may show; everything else is a download. No SVG: it is a program.
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", PDF})
_BY_NAME = MimeTypes()
#: The office formats Python's own table lacks.
for _end, _kind in (
    (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
):
    _BY_NAME.add_type(_kind, _end)


def media_type(name: str, head: bytes) -> str:
    """Media type of a file by its first `HEAD` bytes; by its name only for kinds that are never shown."""
    for start, kind in _IMAGES:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"%PDF-"):
        return PDF
    guessed = _BY_NAME.guess_type(f"x.{name.rpartition('.')[2]}", strict=True)[0] or UNKNOWN
    return UNKNOWN if guessed in SHOWN else guessed
