"""What a cell may hold, and how cells travel between processes and into storage."""

from __future__ import annotations

from datetime import date, datetime

import orjson

#: None is an empty cell. A `Formula` is one whose value was never calculated.
Cell = str | int | float | bool | date | datetime | None
Row = list[Cell]


class Formula(str):
    """Text of a formula that carries no calculated value."""

    __slots__ = ()


def pack_rows(rows: list[Row]) -> bytes:
    """Rows as JSON bytes; dates and formulas are tagged."""
    return orjson.dumps([[_out(cell) for cell in row] for row in rows], option=orjson.OPT_PASSTHROUGH_DATETIME)


def unpack_rows(data: bytes) -> list[Row]:
    """Rows of `pack_rows`."""
    return [[_in(cell) if type(cell) is dict else cell for cell in row] for row in orjson.loads(data)]


def _out(cell: Cell) -> object:
    kind = type(cell)
    if kind is str or cell is None or kind is int or kind is float or kind is bool:
        return cell
    if isinstance(cell, Formula):
        return {"f": str(cell)}
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()}
    return {"d": cell.isoformat()} if isinstance(cell, date) else str(cell)


def _in(tagged: dict[str, str]) -> Cell:
    (tag, text), *_ = tagged.items()
    if tag == "f":
        return Formula(text)
    return datetime.fromisoformat(text) if tag == "t" else date.fromisoformat(text)


def text_of(cell: Cell) -> str:
    """The cell as a person reads it: "" for empty, whole floats without ".0", ISO dates."""
    if cell is None or isinstance(cell, Formula):
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 (said where it is weighed)
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
