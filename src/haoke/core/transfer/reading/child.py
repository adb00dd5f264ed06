"""Runs alone: reads one file (path as the argument) and prints its tables; limits its own memory and time first."""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from haoke.core.transfer.reading import limits
from haoke.core.transfer.reading.cells import pack_rows
from haoke.core.transfer.reading.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.transfer.reading.cells import Row

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def main() -> None:
    """Print one JSON line a message: sheet, rows, end of sheet, error."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_BYTES, limits.CHILD_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    try:
        _read(Path(sys.argv[1]))
    except Unreadable as error:
        _say({"error": error.code, "detail": error.detail})
    except MemoryError:
        _say({"error": "too_big_in_memory", "detail": ""})


def _read(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(8)
    if not head:
        raise Unreadable("empty")
    if path.stat().st_size > limits.MAX_FILE_BYTES:
        raise Unreadable("too_large")
    if head.startswith(b"PK"):
        _read_workbook(path)
    elif head.startswith(_OLE):
        raise Unreadable("encrypted" if b"E\x00n\x00c\x00r\x00y\x00p\x00t" in path.read_bytes() else "old_excel")
    elif head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")):
        raise Unreadable("not_a_table")
    else:
        _read_text(path)


def _read_workbook(path: Path) -> None:
    from haoke.core.transfer.reading.workbook import Workbook  # noqa: PLC0415 (only one of both is needed)

    with path.open("rb") as stream:
        book = Workbook(stream)
        for sheet in book.sheets:
            _say({"sheet": sheet.name, "hidden": sheet.hidden})
            _send(book.rows(sheet))
            _say({"end": True, "merges": sheet.merges, "hidden_rows": sheet.hidden_rows})


def _read_text(path: Path) -> None:
    from haoke.core.transfer.reading.delimited import dialect_of, quotes_are_sane, rows_of  # noqa: PLC0415 (as above)

    data = path.read_bytes()
    dialect = dialect_of(data)
    if not quotes_are_sane(data, dialect):
        dialect = dialect.unquoted()
    _say({"sheet": None, "encoding": dialect.encoding, "delimiter": dialect.delimiter})
    _send(rows_of(data, dialect))  # type: ignore[arg-type]  # rows of texts are rows of cells
    _say({"end": True, "merges": [], "hidden_rows": []})


def _send(rows: Iterable[Row]) -> None:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == limits.BATCH_ROWS:
            _write(pack_rows(batch))
            batch = []
    if batch:
        _write(pack_rows(batch))


def _say(message: dict[str, Any]) -> None:
    _write(orjson.dumps(message))


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
