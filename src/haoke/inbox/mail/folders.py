"""The folders of a mailbox that are read: what comes in, and what its people send from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core.text import T
from haoke.inbox.mail import servers
from haoke.inbox.mail.models import MailboxPlace

if TYPE_CHECKING:
    import imaplib

    from haoke.inbox.mail.models import Mailbox

#: What servers call the folder of sent mail that do not mark it: "已发送", "已发送邮件" in IMAP's spelling among them.
SENT_NAMES: Final = (
    "sent", "sent items", "sent messages", "sent mail", "inbox.sent", "&xfjt0zab-", "&xfjt0zabkk5o9g-",
    "&xfjt0zab- messages",
)  # fmt: skip
_LISTED: Final = re.compile(rb'^\((?P<marks>[^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (?P<name>.+)$')

NO_INBOX = T("The server has no inbox for this login", "服务器上没有此账号的收件箱")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder and the columns of its place; `key`: "" for the inbox, "sent"."""

    key: str
    name: str
    validity: str
    uid: str

    def place(self, box: Mailbox) -> tuple[int | None, int]:
        """(UIDVALIDITY, last UID kept)."""
        found = MailboxPlace.objects.get(pk=box.id)
        return getattr(found, self.validity), getattr(found, self.uid)

    def go_on(self, box: Mailbox, validity: int, uid: int) -> None:
        """Note how far it has been read."""
        MailboxPlace.objects.filter(pk=box.id).update(**{self.validity: validity, self.uid: uid})


INBOX: Final = Folder("", "INBOX", "uid_validity", "uid")


def of(server: imaplib.IMAP4) -> list[Folder]:
    """The folders that are read, the inbox first."""
    sent = _sent(server)
    return [INBOX, Folder("sent", sent, "sent_validity", "sent_uid")] if sent else [INBOX]


def _sent(server: imaplib.IMAP4) -> str | None:
    """The folder of sent mail, as the server marks it (RFC 6154) or commonly calls it; None without one."""
    state, listed = server.list()
    found = [each for line in listed if state == "OK" and isinstance(line, bytes) and (each := _LISTED.match(line))]
    marked = [each for each in found if b"\\sent" in each["marks"].lower().split()]
    named = [each for each in found if _bare(each).lower() in SENT_NAMES]
    return next((_bare(each) for each in (*marked, *named)), None)


def _bare(found: re.Match[bytes]) -> str:
    name = found["name"].strip().decode("ascii", "replace")
    return name[1:-1].replace('\\"', '"').replace("\\\\", "\\") if name.startswith('"') else name


def select(server: imaplib.IMAP4, folder: Folder) -> int | None:
    """Open a folder to read; its UIDVALIDITY, None when it is not there. Raises Failed for the inbox."""
    quoted = '"' + folder.name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    state, _ = server.select(quoted, readonly=True)
    if state != "OK":
        if folder is INBOX:
            raise servers.Failed(NO_INBOX, code="no_inbox")
        return None
    said: Any = (server.response("UIDVALIDITY")[1] or [b"0"])[0]
    return int(said or 0)
