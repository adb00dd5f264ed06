"""Links that let a person in: random, kept as a hash, used once, dead when his password or address changes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import segno
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from haoke.core.errors import Conflict, Invalid, Missing
from haoke.core.records import changes
from haoke.core.text import T, say
from haoke.identity import actors, passwords, sessions, twostep
from haoke.identity.choices import State
from haoke.identity.models import Session, Token
from haoke.identity.provider import kept as provider
from haoke.identity.roles import give, require_holds
from haoke.identity.sees import sentences
from haoke.identity.sessions import Opened, digest
from haoke.identity.signin import Password, names_of, store_password

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.identity.models import User

FIRST_TIME, FORGOTTEN = timedelta(hours=72), timedelta(hours=1)

GONE = T("This link was used already or is too old; ask for a new one", "此链接已被使用或已过期，请重新索取")
NO_ADDRESS = T("An e-mail address to sign in with is needed", "需要邮箱才能登录")
DISABLED = T("This person is disabled; enable them first", "此人已停用，请先启用")
TAKEN = T("Another person signs in with this e-mail", "此邮箱已被其他人使用")


class Gone(Missing):
    code = "link_gone"
    title = GONE


class Invite(BaseModel):
    """Address to sign in with and roles, where they are still missing or to be changed."""

    model_config = ConfigDict(extra="forbid")
    email: Annotated[
        str | None,
        Field(title=T("E-mail", "邮箱"), json_schema_extra={"kind": "email", "own": True}, max_length=254),
    ] = None
    roles: (
        Annotated[
            list[UUID],
            Field(
                title=T("Roles", "角色"), json_schema_extra={"kind": "multireference", "target": "role"}, max_length=20
            ),
        ]
        | None
    ) = None


class Accept(BaseModel):
    model_config = ConfigDict(extra="forbid")
    password: Password


def invite_user(tx: Tx, user: User, data: Invite) -> dict[str, Any]:
    """Action: a link to choose a password by (72 h; 1 h for who has one): {url, qr_svg, sees, expires}."""
    if user.state == State.DISABLED:
        raise Conflict(DISABLED, code="disabled")
    if data.roles is not None:
        give(tx, user, data.roles)
    require_holds(tx.actor, actors.as_if(user.id))
    if data.email is not None and data.email != user.email:
        tx.set("user", user, {"email": data.email})
    if not user.email:
        raise Invalid.at("email", "no_address", NO_ADDRESS)
    if user.state == State.LISTED:
        tx.set("user", user, {"state": State.INVITED.value})
    secret, expires = _make(tx, user)
    tx.note("user", user.id, "invited", {"expires": expires.isoformat()})
    url = f"{settings.PUBLIC_URL}/invitations/{secret}"
    return {
        "url": url,
        "qr_svg": segno.make(url, error="m").svg_inline(scale=4, border=2, omitsize=True),
        "sees": [say(text) for text in sentences(actors.as_if(user.id))],
        "expires": expires.isoformat(),
    }


def _make(tx: Tx, user: User) -> tuple[str, datetime]:
    secret = secrets.token_urlsafe(32)
    expires = timezone.now() + (FORGOTTEN if user.state == State.ACTIVE else FIRST_TIME)
    Token.objects.filter(user_id=user.id).delete()
    Token.objects.create(
        digest=digest(secret),
        user_id=user.id,
        purpose="reset" if user.state == State.ACTIVE else "invite",
        state=_bound(user.id),
        created_by=tx.actor.id,
        expires_at=expires,
    )
    return secret, expires


_BOUND = """
SELECT u.id::text || ' ' || coalesce(u.email, '') || ' ' || coalesce(c.password, ''), u.name, u.email
FROM identity_user u LEFT JOIN identity_credential c ON c.user_id = u.id
WHERE u.id = %s AND u.deleted_at IS NULL AND u.state <> 'disabled'
"""


def _person(user_id: UUID) -> tuple[str, str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(_BOUND, [user_id])
        found: tuple[str, str, str] | None = cursor.fetchone()
    return found


def _bound(user_id: UUID) -> bytes:
    """What a link holds on to: person, address and password as they are now."""
    person = _person(user_id)
    return hashlib.sha256((person[0] if person else secrets.token_hex()).encode()).digest()


def invitation_info(secret: str) -> dict[str, Any]:
    """{name, email, sees, password: whether to choose one} for whoever holds the link; raises Gone."""
    token = Token.objects.filter(digest=digest(secret), expires_at__gt=timezone.now()).first()
    person = _person(token.user_id) if token else None
    if token is None or person is None or bytes(token.state) != _bound(token.user_id):
        raise Gone
    actor = actors.as_if(token.user_id)
    sees = [say(text) for text in sentences(actor)]
    return {"name": person[1], "email": person[2], "sees": sees, "password": provider.password_counts(actor)}


def accept_invitation(
    secret: str, data: Accept, address: str = "", agent: str = "", company: Iterable[str] = ()
) -> Opened:
    """Set the password by a link and open a session; of many one wins. Raises Gone, Invalid, ProviderRequired."""
    token = Token.objects.filter(digest=digest(secret)).first()
    if token is None:
        raise Gone
    provider.require_password_counts(actors.as_if(token.user_id))
    password = data.password.get_secret_value()
    passwords.check(password, [*company, *names_of(token.user_id)])
    with transaction.atomic():
        user_id = use(secret)
        _let_in(actors.as_if(user_id), password)
    return sessions.start(user_id, address, agent, twostep.asked(user_id))


def use(secret: str) -> UUID:
    """The person of a link, which is gone from now on; raises Gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM identity_token WHERE digest = %s AND expires_at > now() RETURNING user_id, state",
            [digest(secret)],
        )
        user_id, state = cursor.fetchone() or (None, b"")
    if user_id is None or bytes(state) != _bound(user_id):
        raise Gone
    found: UUID = user_id
    return found


def _let_in(person: Actor, password: str) -> None:
    with changes(person.acting("invitation"), "accept_invitation") as tx:
        user = tx.get("user", person.id, "read")
        tx.note("user", person.id, "password_set")
        tx.set("user", user, {"state": State.ACTIVE.value})
        store_password(person.id, password)
        Session.objects.filter(user_id=person.id).delete()
