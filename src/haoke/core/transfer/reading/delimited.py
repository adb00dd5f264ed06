"""Text files to rows: delimiter, quotes and ragged lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from haoke.core.transfer.escaping import imported_cell
from haoke.core.transfer.reading import limits
from haoke.core.transfer.reading.encoding import detect
from haoke.core.transfer.reading.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS = (",", "\t", ";", "|", "\uff0c", "\uff1b", "^", "~")
_SAMPLE_LINES = 200
#: A backslash before a quote that does not end its cell.
_ESCAPED = re.compile(r'\\"(?![,;|\t\r\n]|$)')


class Dialect(NamedTuple):
    """How a text file is written; `delimiter` "" means one column."""

    encoding: str
    delimiter: str
    quoting: Literal[0, 1, 2, 3]
    escape: str | None
    skip: int

    def unquoted(self) -> Dialect:
        """The same with quotes read as ordinary characters."""
        return Dialect(self.encoding, self.delimiter, csv.QUOTE_NONE, self.escape, self.skip)


def dialect_of(data: bytes) -> Dialect:
    """Encoding and delimiter of a text file; raises Unreadable."""
    encoding = detect(data)
    lines = list(islice(_lines(io.BytesIO(data), encoding), _SAMPLE_LINES))
    skip = 0
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:  # noqa: PLR2004 (said where it is weighed)
        return Dialect(encoding, lines[0].strip()[4], csv.QUOTE_MINIMAL, None, 1)
    if not any(line.strip() for line in lines):
        raise Unreadable("empty")
    text = "".join(lines)
    escape = "\\" if len(_ESCAPED.findall(text)) > text.count('""') else None
    delimiter = max(_DELIMITERS, key=lambda mark: _fit(lines, mark, escape))
    if _fit(lines, delimiter, escape) <= 0:
        delimiter = ""
    return Dialect(encoding, delimiter, csv.QUOTE_MINIMAL, escape, skip)


def rows_of(data: bytes, dialect: Dialect) -> Iterator[list[str | None]]:
    """Every line as a row, cells stripped of nothing; raises Unreadable past a limit."""
    csv.field_size_limit(limits.MAX_CELL_CHARS)
    try:
        yield from _parsed(data, dialect)
    except csv.Error as error:
        raise Unreadable("cell_too_long" if "field larger" in str(error) else "broken") from None
    except UnicodeDecodeError as error:
        raise Unreadable("broken", f" (byte {error.start})") from None


def quotes_are_sane(data: bytes, dialect: Dialect) -> bool:
    """False when a stray quote swallows the rest of the file, so that quotes must be read as ordinary characters."""
    csv.field_size_limit(limits.MAX_CELL_CHARS)
    plain = dialect.unquoted()
    try:
        quoted_rows = sum(1 for _ in _parsed(data, dialect))
    except csv.Error:
        return False
    lines = sum(1 for _ in _parsed(data, plain))
    return quoted_rows * 20 >= lines


def _parsed(data: bytes, dialect: Dialect) -> Iterator[list[str | None]]:
    lines = _lines(io.BytesIO(data), dialect.encoding)
    for line in islice(lines, dialect.skip):
        del line
    if not dialect.delimiter:
        for count, line in enumerate(lines):
            _check_size(count, 1)
            if len(line) > limits.MAX_CELL_CHARS:
                raise Unreadable("cell_too_long")
            yield [line.rstrip("\r\n") or None]
        return
    reader = csv.reader(
        lines, delimiter=dialect.delimiter, quoting=dialect.quoting, escapechar=dialect.escape, doublequote=True
    )
    for count, row in enumerate(reader):
        _check_size(count, len(row))
        yield [imported_cell(cell) if cell[:1] == "'" else cell or None for cell in row]


def _check_size(count: int, width: int) -> None:
    if count >= limits.MAX_ROWS:
        raise Unreadable("too_many_rows")
    if width > limits.MAX_COLUMNS:
        raise Unreadable("too_many_columns", f" ({width:,})")


def _lines(source: io.BytesIO, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(source, encoding=encoding, newline="")
    for number in range(1, limits.MAX_ROWS * 40):
        line = text.readline(limits.MAX_LINE_CHARS)
        if not line:
            return
        if len(line) >= limits.MAX_LINE_CHARS:
            raise Unreadable("line_too_long", f" ({number})")
        yield line.replace("\x00", "")


def _fit(lines: list[str], mark: str, escape: str | None) -> float:
    """How evenly the mark cuts the lines: share of rows of the usual width, a little better when wider."""
    try:
        widths = [
            len(row)
            for row in csv.reader(lines, delimiter=mark, escapechar=escape)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error:
        return 0.0
    usual, rows = (
        Counter(width for width in widths if width > 1).most_common(1)[0] if max(widths, default=0) > 1 else (1, 0)
    )
    if usual < 2:  # noqa: PLR2004 (said where it is weighed)
        return 0.0
    penalty = 0.5 if mark in "\uff0c\uff1b^~" else 1.0
    return rows / len(widths) * (1 + min(usual, 20) / 20) * penalty
