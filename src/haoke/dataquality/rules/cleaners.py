"""What of a value is only badly written, and how it is written well: one small class each, pure functions of values.

A cleaner is asked of one field at a time and answers with new values of that field and perhaps of others beside it, or
with None. Which fields it is asked of it tells by their kind and by what they name, never by the object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Final

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import address, normal, phone
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from haoke.core.fields import FieldDef

    Values = Mapping[str, Any]
    #: {as it is written: as it is meant}
    Spellings = Mapping[str, str]

_HAN: Final = "\u3400-\u9fff"
_WIDE: Final = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_BLANKS: Final = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BETWEEN_HAN: Final = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")


@dataclass(frozen=True, slots=True)
class Look:
    """A field, what its texts name (a person, a company), the fields beside it, and how its words are meant."""

    name: str
    field: FieldDef
    named: SearchKind | None
    fields: Mapping[str, FieldDef]
    known: Spellings | None = None


class Cleaner:
    """One way of being badly written."""

    key: ClassVar[str]
    label: ClassVar[T]
    kinds: ClassVar[frozenset[str]] = frozenset({"text"})

    def takes(self, look: Look) -> bool:
        """Whether it is asked of a field."""
        return look.field.type.kind in self.kinds

    def clean(self, look: Look, values: Values) -> Values | None:
        """New values by field; None where nothing is wrong."""
        raise NotImplementedError


class Spaces(Cleaner):
    """Blanks too many or of another width, letters and digits in full width; blanks inside Chinese names."""

    key, label = "spaces", T("Spaces and width", "空格与全半角")

    def clean(self, look: Look, values: Values) -> Values | None:
        text = values[look.name]
        tidy = _BLANKS.sub(" ", text.translate(_WIDE)).strip()
        if look.named is not None:
            tidy = _BETWEEN_HAN.sub("", tidy)
        return {look.name: tidy} if tidy != text else None


class EmailCase(Cleaner):
    """Capital letters in an e-mail address."""

    key, label, kinds = "email_case", T("Capital letters in e-mail", "邮箱大小写"), frozenset({"email"})

    def clean(self, look: Look, values: Values) -> Values | None:
        text = values[look.name]
        return {look.name: text.lower()} if text != text.lower() else None


class NameCase(Cleaner):
    """A person's name all in capitals or all in small letters."""

    key, label = "name_case", T("Capital letters in names", "姓名大小写")
    _LATIN: ClassVar = re.compile(r"[A-Za-z]{2,}(?:[ '-][A-Za-z]+)+")

    def takes(self, look: Look) -> bool:
        return super().takes(look) and look.named is SearchKind.NAME

    def clean(self, look: Look, values: Values) -> Values | None:
        text = values[look.name]
        if not self._LATIN.fullmatch(text) or not (text.isupper() or text.islower()):
            return None
        return {look.name: re.sub(r"[A-Za-z]+", lambda word: word[0].capitalize(), text)}


class Number(Cleaner):
    """A telephone number that is none as it stands, but is one with its extension or country taken apart."""

    key, label, kinds = "phone", T("Telephone numbers", "电话号码格式"), frozenset({"phone"})
    _FEWEST, _MOST = 2, 6

    def clean(self, look: Look, values: Values) -> Values | None:
        value = values[look.name]
        if value.e164 is not None:
            return None
        made = next((each for text in self._tries(value) if (each := _number(text)) is not None), None)
        return {look.name: made} if made is not None else None

    def _tries(self, value: phone.Phone) -> Iterator[str]:
        """What could be meant, the likeliest first."""
        all_of_it, ext = phone.digits(value.raw), f"转{value.ext}" if value.ext else ""
        body = all_of_it.removesuffix(value.ext or "")
        bare = body.removeprefix("0086").removeprefix("86") if len(body) > 11 else body  # noqa: PLR2004 - a whole number
        yield bare + ext
        if not ext:
            for more in range(self._FEWEST, self._MOST + 1):
                yield f"{bare[:-more]}转{bare[-more:]}"


def _number(text: str) -> phone.Phone | None:
    try:
        found = phone.read(text)
    except BadValue:
        return None
    return found if found.e164 is not None else None


class Title(Cleaner):
    """A form of address or a title in a person's name: it goes where such things stand, if nothing stands there."""

    key, label = "title", T("Titles in names", "姓名中的称谓")
    _MR: ClassVar = normal.words("mr mister 先生")
    _MS: ClassVar = normal.words("ms mrs miss 女士 小姐")
    _POSTS: ClassVar = normal.table(
        "总 总经理 工 工程师 经理 经理 主任 主任 主管 主管 老师 老师 教授 教授 博士 博士 总监 总监"
    )
    _LED: ClassVar = re.compile(r"(mr|mister|ms|mrs|miss)\b\.? +(.{2,})", re.IGNORECASE)
    _BEHIND: ClassVar = re.compile(f"([{_HAN}]{{1,3}}?) ?(先生|女士|小姐|总监|总|工|经理|主任|主管|老师|教授|博士)")

    def takes(self, look: Look) -> bool:
        return super().takes(look) and look.named is SearchKind.NAME

    def clean(self, look: Look, values: Values) -> Values | None:
        text = values[look.name]
        if led := self._LED.fullmatch(text):
            return self._apart(look, values, led[2].strip(), led[1].lower())
        if behind := self._BEHIND.fullmatch(text):
            return self._apart(look, values, behind[1], behind[2])
        return None

    def _apart(self, look: Look, values: Values, name: str, word: str) -> Values | None:
        """The name without the word, which is kept in the field for such words; None where there is no room for it."""
        if word in self._POSTS:
            place = _called(look.fields, "text", "职务", "职位")
            kept: Any = self._POSTS[word]
        else:
            place, kept = _addressing(look.fields, self._MR if word in self._MR else self._MS)
        if place is None or (len(name) == 1 and values.get(place) not in (None, "", kept)):
            return None
        return {look.name: name} if values.get(place) else {look.name: name, place: kept}


def _called(fields: Mapping[str, FieldDef], kind: str, *labels: str) -> str | None:
    """The field of a kind that is called so."""
    return next((n for n, each in fields.items() if each.type.kind == kind and say(each.label, "zh") in labels), None)


def _addressing(fields: Mapping[str, FieldDef], words: frozenset[str]) -> tuple[str | None, str | None]:
    """The choice field that has one of these forms of address, and its value."""
    for name, each in fields.items():
        if each.type.kind == "choice":
            for value, label in _labelled(each):
                if label.casefold() in words:
                    return name, value
    return None, None


def _labelled(field: FieldDef) -> Iterator[tuple[str, str]]:
    """(value, label) of each choice, in both languages."""
    for choice in field.type.meta()["choices"]:
        for language in ("en", "zh"):
            yield choice["value"], say(choice["label"], language)


class Place(Cleaner):
    """An address whose parts were never told apart, or one in a line of text while the address is empty."""

    key, label, kinds = "address", T("Addresses in one text", "未拆分的地址"), frozenset({"address", "text"})

    def takes(self, look: Look) -> bool:
        if look.field.type.kind == "address":
            return True
        return super().takes(look) and look.named is None and _home(look.fields) is not None

    def clean(self, look: Look, values: Values) -> Values | None:
        value = values[look.name]
        if look.field.type.kind == "address":
            again = _region(look.field.type.format(value, "zh")) if value.code is None else None
            return {look.name: again} if again and again != value else None
        home = _home(look.fields)
        if home is None or values.get(home) is not None or len(value) < 8:  # noqa: PLR2004 - no place and street is shorter
            return None
        found = _region(value)
        return (
            {home: found, look.name: None} if found and found.city and found.line and not look.field.required else None
        )


def _home(fields: Mapping[str, FieldDef]) -> str | None:
    """The only address of an object."""
    found = [name for name, each in fields.items() if each.type.kind == "address"]
    return found[0] if len(found) == 1 else None


def _region(text: str) -> address.Address | None:
    try:
        found = address.read(text)
    except BadValue:
        return None
    return found if found and found.code else None


class Member(Cleaner):
    """What a choice field holds that is no choice any more, but nearly one."""

    key, label, kinds = "choice", T("Misspelt choices", "选项拼写"), frozenset({"choice"})

    def clean(self, look: Look, values: Values) -> Values | None:
        value, written = values[look.name], _members(look.field)
        if value in written.values():
            return None
        made = written.get(normal.key(value)) or _near(normal.key(value), written)
        return {look.name: made} if made else None


def _members(field: FieldDef) -> dict[str, str]:
    """{as compared: value} of a choice field."""
    return {normal.key(text): value for value, label in _labelled(field) for text in (value, label)}


class Meant(Cleaner):
    """A word of free text that is one slip away from what nearly everybody else writes there."""

    key, label = "spelling", T("Misspelt words", "文字拼写")

    def takes(self, look: Look) -> bool:
        return super().takes(look) and look.named is None

    def clean(self, look: Look, values: Values) -> Values | None:
        meant = (look.known or {}).get(values[look.name])
        return {look.name: meant} if meant else None


class LegalForm(Cleaner):
    """The legal form of a company, and the brackets in its name, as they are usually written."""

    key, label = "legal_form", T("Legal forms in company names", "公司名称写法")
    _LATIN: ClassVar = re.compile(
        r"(?P<head>.*?[A-Za-z0-9)])(?P<gap>[ ,]+)"
        r"(?P<form>co[., ]*(?:ltd|limited)|(?:pte|pty)[., ]*ltd|ltd|inc|corp|llc|gmbh|plc)\.?",
        re.IGNORECASE,
    )
    _FORMS: ClassVar = {
        "coltd": "Co., Ltd.", "colimited": "Co., Ltd.", "pteltd": "Pte. Ltd.", "ptyltd": "Pty Ltd", "ltd": "Ltd.",
        "inc": "Inc.", "corp": "Corp.", "llc": "LLC", "gmbh": "GmbH", "plc": "PLC",
    }  # fmt: skip
    _SLIPS: ClassVar = re.compile("(?:有限公可|有限公词|有限公司司|有限公司。|有限公司\\.|有限工司|限公司有)$")
    _BRACKET: ClassVar = re.compile(f"(?<=[{_HAN}])\\(([{_HAN}]+)\\)")

    def takes(self, look: Look) -> bool:
        return super().takes(look) and look.named is SearchKind.COMPANY

    def clean(self, look: Look, values: Values) -> Values | None:
        text = values[look.name]
        tidy = self._SLIPS.sub("有限公司", self._BRACKET.sub(r"（\1）", text))
        if found := self._LATIN.fullmatch(tidy):
            form = self._FORMS[re.sub("[^a-z]", "", found["form"].casefold())]
            tidy = f"{found['head']}{',' if ',' in found['gap'] else ''} {form}"
        return {look.name: tidy} if tidy != text else None


#: Of several that have something to say of one field, the first says it; what is left the next search finds.
CLEANERS: Final = (
    Spaces(), EmailCase(), Title(), NameCase(), Number(), Place(), LegalForm(), Member(), Meant(),
)  # fmt: skip
BY_KEY: Final = {each.key: each for each in CLEANERS}
_SHORTEST, _LONGEST = 5, 60
#: What is written at least so often may be what others mean, and so many times as often as they write it.
_OFTEN, _TIMES = 5, 5


def spellings(written: Iterable[tuple[str, int]], labels: Iterable[str] = ()) -> dict[str, str]:
    """{as it is written: as it is meant} of what stands in one field (text, how often), and of choices' labels."""
    counts = {text: many for text, many in written if text and _SHORTEST <= len(text) <= _LONGEST and _worded(text)}
    whole = {each: _OFTEN * _TIMES for each in labels if len(each) >= _SHORTEST and _worded(each)}
    right = {each: many for each, many in (whole | counts).items() if many >= _OFTEN}
    by_form: dict[str, list[str]] = {}
    for each in right:
        for form in _forms(normal.key(each)):
            by_form.setdefault(form, []).append(each)
    found = {}
    for each, many in counts.items():
        near = {other for form in _forms(normal.key(each)) for other in by_form.get(form, ())} - {each}
        best = max(near, key=lambda other: (right[other], other), default=None)
        if best is not None and each not in whole and right[best] >= many * _TIMES and _slip(each, best):
            found[each] = best
    return found


def _worded(text: str) -> bool:
    """Latin words: in Chinese one sign may be all that tells two things apart, and so may a digit."""
    return text.isascii() and not any(each.isdigit() for each in text)


@lru_cache(maxsize=20_000)
def _forms(word: str) -> frozenset[str]:
    """A word and what is left of it without one of its letters."""
    return frozenset((word, *(word[:at] + word[at + 1 :] for at in range(len(word)))))


def _slip(one: str, other: str) -> bool:
    """Whether the two are the same but for case and blanks, or one slip apart: one more, less, another, swapped."""
    a, b = sorted((normal.key(one), normal.key(other)), key=len)
    if a == b:
        return True
    if len(b) - len(a) > 1:
        return False
    if len(a) < len(b):
        return a in _forms(b)
    apart = [at for at in range(len(a)) if a[at] != b[at]]
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]  # noqa: PLR2004
    return len(apart) == 1 or swapped


def _near(word: str, written: Mapping[str, str]) -> str | None:
    """The value of the only choice that is one slip away."""
    found = {value for text, value in written.items() if len(text) >= _SHORTEST and _slip(word, text)}
    return found.pop() if len(found) == 1 else None
