"""An administrator's session narrowed for a while to what another person sees: reading only, told in the sealed Log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from haoke.core.access.actor import Verb
from haoke.core.errors import Conflict, Denied, SignInNeeded
from haoke.core.records import changes
from haoke.core.text import T
from haoke.identity import actors
from haoke.identity.models import Session, User
from haoke.identity.roles import ABOVE_YOU

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

LASTS = timedelta(minutes=30)

IN_BROWSER = T("Sign in with a browser to see as somebody else", "请在浏览器中登录后再以他人身份查看")
YOURSELF = T("This is yourself", "这就是您自己")
SHUT_OUT = T("This person cannot sign in at present, and so sees nothing", "此人目前不能登录，看不到任何内容")
NOT_LOOKING = T("You are not looking as anybody else", "当前没有以他人身份查看")


def begin(actor: Actor, user: UUID) -> None:
    """Go on as that person in this session, for `LASTS`; raises Missing, Conflict, Denied for an administrator."""
    if actor.session is None:
        raise Conflict(IN_BROWSER, code="in_browser")
    if user == actor.id:
        raise Conflict(YOURSELF, code="yourself")
    with changes(actor, "see_as") as tx:
        person = tx.get("user", user, Verb.READ)
        if _loaded(user).admin:
            raise Denied(ABOVE_YOU, code="above_you")
        until = tx.now + LASTS
        Session.objects.filter(pk=actor.session, user_id=actor.id).update(seen_as=user, seen_until=until)
        tx.note("user", user, "seen_as", {"by": actor.name, "person": person.name, "until": until.isoformat()})


def _loaded(user: UUID) -> Actor:
    try:
        return actors.load(user)
    except SignInNeeded:
        raise Conflict(SHUT_OUT, code="shut_out") from None


def end(actor: Actor) -> None:
    """Be oneself again; raises Conflict."""
    if actor.seen_by is None:
        raise Conflict(NOT_LOOKING, code="not_looking")
    watcher = actors.load(actor.seen_by, session=actor.session)
    with changes(watcher, "see_as_end") as tx:
        tx.get("user", actor.id, Verb.READ)
        Session.objects.filter(pk__in=[actor.session], user_id=watcher.id).update(seen_as=None, seen_until=None)
        tx.note("user", actor.id, "seen_as_ended", {"by": watcher.name, "person": actor.name})


def watcher(actor: Actor | None) -> dict[str, str] | None:
    """Who looks as this person, or None."""
    if actor is None or actor.seen_by is None:
        return None
    return {"id": str(actor.seen_by), "title": User.objects.values_list("name", flat=True).get(pk=actor.seen_by)}
