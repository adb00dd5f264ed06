"""An .xlsx file to rows, streamed: no document types, no entities, bounded sizes."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from haoke.core.transfer.escaping import imported_cell
from haoke.core.transfer.reading import limits
from haoke.core.transfer.reading.errors import Unreadable
from haoke.core.transfer.reading.safexml import safe_parser
from haoke.core.transfer.reading.sheetxml import SheetReader, Styles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from haoke.core.transfer.reading.cells import Row

_CHUNK = 256 * 1024
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class SheetInfo:
    """One sheet of a workbook: its parts in the archive, and after reading its merged areas and hidden rows."""

    name: str
    path: str
    hidden: bool
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)


class Workbook:
    """An opened .xlsx: `sheets`, then `rows(sheet)` for each; raises Unreadable."""

    def __init__(self, source: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            raise Unreadable("broken") from None
        self._inflated = 0
        self._check_directory()
        self.styles = Styles()
        self._texts: list[str] = []
        self.sheets = self._read_catalogue()

    def rows(self, sheet: SheetInfo) -> Iterator[Row]:
        """Rows top down, gaps filled with empty rows."""
        reader = SheetReader(self.styles, self._texts)
        for chunk in self._chunks(sheet.path):
            yield from reader.feed(chunk)
        sheet.merges, sheet.hidden_rows = reader.merges, reader.hidden_rows

    def _check_directory(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > limits.MAX_ZIP_ENTRIES:
            raise Unreadable("bomb")
        for entry in entries:
            if entry.flag_bits & 1:
                raise Unreadable("encrypted")
            if entry.file_size > max(limits.RATIO_FREE_BYTES, entry.compress_size * limits.MAX_RATIO):
                raise Unreadable("bomb")
        if sum(entry.file_size for entry in entries) > limits.MAX_INFLATED_BYTES:
            raise Unreadable("bomb")

    def _read_catalogue(self) -> list[SheetInfo]:
        names = set(self._zip.namelist())
        if "xl/workbook.xml" not in names:
            raise Unreadable("not_a_table")
        targets = self._targets()
        catalogue = _Catalogue()
        self._parse("xl/workbook.xml", catalogue.start)
        self.styles = Styles(epoch_1904=catalogue.epoch_1904)
        if "xl/styles.xml" in names:
            self._parse("xl/styles.xml", self.styles.start, self.styles.end)
        if "xl/sharedStrings.xml" in names:
            texts = _SharedTexts(self._texts)
            self._parse("xl/sharedStrings.xml", texts.start, texts.end, texts.data)
        found = [
            SheetInfo(name, targets[rid], hidden)
            for name, rid, hidden in catalogue.sheets
            if targets.get(rid) in names and "worksheet" in targets[rid]
        ]
        if len(found) > limits.MAX_SHEETS:
            raise Unreadable("too_many_sheets")
        return found

    def _targets(self) -> dict[str, str]:
        found: dict[str, str] = {}

        def start(tag: str, attrs: dict[str, str]) -> None:
            if tag == "Relationship":
                target = attrs.get("Target", "")
                found[attrs.get("Id", "")] = posixpath.normpath(
                    target.lstrip("/") if target[:1] == "/" else f"xl/{target}"
                )

        if "xl/_rels/workbook.xml.rels" in self._zip.namelist():
            self._parse("xl/_rels/workbook.xml.rels", start)
        return found

    def _parse(
        self,
        path: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        data: Callable[[str], None] | None = None,
    ) -> None:
        parser = safe_parser()
        parser.StartElementHandler = lambda tag, attrs: start(tag.rsplit("}", 1)[-1] if tag[:1] == "{" else tag, attrs)
        if end:
            parser.EndElementHandler = end
        if data:
            parser.CharacterDataHandler = data
        try:
            for chunk in self._chunks(path):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Unreadable("broken", f" ({error})") from None

    def _chunks(self, path: str) -> Iterator[bytes]:
        """The entry's bytes; what really comes out is counted, whatever the archive declares."""
        try:
            with self._zip.open(path) as stream:
                while chunk := stream.read(_CHUNK):
                    self._inflated += len(chunk)
                    if self._inflated > limits.MAX_INFLATED_BYTES:
                        raise Unreadable("bomb")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
            raise Unreadable("broken", f" ({error})") from None


class _Catalogue:
    """Handler of workbook.xml: sheet names in order, and which epoch dates count from."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch_1904 = False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """Collect `sheet` and `workbookPr` elements."""
        tag = tag.rsplit(":", 1)[-1]
        if tag == "sheet":
            rid = next((value for key, value in attrs.items() if key in ("r:id", _REL) or key.endswith(":id")), "")
            self.sheets.append((attrs.get("name", ""), rid, attrs.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            self.epoch_1904 = attrs.get("date1904", "0") in ("1", "true")


class _SharedTexts:
    """Handler of sharedStrings.xml; phonetic guides (rPh) are left out."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._parts: list[str] = []
        self._reading = False
        self._phonetic = False
        self._size = 0

    def start(self, tag: str, _attrs: dict[str, str]) -> None:
        """Begin an item or a run of text."""
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._reading = not self._phonetic

    def end(self, tag: str) -> None:
        """Close a run, or keep the finished item."""
        if tag == "t":
            self._reading = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            text = "".join(self._parts)
            self._size += len(text)
            if self._size > limits.MAX_TEXT_CHARS:
                raise Unreadable("too_big_in_memory")
            self._texts.append(imported_cell(text))

    def data(self, text: str) -> None:
        """Text inside a run."""
        if self._reading:
            self._parts.append(text)
