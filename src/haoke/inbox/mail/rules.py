"""What is always true of mailboxes, messages and templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from haoke.core import clock, registry
from haoke.core.access.actor import SYSTEM_ID
from haoke.core.errors import BadValue
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.core.views.rules import view_is_offered_within_reach
from haoke.inbox.mail import addresses, templates

if TYPE_CHECKING:
    from haoke.core.spec import Change

_HOST: Final = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
LAST_PORT: Final = 65_535
NO_HOST = T(
    "“{value}” is not a server's name, such as smtp.example.com", "“{value}”不是 smtp.example.com 这样的服务器地址"
)
NO_PORT = T("A port is a number from 1 to 65535", "端口应为 1 到 65535 之间的数字")
ADMINISTRATORS = T("Only an administrator decides from where notices are sent", "只有管理员可以指定系统通知邮箱")
PRIVATE = T(
    "This is somebody's own mailbox: only that person opens it to others. Of somebody who has left, hand it over",
    "这是个人邮箱，只有本人可以将其开放给他人；负责人离职后请使用“移交”",
)
#: The way by which the mailbox of somebody who has left goes to a successor.
HANDING: Final = "hand_over"
SENT = T("This mail was sent; it stays as it is", "邮件已发出，内容不能修改")
NO_OBJECT = T("There is no object “{key}”", "没有对象“{key}”")
RECEIVERS: Final = ("to", "cc", "bcc")
_READERS: Final = ("to_everybody", "to_roles", "to_departments", "to_teams")
#: What of a message that is no draft people still change.
OPEN: Final = frozenset({"shared"})

offered_within_reach = view_is_offered_within_reach


def mailbox_makes_sense(change: Change) -> None:
    """Servers are named by host names, ports are ports; where notices come from is for administrators."""
    after = change.after
    for name in ("smtp_host", "imap_host"):
        if name in change.changed and after[name]:
            after[name] = after[name].strip().lower()
            if not _HOST.fullmatch(after[name]):
                raise RuleBroken.at(name, "bad_host", NO_HOST.fill(value=after[name]))
    for name in ("smtp_port", "imap_port"):
        if name in change.changed and not 1 <= (after[name] or 0) <= LAST_PORT:
            raise RuleBroken.at(name, "bad_port", NO_PORT)
    if "system" in change.changed and (after["system"] or not change.creating) and not change.actor.admin:
        raise RuleBroken.at("system", "administrators", ADMINISTRATORS)


def mailbox_stays_with_its_owner(change: Change) -> None:
    """A person's own mailbox is opened to others by him alone, since mail is private; a leaver's is handed over."""
    before, actor = change.before, change.actor
    if before is None or before["owner"] is None or any(before[name] for name in _READERS):
        return
    closed = sorted(change.changed & {"owner", "shared", *_READERS})
    if closed and actor.id not in (SYSTEM_ID, before["owner"]) and actor.via != HANDING:
        raise RuleBroken.at(closed[0], "private", PRIVATE)


def receivers_are_addresses(change: Change) -> None:
    """Receivers are addresses, each named once."""
    for name in RECEIVERS:
        if name in change.changed and change.after["direction"] == "out":
            try:
                change.after[name] = addresses.written(addresses.people(change.after[name])) or None
            except BadValue as bad:
                raise RuleBroken.at(name, bad.code, bad.message) from None


def sent_mail_stays(change: Change) -> None:
    """What was sent or received is changed by nobody but the system; a draft gets its time."""
    if change.creating:
        change.after["sent_at"] = change.after["sent_at"] or clock.now()
    elif change.actor.id != SYSTEM_ID and (change.before or {})["state"] != "draft":
        closed = sorted(change.changed - OPEN - {"state", "problem", "attempts"})
        if closed:
            raise RuleBroken.at(closed[0], "sent", SENT)


def template_can_be_filled(change: Change) -> None:
    """A template names an object there is, or none, and its placeholders are fields records of it have or point at."""
    after = change.after
    key = after["object"]
    if key and (key not in registry.objects() or registry.get(key).internal):
        raise RuleBroken.at("object", "unknown", NO_OBJECT.fill(key=key))
    for name in ("subject", "body_zh", "body_en"):
        value = after[name]
        for text in value.values() if isinstance(value, dict) else (value,):
            _fillable(name, text or "", key)


def _fillable(field: str, text: str, key: str | None) -> None:
    for bad in templates.malformed(text):
        raise RuleBroken.at(field, "placeholder", templates.SHAPE.fill(name=bad))
    for name in templates.named(text):
        if not templates.known(name, key):
            raise RuleBroken.at(field, "placeholder", templates.UNKNOWN.fill(name=name))
