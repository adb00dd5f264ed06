"""Texts of 100 KB made to be slow: whatever takes text looks at each part of it a few times, not once for every other.

What is measured is processor time, which waiting for others does not change, against what counting takes at
that moment. `make fuzz` tries more texts. Modules that look into texts with patterns are met here, or say why not.
"""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import suppress
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

import haoke
from haoke.automation.rules.values import is_told
from haoke.cards.rules import read as read_card
from haoke.core import criteria, registry
from haoke.core.access.actor import system
from haoke.core.custom import naming
from haoke.core.errors import BadValue, Refused
from haoke.core.expressions.parsing import parse
from haoke.core.fieldtypes import files
from haoke.core.fieldtypes.base import Hints, SearchKind
from haoke.core.fieldtypes.richtext import LONG, harmless, plain
from haoke.core.numbering import patterns
from haoke.core.search import companies
from haoke.core.search import naming as known_by
from haoke.core.search.tokens import tokens
from haoke.core.search.words import words
from haoke.core.text import T
from haoke.core.transfer import escaping, tables
from haoke.core.transfer.bridge import known_header, targets
from haoke.core.transfer.converting import Converter
from haoke.core.transfer.guessing import dates, entries, lexicon, numbers, people, profile
from haoke.core.transfer.guessing import words as headers
from haoke.core.transfer.guessing.dates import Reading
from haoke.core.transfer.guessing.values import Known
from haoke.core.transfer.reading import delimited, encoding
from haoke.core.transfer.reading.errors import Unreadable
from haoke.core.transfer.reading.tables import Sheet
from haoke.core.worktime import hours
from haoke.identity import middleware, passwords, twostep
from haoke.inbox.mail import addresses, composing, parsing, templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.fields import FieldDef
    from haoke.core.fieldtypes.base import FieldType

SIZE = 100_000
SOURCE = Path(haoke.__file__).parent
FUZZ = "HAOKE_FUZZ" in os.environ
#: Seconds of processor time that a text may cost, and a file or a mail, which a job or a process of its own reads.
TEXT, FILE = 0.05, 0.25
#: Seconds that counting takes on the machine these are from (2026-11-23); a slower one is given its time.
COUNTING = 0.0057
#: What is repeated; each also with something before and behind it, so that what would fit does not.
FEW = ("a", "1", " ", "中", "((", "<a ", "&amp;", "a@", "1,", ";", "一万", "\n", "=?", "x:", "\u0301")
MORE = (
    "[", "{", "<", "</", "<b>", "&", ".", "a.", "-", "--", "1-", "1.", "+86", "0", "٣", "'", '"', '""', "\\", "\r\n",
    "\t", ",", "://", "http://", "(1", "年", "2026年", "零", "十", "=?utf-8?q?", "?=", "%", "_", "ß", "ﷺ", "İ",
    "\u202e", "😀", "and ", "not ", "1+", "if(", "{{", "￥1", "1e", "微信", "qq:", "转", "ext ", "1/", "1:", "省", "市",
    "|", "(a|b)*", '";',
)  # fmt: skip
HEADERS = "From: {0}\nTo: {0}\nSubject: {0}\nReferences: {0}\nDate: {0}\nContent-Disposition: attachment; filename=x{0}"
BACK = "From: MAILER-DAEMON@a.example\nSubject: undeliverable"
REFUSALS = (BadValue, Refused, Unreadable)
ACTOR, HINTS = system("test"), Hints()


def texts() -> list[str]:
    repeated = [(piece * SIZE)[:SIZE] for piece in (*FEW, *(MORE if FUZZ else ()))]
    apart = [f"{first}{' ' * SIZE}x" for first in ("1", "m", "a/", "total", "小计", "约", "{{", "contact")]
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


def table(rows: list[list[str]]) -> Any:
    return tables.table_of(Sheet(None, rows=[list(row) for row in rows]), "a.csv", "0", targets(), known_header)


def converted(item: FieldDef, text: str) -> Any:
    return Converter(item, HINTS, Reading())(text)


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


ITEMS = {each.type.kind: each for key in registry.objects() for each in registry.fields(key).values()}
KINDS = {kind: each.type for kind, each in ITEMS.items()}
PARSERS: dict[str, tuple[float, list[Callable[[str], Any]]]] = {
    **{name: (TEXT, of_kind(kind)) for name, kind in sorted(KINDS.items())},
    "search": (TEXT, [words, *(lambda text, kind=kind: tokens(kind, text) for kind in SearchKind)]),
    "card": (TEXT, [lambda text: read_card(text.splitlines())]),
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
        TEXT,
        [
            profile.kind_of,
            entries.entries_of,
            lambda text: people.people_of(text[: people.LONGEST]),
            lambda text: people.phones_in(text[: people.LONGEST]),
            dates.lacks,
            lambda text: dates.evidence_of([text]),
            numbers.amount_of,
            lambda text: numbers.decimal_mark([text]),
            lambda text: profile.profile_of([text, "a"]),
            lambda text: lexicon.option_in(text, tuple(lexicon.OPTION_WORDS)),
            escaping.spreadsheet_cell,
            escaping.imported_cell,
        ],
    ),
    "sheet": (
        FILE,
        [
            lambda text: table([["a", "b"], [text, "x"], ["1", text]]),
            lambda text: table([[text, "b"], ["x", "y"]]),
        ],
    ),
    "converting": (TEXT, [partial(converted, item) for item in ITEMS.values()]),
    "header": (
        TEXT,
        [headers.tokens, headers.remark, headers.flat, lambda text: headers.likeness(text, f"{text[::-1]}z")],
    ),
    "name": (
        TEXT,
        [
            companies.core,
            known_by.key,
            lambda text: Known({"a": [f"x{text[:150]}"], "b": ["y"]}).nearest(text),
            lambda text: naming.slug(text, 40),
            naming.plural,
            lambda text: naming.fits(f"cf_{text}", "cf_", 40),
            lambda text: list(patterns.problem("number", text)),
            files.tidy_name,
        ],
    ),
    "receivers": (TEXT, [addresses.people, lambda text: addresses.seen([text, text]), addresses.line]),
    "template": (TEXT, [templates.named, templates.malformed, is_told]),
    "times": (TEXT, [lambda text: hours.day([[text, text]])]),
    "secrets": (TEXT, [lambda text: passwords.check(text, [text[:400]]), twostep.plain]),
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
            lambda text: parsing.read(f"{BACK}\n\n<a@b> {text}".encode()),
            lambda text: parsing.unwrapped(parsing.Received(subject=f"Fwd: {text}", body=text)),
            parsing.words_of,
            composing.words,
            lambda text: parsing.text_of(text.encode(), text),
        ],
    ),
}


def seconds(way: Callable[[str], Any], text: str) -> float:
    """Processor time of one attempt that meets nothing kept; refusing is good."""
    for kept_of in (headers.flat, headers.tokens, headers.likeness):
        kept_of.cache_clear()
    began = time.process_time()
    with suppress(*REFUSALS):
        way(text)
    return time.process_time() - began


def counted(text: str) -> int:
    return sum(each.isalnum() for each in text)


def cost(way: Callable[[str], Any], text: str, most: float) -> float:
    """The least of three attempts, or of one that is good enough, as if this machine counted as fast as ours."""
    took = seconds(way, text)
    for _ in range(2):
        if took < most:
            break
        slower = max(1.0, min(seconds(counted, "abc 中" * 40_000) for _ in range(3)) / COUNTING)
        took = min(took, seconds(way, text)) / slower
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


#: Modules with patterns that no text from outside comes to, or none that is long.
NOT_FED = {
    "haoke.privacy.queries.package": "writes pages; its own pattern repeats so many characters at most",
    "haoke.config.shell": "the server's own address",
    "haoke.config.wsgi": "paths, which the server bounds",
    "haoke.core.api.files": "names that tidy_name has made",
    "haoke.core.bulk.api": "writes CSV",
    "haoke.core.custom.effects": "names, whose fields bound them",
    "haoke.core.custom.rules": "names, whose fields bound them",
    "haoke.core.erasing.action": "looks for what somebody is called, word by word",
    "haoke.core.erasing.extent": "the same",
    "haoke.core.erasing.known": "the same",
    "haoke.core.search.outside": "at most 100 characters, by its pattern",
    "haoke.core.transfer.exporting": "writes CSV",
    "haoke.core.transfer.reading.sheetxml": "formats of a workbook, in the process that reads it and is stopped",
    "haoke.core.transfer.rejecting": "names of sheets",
    "haoke.dataquality.queries.engine": "writes CSV",
    "haoke.dataquality.rules.cleaners": "texts of one line, whose fields bound them",
    "haoke.identity.inviting": "lines of at most 400 characters, by the body",
    "haoke.identity.provider.kept": "domains of at most 253 characters, by their pattern",
    "haoke.inbox.mail.folders": "lines of a mail server, which its protocol's reader bounds",
    "haoke.inbox.mail.incoming": "the same",
    "haoke.inbox.mail.watching": "the same",
    "haoke.inbox.mail.rules": "names of servers, whose fields bound them",
    "haoke.inbox.mail.sequences.unsubscribing": "writes pages",
    "haoke.inbox.notices.mailing": "writes mails",
}
LOOKS = re.compile(r"^(?:import (?:re|unicodedata|html|csv)\b|from (?:email|html)\b)", re.MULTILINE)
PLAIN = ("x", "1月2日 张三 13812345678", "<b>x</b>", "https://a.example", "合计 3", "total:")


def test_whatever_looks_into_texts_is_met() -> None:
    """Modules that use patterns or readers of the library, by their source; those met, by running all of the above."""
    looking = set()
    for path in sorted(SOURCE.rglob("*.py")):
        name = ".".join(("haoke", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        if not {"tests", "testing", "demo", "cli", "migrations", "backups", "database"} & {*name.split(".")}:
            looking |= {name} if LOOKS.search(path.read_text()) else set()
    met: set[str] = set()
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, _: met.add(frame.f_globals.get("__name__", "")) if event == "call" else None)
    try:
        for _, ways in PARSERS.values():
            for way, text in product(ways, PLAIN):
                with suppress(*REFUSALS):
                    way(text)
    finally:
        sys.setprofile(before)
    assert looking - met == NOT_FED.keys()
