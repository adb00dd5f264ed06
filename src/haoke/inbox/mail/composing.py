"""A mail as it goes over the wire, from its parts."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from haoke.core.fieldtypes.richtext import harmless, plain
from haoke.core.ids import uuid7
from haoke.core.records.files import attaching, storing
from haoke.inbox.mail import addresses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from haoke.inbox.mail.addresses import Person

_BREAK: Final = re.compile(r"(?i)<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote|pre)>")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_WIRE: Final = SMTP.clone(max_line_length=900)


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything a mail consists of; `body` is HTML, `files` ids of stored files."""

    message_id: str
    sender: Person
    to: Sequence[Person]
    subject: str
    body: str
    at: datetime
    cc: Sequence[Person] = ()
    bcc: Sequence[Person] = ()
    references: Sequence[str] = ()
    files: Sequence[UUID] = ()
    automatic: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def receivers(self) -> list[str]:
        """Whom the server is to bring it to."""
        return list(dict.fromkeys(address for _, address in (*self.to, *self.cc, *self.bcc)))


def new_message_id(address: str) -> str:
    """An id nobody can guess, below the sender's domain."""
    return f"<{uuid7().hex}.{uuid7().hex[20:]}@{address.rpartition('@')[2]}>"


def words(body: str) -> str:
    """The text of an HTML body, line by line."""
    lines = plain(_BREAK.sub(lambda found: found.group() + "\n", body)).split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


def from_text(text: str) -> str:
    """Plain text as the HTML of a body."""
    return html.escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br>")


def wire(mail: Mail) -> bytes:
    """The mail as it is handed to a server: 7 bits, lines of a length every server takes."""
    made = EmailMessage(policy=_WIRE)
    made["From"] = addresses.header(*mail.sender)
    made["To"] = ", ".join(addresses.header(*each) for each in mail.to) or "undisclosed-recipients:;"
    if mail.cc:
        made["Cc"] = ", ".join(addresses.header(*each) for each in mail.cc)
    made["Subject"] = addresses.line(mail.subject)
    made["Date"] = format_datetime(mail.at)
    made["Message-ID"] = mail.message_id
    if mail.references:
        made["In-Reply-To"] = mail.references[-1]
        made["References"] = " ".join(mail.references)
    if mail.automatic:
        made["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers.items():
        made[name] = addresses.line(value)
    made.set_content(words(mail.body) + "\n", cte="base64")
    page = f'<html><head><meta charset="utf-8"></head><body>{harmless(mail.body)}</body></html>'
    made.add_alternative(page, subtype="html", cte="base64")
    for file in mail.files:
        _attach(made, file)
    return made.as_bytes()


def _attach(made: EmailMessage, file: UUID) -> None:
    known, digest = attaching.described(file)
    main, _, sub = known.type.partition("/")
    content = b"".join(storing.pieces(digest))
    made.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=known.name)
