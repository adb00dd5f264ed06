"""Notices by e-mail: at once, by the hour or by the day as each person wishes, never in his quiet hours.

A notice read meanwhile is not sent. What is said is what the person may read when it is sent; links lead to pages that
ask who he is.
"""

from __future__ import annotations

import html
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from haoke.core import clock, registry
from haoke.core.errors import SignInNeeded
from haoke.core.text import T, say
from haoke.core.transfer import actors
from haoke.inbox.mail import letters
from haoke.inbox.models import Notice, NoticeSetting
from haoke.inbox.notices import reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


#: Somebody who looks at his screen reads it there: mail waits so long for him. What is older than `OLD` stays unsent.
PATIENCE: Final = timedelta(minutes=1)
OLD: Final = timedelta(days=3)
DIGEST_AT: Final = time(8, 0)
#: Notices in one mail.
MOST: Final = 50

MANY = T("{n} notices", "{n} 条通知")
OPEN = T("Open", "打开")
MORE = T("and {n} more", "另有 {n} 条")
SETTINGS = T("Choose what you are told of by mail", "管理邮件通知")


def mail_notices() -> int:
    """Send what is due to be sent; how many mails."""
    now = clock.now()
    waiting = Notice.objects.filter(mail=True, mailed_at=None, at__gt=now - OLD, at__lte=now - PATIENCE)
    people = list(waiting.order_by().values_list("user_id", flat=True).distinct())
    if not people or letters.office() is None:
        return 0
    wishes = {each.user_id: each for each in NoticeSetting.objects.filter(user_id__in=people)}
    due = [user for user in people if _due(user, wishes.get(user), now)]
    return sum(_mail(user, list(waiting.filter(user_id=user).order_by("-at", "-id")[: MOST * 2])) for user in due)


def _due(user: UUID, wish: NoticeSetting | None, now: datetime) -> bool:
    local = now.astimezone(clock.timezone())
    if wish is not None and quiet(local.time(), wish.quiet_from, wish.quiet_until):
        return False
    rhythm = wish.digest if wish is not None else "off"
    if rhythm == "off":
        return True
    sent = Notice.objects.filter(user_id=user).exclude(mailed_at=None).order_by("-mailed_at").first()
    last = sent.mailed_at if sent else None
    if rhythm == "hourly":
        return last is None or now - last >= timedelta(hours=1)
    morning = local.replace(hour=DIGEST_AT.hour, minute=0, second=0, microsecond=0)
    return local >= morning and (last is None or last < morning)


def quiet(at: time, begin: time | None, end: time | None) -> bool:
    """Whether a time of day lies in quiet hours, which may go over midnight."""
    if begin is None or end is None or begin == end:
        return False
    return begin <= at < end if begin < end else at >= begin or at < end


def _mail(user: UUID, found: Sequence[Notice]) -> int:
    Notice.objects.filter(id__in=[each.id for each in found]).update(mailed_at=clock.now())
    unread = [each for each in found if each.read_at is None]
    try:
        person = actors.load(user, "notice")
    except SignInNeeded:
        return 0
    with actors.at_work(person):
        items = reading.said(person, unread)
        address = _address(user)
        if not items or address is None:
            return 0
        letters.send([address], _subject(items), _body(items))
    return 1


def _address(user: UUID) -> str | None:
    model: Any = registry.get("user").model
    found: str | None = model._base_manager.filter(pk=user).values_list("email", flat=True).first()
    return found


def _subject(items: Sequence[dict[str, Any]]) -> str:
    if len(items) > 1:
        return say(MANY.fill(n=len(items)))
    return f"{_title(items[0])}: {items[0]['text']}" if _title(items[0]) else items[0]["text"]


def _title(item: dict[str, Any]) -> str:
    return str((item["record"] or {}).get("title") or item["label"])


def _body(items: Sequence[dict[str, Any]]) -> str:
    lines = [_line(each) for each in items[:MOST]]
    if len(items) > MOST:
        lines.append(f"<p>{say(MORE.fill(n=len(items) - MOST))}</p>")
    manage = f'<a href="{settings.PUBLIC_URL}/settings/notices">{say(SETTINGS)}</a>'
    return "".join(lines) + f"<hr><p>{manage}</p>"


def _moment(at: datetime) -> str:
    """When something happened on the clock of the company: the time, before today with the day."""
    wall = at.astimezone(clock.timezone())
    return wall.strftime("%H:%M" if wall.date() == clock.today() else "%Y-%m-%d %H:%M")


def _line(item: dict[str, Any]) -> str:
    where = f"{item['plural']}/{item['record']['id']}" if item["record"] else "notices"
    title, text, why = (html.escape(each, quote=True) for each in (_title(item), item["text"], item["why"]))
    comment = f"<blockquote>{html.escape(item['comment'], quote=False)}</blockquote>" if item["comment"] else ""
    return (
        f'<p><strong><a href="{settings.PUBLIC_URL}/{where}">{title}</a></strong><br>{text}<br>'
        f"<em>{_moment(item['at'])} · {why}</em></p>{comment}"
    )
