"""API keys: shown once, kept as a hash, narrower than their owner if he likes, and never for more than a year."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import registry
from haoke.core.access.scopes import ANY
from haoke.core.errors import Denied, Invalid, Missing
from haoke.core.records import changes
from haoke.core.text import T
from haoke.identity.models import ApiKey
from haoke.identity.rights import verbs_of
from haoke.identity.sessions import KEY_PREFIX, digest

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

HINT = 8  # characters of a key that lists show, for telling keys apart
NOT_BY_KEY = T("A key cannot make or remove keys; sign in to do that", "密钥不能创建或删除密钥，请登录后操作")
BAD_SCOPE = T(
    "“{scope}” is not object:action, such as account:read or *:read",
    "“{scope}”应为“对象:操作”，如 account:read 或 *:read",
)


class NewKey(BaseModel):
    """A key's name, its days to live, and what it may do ("account:read", "*:read"; left out: all its owner may)."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=120)]
    days: Annotated[int, Field(ge=1, le=365)] = 90
    scopes: Annotated[list[str], Field(min_length=1, max_length=100)] | None = None


def own(actor: Actor) -> list[dict[str, Any]]:
    """The person's keys, the newest first; of the key itself only its beginning."""
    return [_shown(key) for key in ApiKey.objects.filter(user_id=actor.id).order_by("-created_at")]


def _shown(key: ApiKey) -> dict[str, Any]:
    return {
        "id": str(key.id),
        "name": key.name,
        "hint": key.hint,
        "scopes": key.scopes,
        "created_at": key.created_at,
        "expires": key.expires_at,
        "used_at": key.used_at,
    }


def create(actor: Actor, data: NewKey) -> dict[str, Any]:
    """A new key: {id, name, key, expires, …}; the only time the key itself is told."""
    _signed_in(actor)
    for scope in data.scopes or ():
        _check_scope(scope)
    made, secret = make(actor.id, data)
    _noted(actor, "key_made", {"name": data.name, "scopes": data.scopes})
    return {**_shown(made), "key": secret}


def make(user_id: UUID, data: NewKey) -> tuple[ApiKey, str]:
    """Store a key for a user, for the command line too; (row, key)."""
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    made = ApiKey.objects.create(
        digest=digest(secret),
        user_id=user_id,
        name=data.name,
        hint=secret[:HINT],
        scopes=data.scopes,
        expires_at=timezone.now() + timedelta(days=data.days),
    )
    made.refresh_from_db()
    return made, secret


def remove(actor: Actor, key: UUID) -> None:
    """End one of the person's own keys; raises Missing."""
    _signed_in(actor)
    found = ApiKey.objects.filter(pk=key, user_id=actor.id).first()
    if found is None:
        raise Missing
    ApiKey.objects.filter(pk=key).delete()
    _noted(actor, "key_removed", {"name": found.name})


def _signed_in(actor: Actor) -> None:
    if actor.session is None:
        raise Denied(NOT_BY_KEY, code="not_by_key")


def _check_scope(scope: str) -> None:
    key, _, verb = scope.partition(":")
    meant = (
        registry.objects().values() if key == ANY else [spec for spec in registry.objects().values() if spec.key == key]
    )
    if not (verb == ANY and meant) and not any(verb in verbs_of(spec) for spec in meant):
        raise Invalid.at("scopes", "scope", BAD_SCOPE.fill(scope=scope))


def _noted(actor: Actor, what: str, data: dict[str, Any]) -> None:
    """Keys are no records, but that one was made belongs in its owner's history."""
    with changes(actor, what) as tx:
        tx.get("user", actor.id, "read")
        tx.note("user", actor.id, what, data)
