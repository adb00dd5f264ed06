"""Text as it is kept (NFC, no control characters) and as it is compared."""

from __future__ import annotations

import unicodedata
from typing import Any

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import refusals
from haoke.core.text import T

#: Characters that show nothing and deceive: C0, C1, zero width, direction overrides, byte order mark.
_INVISIBLE = [*range(32), *range(127, 160), 0x200B, 0x2060, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
_DROP: dict[int, str | None] = dict.fromkeys(_INVISIBLE)
_ONE_LINE: dict[int, str | None] = {**_DROP, 9: " ", 10: " ", 13: " ", 0x85: " ", 0x2028: " ", 0x2029: " "}
_LINES: dict[int, str | None] = {**_DROP, 9: "\t", 10: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
#: Combining marks in a row; longer runs make normalising quadratic (limit of Unicode's stream-safe format).
_MARKS = 30
_SHORT = 1000


def table(written: str) -> dict[str, str]:
    """{first: second, third: fourth, …} of a text's words, for tables."""
    listed = written.split()
    return dict(zip(listed[::2], listed[1::2], strict=True))


def words(written: str) -> frozenset[str]:
    """The words of a text, for tables."""
    return frozenset(written.split())


def _bad() -> BadValue:
    return BadValue("bad_text", T("Contains characters that cannot be stored", "包含无法保存的字符"))


def _marks_in_a_row(text: str) -> bool:
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MARKS:
            return True
    return False


def composed(text: str) -> str:
    """NFC, in time linear to the length; raises BadValue for texts made to be slow or not encodable."""
    if text.isascii():
        return text
    if len(text) > _SHORT and _marks_in_a_row(text):
        raise _bad()
    text = unicodedata.normalize("NFC", text)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _bad() from None
    return text


def clean(raw: Any, limit: int, *, lines: bool = False) -> str | None:
    """Trimmed text of at most `limit` characters, None when nothing is left; raises BadValue."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise refusals.not_text()
    if raw.isprintable() and len(raw) <= min(limit, _SHORT) and unicodedata.is_normalized("NFC", raw):
        return raw.strip() or None  # what shows nothing, deceives or breaks lines is not printable: nothing to mend
    if len(raw) > limit * 2 + _SHORT:
        raise refusals.too_long(limit, len(raw))
    if lines:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    text = composed(raw.translate(_LINES if lines else _ONE_LINE)).strip()
    if len(text) > limit:
        raise refusals.too_long(limit, len(text))
    return text or None


def plain(text: str, limit: int) -> str:
    """Text ready to be read for a number, date or choice: half width (NFKC), trimmed; raises BadValue past `limit`."""
    if len(text) > limit:
        raise refusals.too_long(limit, len(text))
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    wide = unicodedata.normalize("NFKC", composed(text.translate(_ONE_LINE)))
    return " ".join(wide.split())


def key(text: str) -> str:
    """Form in which labels are compared: half width, lower case, without spaces; never longer than the cap times 18."""
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().split())


def _lower(char: str) -> str:
    small = char.lower()
    return small if len(small) == 1 else small[0]


def lower(text: str) -> str:
    """Lower case character by character, as PostgreSQL's lower() does it (no context, no change of length)."""
    return text.lower() if text.isascii() else "".join(map(_lower, text))
