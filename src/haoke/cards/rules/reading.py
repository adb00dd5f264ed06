"""From the lines of a card or a signature to what each says of a person and of a company."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import phonenumbers

from haoke.cards.rules import numbers, places, words
from haoke.cards.rules.people import Signs, best_name
from haoke.core.fieldtypes import phone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Lines of a text that are read, and characters of each.
LINES: Final = 80
WIDTH: Final = 300
CONTACT: Final = "contact"
ACCOUNT: Final = "account"

_QUOTED: Final = re.compile(r"^(?:>\s?)+|^[*•●▪◆■☎✆📱📞✉📧🌐📍🏠🏢#_=~-]+\s*|[*_=~-]{2,}$")
_PICTURES: Final = re.compile("[☎✆📱📞✉📧🌐📍🏠🏢📠📮🔗💬]")
_APART: Final = re.compile(r"\t+| {3,}|\s*[|｜¦•●]\s*|\s+[–—]\s+| - ")
_LABEL: Final = re.compile(
    r"(?:(?P<name>姓\s{0,4}名|联系人|联络人|name|contact(?: person)?)"
    r"|(?P<title>职\s{0,4}[务位称]|头衔|(?:job )?title|position)"
    r"|(?P<company>公\s{0,4}司(?:名称)?|单\s{0,4}位(?:名称)?|企业名称|客户名称|company(?: name)?|organi[sz]ation)"
    r"|(?P<unit>部\s{0,4}门|所属部门|department|dept\.?)"
    r"|(?P<address>(?:公司|办公|联系|详细|通讯|总部|工厂)?地\s{0,4}址|address|addr?\.?|add|a))\s*[:：]\s*(?P<value>.*)",
    re.IGNORECASE,
)
_ADDRESS_LABEL: Final = re.compile(
    r"(?:(?:公司|办公|联系|通讯|总部|工厂)?地\s{0,4}址|address|addr?\.?)\s+(?P<value>.*\d.*)", re.IGNORECASE
)
_EMPTY: Final = re.compile(r"[\s:：,，;；/|、.()（）&+·\-]*")
#: One alphabet after the other, with the spaces within.
_RUNS: Final = re.compile("[\u3400-\u9fff·]+(?: +[\u3400-\u9fff·]+)*|[^\u3400-\u9fff·]+")
#: Signs between two titles of one person.
_JOINED: Final = re.compile(r"(?<=[\u4e00-\u9fff]) *([兼/、&]) *| *(兼) *")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a field is likely to hold, as its input, and the lines that say so."""

    object: str
    field: str
    value: Any
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What was found: one guess a field, others of the same fields, and the lines nothing was taken from."""

    lines: Sequence[str]
    guesses: Sequence[Guess]
    others: Sequence[Guess]
    unused: Sequence[int]


@dataclass(slots=True)
class _Sheet:
    """Findings while a card is read; a piece nobody knows may be a name, a company or an address."""

    found: list[Guess] = field(default_factory=list)
    names: list[tuple[int, str, str]] = field(default_factory=list)  # (line, text, salutation)
    named: list[tuple[int, str]] = field(default_factory=list)  # names with a label, the surest
    places: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    messengers: list[tuple[int, str, str]] = field(default_factory=list)
    closings: set[int] = field(default_factory=set)
    same: int | None = None  # the line that says that the mobile's number is WeChat's

    def add(self, object: str, name: str, value: Any, *lines: int) -> None:
        self.found.append(Guess(object, name, value, lines))

    def first(self, name: str) -> Any:
        return next((each.value for each in self.found if each.field == name), None)


def read(lines: Sequence[str]) -> Card:
    """What the lines of one card say; a pure function, in time linear to their length."""
    kept = [line[:WIDTH] for line in lines[:LINES]]
    plain = [_plain(line) for line in kept]
    sheet, country = _Sheet(), _country(plain)
    for at, text in enumerate(plain):
        if words.is_closing(text):
            sheet.closings.add(at)
        elif not words.is_noise(text):
            for cell in _APART.split(_wired(sheet, at, text, country)):
                _classify(sheet, at, cell.strip(" ,，;；:：、/"))
    _settle(sheet)
    return _card(kept, sheet)


def _plain(line: str) -> str:
    text = unicodedata.normalize("NFKC", line).replace("\u200b", "").strip()
    return _PICTURES.sub(" ", _QUOTED.sub("", text)).strip()


def _country(lines: Sequence[str]) -> str:
    """Where numbers without a country are likely from: that of the first number that says it."""
    for text in lines:
        for found in numbers.phones(text):
            if found.text.startswith("+"):
                with_code = phone.read(found.text).e164 if found.kind != "fax" else None
                if with_code:
                    return phonenumbers.region_code_for_number(phonenumbers.parse(with_code)) or phone.HOME
    return phone.HOME


def _wired(sheet: _Sheet, at: int, text: str, country: str) -> str:
    """Take what has a form of its own out of a line; the rest of it, apart where something stood."""
    for code in list(numbers.codes(text)):
        sheet.add(ACCOUNT, "uscc", code["value"], at)
        text = text.replace(code[0], "\t")
    text = _taken(text, numbers.EMAIL, lambda found: sheet.add(CONTACT, "email", re.sub(r"\s", "", found["value"]), at))
    text = _taken(text, numbers.SAME, lambda _: setattr(sheet, "same", at))
    text = _taken(text, numbers.IM, lambda found: sheet.messengers.append((at, str(_kind_of(found)), found["value"])))
    text = _taken(text, numbers.WEB, lambda found: _web(sheet, at, found["value"]))
    text = _taken(text, numbers.POSTCODE, lambda found: sheet.places.append((at, f"邮编{found['value']}")))
    found = list(numbers.phones(text, country))
    for number in found:
        if number.kind != "fax":
            object, name = (ACCOUNT, "phone") if number.kind == "main" else (CONTACT, number.kind)
            sheet.add(object, name, phone.read(number.text, country).raw, at)
    for number in reversed(found):
        text = f"{text[: number.start]}\t{text[number.end :]}"
    return text


def _kind_of(found: re.Match[str]) -> str | None:
    return next((name for name, value in found.groupdict().items() if value and name != "value"), None)


def _taken(text: str, pattern: re.Pattern[str], keep: Any) -> str:
    def one(found: re.Match[str]) -> str:
        keep(found)
        return "\t"

    return pattern.sub(one, text)


def _web(sheet: _Sheet, at: int, text: str) -> None:
    host, _, rest = text.removeprefix("https://").removeprefix("http://").partition("/")
    if host.removeprefix("www.") in ("linkedin.com", "cn.linkedin.com") and rest:
        sheet.messengers.append((at, "linkedin", rest.rstrip("/").rpartition("/")[2]))
    else:
        sheet.add(ACCOUNT, "website", text.rstrip("."), at)


def _classify(sheet: _Sheet, at: int, text: str) -> None:
    """Put one piece of a line where it belongs."""
    if _EMPTY.fullmatch(text):
        return
    text = _JOINED.sub(lambda found: found[1] or found[2], text)
    labelled = _LABEL.fullmatch(text) or _ADDRESS_LABEL.fullmatch(text)
    if labelled:
        _labelled(sheet, at, str(labelled.lastgroup if labelled.re is _LABEL else "address"), labelled)
    elif places.leads(text):
        sheet.places.append((at, text))
    elif not _known(sheet, at, text):
        parts = list(_parts(text))
        if len(parts) < 2 or not any(_known(sheet, at, part, keep=False) for part in parts):  # noqa: PLR2004 - two pieces
            sheet.unknown.append((at, text))
            return
        for part in parts:
            _classify(sheet, at, part)


def _labelled(sheet: _Sheet, at: int, label: str, found: re.Match[str]) -> None:
    value = found["value"].strip()
    label = next((name for name, said in found.groupdict().items() if said and name != "value"), label)
    if not value:
        return
    if label == "name":
        name, salutation = _person(value)
        if name:
            sheet.named.append((at, name))
            sheet.names.append((at, name, salutation))
    elif label == "address":
        sheet.places.append((at, value))
    elif label == "company":
        sheet.add(ACCOUNT, "name", value, at)
    else:
        sheet.add(CONTACT, label, value, at)


def _person(text: str) -> tuple[str, str]:
    """(name, salutation) of a piece; ("", "") for what is called otherwise."""
    for said, salutation in words.SALUTED.items():
        if words.HAN.match(said) and text.endswith(said) and (name := words.han_name(text.removesuffix(said).strip())):
            return name, salutation
    name = words.han_name(text)
    return (name, "") if name else words.latin_name(text)


def _known(sheet: _Sheet, at: int, text: str, *, keep: bool = True) -> bool:
    """Whether a piece is what one can tell by its words; it is put down."""
    where = _where(text)
    if where is None:
        name, salutation = _person(text)
        if name and keep:
            sheet.names.append((at, name, salutation))
        return bool(name)
    if keep:
        for object, name, value in where:
            sheet.add(object, name, value, at)
    return True


def _where(text: str) -> list[tuple[str, str, str]] | None:
    if words.is_company(text):
        return [(ACCOUNT, "name", text)]
    if places.follows(text):
        return None
    if both := words.unit_and_title(text):
        return [(CONTACT, "unit", both[0]), (CONTACT, "title", both[1])]
    if words.is_unit(text):
        return [(CONTACT, "unit", text)]
    if words.is_title(text) and words.han_name(text[:3]) != text:
        return [(CONTACT, "title", text)]
    return None


def _parts(text: str) -> Iterator[str]:
    """A piece by what people put between a name and a title: spaces in Chinese, a comma, another alphabet."""
    if words.HAN.search(text) and re.search("[A-Za-z]{2}", text):
        yield from (run.strip(" /()（）") for run in _RUNS.findall(text) if run.strip(" /()（）"))
    elif words.HAN.search(text) and " " in text:
        yield from text.split()
    elif "," in text or "，" in text:
        head, _, tail = text.replace("，", ",").partition(",")
        yield from (head.strip(), tail.strip())
    elif found := re.fullmatch(r"(?P<one>[^()（）]+)[(（](?P<two>[^()（）]+)[)）]", text):
        yield from (found["one"].strip(), found["two"].strip())


def _run_together(text: str) -> Iterator[tuple[str, str]]:
    """The longest name a title begins with, and the rest."""
    for end in (4, 3, 2):
        if words.han_name(text[:end]) and words.TITLE.fullmatch(text[end:]):
            yield text[:end], text[end:]
            return


def _settle(sheet: _Sheet) -> None:
    """Decide about what only the whole card can tell."""
    if not (sheet.names or sheet.unknown):
        _split_titles(sheet)
    signs = Signs(str(sheet.first("email") or ""), sheet.closings, _titles(sheet))
    name = best_name(sheet.named, sheet.names, sheet.unknown, signs)
    for at, text, salutation in name:
        sheet.add(CONTACT, "name", text, at)
        if salutation:
            sheet.add(CONTACT, "salutation", salutation, at)
    taken = {(at, text) for at, text, _ in name}
    sheet.unknown = [each for each in sheet.unknown if each not in taken]
    _company(sheet)
    for value, lines in places.joined(sheet.places, sheet.unknown):
        sheet.add(CONTACT, "address", value, *lines)
    _messengers(sheet)


def _split_titles(sheet: _Sheet) -> None:
    """`王小明总经理` where nothing else is a name."""
    for guess in [each for each in sheet.found if each.field == "title"]:
        for name, title in _run_together(str(guess.value)):
            sheet.found.remove(guess)
            sheet.add(CONTACT, "title", title, *guess.lines)
            sheet.names.append((guess.lines[0], name, ""))
            return


def _titles(sheet: _Sheet) -> set[int]:
    return {each.lines[0] for each in sheet.found if each.field in ("title", "unit")}


def _company(sheet: _Sheet) -> None:
    """A company without a legal form is called like the domain of its mail or site."""
    if any(each.object == ACCOUNT and each.field == "name" for each in sheet.found):
        return
    chosen = {each.value for each in sheet.found if each.field == "name"}
    spare = [(at, text) for at, text, _ in sheet.names if text not in chosen]
    hosts = [str(sheet.first("email") or "").rpartition("@")[2], places.host(str(sheet.first("website") or ""))]
    for at, text in sorted((*sheet.unknown, *spare)):
        if any(places.called_like(text, host) for host in hosts if host):
            sheet.add(ACCOUNT, "name", text, at)
            return


def _messengers(sheet: _Sheet) -> None:
    accounts = [(at, {"kind": kind, "id": name.lstrip("@")}) for at, kind, name in sheet.messengers]
    mobile = sheet.first("mobile")
    if sheet.same is not None and mobile:
        accounts.append((sheet.same, {"kind": "wechat", "id": phone.digits(mobile)[-11:]}))
    if accounts:
        sheet.add(CONTACT, "im", [each for _, each in accounts], *dict.fromkeys(at for at, _ in accounts))


def _card(lines: Sequence[str], sheet: _Sheet) -> Card:
    """The first guess of each field, a further mobile as the phone, and what is left."""
    chosen: dict[tuple[str, str], Guess] = {}
    others: list[Guess] = []
    has_phone = any(each.field == "phone" for each in sheet.found)
    for guess in sorted(sheet.found, key=lambda each: (not _chinese(each), each.lines[0])):
        key = (guess.object, guess.field)
        if key == (CONTACT, "mobile") and key in chosen and not has_phone:
            chosen.setdefault((CONTACT, "phone"), Guess(CONTACT, "phone", guess.value, guess.lines))
        elif key not in chosen:
            chosen[key] = guess
        elif guess.value != chosen[key].value:
            others.append(guess)
    if (CONTACT, "address") in chosen:  # a card says where the office is
        office = chosen[CONTACT, "address"]
        chosen[ACCOUNT, "address"] = Guess(ACCOUNT, "address", office.value, office.lines)
    used = {at for guess in (*chosen.values(), *others) for at in guess.lines}
    return Card(
        lines, list(chosen.values()), others, [at for at, text in enumerate(lines) if text.strip() and at not in used]
    )


def _chinese(guess: Guess) -> bool:
    """Of a card in two languages the Chinese one counts."""
    return guess.field not in ("name", "title", "unit", "address") or words.HAN.search(str(guess.value)) is not None
