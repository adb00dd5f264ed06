"""How much of a mail is read: the library's time grows with its lines, parts and headers, which are the sender's."""

from __future__ import annotations

import codecs
import email
import re
from email.message import Message
from email.policy import Compat32
from typing import Final

#: Lines, lines that could begin a part, headers of one part. A mail of 50 MB has 700,000 lines.
MOST_LINES: Final = 1_000_000
MOST_MARKS: Final = 5_000
MOST_HEADERS: Final = 500
#: Characters of a header that says what a part is: the library's reading of its parameters takes the square of them.
PARAMETERS: Final = 4_000
#: Sets no mail is written in; reading some takes the square of the text.
_NO_SETS: Final = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
_LINE, _MARK = re.compile(rb"[\r\n]"), re.compile(rb"[\r\n]--")


class _Policy(Compat32):
    """Headers as they were written, those with parameters cut."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:PARAMETERS] if name.lower().startswith("content-") else value


class _Bounded(Message):
    """A part that keeps its first headers."""

    def set_raw(self, name: str, value: str) -> None:
        if len(self) < MOST_HEADERS:
            super().set_raw(name, value)


def parsed(content: bytes) -> Message:
    """The parts of a mail, or of its beginning (`beginning`), as the library finds them."""
    return email.message_from_bytes(beginning(content), _class=_Bounded, policy=_Policy())


def beginning(content: bytes) -> bytes:
    """The mail, or as much of it as is read in reasonable time."""
    ends = (_place(content, _LINE, b"\n\r", MOST_LINES * 2), _place(content, _MARK, b"", MOST_MARKS))
    return content[: min(ends)]


def _place(content: bytes, wanted: re.Pattern[bytes], single: bytes, most: int) -> int:
    """Where the one after the `most`th begins; the end when there are no more."""
    if single and sum(content.count(bytes((each,))) for each in single) <= most:
        return len(content)
    for count, found in enumerate(wanted.finditer(content)):
        if count == most:
            return found.start()
    return len(content)


def readable(called: str) -> bool:
    """Whether a set of letters is one mails are written in."""
    try:
        return codecs.lookup(called).name.replace("_", "-") not in _NO_SETS
    except (LookupError, ValueError):
        return False
