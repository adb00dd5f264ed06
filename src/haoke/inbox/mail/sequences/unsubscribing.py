"""The way out in every mail of a sequence: a link nobody can guess, to a page that needs no sign-in and no script."""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings

from haoke.core import registry, sealed
from haoke.core.access.actor import system
from haoke.core.errors import Missing, Refused
from haoke.core.records import changes
from haoke.core.records.reading import read_one
from haoke.core.text import T, current_language, say
from haoke.core.transfer import actors
from haoke.inbox.mail.sequences import blocks
from haoke.inbox.mail.sequences.models import MailEnrolment, MailStep
from haoke.privacy.queries import language_of as written

if TYPE_CHECKING:
    from haoke.core.text import Language

PURPOSE: Final = "haoke unsubscribe"
PLACE: Final = "/api/v1/mail/unsubscribe"
VIA: Final = "unsubscribe"

FOOTER = T(
    'If you would rather not receive such mails: <a href="{url}">unsubscribe</a>',
    '如不希望再收到此类邮件，请<a href="{url}">点此退订</a>',
)
TITLE = T("Unsubscribe", "退订邮件")
ASK = T("Send no more such mails to {address}?", "不再向 {address} 发送此类邮件？")
YES = T("Unsubscribe", "确认退订")
DONE = T("No more such mails are sent to {address}", "将不再向 {address} 发送此类邮件")
GONE = T("This link is not complete or no longer works", "链接不完整或已失效")


def token(enrolment: UUID) -> str:
    """What names an enrolment to whoever has the mail, and to nobody else."""
    return base64.urlsafe_b64encode(sealed.seal(PURPOSE, enrolment.bytes)).rstrip(b"=").decode()


def _enrolment(given: str) -> MailEnrolment:
    """The enrolment a token names; raises Missing."""
    try:
        kept = base64.urlsafe_b64decode(given.encode() + b"=" * (-len(given) % 4))
        found = MailEnrolment._base_manager.filter(pk=UUID(bytes=sealed.unseal(PURPOSE, kept))).first()
    except (sealed.Broken, binascii.Error, ValueError):
        raise Missing from None
    if found is None:
        raise Missing
    return found


def parts(message: UUID) -> tuple[str, dict[str, str]]:
    """(footer as HTML, headers) of a message that is a step of a sequence; empty for any other."""
    step = MailStep.objects.filter(pk=message).select_related("enrolment__sequence", "enrolment__owner").first()
    if step is None:
        return "", {}
    url = f"{settings.PUBLIC_URL}{PLACE}/{token(step.enrolment_id)}"
    said = say(FOOTER.fill(url=html.escape(url)), language_of(step.enrolment))
    headers = {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return f"<p><br></p><p>{said}</p>", headers


def language_of(enrolment: MailEnrolment) -> Language:
    """In which language the mails of an enrolment are: the person's, the sequence's, or the sender's."""
    spoken = _spoken(enrolment)
    if spoken is not None:
        return spoken
    chosen = enrolment.sequence.language or (enrolment.owner.language if enrolment.owner else "zh")
    return "en" if chosen == "en" else "zh"


def _spoken(enrolment: MailEnrolment) -> Language | None:
    """The language the person is written to in, as far as the sender may know."""
    spec = registry.objects().get(enrolment.object)
    if spec is None or enrolment.owner_id is None:
        return None
    with suppress(Refused):
        sender = actors.load(enrolment.owner_id, VIA)
        return written(sender, spec, read_one(sender, spec, enrolment.record))
    return None


def asked(given: str) -> str:
    """The page that asks; raises Missing for a token that is none. Following a link alone changes nothing."""
    found = _enrolment(given)
    done = found.address.lower() in blocks.blocked([found.address])
    return _page(DONE if done else ASK, found.address, None if done else YES)


def leave(given: str) -> str:
    """Send nothing more to whoever has the mail; the page that says so. Raises Missing."""
    found = _enrolment(given)
    with changes(system(VIA), "unsubscribe") as tx:
        blocks.block(tx, found.address, "unsubscribed")
    return _page(DONE, found.address, None)


def lost() -> str:
    """The page for a token that is none."""
    return _page(GONE, "", None)


_STYLE: Final = (
    ":root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;"
    "font:16px/1.6 system-ui,sans-serif;background:#f5f6f8;color:#1f2329}main{max-width:26rem;margin:1rem;padding:2rem;"
    "border-radius:12px;background:#fff;overflow-wrap:anywhere}h1{margin:0 0 .5rem;font-size:1.25rem}"
    "p{margin:0 0 1.5rem}p:last-child{margin:0}button{font:inherit;padding:.5rem 1.25rem;border:0;border-radius:8px;"
    "background:#1d4ed8;color:#fff;cursor:pointer}button:focus-visible{outline:3px solid #93c5fd;outline-offset:2px}"
    "@media(prefers-color-scheme:dark){body{background:#111418;color:#e6e8eb}main{background:#1c2127}}"
)
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
    f" style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def _page(text: T, address: str, button: T | None) -> str:
    title, said = say(TITLE), html.escape(say(text.fill(address=address)))
    form = f'<form method="post"><button>{say(button)}</button></form>' if button else ""
    lang = "zh-CN" if current_language() == "zh" else "en"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1><p>{said}</p>{form}</main></body></html>"
    )
