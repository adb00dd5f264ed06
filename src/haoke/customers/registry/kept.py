"""Which service is asked, with which key, and how often a person may."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlsplit

from django.db import connection
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from haoke.core import access, clock, outbound, registry, sealed
from haoke.core.access.actor import Scope, Verb
from haoke.core.errors import BadValue, Conflict, Invalid, TooMany
from haoke.core.records import changes
from haoke.core.text import T
from haoke.customers.models import RegistryService

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

PURPOSE: Final = "haoke registry key"
NOT_BY_KEY = T(
    "A key cannot change which registry is asked; sign in to do that", "密钥不能修改工商信息服务，请登录后操作"
)
NOT_WHOLE = T(
    "Write the address as https://registry.example.com/path, without question mark",
    "请填写形如 https://registry.example.com/path 的地址，不含问号",
)
ODD_KEY = T("A key has letters, digits and signs only, no blanks", "密钥只能包含字母、数字和符号，不含空格")
SPENT = T(
    "You have asked the registry {most} times today, which is the limit; it begins anew at midnight. An administrator"
    " can raise it under Settings, Business registry",
    "您今天已查询 {most} 次工商信息，达到上限，零点后重新计算。管理员可在“设置 > 工商信息”中调高",
)
#: One statement, so that two windows of one person cannot both have the last call.
_COUNT: Final = """
INSERT INTO customers_registryuse AS u (person, day, calls) VALUES (%s, %s, 1)
ON CONFLICT (day, person) DO UPDATE SET calls = u.calls + 1 WHERE u.calls < %s
RETURNING calls
"""


class Off(Conflict):
    """Nobody has set a service up."""

    code = "registry_off"
    title = T(
        "No business registry is set up; an administrator can do that under Settings, Business registry",
        "尚未配置工商信息服务，管理员可在“设置 > 工商信息”中配置",
    )


@dataclass(frozen=True, slots=True)
class Service:
    """Where to ask, with which key (empty: none), and calls a person has a day."""

    url: str
    key: str
    per_day: int

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


class Wanted(BaseModel):
    """A service as an administrator writes it; `key` left out: the one there is, for the same address."""

    model_config = ConfigDict(extra="forbid")
    url: Annotated[str, Field(min_length=1, max_length=500)]
    key: Annotated[SecretStr, Field(max_length=500)] | None = None
    per_day: Annotated[int, Field(ge=1, le=10_000)] = 50


def may(actor: Actor) -> bool:
    """Whether somebody makes or changes accounts, and so may ask what the registry says of them."""
    account = registry.objects().get("account")
    verbs = (Verb.CREATE, Verb.UPDATE)
    return account is not None and any(access.scope_of(actor, account, verb) > Scope.NONE for verb in verbs)


def configured() -> Service | None:
    """The service, if one is set up."""
    row = RegistryService.objects.first()
    return Service(row.url, _unsealed(row), row.per_day) if row else None


def _unsealed(row: RegistryService) -> str:
    """The key; empty when there is none, or the installation's key is another by now."""
    with suppress(sealed.Broken):
        return sealed.unseal(PURPOSE, bytes(row.key), row.url.encode()).decode() if row.key else ""
    return ""


def describe(actor: Actor) -> dict[str, Any]:
    """{on: whether this person may ask}; for administrators `service`, too, never its key."""
    found = configured()
    said: dict[str, Any] = {"on": found is not None and actor.seen_by is None and may(actor)}
    return {**said, "service": _shown(found) if found else None} if actor.admin else said


def _shown(found: Service) -> dict[str, Any]:
    return {"url": found.url, "per_day": found.per_day, "has_key": bool(found.key)}


def save(actor: Actor, data: Wanted) -> dict[str, Any]:
    """Set the service up, or change it; as `describe`. Raises Invalid, and Conflict for a key."""
    _require_session(actor)
    url = _address(data.url)
    found = Service(url, _key(data, url), data.per_day)
    kept = sealed.seal(PURPOSE, found.key.encode(), url.encode()) if found.key else None
    with changes(actor, "set_registry") as tx:
        tx.get("user", actor.id, "read")
        tx.note("user", actor.id, "registry_set", {**_shown(found), "key_given": data.key is not None})
        RegistryService.objects.update_or_create(
            only=True, defaults={"url": url, "key": kept, "per_day": found.per_day}
        )
    return describe(actor)


def remove(actor: Actor) -> None:
    """No registry is asked any more; what it said stays where it was taken."""
    _require_session(actor)
    with changes(actor, "end_registry") as tx:
        tx.get("user", actor.id, "read")
        done, _ = RegistryService.objects.all().delete()
        if done:
            tx.note("user", actor.id, "registry_ended")


def count(actor: Actor, service: Service) -> int:
    """Count a call, since services bill every one; how many are left today. Raises TooMany "registry_spent"."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [actor.id, clock.today(), service.per_day])
        row = cursor.fetchone()
    if row is None:
        raise TooMany(SPENT.fill(most=service.per_day), code="registry_spent")
    return max(service.per_day - int(row[0]), 0)


def _require_session(actor: Actor) -> None:
    if actor.session is None:
        raise Conflict(NOT_BY_KEY, code="not_by_key")


def _address(given: str) -> str:
    url = given.strip().rstrip("/")
    try:
        outbound.checked(url)
    except BadValue as bad:
        raise Invalid.at("url", bad.code, bad.message) from None
    if "?" in url:
        raise Invalid.at("url", "bad_url", NOT_WHOLE)
    return url


def _key(data: Wanted, url: str) -> str:
    """The key written, or the one there is: whoever writes another address down does not get it sent there."""
    if data.key is None:
        now = configured()
        return now.key if now and now.url == url else ""
    key = data.key.get_secret_value().strip()
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise Invalid.at("key", "bad_key", ODD_KEY)
    return key
