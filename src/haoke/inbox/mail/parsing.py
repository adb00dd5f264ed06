"""A received mail, read: whatever a hostile or broken sender wrote, something sensible comes out."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.header import decode_header
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from haoke.core import clock
from haoke.core.fieldtypes.files import MOST as MOST_FILES
from haoke.core.fieldtypes.richtext import harmless, too_complex
from haoke.core.text import T
from haoke.inbox.mail import addresses, bounces, bounding, composing, returned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from haoke.inbox.mail.addresses import Person
    from haoke.inbox.mail.bounces import Bounce

#: Parts of one mail that are looked at, how deep, characters of text kept, words of a header.
MOST_PARTS: Final = 200
DEEPEST: Final = 20
LONGEST: Final = 200_000
HEADER: Final = 8_000
MOST_REFERENCES: Final = 50
SUBJECT: Final = 500

NO_SUBJECT = T("(no subject)", "（无主题）")
TOO_DEEP = T("Parts nested too deep or too many were left out", "嵌套过深或过多的内容已省略")
TOO_LONG = T("The text was cut; the whole is in the original", "正文过长已截断，完整内容见原文")
NOT_ALL = T("Not all receivers are shown; the original names them", "收件人过多，未全部显示，完整名单见原文")
TOO_MANY = T(
    "Only the first {limit} attachments are shown; the others are in the original",
    "仅显示前 {limit} 个附件，其余见原文",
)
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,490}>")
#: What is called so is written in the larger set that contains it.
_WIDER: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs",
    "iso-8859-1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8", "unknown-8bit": "utf-8",
}  # fmt: skip
_GUESSES: Final = ("utf-8", "gb18030", "cp1252")
_REMOTE: Final = re.compile(r"(?i)<img\b[^<>]{0,2000}?\bsrc\s{0,9}=\s{0,9}[\"']?https?:")


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment: name and bytes."""

    name: str
    content: bytes


@dataclass(slots=True)
class Received:
    """What a mail says; `lost`: what of it is not here, in words."""

    subject: str = ""
    sender: Person = ("", "")
    to: list[Person] = field(default_factory=list)
    cc: list[Person] = field(default_factory=list)
    bcc: list[Person] = field(default_factory=list)
    at: datetime | None = None
    message_id: str | None = None
    references: list[str] = field(default_factory=list)
    body: str = ""
    files: list[Part] = field(default_factory=list)
    inside: Received | None = None
    automatic: bool = False
    pictures: bool = False
    lost: list[T] = field(default_factory=list)
    bounce: Bounce | None = None


def message_of(content: bytes) -> Message:
    """The parts of a mail as the library finds them."""
    return bounding.parsed(content)


def read(content: bytes) -> Received:
    """The mail in these bytes; never raises."""
    try:
        found = _received(message_of(content), 0)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError, MessageError):
        return Received(subject=str(NO_SUBJECT), lost=[UNREADABLE])
    if TOO_DEEP not in found.lost and len(bounding.beginning(content)) < len(content):
        found.lost.append(TOO_DEEP)
    return found


UNREADABLE = T("This mail is broken and could not be read; see the original", "邮件格式损坏，无法解析，请查看原文")


def _received(message: Message, depth: int) -> Received:
    found = Received(
        subject=addresses.line(_header(message, "Subject"))[:SUBJECT] or str(NO_SUBJECT),
        sender=next(iter(_people(message, "From") or _people(message, "Sender")), ("", "")),
        to=_people(message, "To"), cc=_people(message, "Cc"), bcc=_people(message, "Bcc"), at=_date(message),
        message_id=next(iter(_MESSAGE_ID.findall(_raw(message, "Message-ID"))), None),
        automatic=_automatic(message),
    )  # fmt: skip
    found.references = _references(message)
    if any(addresses.within(each) != each for each in (_all(message, name) for name in ("To", "Cc", "Bcc"))):
        found.lost.append(NOT_ALL)
    _read_parts(found, message, depth)
    if depth == 0:
        found.bounce = bounces.of(message) or returned.of(message, found)
    return found


def _all(message: Message, name: str) -> list[str]:
    """The headers of that name as they were written, also by whoever writes bytes where only letters may stand."""
    given = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    return [each if each.isascii() else text_of(each.encode("utf-8", "surrogateescape"), None) for each in given]


def _first(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")[:HEADER]


def _raw(message: Message, name: str) -> str:
    return addresses.line(_first(message, name))


def _header(message: Message, name: str) -> str:
    return _decoded(_first(message, name))


def _decoded(raw: str) -> str:
    """A header's text; encoded words in the set they are really in."""
    try:
        pieces = decode_header(raw)
    except (ValueError, LookupError, MessageError):
        return raw
    return "".join(each if isinstance(each, str) else text_of(each, called) for each, called in pieces)


def _people(message: Message, name: str) -> list[Person]:
    given = _all(message, name)
    return [(_decoded(person) if "=?" in person else person, address) for person, address in addresses.seen(given)]


def _date(message: Message) -> datetime | None:
    """When it was written, as far as that can be: not in the future, not before e-mail."""
    try:
        found = parsedate_to_datetime(_raw(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return found if datetime(1990, 1, 1, tzinfo=UTC) < found < clock.now() + timedelta(days=1) else None


def _references(message: Message) -> list[str]:
    listed = _MESSAGE_ID.findall(_raw(message, "References")) + _MESSAGE_ID.findall(_raw(message, "In-Reply-To"))
    return list(dict.fromkeys(listed))[-MOST_REFERENCES:]


def _automatic(message: Message) -> bool:
    said = _raw(message, "Auto-Submitted").lower()
    bulk = _raw(message, "Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
    return (said not in {"", "no"}) or bulk or "List-Id" in message or "X-Autoreply" in message


def _walk(message: Message, depth: int) -> Iterator[tuple[Message, int]]:
    """The leaves of a mail with their depth; a mail inside a mail is a leaf."""
    waiting, seen = [(message, depth)], 0
    while waiting:
        if seen == MOST_PARTS:
            yield waiting[0][0], DEEPEST + 1
            return
        part, deep = waiting.pop()
        seen += 1
        inside = part.get_payload() if part.is_multipart() else None
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting.extend((each, deep + 1) for each in reversed(inside) if not isinstance(each, str))
        else:
            yield part, deep


def _read_parts(found: Received, message: Message, depth: int) -> None:
    page, words = "", ""
    for part, deep in _walk(message, depth):
        if deep > DEEPEST:
            found.lost.append(TOO_DEEP)
            break
        kind, name = part.get_content_type(), _name(part)
        if kind == "message/rfc822" and isinstance(part.get_payload(), list) and deep < DEEPEST:
            _read_inside(found, part, deep)
        elif kind == "text/html" and not name and not page:
            page = _text(part)
        elif kind == "text/plain" and not name:
            words += ("\n" if words else "") + _text(part)
        else:
            _attach(found, part, name, kind)
    found.pictures = bool(_REMOTE.search(page[:LONGEST]))
    _keep_text(found, page, words)


def html_of(message: Message) -> str:
    """The first HTML text of a mail, as it was written; "" without one."""
    leaves = (part for part, deep in _walk(message, 0) if deep <= DEEPEST)
    return next((_text(each) for each in leaves if each.get_content_type() == "text/html" and not _name(each)), "")


def _read_inside(found: Received, part: Message, depth: int) -> None:
    inside = part.get_payload()
    one = inside[0] if isinstance(inside, list) and inside else None
    if one is None or isinstance(one, str):
        return
    if found.inside is None:
        found.inside = _received(one, depth + 1)
    found.files.append(Part(f"{found.inside.subject[:80] or 'mail'}.eml", one.as_bytes()))


def _name(part: Message) -> str:
    raw = part.get_filename() or ""
    return addresses.line(_decoded(raw) if "=?" in raw else raw)


def _attach(found: Received, part: Message, name: str, kind: str) -> None:
    if len(found.files) >= MOST_FILES:
        if TOO_MANY.fill(limit=MOST_FILES) not in found.lost:
            found.lost.append(TOO_MANY.fill(limit=MOST_FILES))
        return
    content = part.get_payload(decode=True)
    if isinstance(content, bytes) and content:
        found.files.append(Part(name or f"part.{kind.rpartition('/')[2][:10] or 'bin'}", content))


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return text_of(content, part.get_content_charset()) if isinstance(content, bytes) else ""


def text_of(content: bytes, called: str | None) -> str:
    """The text of bytes in the set they are said to be in, a wider one, or the one they fit."""
    said = (called or "").lower().strip("'\" ")
    named = _WIDER.get(said, said)
    for name in (named, *_GUESSES) if bounding.readable(named) else _GUESSES:
        try:
            return content.decode(name).replace("\x00", "")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace").replace("\x00", "")


_SILENT: Final = frozenset({"script", "style", "title", "head"})
_LINES: Final = frozenset("br p div tr li h1 h2 h3 h4 table blockquote".split())  # noqa: SIM905 (read like this)
_NAME: Final = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,20}")


def words_of(page: str) -> str:
    """The words of an HTML page, line by line; in one pass, for pages too complicated to be read as such."""
    first, *pieces = page.split("<")
    found, silent = [first], ""
    for piece in pieces:
        tag, closed, text = piece.partition(">")
        name = (known.group().lower() if (known := _NAME.match(tag)) else "") if closed else ""
        if silent:
            silent = "" if name == f"/{silent}" else silent
            found.append("" if silent else text)
        elif name in _SILENT:
            silent = name
        else:
            found.append(("\n" if name in _LINES else "") + (text if name or tag[:1] == "!" else "<" + piece))
    lines = (" ".join(line.split()) for line in html.unescape("".join(found)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _keep_text(found: Received, page: str, words: str) -> None:
    if len(page) > LONGEST or len(words) > LONGEST:
        found.lost.append(TOO_LONG)
        page, words = page[:LONGEST], words[:LONGEST]
    if page and not too_complex(page):
        kept = harmless(page).strip()
        found.body = kept if "<" in kept else kept.replace("\n", "<br>")
    elif page or words:
        found.body = composing.from_text((words or words_of(page)).strip())
    found.body = found.body.strip()


# -- what somebody forwarded --------------------------------------------------------------------------

_MARK: Final = re.compile(
    r"(?im)^[> \t]*(?:-{2,} *(?:forwarded message|original message|原始邮件|转发的?邮件|转发邮件信息) *-{2,}"
    r"|begin forwarded message:?) *$"
)
_FROM: Final = re.compile(r"(?im)^[> \t*]*(?:from|发件人|寄件者|寄件人) *[:：][ \t*]*(.{3,300})$")
_IS_FORWARDED: Final = re.compile(r"(?i)^\s*(?:fwd?|转发|轉寄|wg|tr)\s*[:：]")
_BARE: Final = re.compile(r"[\[(]?mailto:([^\])>\s]+)[\])]?")


def unwrapped(mail: Received) -> Person | None:
    """Who wrote what a mail forwards: of the mail inside it, or named below the mark of a forwarding."""
    if mail.inside is not None and mail.inside.sender[1]:
        return mail.inside.sender
    words = composing.words(mail.body)
    mark = _MARK.search(words)
    if mark is None and not _IS_FORWARDED.match(mail.subject):
        return None
    named = _FROM.search(words, mark.end() if mark else 0)
    if named is None:
        return None
    text = _BARE.sub(r"<\1>", html.unescape(named.group(1)))
    return next(iter(addresses.seen([text])), None)
