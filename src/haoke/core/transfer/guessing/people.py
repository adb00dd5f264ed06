"""Several people and phones in one cell, taken apart."""

# Thresholds of a judgement stand where they are weighed.
# ruff: noqa: PLR2004
from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_PHONE = re.compile(
    r"(?<![0-9@._])(?:\+?\(?\d{1,5}\)?[ .\-]{0,2})?(?:\(?\d{1,5}\)?[ .\-]{0,2}){1,5}\d{2,}(?:\s*(?:ext\.?|x|转|分机|#)\s*\d{1,6})?",  # noqa: E501 (a pattern reads best in one piece)
    re.IGNORECASE,
)
# Possessive, and begun only where something begins: a cell of one long word is looked at once, not once a letter.
_MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]+(?:\.[\w-]+)+")
_BREAK = re.compile(r"[;\uff1b、\n|,\uff0c]|(?<=[^\d\s])\s*+/\s*|\s/\s*|(?<=\d{5})/")
_CUT_PHONES = re.compile(r"(?<=\d{5})[/\\](?=[+\d])")
_LABELS = re.compile(
    r"(?:手机号码|手机号|手机|电话号码|电话|联系方式|联系人|座机|移动|办公|固话|(?<![a-z])(?:mobile|cell|phone|tel|office|work|home|m|t|p))\s*+[.:：]?\s*+$|^(?:联系人|姓名|name|contact)\s*[:：]\s*",
    re.IGNORECASE,
)
#: Characters of a cell that is taken apart into people: some eighty of them.
LONGEST = 2_000
_TRIM = " \t\r\n:：()（）[]【】-—–,，;；、/|.·"


class Person(NamedTuple):
    """One person of a cell; any part may be ""."""

    name: str = ""
    phone: str = ""
    email: str = ""


def people_of(text: str) -> list[Person]:
    """The people a cell of at most LONGEST characters names: "赵丽 19792174218；司马雨桐13967929081" → two."""
    clean = unicodedata.normalize("NFKC", text).replace("：", ":")
    found: list[Person] = []
    for part in _parts(clean):
        _add(found, part)
    return found


def phones_in(text: str) -> list[str]:
    """Phone-like runs of digits in a text of at most LONGEST characters."""
    return [match[0].strip() for match in _PHONE.finditer(_CUT_PHONES.sub("\n", text)) if _plausible(match[0])]


def _plausible(text: str) -> bool:
    return 6 <= sum(char.isdigit() for char in text) <= 18


def _parts(text: str) -> list[str]:
    """Cut at separators, but not inside a phone number."""
    return [part for part in _BREAK.split(_CUT_PHONES.sub("\n", text)) if part.strip(_TRIM)]


def _add(found: list[Person], part: str) -> None:
    """A part may hold one person, several in a row, or only a number that belongs to the name before it."""
    mails = _MAIL.findall(part)
    rest = _MAIL.sub(" ", part)
    phones = [match for match in _PHONE.finditer(rest) if _plausible(match[0])]
    if not phones:
        _close(found, Person(_name(rest), "", mails[0] if mails else ""))
        return
    cursor = 0
    names_follow = not _name(rest[: phones[0].start()])
    for number, match in enumerate(phones):
        following = phones[number + 1].start() if number + 1 < len(phones) else len(rest)
        before, after = _name(rest[cursor : match.start()]), _name(rest[match.end() : following])
        name = after if names_follow else before
        cursor = following if names_follow else match.end()
        _close(found, Person(name, match[0].strip(), mails[number] if number < len(mails) else ""))


def _close(found: list[Person], person: Person) -> None:
    last = found[-1] if found else None
    if last and last.name and not person.name and (person.phone or person.email):
        merged = Person(last.name, last.phone or person.phone, last.email or person.email)
        if (last.phone and person.phone) or (last.email and person.email):
            found.append(person)
        else:
            found[-1] = merged
    elif last and not last.name and person.name and not person.phone and not person.email:
        found[-1] = Person(person.name, last.phone, last.email)
    elif person.name or person.phone or person.email:
        found.append(person)


def _name(text: str) -> str:
    bare = text.strip(_TRIM)
    for _ in range(2):
        bare = _LABELS.sub("", bare).strip(_TRIM)
    return re.sub(r"\s+", " ", bare)
