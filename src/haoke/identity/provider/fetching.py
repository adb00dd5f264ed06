"""What the provider says of itself, its keys and its answer to a code: fetched carefully, for it may misbehave.

Redirects are not followed. A host the provider names is asked only if it is the issuer's own or has a public address,
and at the very address that was looked at; answers are bounded in size and time.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import orjson
from django.conf import settings

from haoke.core.errors import Refused
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS, MOST_BYTES, CHUNK = 8.0, 512 * 1024, 16 * 1024
#: How long what the provider says of itself holds, and how soon keys may be asked for again.
FRESH, AGAIN = 3600.0, 60.0
HTTP_OK = 200


class ProviderFailed(Refused):
    """The provider is away, slow, or says what no provider says."""

    status = 502
    code = "provider_failed"
    title = T(
        "The sign-in service does not answer as it should; try again, or tell your administrator",
        "统一登录服务异常，请重试或联系管理员",
    )


@dataclass(frozen=True, slots=True)
class Provider:
    """What is configured (HAOKE_OIDC_…); `trusted`: its own second step is enough for ours."""

    issuer: str
    client: str
    secret: str
    label: str
    trusted: bool


@dataclass(slots=True)
class _Kept:
    about: dict[str, Any] | None = None
    keys: dict[str, Any] | None = None
    until: float = 0.0
    keys_at: float = 0.0
    issuer: str = ""


_kept = _Kept()


def configured() -> Provider | None:
    """The provider of this installation, if there is one."""
    found: Mapping[str, str] = settings.OIDC
    if not (found.get("issuer") and found.get("client")):
        return None
    return Provider(
        found["issuer"].rstrip("/"),
        found["client"],
        found.get("secret", ""),
        found.get("label") or "SSO",
        found.get("two_step") == "provider",
    )


def offered() -> dict[str, str] | None:
    """What the sign-in page shows of it: {label}."""
    provider = configured()
    return {"label": provider.label} if provider else None


def forget() -> None:
    """Ask the provider anew."""
    _kept.about, _kept.keys, _kept.until, _kept.keys_at = None, None, 0.0, 0.0


def about(provider: Provider) -> dict[str, Any]:
    """Its discovery document; raises ProviderFailed, also when it speaks for another issuer."""
    if _kept.about is None or time.monotonic() > _kept.until or _kept.issuer != provider.issuer:
        found = _json(provider, "GET", f"{provider.issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != provider.issuer:
            raise ProviderFailed
        _kept.about, _kept.until, _kept.issuer, _kept.keys = found, time.monotonic() + FRESH, provider.issuer, None
    return _kept.about


def keys(provider: Provider, *, anew: bool = False) -> dict[str, Any]:
    """Its public keys (JWKS); `anew` after a key nobody knows, at most once a minute."""
    due = _kept.keys is None or (anew and time.monotonic() - _kept.keys_at > AGAIN)
    if due:
        _kept.keys = _json(provider, "GET", str(about(provider).get("jwks_uri", "")))
        _kept.keys_at = time.monotonic()
    return _kept.keys or {}


def exchange(provider: Provider, form: Mapping[str, str]) -> dict[str, Any]:
    """The token endpoint's answer to a code; raises ProviderFailed."""
    sent = {**form, "client_id": provider.client, **({"client_secret": provider.secret} if provider.secret else {})}
    return _json(provider, "POST", str(about(provider).get("token_endpoint", "")), urlencode(sent))


def _json(provider: Provider, method: str, url: str, body: str | None = None) -> dict[str, Any]:
    try:
        found = orjson.loads(_fetched(provider, method, url, body))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ProviderFailed from error
    if not isinstance(found, dict):
        raise ProviderFailed
    return found


def _fetched(provider: Provider, method: str, url: str, body: str | None) -> bytes:
    parts, until = urlsplit(url), time.monotonic() + SECONDS
    connection = _connected(provider, url)
    try:
        headers = {"Accept": "application/json", "Host": parts.netloc}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        if answer.status != HTTP_OK:  # a redirect is no answer: who is asked is decided here, not there
            raise ProviderFailed
        return _all_of(answer, until)
    finally:
        connection.close()


def _all_of(answer: http.client.HTTPResponse, until: float) -> bytes:
    """The body, unless it is too long or takes too long."""
    found = b""
    while piece := answer.read1(CHUNK):
        found += piece
        if len(found) > MOST_BYTES or time.monotonic() > until:
            raise ProviderFailed
    return found


def _connected(provider: Provider, url: str) -> http.client.HTTPConnection:
    """A connection to an address that was looked at; the name is not resolved again behind its back."""
    parts, issuer = urlsplit(url), urlsplit(provider.issuer)
    host, safe = parts.hostname or "", parts.scheme == "https"
    if not host or not (safe or (parts.scheme == issuer.scheme == "http" and _is_loopback(host))):
        raise ProviderFailed
    port = parts.port or (443 if safe else 80)
    address = _address(host, port, own=(host, port) == (issuer.hostname, issuer.port or (443 if safe else 80)))
    plain = socket.create_connection((address, port), timeout=SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if safe else plain
    return connection


def _address(host: str, port: int, *, own: bool) -> str:
    """Where the host is; of others than the issuer's own only a public address will do."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not (own or all(ipaddress.ip_address(each).is_global for each in found)):
        raise ProviderFailed
    return found[0]


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}
