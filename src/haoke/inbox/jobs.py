"""What runs beside: the subscriber of the Log that makes notices, reminders, tidying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.jobs import job
from haoke.core.log import subscribe
from haoke.core.text import T
from haoke.inbox.complaints import escalating
from haoke.inbox.mail import incoming, letters, outgoing, watching
from haoke.inbox.mail.sequences import consents, sending, stopping
from haoke.inbox.mail.sequences.models import MailBlock
from haoke.inbox.notices import mailing, making, reminding
from haoke.inbox.notices.happening import SILENT, TELL
from haoke.inbox.visits import reading as visits

__all__ = [
    "forget_positions",
    "hear_blocks",
    "hear_consents",
    "incoming",
    "mail_notices",
    "make_notices",
    "outgoing",
    "remind",
    "sending",
    "stop_follow_ups",
    "tidy",
    "watching",
    "withdraw_consents",
]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry


@subscribe("inbox.notices", T("Tell people of changes", "生成通知"), verbs=("create", "update", TELL), not_via=SILENT)
def make_notices(entries: Sequence[Entry]) -> None:
    """Tell people what concerns them."""
    making.hear(entries)


@subscribe(
    "inbox.follow_ups", T("Stop follow-up mails", "停止跟进邮件"),
    objects=("activity", "mail_message"), verbs=("create", "update"),
    not_via=("mail", "automation", "import", stopping.VIA),
)  # fmt: skip
def stop_follow_ups(entries: Sequence[Entry]) -> None:
    """End follow-up mails on records somebody dealt with otherwise."""
    stopping.contacted(entries)


@subscribe(
    "inbox.blocks", T("Note withdrawn consents", "登记撤回的同意"), objects=("mail_block",), verbs=("create", "update"),
)  # fmt: skip
def hear_blocks(entries: Sequence[Entry]) -> None:
    """Who does not want to be written to has withdrawn his consent."""
    consents.blocked(entries)


@subscribe("inbox.consents", T("Follow consents", "按同意更新停发地址"), objects=("consent",), verbs=("create",))
def hear_consents(entries: Sequence[Entry]) -> None:
    """Block the addresses of who said no, lift the block of who said yes."""
    consents.heard(entries)


@job(
    "inbox.withdraw_consents", T("Match consents with blocked addresses", "核对停发地址与同意记录"), every="43 2 * * *"
)
def withdraw_consents() -> int:
    """Of persons whose address was blocked before they were here, or before there were consents, note it; how many."""
    rows = MailBlock._base_manager.filter(deleted_at=None, kind__in=consents.ASKED)
    return consents.withdraw(rows.order_by("id").iterator(chunk_size=consents.PORTION))


@job("inbox.remind", T("Send reminders", "发送到期提醒"), every="*/5 * * * *", atomic=True, lock="inbox.remind")
def remind() -> int:
    """Tell people what of theirs is due, and superiors which complaints are overdue."""
    return reminding.remind() + escalating.escalate()


@job(
    "inbox.mail_notices",
    T("Send notices by mail", "邮件发送通知"),
    every="*/2 * * * *",
    atomic=True,
    lock="inbox.mail_notices",
)
def mail_notices() -> int:
    """Send notices by e-mail to whoever wants them so."""
    return 0 if "mailbox" in registry.off() else mailing.mail_notices()


@job("inbox.tidy", T("Clear out old notices", "清理过期通知"), every="27 3 * * *")
def tidy() -> int:
    """Drop old notices."""
    return reminding.tidy() + letters.tidy()


@job("inbox.positions", T("Delete old positions of visits", "清除过期的拜访位置"), every="41 3 * * *")
def forget_positions() -> int:
    """Delete positions older than the company keeps them."""
    return visits.forget_old()
