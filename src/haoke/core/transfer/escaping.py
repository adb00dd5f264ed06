"""Cells of a spreadsheet that must not come alive as formulas, and the same undone on the way in."""

from __future__ import annotations

import unicodedata

_LIVE = frozenset("=+-@\t\r\n|%")
_MARK = "'"


def spreadsheet_cell(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet would take it for a formula; plain numbers stay."""
    return _MARK + text if _is_live(text) or (text[:1] == _MARK and _is_live(text.lstrip(_MARK))) else text


def imported_cell(text: str) -> str:
    """Strips exactly what `spreadsheet_cell` added."""
    return text[1:] if text[:1] == _MARK and _is_live(text.lstrip(_MARK)) else text


def _is_live(text: str) -> bool:
    bare = text.lstrip(" \u3000\u00a0")
    if not bare:
        return False
    first = unicodedata.normalize("NFKC", bare[0])[:1]
    return first in _LIVE and not (first in "+-" and _is_number(bare[1:]))


def _is_number(text: str) -> bool:
    bare = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").replace("-", "").strip("()%")
    return bool(bare) and bare.replace(".", "", 1).isdigit()
