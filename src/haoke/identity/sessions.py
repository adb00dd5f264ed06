"""Sessions and keys as requests bring them: one statement from a secret to a person with present rights."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from haoke.core import prepared
from haoke.core.custom import VERSION, go_on_at
from haoke.core.errors import Missing, SignInNeeded
from haoke.identity import actors
from haoke.identity.actors import STAMP
from haoke.identity.choices import Second
from haoke.identity.models import ApiKey, Session

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from haoke.core.access.actor import Actor

IDLE = timedelta(hours=8)
ABSOLUTE = timedelta(days=7)
#: How often a session or key notes that it was used.
NOTED = timedelta(minutes=1)
#: How long a proof of who sits there holds, and half a session lives.
PROVED = timedelta(minutes=10)
KEY_PREFIX = "hk_"
CODE, ENROL = "code", "enrol"

_OF_SESSION = f"""
SELECT s.id, s.user_id, now() - s.seen_at > %s, s.second, now() - s.proved_at < %s, {STAMP}, {VERSION},
  CASE WHEN s.seen_until > now() THEN s.seen_as_id END
FROM identity_session s JOIN identity_user u ON u.id = s.user_id
WHERE s.digest = %s AND s.expires_at > now() AND s.seen_at > now() - %s AND u.state = 'active' AND u.deleted_at IS NULL
"""
_OF_KEY = f"""
SELECT k.id, k.user_id, coalesce(now() - k.used_at > %s, true), k.scopes, {STAMP}, {VERSION}
FROM identity_apikey k JOIN identity_user u ON u.id = k.user_id
WHERE k.digest = %s AND k.expires_at > now() AND u.state = 'active' AND u.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened: the secret for the cookie, who it is for, and what is still missing ("", code, enrol)."""

    token: str
    actor: Actor
    waits: str = ""


def digest(secret: str) -> bytes:
    """What the tables keep of a secret: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def csrf_token(token: str) -> str:
    """The session's proof that a write was meant, derived from its secret: pages of others cannot know it."""
    return urlsafe_b64encode(hmac.digest(token.encode(), b"haoke csrf", "sha256")).decode().rstrip("=")


def start(user_id: UUID, address: str = "", agent: str = "", second: Second = Second.NONE) -> Opened:
    """A new session of an active user, with a new secret; half a session, and a short one, while a step is missing."""
    actor = actors.load(user_id)
    waits = _missing(second, actor)
    token = secrets.token_urlsafe(32)
    made = Session.objects.create(
        digest=digest(token),
        user_id=user_id,
        address=address[:45],
        agent=agent[:300],
        second=second,
        expires_at=timezone.now() + (PROVED if waits else ABSOLUTE),
    )
    return Opened(token, replace(actor, session=made.id), waits)


def _missing(second: str, actor: Actor) -> str:
    """What a session still lacks to count: the code from the phone, setting that up, or nothing."""
    if second == Second.DUE:
        return CODE
    return ENROL if actor.two_step and second != Second.DONE else ""


def by_token(token: str) -> Actor | None:
    """The person of a session cookie, or None; the request goes on at the present metadata version."""
    actor, waits = of_cookie(token)
    return None if waits else actor


def of_cookie(token: str) -> tuple[Actor | None, str]:
    """The same, also for half a session, with what it lacks ("", code, enrol). It lacks only for a short while."""
    row = _one(_OF_SESSION, [NOTED, PROVED, digest(token), IDLE])
    if row is None:
        return None, ""
    session, user, note, second, proved, stamp, version, seen = row
    go_on_at(version)
    if note:
        Session.objects.filter(pk=session).update(seen_at=timezone.now())
    actor = _present(user, stamp, via="web", session=session)
    if actor is None:
        return None, ""
    waits = _missing(second, actor)
    if waits and not proved:
        return None, ""
    actor = actor if proved else replace(actor, proved=False)
    return (actor if waits or seen is None else _looking(actor, seen, stamp)), waits


def _looking(actor: Actor, seen: UUID, stamp: int) -> Actor:
    """The person an administrator looks as, while the one still is one and the other is none and may sign in."""
    person = _present(seen, stamp, via="web", session=actor.session) if actor.admin else None
    return actor if person is None or person.admin else replace(person, seen_by=actor.id)


def prove(actor: Actor) -> None:
    """The person of the session in use has just shown that it is he."""
    Session.objects.filter(pk__in=[actor.session], user_id=actor.id).update(proved_at=Now())


def by_key(key: str) -> Actor | None:
    """The person of an API key, narrowed to what the key is for, or None; the same for the metadata version."""
    row = _one(_OF_KEY, [NOTED, digest(key)]) if key.startswith(KEY_PREFIX) else None
    if row is None:
        return None
    found, user, note, scopes, stamp, version = row
    go_on_at(version)
    if note:
        ApiKey.objects.filter(pk=found).update(used_at=timezone.now())
    actor = _present(user, stamp, via="api", key=found)
    return actors.narrowed(actor, scopes) if actor else None


def _one(statement: str, values: list[Any]) -> tuple[Any, ...] | None:
    with prepared.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _present(user: UUID, stamp: int, *, via: str, session: UUID | None = None, key: UUID | None = None) -> Actor | None:
    try:
        return replace(actors.at_stamp(user, stamp), via=via, session=session, key=key)
    except SignInNeeded:
        return None


_ALIVE = """
SELECT s.id, CASE WHEN s.seen_until > now() THEN s.seen_as_id END
FROM identity_session s JOIN identity_user u ON u.id = s.user_id
WHERE s.id = ANY(%s) AND s.expires_at > now() AND s.seen_at > now() - %s AND u.state = 'active' AND u.deleted_at IS NULL
UNION ALL
SELECT k.id, NULL FROM identity_apikey k JOIN identity_user u ON u.id = k.user_id
WHERE k.id = ANY(%s) AND k.expires_at > now() AND u.state = 'active' AND u.deleted_at IS NULL
"""


def alive(watching: Iterable[Actor]) -> list[Actor]:
    """Those whose session or key still holds, for streams that stay open; who looks as somebody, while he does."""
    listed = list(watching)
    sessions, keys = [a.session for a in listed if a.session], [a.key for a in listed if a.key]
    values: list[Any] = [sessions, IDLE, keys]
    with connection.cursor() as cursor:
        cursor.execute(_ALIVE, values)
        held = dict(cursor.fetchall())
    return [
        actor
        for actor in listed
        if (it := actor.session or actor.key) in held and (actor.seen_by is None or held[it] == actor.id)
    ]


def own(actor: Actor) -> list[dict[str, Any]]:
    """The person's open sessions, the latest used first."""
    now = timezone.now()
    rows = Session.objects.filter(user_id=actor.id, expires_at__gt=now, seen_at__gt=now - IDLE).order_by("-seen_at")
    return [
        {
            "id": str(row.id),
            "created_at": row.created_at,
            "seen_at": row.seen_at,
            "address": row.address,
            "agent": row.agent,
            "current": row.id == actor.session,
        }
        for row in rows
    ]


def end(actor: Actor, session: UUID) -> None:
    """End one of the person's own sessions; raises Missing."""
    done, _ = Session.objects.filter(pk=session, user_id=actor.id).delete()
    if not done:
        raise Missing


def end_others(actor: Actor) -> None:
    """End all sessions of the person but the one in use (of a key: all)."""
    Session.objects.filter(~Q(pk=actor.session), user_id=actor.id).delete()
