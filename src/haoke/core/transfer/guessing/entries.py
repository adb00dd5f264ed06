"""A column of dated notes, taken apart: "10.01 李工：已发报价；10.11 小王：上门拜访" → two entries."""

from __future__ import annotations

import re
from typing import NamedTuple

_DATE = (
    r"(?:\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?"
    r"|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?"
    r"|\d{1,2}[./-]\d{1,2}(?![\d.%])"
    r"|(?:19|20)\d{6}(?!\d))"
)
# What is before a date stands on its line: thousands of empty lines are not looked through from each of them.
_START = re.compile(
    rf"(?:^|(?<=[;\uff1b\n\r。|,\uff0c、])|(?<=\]))[^\S\n\r]*+[\[(【（]?[^\S\n\r]*+(?P<date>{_DATE})(?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[\])】）]?\s*",
    re.MULTILINE,
)
_AUTHOR = re.compile(
    r"^[\s,\uff0c、:\uff1a-]*(?P<who>[^\s:\uff1a;\uff1b,\uff0c。]{1,8}|[A-Z][\w'.-]+(?: [A-Z][\w'.-]+){0,2})\s*[:\uff1a]\s*(?P<text>.*)$",  # noqa: E501 (a pattern reads best in one piece)
    re.DOTALL,
)
_TRIM = " \t\r\n;；,，|、"


class Entry(NamedTuple):
    """One note: the date as written ("" when it has none), who wrote it ("" when unsaid), the text."""

    when: str
    who: str
    text: str


def entries_of(text: str) -> list[Entry]:
    """The notes of a cell in order; text before the first date is a note without one."""
    starts = list(_START.finditer(text))
    found = []
    if not starts or text[: starts[0].start()].strip(_TRIM):
        lead = text[: starts[0].start()] if starts else text
        found.append(_entry("", lead))
    for number, match in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        found.append(_entry(re.sub(r"\s+", "", match["date"]), text[match.end() : end]))
    return [entry for entry in found if entry.text or entry.when]


def _entry(when: str, body: str) -> Entry:
    match = _AUTHOR.match(body.strip(_TRIM))
    if match and match["text"].strip():
        return Entry(when, match["who"].strip(), match["text"].strip(_TRIM))
    return Entry(when, "", body.strip(_TRIM + ":：-"))
