"""Reads a file in a child process and hands its sheets and rows over, batch by batch."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from haoke.core.transfer.reading import limits
from haoke.core.transfer.reading.cells import unpack_rows
from haoke.core.transfer.reading.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from haoke.core.transfer.reading.cells import Row


@dataclass
class Sheet:
    """One table-like sheet as it stands in the file; `name` is None for text files."""

    name: str | None
    rows: list[Row] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)


def read_sheets(data: bytes) -> list[Sheet]:
    """All sheets of a file with their rows; raises Unreadable."""
    if not data:
        raise Unreadable("empty")
    if len(data) > limits.MAX_FILE_BYTES:
        raise Unreadable("too_large")
    with tempfile.TemporaryDirectory(prefix="haoke-read-") as folder:
        path = Path(folder, "upload")
        path.write_bytes(data)
        sheets = list(_collect(_messages(path)))
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable("empty")
    return [sheet for sheet in sheets if sheet.rows]


def read_text(text: str) -> list[Sheet]:
    """The one sheet of pasted text."""
    return read_sheets(text.encode("utf-8"))


def _collect(messages: Iterator[bytes]) -> Iterator[Sheet]:
    sheet: Sheet | None = None
    cells = 0
    for line in messages:
        if line.startswith(b"[") and sheet is not None:
            rows = unpack_rows(line)
            cells += sum(map(len, rows))
            if cells > limits.MAX_CELLS:
                raise Unreadable("too_big_in_memory")
            sheet.rows.extend(rows)
            continue
        message = orjson.loads(line)
        if "error" in message:
            raise Unreadable(message["error"], message["detail"])
        if "sheet" in message:
            sheet = Sheet(
                message["sheet"],
                encoding=message.get("encoding"),
                delimiter=message.get("delimiter"),
                hidden=message.get("hidden", False),
            )
        elif sheet is not None:
            sheet.merges = [(a, b, c, d) for a, b, c, d in message["merges"]]
            sheet.hidden_rows = message["hidden_rows"]
            yield sheet


def _messages(path: Path) -> Iterator[bytes]:
    """Lines the child prints; a child that dies or overruns is an unreadable file, never an error of ours."""
    command = [sys.executable, "-P", "-c", "from haoke.core.transfer.reading.child import main; main()", str(path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    late = threading.Event()
    timer = threading.Timer(limits.CHILD_SECONDS, _stop(child, late))
    timer.start()
    finished = False
    try:
        yield from child.stdout or ()
        finished = child.wait() == 0
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
    if not finished:
        raise Unreadable("too_slow" if late.is_set() or child.returncode == -24 else "too_big_in_memory")  # noqa: PLR2004 (said where it is weighed)


def _stop(child: subprocess.Popen[bytes], late: threading.Event) -> Callable[[], None]:
    def stop() -> None:
        late.set()
        child.kill()

    return stop
