"""A received mail with the pictures it loads from elsewhere: shown only when asked for, in a page that can do nothing.

Opening such pictures tells the sender that the mail was read; so they are no part of what is shown at first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import nh3

from haoke.core import registry
from haoke.core.errors import Missing
from haoke.core.fieldtypes import normal
from haoke.core.fieldtypes.richtext import MOST_TAGS
from haoke.core.records.files import attaching, storing
from haoke.core.records.reading import read_one
from haoke.inbox.mail import parsing

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; sandbox;"
    " frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}
_TAGS: Final = set(
    normal.words(
        "a b blockquote br center code div em font h1 h2 h3 h4 hr i img li ol p pre s span strong sub sup table tbody"
        " td th thead tr u ul"
    )
)
_SIZES: Final = {"width", "height"}
_ATTRIBUTES: Final = {
    "a": {"title"}, "img": {"src", "alt", *_SIZES}, "td": {"colspan", "rowspan", "align", *_SIZES},
    "th": {"colspan", "rowspan", "align", *_SIZES}, "table": {"align", "cellpadding", "cellspacing", *_SIZES},
}  # fmt: skip


def page(actor: Actor, record: UUID) -> str:
    """The page of a mail the actor reads; raises Missing, also for one without an original."""
    row = read_one(actor, registry.get("mail_message"), record)
    original: Any = row.get("original")
    if not original:
        raise Missing
    _, digest = attaching.described(UUID(original["id"]))
    message = parsing.message_of(b"".join(storing.pieces(digest)))
    return f'<!doctype html><meta charset="utf-8"><base target="_blank">{_harmless(parsing.html_of(message))}'


def _harmless(text: str) -> str:
    if text.count("<") > MOST_TAGS * 10:
        raise Missing
    return nh3.clean(text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)
