"""Texts of 100 KB made to be slow: whatever takes text looks at each part of it a few times, not once for every other.

What is measured is processor time, which waiting for others does not change. A parser that compares everything with
everything takes minutes for such a text where a sound one takes milliseconds: the suite draws its line far from both.
`make fuzz` tries more texts and draws it near what one may cost.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from haoke.core import criteria, registry
from haoke.core.access.actor import system
from haoke.core.errors import BadValue, Refused
from haoke.core.expressions.parsing import parse
from haoke.core.fieldtypes.base import Hints, SearchKind
from haoke.core.fieldtypes.richtext import LONG, harmless, plain
from haoke.core.search.tokens import tokens
from haoke.core.search.words import words
from haoke.core.text import T
from haoke.core.transfer.guessing import dates, entries, numbers, people, profile
from haoke.core.transfer.guessing import words as headers
from haoke.core.transfer.reading import delimited, encoding
from haoke.core.transfer.reading.errors import Unreadable
from haoke.identity import middleware
from haoke.inbox.mail import addresses, parsing, templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.fieldtypes.base import FieldType

SIZE = 100_000
FUZZ = "HAOKE_FUZZ" in os.environ
#: Seconds of processor time that a text may cost, and a file or a mail.
TEXT, FILE = (0.1, 0.5) if FUZZ else (5.0, 5.0)
#: What is repeated; each also with something before and behind it, so that what would fit does not.
FEW = ("a", "1", " ", "中", "((", "<a ", "&amp;", "a@", "1,", ";", "一万", "\n", "=?", "x:", "\u0301")
MORE = (
    "[", "{", "<", "</", "<b>", "&", ".", "a.", "-", "--", "1-", "1.", "+86", "0", "٣", "'", '"', '""', "\\", "\r\n",
    "\t", ",", "://", "http://", "(1", "年", "2026年", "零", "十", "=?utf-8?q?", "?=", "%", "_", "ß", "ﷺ", "İ",
    "\u202e", "😀", "and ", "not ", "1+", "if(", "{{", "￥1", "1e", "微信", "qq:", "转", "ext ", "1/", "1:", "省", "市",
    "|", "(a|b)*", '";',
)  # fmt: skip
HEADERS = "From: {0}\nTo: {0}\nSubject: {0}\nReferences: {0}\nDate: {0}\nContent-Disposition: attachment; filename=x{0}"
REFUSALS = (BadValue, Refused, Unreadable)
ACTOR, HINTS = system("test"), Hints()


def texts() -> list[str]:
    repeated = [(piece * SIZE)[:SIZE] for piece in (*FEW, *(MORE if FUZZ else ()))]
    apart = [f"{first}{' ' * SIZE}x" for first in ("1", "m", "a/")]
    return [*repeated, *(f"x{text[:-2]}!" for text in repeated), *apart]


def of_kind(kind: FieldType) -> list[Callable[[str], Any]]:
    """All ways by which a text comes into a field of that kind, or is compared with it."""
    ways: list[Callable[[str], Any]] = [
        kind.clean,
        lambda text: kind.clean([text]),
        lambda text: kind.clean(dict.fromkeys(("en", "zh", "line", "code", "country", "amount", "currency"), text)),
        lambda text: kind.parse(text, HINTS),
    ]
    return [*ways, *(lambda text, op=op: kind.operand(op, text) for op in kind.operators)]


def nested(text: str) -> Any:
    """A condition in conditions, as deep as half the text is long."""
    tree: Any = {"field": "name", "op": "eq", "value": text}
    for _ in range(400):
        tree = {"and": [tree]}
    return tree


def unknown(_name: str, _at: int) -> NoReturn:
    raise BadValue("unknown", T("No field is called so", "没有此字段"))


def condition(given: Any) -> Any:
    return criteria.parse(given, registry.get("account"), ACTOR)


KINDS = {each.type.kind: each.type for key in registry.objects() for each in registry.fields(key).values()}
PARSERS: dict[str, tuple[float, list[Callable[[str], Any]]]] = {
    **{name: (TEXT, of_kind(kind)) for name, kind in sorted(KINDS.items())},
    "search": (TEXT, [words, *(lambda text, kind=kind: tokens(kind, text) for kind in SearchKind)]),
    "markup": (TEXT, [lambda text: harmless(text[:LONG]), plain]),
    "expression": (TEXT, [lambda text: parse(text, unknown)]),
    "condition": (
        TEXT,
        [
            lambda text: condition({"field": "name", "op": "contains", "value": text}),
            lambda text: condition({"field": text, "op": text, "value": None}),
            lambda text: condition(nested(text)),
        ],
    ),
    "cell": (
        2 * FILE,  # one sign may stand for eighteen letters
        [
            profile.kind_of,
            entries.entries_of,
            people.people_of,
            people.phones_in,
            dates.lacks,
            numbers.amount_of,
            lambda text: profile.profile_of([text, "a"]),
        ],
    ),
    "header": (
        FILE,
        [headers.tokens, headers.remark, headers.flat, lambda text: headers.likeness(text, f"{text[::-1]}z")],
    ),
    "receivers": (FILE, [addresses.people, lambda text: addresses.seen([text, text])]),
    "template": (TEXT, [templates.named, templates.malformed]),
    "request": (TEXT, [lambda text: middleware.language(text, None), lambda text: middleware.bearer({text: text})]),
    "file": (
        FILE,
        [
            lambda text: list(delimited.rows_of(text.encode(), delimited.dialect_of(text.encode()))),
            lambda text: encoding.detect(text.encode("gb18030")),
        ],
    ),
    "mail": (
        FILE,
        [
            lambda text: parsing.read(f"{HEADERS.format(text)}\n\nhi".encode()),
            lambda text: parsing.read(f"Content-Type: multipart/mixed; boundary=a{text}\n\n--a\n\n{text}".encode()),
            lambda text: parsing.read(f"Content-Type: text/html\n\n{text}".encode()),
            lambda text: parsing.read(f"Content-Type: text/plain\n\n{text}".encode()),
            lambda text: parsing.read(text.encode()),
        ],
    ),
}


def cost(way: Callable[[str], Any], text: str, most: float) -> float:
    """The least processor time of three attempts, or of one that is good enough; refusing is good."""
    took = most
    for _ in range(3):
        began = time.process_time()
        with suppress(*REFUSALS):
            way(text)
        took = time.process_time() - began
        if took < most:
            break
    return took


@pytest.mark.parametrize("name", PARSERS)
def test_no_text_is_slow(name: str) -> None:
    most, ways = PARSERS[name]
    slow = [
        (number, text[:20], round(took, 2))
        for number, way in enumerate(ways)
        for text in texts()
        if (took := cost(way, text, most)) >= most
    ]
    assert slow == []


def test_a_mail_with_headers_as_long_as_it_may_be() -> None:
    """Python's own reader of parameters looks at the rest of them for each: two megabytes would take a minute."""
    mail = f"Content-Type: text/plain; name=x{';' * 2_000_000}\nSubject: hi\n\nhello"
    assert cost(lambda text: parsing.read(text.encode()), mail, 10.0) < 10.0
    assert parsing.read(mail.encode()).subject == "hi"
