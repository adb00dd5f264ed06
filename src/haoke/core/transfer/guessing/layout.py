"""Where a table starts in its sheet, which row names the columns, and which rows are no data."""

# Thresholds of a judgement stand where they are weighed.
# ruff: noqa: PLR2004
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from haoke.core.transfer.guessing.profile import is_empty, kind_of
from haoke.core.transfer.reading.cells import Cell, Formula, Row, text_of
from haoke.core.transfer.reading.tables import Sheet

# Possessive: spaces that lead to nothing are looked at once, not once for every way to share them out.
_TOTAL = re.compile(
    r"^\s*+[\[(（【]?+\s*+(小\s*计|合\s*计|总\s*计|累\s*计|共\s*计|本页小计|本月合计|汇\s*总|sub-?\s*totals?|grand totals?|totals?|sum)\s*+[:：)）\]】]?+\s*+(\d++\s*+(行|条|家|rows?|records?))?+\s*+$",  # noqa: E501 (a pattern reads best in one piece)
    re.IGNORECASE,
)
#: What stands in every text the other two patterns take.
_TOTAL_HINT = re.compile(r"[小合总累共]\s*计|汇\s*总|total|sum", re.IGNORECASE)
_TOTAL_IN = re.compile(r"(小计|合计|总计|subtotal|grand total)\s*+[:：]?+\s*+$", re.IGNORECASE)
_NOTE = re.compile(
    r"^\s*(备注|注|说明|注意|制表|审核|填表|数据来源|note|notes|source|prepared by|printed|remark)s?\s*[:：\d]",
    re.IGNORECASE,
)
_SUM = re.compile(r"^=?\s*(SUM|SUBTOTAL|SUMIF|AGGREGATE)\(", re.IGNORECASE)
_TEXTS = frozenset({str, type(None)})
_HEADER_ROWS = 40
_LABEL_CHARS = 40


@dataclass
class Layout:
    """The table of a sheet: header texts and the rows below; `first` is the index of the first data row."""

    headers: list[str]
    header_rows: tuple[int, ...]
    first: int
    titles: list[str] = field(default_factory=list)
    describes: bool = False  # a sheet about tables, with no data of its own

    @property
    def width(self) -> int:
        return len(self.headers)


@dataclass(frozen=True)
class DataRow:
    """One row below the header: its index in the sheet, and why it is left out ("" when it is data)."""

    index: int
    cells: Row
    skipped: str = ""


def layout_of(sheet: Sheet, known: Callable[[str], bool], header_row: int | None = None) -> Layout:
    """The layout of a sheet; `known` tells whether a text is the name of some field; `header_row` overrides the guess."""  # noqa: E501 (one sentence or statement)
    rows = sheet.rows
    best = header_row if header_row is not None else _header_row(rows, known)
    if best is None:
        return _headless(rows)
    upper = best - 1 if header_row is None and _is_group_row(rows, best, sheet) else best
    double = upper < best or (header_row is None and _is_second_header(rows, best, sheet, known))
    top, below = _filled_across(sheet, upper), list(rows[upper + 1]) if double else []
    width = max(_last(top), _last(below), _usual_width(rows[upper + 2 if double else upper + 1 :]))
    headers = _headers(top, below, width, known)
    best = upper
    titles = [text_of(cell).strip() for row in rows[:best] for cell in row if not is_empty(cell)]
    first = best + (2 if double else 1)
    return Layout(headers, (best, best + 1) if double else (best,), first, titles, _describes(rows, best, width, known))


def data_rows(sheet: Sheet, layout: Layout) -> Iterator[DataRow]:
    """Every row below the header with its verdict; cells merged downwards are filled, short rows padded."""
    fills = _downward(sheet, layout.first)
    merged = {top for top, left, bottom, right in sheet.merges if right - left >= max(2, layout.width // 2)}
    header = frozenset(text.casefold() for text in layout.headers if text)
    for index in range(layout.first, len(sheet.rows)):
        cells = list(sheet.rows[index])
        if len(cells) < layout.width:
            cells.extend([None] * (layout.width - len(cells)))
        for column, cell in fills.get(index, ()):
            if column < len(cells) and cells[column] is None:
                cells[column] = cell
        yield DataRow(index, cells, _verdict(cells, header, layout.width, index in merged))


def _verdict(cells: Row, header: frozenset[str], width: int, merged: bool) -> str:
    if len(cells) <= width and _is_data(cells, header):
        return ""
    filled = [cell for cell in cells if not is_empty(cell)]
    formulas = [cell for cell in cells if isinstance(cell, Formula)]
    if not filled and not formulas:
        return "blank"
    texts = [text_of(cell).strip() for cell in filled]
    if (formulas or _TOTAL_HINT.search("\n".join(texts))) and _is_total(texts, formulas, width):
        return "total"
    if (
        len(texts) > 1
        and texts[0].casefold() in header
        and sum(text.casefold() in header for text in texts) >= max(2, 0.7 * len(texts))
    ):
        return "header"
    if len(texts) == 1 and width > 2 and (merged or _NOTE.match(texts[0])):
        return "note"
    extra = [cell for cell in cells[width:] if not is_empty(cell)]
    return "ragged" if extra else ""


def _is_data(cells: Row, header: frozenset[str]) -> bool:
    """Whether texts are surely a row of data: most are, and one look tells."""
    if not _TEXTS.issuperset(map(type, cells)):
        return False
    first = [cell for cell in islice((cell for cell in cells if not is_empty(cell)), 2) if isinstance(cell, str)]
    if len(first) < 2 or first[0].strip().casefold() in header:
        return False
    return _TOTAL_HINT.search("\n".join([cell for cell in cells if isinstance(cell, str)])) is None


def _is_total(texts: list[str], formulas: list[Formula], width: int) -> bool:
    if not formulas and not any(_TOTAL.match(text) or _TOTAL_IN.search(text) for text in texts):
        return False
    words = [text for text in texts if not _numeric(text)]
    if any(_TOTAL.match(text) for text in words):
        return len(words) <= max(1, width // 2)
    sums = any(_SUM.match(formula) for formula in formulas)
    return (sums and len(words) <= 1) or (len(words) == 1 and len(texts) < width and bool(_TOTAL_IN.search(words[0])))


def _numeric(text: str) -> bool:
    return kind_of(text) in ("integer", "number")


def _is_label(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return 0 < len(text) <= _LABEL_CHARS and _kind_of_short(text) in ("text", "boolean") and not text[0].isdigit()


#: Each row may name the columns, and is looked at for each row above it that may.
_kind_of_short = lru_cache(maxsize=10_000)(kind_of)


def _header_row(rows: Sequence[Row], known: Callable[[str], bool]) -> int | None:
    """The row that reads most like names of columns; None when the first row is already data."""
    scores = {index: _header_score(rows, index, known) for index in range(min(len(rows), _HEADER_ROWS))}
    best = max(scores, key=lambda index: scores[index], default=None)
    return best if best is not None and scores[best] > 0 else None


def _header_score(rows: Sequence[Row], index: int, known: Callable[[str], bool]) -> float:
    filled = [cell for cell in rows[index] if not is_empty(cell)]
    if not filled:
        return 0.0
    labels = sum(_is_label(cell) for cell in filled) / len(filled)
    width = max(1, _usual_width(rows[index + 1 : index + 30]))
    cover = min(1.0, len(filled) / width)
    distinct = len({text_of(cell) for cell in filled}) / len(filled)
    if labels < 0.6 or cover < 0.4 or (len(filled) == 1 and width > 1):
        return 0.0
    names = sum(known(text_of(cell)) for cell in filled) / len(filled)
    return labels * cover * distinct + names + 0.5 * _contrast(rows, index) - 0.01 * index


def _contrast(rows: Sequence[Row], index: int) -> float:
    """Share of columns in which values below are no labels while the header is one."""
    columns = [column for column, cell in enumerate(rows[index]) if _is_label(cell)]
    below = rows[index + 1 : index + 12]
    hits = 0
    for column in columns:
        cells = [row[column] for row in below if column < len(row) and not is_empty(row[column])]
        hits += bool(cells) and sum(not _is_label(cell) for cell in cells) > len(cells) / 2
    return hits / len(columns) if columns else 0.0


def _is_second_header(rows: Sequence[Row], best: int, sheet: Sheet, known: Callable[[str], bool]) -> bool:
    """The row below names columns too, under groups named by gaps or merged cells above."""
    if best + 2 >= len(rows):
        return False
    top, below = rows[best], [cell for cell in rows[best + 1] if not is_empty(cell)]
    grouped = any(first == best and right > left for first, left, _bottom, right in sheet.merges)
    gaps = sum(is_empty(cell) for cell in top) > 0 or len(top) < len(rows[best + 1])
    if not below or not all(_is_label(cell) for cell in below) or not (grouped or gaps):
        return False
    under_gap = sum(
        not is_empty(cell) and (column >= len(top) or is_empty(top[column]))
        for column, cell in enumerate(rows[best + 1])
    )
    return (grouped or under_gap > 0) and (grouped or sum(known(text_of(cell)) for cell in below) >= len(below) / 2)


def _filled_across(sheet: Sheet, index: int) -> Row:
    """The header row with cells merged sideways repeated."""
    row = list(sheet.rows[index])
    for top, left, _bottom, right in sheet.merges:
        if top == index and left < len(row):
            row.extend([None] * (right + 1 - len(row)))
            row[left : right + 1] = [row[left]] * (right + 1 - left)
    return row


def _headers(top: Row, below: Row, width: int, known: Callable[[str], bool]) -> list[str]:
    """Names of the columns; of two rows the lower one alone where it is clear by itself."""
    lower = [text_of(below[column]).strip() if column < len(below) else "" for column in range(width)]
    return [
        text if text and known(text) and lower.count(text) == 1 else _header(top, below, column)
        for column, text in enumerate(lower)
    ]


def _is_group_row(rows: Sequence[Row], best: int, sheet: Sheet) -> bool:
    """The row above names groups of columns, each by a cell merged sideways."""
    if best == 0:
        return False
    groups = [right - left for top, left, _bottom, right in sheet.merges if top == best - 1 and right > left]
    filled = sum(not is_empty(cell) for cell in rows[best - 1])
    return bool(groups) and filled > 1 and all(_is_label(cell) for cell in rows[best - 1] if not is_empty(cell))


def _header(top: Row, below: Row, column: int) -> str:
    upper = text_of(top[column]).strip() if column < len(top) else ""
    lower = text_of(below[column]).strip() if column < len(below) else ""
    return re.sub(r"\s+", " ", f"{upper} {lower}" if upper and lower and upper != lower else upper or lower)


def _downward(sheet: Sheet, first: int) -> dict[int, list[tuple[int, Cell]]]:
    """{row index: (column, value)} that areas merged over several data rows put into their lower cells."""
    fills: dict[int, list[tuple[int, Cell]]] = {}
    for top, left, bottom, _right in sheet.merges:
        if top < first or bottom == top or top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        for index in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            fills.setdefault(index, []).append((left, sheet.rows[top][left]))
    return fills


def _headless(rows: Sequence[Row]) -> Layout:
    first = next((index for index, row in enumerate(rows) if any(not is_empty(cell) for cell in row)), 0)
    return Layout([""] * max(1, _usual_width(rows)), (), first)


def _last(row: Row) -> int:
    return max((column + 1 for column, cell in enumerate(row) if not is_empty(cell)), default=0)


def _usual_width(rows: Sequence[Row]) -> int:
    """Width most rows reach; a few overlong ones do not widen the table."""
    widths = sorted(width for row in rows[:500] if (width := _last(row)))
    return widths[int((len(widths) - 1) * 0.9)] if widths else 0


def _describes(rows: Sequence[Row], header: int, width: int, known: Callable[[str], bool]) -> bool:
    """A data dictionary or template: other rows name fields too, and hardly a cell below holds anything."""
    if len(rows) > 200:
        return False
    named = 0
    for index, row in enumerate(rows):
        texts = [text_of(cell) for cell in row if not is_empty(cell)]
        named += index != header and len(texts) > 1 and sum(map(known, texts)) >= 0.6 * len(texts)
    below = [row for row in rows[header + 1 :] if any(not is_empty(cell) for cell in row)]
    filled = sum(not is_empty(cell) for row in below for cell in row)
    return named >= 0.4 * len(below) or (named > 0 and filled < 0.35 * len(below) * width)
