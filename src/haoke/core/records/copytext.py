"""Columns of rows as the text COPY reads: one look at all values of a column, where the driver finds each one's dumper anew."""  # noqa: E501 (one sentence)

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

#: What COPY's text format gives a meaning of its own.
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NOTHING: Final = "\\N"


def text(value: str) -> str:
    """A text as it stands in COPY's lines."""
    return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)


def _escaped(values: Sequence[str]) -> Sequence[str]:
    """Texts as they stand in COPY's lines; one look at all of them tells that nothing has to be escaped."""
    whole = "".join(values)
    return values if whole.isprintable() and "\\" not in whole else [text(value) for value in values]


def _filled(values: Sequence[Any], way: Callable[[list[Any]], Sequence[str]]) -> Sequence[str]:
    """The cells of a column whose values are written out by `way`, which is not asked for None."""
    held = [value for value in values if value is not None]
    cells = iter(way(held))
    return [_NOTHING if value is None else next(cells) for value in values]


def documents(values: Sequence[Any]) -> Sequence[str]:
    """A column of JSON documents."""
    return _filled(values, lambda held: _escaped([orjson.dumps(value).decode() for value in held]))


def arrays(values: Sequence[Sequence[Any] | None]) -> Sequence[str]:
    """A column of arrays of texts or ids."""
    return _filled(values, lambda held: _escaped([literal(items) for items in held]))


def literal(items: Iterable[Any]) -> str:
    """An array of texts or ids as a parameter of a statement, None being NULL."""
    return "{" + ",".join(["NULL" if item is None else _quoted(str(item)) for item in items]) + "}"


def ids(items: Iterable[UUID]) -> str:
    """Ids as a parameter of a statement, to be cast to uuid[]; a fifth of what the driver takes for a list."""
    return "{" + ",".join([item.hex for item in items]) + "}"


def _quoted(item: str) -> str:
    if "\\" in item or '"' in item:
        item = item.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{item}"'


def _yes_no(value: bool) -> str:
    return "t" if value else "f"


_WAYS: Final[Mapping[type, Callable[[Any], str]]] = {
    type(None): lambda _: _NOTHING,
    str: text,
    bool: _yes_no,
    int: str,
    float: repr,
    Decimal: str,
    UUID: lambda value: value.hex,
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
}


def plain(values: Sequence[Any]) -> Sequence[str]:
    """A column of any values but documents and arrays; raises TypeError for kinds no column has."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return _escaped(values)
    if kinds == {str, type(None)}:
        return _filled(values, _escaped)
    if len(set(map(id, values))) == 1:
        return [_cell(values[0])] * len(values)
    return [_cell(value) for value in values]


def _cell(value: Any) -> str:
    way = _WAYS.get(type(value))
    return way(value) if way else _inherited(value)


def _inherited(value: Any) -> str:
    """A value of a kind derived from a known one, such as a member of a StrEnum."""
    for kind in (str, bool, int, float, Decimal, datetime, date):
        if isinstance(value, kind):
            return _WAYS[kind](kind.__str__(value) if kind is str else value)
    raise TypeError(f"no column holds a {type(value).__name__}")


def lines(columns: Sequence[Sequence[str]]) -> bytes:
    """What COPY … FROM STDIN is fed: a line a row of the columns' cells."""
    block = "\n".join(map("\t".join, zip(*columns, strict=True)))
    return f"{block}\n".encode() if block else b""


def table(rows: Sequence[Sequence[Any]], names: Sequence[str], told: Container[str]) -> bytes:
    """The lines of rows of values; those of the columns `told` are JSON documents."""
    if not rows:
        return b""
    columns = zip(names, zip(*rows, strict=True), strict=True)
    return lines([(documents if name in told else plain)(column) for name, column in columns])
