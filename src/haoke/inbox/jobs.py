"""What runs beside: the subscriber of the Log that makes notices, reminders, tidying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.jobs import job
from haoke.core.log import subscribe
from haoke.inbox.mail import incoming, letters, outgoing, watching
from haoke.inbox.mail.sequences import sending, stopping
from haoke.inbox.notices import mailing, making, reminding
from haoke.inbox.notices.happening import SILENT, TELL

__all__ = [
    "incoming",
    "mail_notices",
    "make_notices",
    "outgoing",
    "remind",
    "sending",
    "stop_follow_ups",
    "tidy",
    "watching",
]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry


@subscribe("inbox.notices", verbs=("create", "update", TELL), not_via=SILENT)
def make_notices(entries: Sequence[Entry]) -> None:
    """Tell people what concerns them."""
    making.hear(entries)


@subscribe(
    "inbox.follow_ups", objects=("activity", "mail_message"), verbs=("create", "update"),
    not_via=("mail", "automation", "import", stopping.VIA),
)  # fmt: skip
def stop_follow_ups(entries: Sequence[Entry]) -> None:
    """End follow-up mails on records somebody dealt with otherwise."""
    stopping.contacted(entries)


@job("inbox.remind", every="*/5 * * * *", atomic=True, lock="inbox.remind")
def remind() -> int:
    """Tell people what of theirs is due."""
    return reminding.remind()


@job("inbox.mail_notices", every="*/2 * * * *", atomic=True, lock="inbox.mail_notices")
def mail_notices() -> int:
    """Send notices by e-mail to whoever wants them so."""
    return 0 if "mailbox" in registry.off() else mailing.mail_notices()


@job("inbox.tidy", every="27 3 * * *")
def tidy() -> int:
    """Drop old notices."""
    return reminding.tidy() + letters.tidy()
