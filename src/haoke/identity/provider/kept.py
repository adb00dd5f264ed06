"""Which provider this company signs in with: what the server's settings say, else what administrators have set up."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from haoke.core import outbound, sealed
from haoke.core.errors import BadValue, Conflict, Invalid, Problem, SignInNeeded
from haoke.core.records import changes
from haoke.core.text import T
from haoke.identity.models import SignInProvider

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from haoke.core.access.actor import Actor

PURPOSE = "haoke provider secret"
PLACE = "/sign-in/provider"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
#: Seconds a process may go on with what it has read.
FRESH = 2.0
DOMAIN = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])\Z")

OF_SERVER = T(
    "The server's own settings (HAOKE_OIDC_…) decide here; change them there",
    "统一登录由服务器配置（HAOKE_OIDC_…）决定，请在服务器上修改",
)
NOT_BY_KEY = T("A key cannot change how people sign in; sign in to do that", "密钥不能修改登录方式，请登录后操作")
NO_DOMAIN = T("“{domain}” is no domain such as example.com", "“{domain}”不是 example.com 这样的域名")
NOT_WHOLE = T(
    "Write the issuer as https://sso.example.com/path, without question mark",
    "请填写形如 https://sso.example.com/path 的签发者地址，不含问号",
)
ONLY_TLS = T("The issuer must begin with https://", "签发者地址必须以 https:// 开头")


class ProviderRequired(SignInNeeded):
    """The password was right, but this company has its people come in by way of its provider."""

    code = "provider_required"
    title = T(
        "Your company signs in with its own sign-in service; use that button",
        "贵公司要求使用统一登录，请点击统一登录按钮",
    )


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider to sign in with.

    `trusted`: its own second step is enough for ours; `domains`: whose addresses may come in (none named: all who are
    linked); `required`: passwords let only administrators in; `of_server`: its operator's word, and so may stand
    anywhere.
    """

    issuer: str
    client: str
    secret: str
    label: str
    trusted: bool
    domains: tuple[str, ...] = ()
    required: bool = False
    of_server: bool = False


class Wanted(BaseModel):
    """A provider as an administrator writes it; `secret` left out: the one there is, for the same issuer and client."""

    model_config = ConfigDict(extra="forbid")
    issuer: Annotated[str, Field(min_length=1, max_length=500)]
    client: Annotated[str, Field(min_length=1, max_length=255)]
    secret: Annotated[SecretStr, Field(max_length=500)] | None = None
    label: Annotated[str, Field(min_length=1, max_length=40)]
    two_step: bool = False
    domains: Annotated[list[Annotated[str, Field(max_length=260)]], Field(max_length=50)] = []
    required: bool = False


@dataclass(slots=True)
class _Kept:
    found: Provider | None = None
    until: float = 0.0


_kept = _Kept()


def forget() -> None:
    """Read again at the next call."""
    _kept.until = 0.0


def configured() -> Provider | None:
    """The provider of this installation, if there is one; what administrators set up is at most `FRESH` seconds old."""
    if found := _of_server(settings.OIDC):
        return found
    if time.monotonic() >= _kept.until:
        with suppress(OperationalError, InterfaceError):  # the database is away: what was true will do for a button
            row = SignInProvider.objects.first()
            _kept.found = _of_row(row) if row else None
        _kept.until = time.monotonic() + FRESH
    return _kept.found


def _of_server(found: Mapping[str, str]) -> Provider | None:
    if not (found.get("issuer") and found.get("client")):
        return None
    return Provider(
        found["issuer"].rstrip("/"),
        found["client"],
        found.get("secret", ""),
        found.get("label") or "SSO",
        found.get("two_step") == "provider",
        tuple(_domains(each for each in found.get("domains", "").split(",") if each.strip())),
        found.get("required") == "yes",
        of_server=True,
    )


def _of_row(row: SignInProvider) -> Provider:
    secret = _unsealed(row)
    return Provider(row.issuer, row.client, secret, row.label, row.two_step, tuple(row.domains), row.required)


def _unsealed(row: SignInProvider) -> str:
    """The secret; empty when there is none, or the installation's key is another by now."""
    with suppress(sealed.Broken):
        return sealed.unseal(PURPOSE, bytes(row.secret), _bound(row.issuer, row.client)).decode() if row.secret else ""
    return ""


def _bound(issuer: str, client: str) -> bytes:
    """What a secret holds on to: whoever writes another issuer down does not get it sent there."""
    return f"{issuer}\n{client}".encode()


def offered() -> dict[str, Any] | None:
    """What the sign-in page shows of it: {label, required}."""
    provider = configured()
    return {"label": provider.label, "required": provider.required} if provider else None


def password_counts(actor: Actor) -> bool:
    """Whether a password lets the person in; administrators always, so that nobody locks the company out."""
    provider = configured()
    return actor.admin or provider is None or not provider.required


def require_password_counts(actor: Actor) -> None:
    """Raises ProviderRequired for whom a password does not let in."""
    if not password_counts(actor):
        raise ProviderRequired


def describe() -> dict[str, Any]:
    """The provider as administrators see it, never its secret: {provider, of_server, redirect}."""
    found = configured()
    return {
        "provider": _shown(found) if found else None,
        "of_server": bool(found and found.of_server),
        "redirect": redirect(),
    }


def _shown(found: Provider) -> dict[str, Any]:
    told = {name: value for name, value in asdict(found).items() if name not in ("secret", "of_server", "trusted")}
    return {**told, "domains": list(found.domains), "two_step": found.trusted, "has_secret": bool(found.secret)}


def redirect() -> str:
    """Where the provider sends browsers back to."""
    return f"{settings.PUBLIC_URL}{PLACE}"


def wanted(data: Wanted) -> Provider:
    """What is written as a provider, with the secret there is where none is written; raises Invalid."""
    issuer, client = data.issuer.strip().rstrip("/"), data.client.strip()
    _require_address(issuer)
    return Provider(
        issuer, client, _secret(data, issuer, client), data.label.strip(), data.two_step,
        tuple(_domains(data.domains)), data.required,
    )  # fmt: skip


def _secret(data: Wanted, issuer: str, client: str) -> str:
    if data.secret is not None:
        return data.secret.get_secret_value().strip()
    now = configured()
    same = now is not None and not now.of_server and (now.issuer, now.client) == (issuer, client)
    return now.secret if same and now else ""


def _require_address(issuer: str) -> None:
    try:
        outbound.checked(issuer)
    except BadValue as bad:
        raise Invalid.at("issuer", bad.code, bad.message) from None
    parts = urlsplit(issuer)
    if parts.query or "?" in issuer:
        raise Invalid.at("issuer", "bad_url", NOT_WHOLE)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise Invalid.at("issuer", "bad_url", ONLY_TLS)


def _domains(given: Iterable[str]) -> list[str]:
    found = [each.strip().lower().removeprefix("@") for each in given]
    problems = [
        Problem("domains", "domain", NO_DOMAIN.fill(domain=each[:60])) for each in found if not DOMAIN.match(each)
    ]
    if problems:
        raise Invalid(problems[0].message, problems=problems)
    return sorted(set(found))


def save(actor: Actor, data: Wanted) -> dict[str, Any]:
    """Set the provider up, or change it; as `describe`. Raises Conflict for a key, and where the server decides."""
    _require_ours(actor)
    found = wanted(data)
    kept = sealed.seal(PURPOSE, found.secret.encode(), _bound(found.issuer, found.client)) if found.secret else None
    with changes(actor, "set_sign_in") as tx:
        tx.get("user", actor.id, "read")
        tx.note("user", actor.id, "sign_in_set", {**_shown(found), "secret_given": data.secret is not None})
        SignInProvider.objects.update_or_create(
            only=True,
            defaults={
                "issuer": found.issuer, "client": found.client, "secret": kept, "label": found.label,
                "two_step": found.trusted, "domains": list(found.domains), "required": found.required,
            },
        )  # fmt: skip
    forget()
    return describe()


def remove(actor: Actor) -> None:
    """Nobody signs in with a provider any more; links stay, should it come back."""
    _require_ours(actor)
    with changes(actor, "end_sign_in") as tx:
        tx.get("user", actor.id, "read")
        done, _ = SignInProvider.objects.all().delete()
        if done:
            tx.note("user", actor.id, "sign_in_ended")
    forget()


def _require_ours(actor: Actor) -> None:
    if actor.session is None:
        raise Conflict(NOT_BY_KEY, code="not_by_key")
    if _of_server(settings.OIDC):
        raise Conflict(OF_SERVER, code="of_server")
