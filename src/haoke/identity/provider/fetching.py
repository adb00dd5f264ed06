"""What the provider says of itself, its keys and its answer to a code: fetched carefully, for it may misbehave.

Redirects are not followed. A host is asked only if it has a public address, the operator allows its network or named it
himself, and at the very address that was looked at; answers are bounded in size and time.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import orjson

from haoke.core import outbound
from haoke.core.errors import Refused
from haoke.core.outbound import UNREACHED
from haoke.core.text import T
from haoke.identity.provider import kept
from haoke.identity.provider.kept import LOOPBACK, ONLY_TLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.identity.provider.kept import Provider

SECONDS, MOST_BYTES, CHUNK = 8.0, 512 * 1024, 16 * 1024
#: How long what the provider says of itself holds, and how soon keys may be asked for again.
FRESH, AGAIN = 3600.0, 60.0
HTTP_OK = 200
WELL_KNOWN = "/.well-known/openid-configuration"

STATUS = T("{url} answered {status}", "{url} 返回了 {status}")
NO_OBJECT = T(
    "It does not answer as an OpenID Connect provider does; is this the issuer's address?",
    "该地址的响应不是 OpenID Connect 格式，请检查签发者地址",
)
OTHER_ISSUER = T(
    "It calls its issuer “{issuer}”; write exactly that", "该服务的签发者为“{issuer}”，请填写完全一致的地址"
)
TOO_LONG = T("Its answer is too long", "响应内容过长")


class ProviderFailed(Refused):
    """The provider is away, slow, or says what no provider says."""

    status = 502
    code = "provider_failed"
    title = T(
        "The sign-in service does not answer as it should; try again, or tell your administrator",
        "统一登录服务异常，请重试或联系管理员",
    )

    def __init__(self, reason: T | None = None) -> None:
        """`reason` is for administrators who try it out; who only signs in is told the title."""
        super().__init__()
        self.reason = reason or self.title


@dataclass(slots=True)
class _Kept:
    about: dict[str, Any] | None = None
    keys: dict[str, Any] | None = None
    until: float = 0.0
    keys_at: float = 0.0
    issuer: str = ""


_kept = _Kept()


def forget() -> None:
    """Ask the provider anew."""
    _kept.about, _kept.keys, _kept.until, _kept.keys_at = None, None, 0.0, 0.0
    kept.forget()


def about(provider: Provider) -> dict[str, Any]:
    """Its discovery document; raises ProviderFailed, also when it speaks for another issuer."""
    if _kept.about is None or time.monotonic() > _kept.until or _kept.issuer != provider.issuer:
        found = discovered(provider)
        _kept.about, _kept.until, _kept.issuer, _kept.keys = found, time.monotonic() + FRESH, provider.issuer, None
    return _kept.about


def discovered(provider: Provider) -> dict[str, Any]:
    """The same, asked for anew."""
    found = answered(provider, "GET", provider.issuer + WELL_KNOWN)
    told = str(found.get("issuer", ""))
    if told.rstrip("/") != provider.issuer:
        raise ProviderFailed(OTHER_ISSUER.fill(issuer=told[:200]))
    return found


def keys(provider: Provider, *, anew: bool = False) -> dict[str, Any]:
    """Its public keys (JWKS); `anew` after a key nobody knows, at most once a minute."""
    due = _kept.keys is None or (anew and time.monotonic() - _kept.keys_at > AGAIN)
    if due:
        _kept.keys = answered(provider, "GET", str(about(provider).get("jwks_uri", "")))
        _kept.keys_at = time.monotonic()
    return _kept.keys or {}


def exchange(provider: Provider, form: Mapping[str, str]) -> dict[str, Any]:
    """The token endpoint's answer to a code; raises ProviderFailed."""
    return answered(provider, "POST", str(about(provider).get("token_endpoint", "")), _form(provider, form))


def refusal(provider: Provider, endpoint: str, form: Mapping[str, str]) -> str:
    """The error a token endpoint answers, such as "invalid_grant"; empty when it names none. Raises ProviderFailed."""
    with _explained():
        _status, body = _asked(provider, "POST", endpoint, _form(provider, form))
        with suppress(ValueError):
            found = orjson.loads(body)
            return str(found.get("error", "")) if isinstance(found, dict) else ""
    return ""


def _form(provider: Provider, form: Mapping[str, str]) -> str:
    secret = {"client_secret": provider.secret} if provider.secret else {}
    return urlencode({**form, "client_id": provider.client, **secret})


def answered(provider: Provider, method: str, url: str, body: str | None = None) -> dict[str, Any]:
    """The JSON object a provider answers with; raises ProviderFailed."""
    with _explained():
        status, told = _asked(provider, method, url, body)
        if status != HTTP_OK:  # a redirect is no answer: who is asked is decided here, not there
            raise ProviderFailed(STATUS.fill(status=status, url=url[:200]))
        found = orjson.loads(told)
        if isinstance(found, dict):
            return found
    raise ProviderFailed(NO_OBJECT)


@contextmanager
def _explained() -> Iterator[None]:
    """What went wrong on the way, in words."""
    try:
        yield
    except ssl.SSLError as error:
        raise ProviderFailed(UNREACHED["tls"]) from error
    except TimeoutError as error:
        raise ProviderFailed(UNREACHED["time"]) from error
    except socket.gaierror as error:
        raise ProviderFailed(UNREACHED["name"]) from error
    except OSError as error:
        raise ProviderFailed(UNREACHED["link"]) from error
    except (http.client.HTTPException, ValueError) as error:
        raise ProviderFailed(NO_OBJECT) from error


def _asked(provider: Provider, method: str, url: str, body: str | None) -> tuple[int, bytes]:
    parts, until = urlsplit(url), time.monotonic() + SECONDS
    connection = _connected(provider, url)
    try:
        headers = {"Accept": "application/json", "Host": parts.netloc}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        return answer.status, _all_of(answer, until)
    finally:
        connection.close()


def _all_of(answer: http.client.HTTPResponse, until: float) -> bytes:
    """The body, unless it is too long or takes too long."""
    found = b""
    while piece := answer.read1(CHUNK):
        found += piece
        if len(found) > MOST_BYTES:
            raise ProviderFailed(TOO_LONG)
        if time.monotonic() > until:
            raise ProviderFailed(UNREACHED["time"])
    return found


def _connected(provider: Provider, url: str) -> http.client.HTTPConnection:
    """A connection to an address that was looked at; the name is not resolved again behind its back."""
    parts, issuer = urlsplit(url), urlsplit(provider.issuer)
    host, safe = parts.hostname or "", parts.scheme == "https"
    if not host or not (safe or (parts.scheme == issuer.scheme == "http" and host in LOOPBACK)):
        raise ProviderFailed(ONLY_TLS)
    port = parts.port or (443 if safe else 80)
    at_home = (host, port) == (issuer.hostname, issuer.port or (443 if safe else 80))
    address = _address(host, port, own=at_home and provider.of_server)
    plain = socket.create_connection((address, port), timeout=SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if safe else plain
    return connection


def _address(host: str, port: int, *, own: bool) -> str:
    """Where the host is: a public address, or one the server's operator allows; `own`: he named this very host."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not (own or all(outbound.allowed(ipaddress.ip_address(each)) for each in found)):
        raise ProviderFailed(UNREACHED["barred"])
    return found[0]
