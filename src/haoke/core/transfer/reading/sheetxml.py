"""The XML of one worksheet, fed in chunks, to rows of cells."""

# Moments in files have no time zone; the one they get is decided where they become values.
# ruff: noqa: DTZ001, PLR0911

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from xml.parsers import expat

from haoke.core.transfer.escaping import imported_cell
from haoke.core.transfer.reading import limits
from haoke.core.transfer.reading.cells import Formula
from haoke.core.transfer.reading.errors import Unreadable
from haoke.core.transfer.reading.safexml import safe_parser

if TYPE_CHECKING:
    from haoke.core.transfer.reading.cells import Cell, Row

_BUILTIN_DATES = frozenset({14, 15, 16, 17, 18, 19, 20, 21, 22, *range(27, 37), 45, 46, 47, *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


class Styles:
    """Which cell styles show a number as a date."""

    def __init__(self, *, epoch_1904: bool = False) -> None:
        self.dates: list[bool] = []
        self.epoch = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
        self._formats: dict[int, bool] = {}
        self._inside = False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """Elements of styles.xml."""
        if tag == "numFmt":
            self._formats[int(attrs.get("numFmtId", "0"))] = _shows_date(attrs.get("formatCode", ""))
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            number = int(attrs.get("numFmtId", "0") or 0)
            self.dates.append(self._formats.get(number, number in _BUILTIN_DATES))

    def end(self, tag: str) -> None:
        """Only the formats inside cellXfs belong to cells."""
        if tag.rsplit(":", 1)[-1] == "cellXfs":
            self._inside = False

    def value(self, number: float, style: int) -> Cell:
        """The number, or the moment it stands for under this style."""
        if style < len(self.dates) and self.dates[style] and 1 <= number < 2_958_466:  # noqa: PLR2004 (said where it is weighed)
            moment = self.epoch + timedelta(days=number)
            return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number  # noqa: PLR2004 (said where it is weighed)


def _shows_date(code: str) -> bool:
    bare = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).lower()
    return any(mark in bare for mark in ("y", "d", "h:", "m/", "mm-", "年", "月", "日")) and "general" not in bare


class SheetReader:
    """Feed chunks of a worksheet's XML, get finished rows; `merges` and `hidden_rows` are complete at the end."""

    def __init__(self, styles: Styles, texts: list[str]) -> None:
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self._styles, self._texts = styles, texts
        self._done: list[Row] = []
        self._row: Row = []
        self._count = 0
        self._cell: dict[str, str] = {}
        self._part: list[str] | None = None
        self._value = self._formula = ""
        self._phonetic = False
        self._parser = safe_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def feed(self, chunk: bytes) -> list[Row]:
        """Rows finished by this chunk; raises Unreadable."""
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError as error:
            raise Unreadable("broken", f" ({error})") from None
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        tag = tag.rsplit(":", 1)[-1]
        if tag == "c":
            self._cell, self._value, self._formula = attrs, "", ""
        elif tag in ("v", "f") or (tag == "t" and not self._phonetic):
            self._part = []
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "row":
            self._open_row(attrs)
        elif tag == "mergeCell":
            self._merge(attrs.get("ref", ""))

    def _data(self, text: str) -> None:
        if self._part is not None:
            self._part.append(text)

    def _end(self, tag: str) -> None:
        tag = tag.rsplit(":", 1)[-1]
        if tag == "c":
            self._close_cell()
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "row":
            self._done.append(self._row)
        elif self._part is not None and tag in ("v", "t", "f"):
            text, self._part = "".join(self._part), None
            if tag == "f":
                self._formula = text or "="
            else:
                self._value += text

    def _open_row(self, attrs: dict[str, str]) -> None:
        number = _number(attrs.get("r"), self._count + 1)
        if number > limits.MAX_ROWS:
            raise Unreadable("too_many_rows")
        while self._count + 1 < number:
            self._done.append([])
            self._count += 1
        self._count += 1
        self._row = []
        if attrs.get("hidden") in ("1", "true"):
            self.hidden_rows.append(self._count - 1)

    def _close_cell(self) -> None:
        column = _column(self._cell.get("r", ""), len(self._row))
        if column >= limits.MAX_COLUMNS:
            raise Unreadable("too_many_columns")
        if len(self._value) > limits.MAX_CELL_CHARS:
            raise Unreadable("cell_too_long")
        value = self._typed()
        if value is not None:
            self._row.extend([None] * (column + 1 - len(self._row)))
            self._row[column] = value

    def _typed(self) -> Cell:
        text, kind = self._value, self._cell.get("t", "n")
        if not text:
            return Formula(self._formula) if self._formula else None
        if kind == "s":
            place = _number(text, -1)
            return (self._texts[place] or None) if 0 <= place < len(self._texts) else None
        if kind == "b":
            return text == "1"
        if kind == "d":
            return _iso(text)
        if kind in ("str", "inlineStr", "e"):
            return None if text in _ERRORS else imported_cell(text)
        try:
            return self._styles.value(float(text), _number(self._cell.get("s"), 0))
        except (ValueError, OverflowError):
            return text

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        if last and len(self.merges) < limits.MAX_MERGES:
            top, left, bottom, right = _row(first), _column(first, 0), _row(last), _column(last, 0)
            self.merges.append((top, left, min(bottom, limits.MAX_ROWS), min(right, limits.MAX_COLUMNS)))


def _iso(text: str) -> Cell:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default  # noqa: PLR2004 (said where it is weighed)


def _row(ref: str) -> int:
    return _number(ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"), 1) - 1


def _column(ref: str, default: int) -> int:
    """0-based column of a reference such as "AB12"; anything wider than Excel's own counts as past every limit."""
    letters = ref.rstrip("0123456789")
    if not letters:
        return default
    found = 0
    for char in letters[:5].upper():
        found = found * 26 + ord(char) - 64
    return found - 1 if found > 0 else default
