"""Rows as the text COPY reads: a look at each value's type, where the driver finds its dumper anew."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

#: What COPY's text format gives a meaning of its own.
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NOTHING: Final = "\\N"


def text(value: str) -> str:
    """A text as it stands in COPY's lines."""
    return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)


def document(value: Any) -> str:
    """A JSON document."""
    return _NOTHING if value is None else text(orjson.dumps(value).decode())


def array(items: Sequence[Any] | None) -> str:
    """An array of texts or ids."""
    return _NOTHING if items is None else text(literal(items))


def literal(items: Iterable[Any]) -> str:
    """An array of texts or ids as a parameter of a statement, None being NULL."""
    return "{" + ",".join(["NULL" if item is None else _quoted(str(item)) for item in items]) + "}"


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


def plain(value: Any) -> str:
    """Any value that is no document and no array; raises TypeError for kinds no column has."""
    way = _WAYS.get(type(value))
    return way(value) if way else _inherited(value)


def _inherited(value: Any) -> str:
    """A value of a kind derived from a known one, such as a member of a StrEnum."""
    for kind in (str, bool, int, float, Decimal, datetime, date):
        if isinstance(value, kind):
            return _WAYS[kind](kind.__str__(value) if kind is str else value)
    raise TypeError(f"no column holds a {type(value).__name__}")


def lines(rows: Iterable[Iterable[str]]) -> bytes:
    """What COPY … FROM STDIN is fed: a line a row of ready texts."""
    block = "\n".join(["\t".join(row) for row in rows])
    return f"{block}\n".encode() if block else b""
