"""The one way out: a request to an address somebody typed, resolved once, judged, and connected to as judged.

Refused are addresses of this machine, of private and special networks and of clouds' own services, also when a name or
an IPv6 form leads there, unless `settings.OUTBOUND_NETWORKS` lists them. Redirects are not followed. `post` is for jobs
only: it may take its whole time.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from haoke.core.errors import BadValue
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PATIENCE: Final = 15.0  # seconds a request may take in all
MOST: Final = 64 * 1024  # bytes of an answer that are read
LONGEST: Final = 2000  # characters of an address
PORTS: Final = {"http": 80, "https": 443}
#: Beside what is not global: cloud services' own addresses, relays and prefixes that only look global.
BARRED: Final = tuple(
    ipaddress.ip_network(each)
    for each in (
        "0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "169.254.0.0/16", "192.0.0.0/24", "192.88.99.0/24",
        "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
SIX_TO_FOUR: Final = ipaddress.ip_network("2002::/16")

NO_URL = T("This is no address of the form https://example.com/path", "请填写形如 https://example.com/path 的地址")
NOT_PLAIN = T(
    "Only https:// is sent to; http:// only within the networks the server allows",
    "只能发送到 https:// 地址；http:// 仅限服务器允许的内部网络",
)
UNREACHED: Final = {
    "url": NO_URL,
    "plain": NOT_PLAIN,
    "name": T("The name of the address is not known", "无法解析地址中的域名"),
    "barred": T(
        "The address leads into an internal network; an administrator of the server can allow it",
        "地址指向内部网络；如需允许，请联系服务器管理员",
    ),
    "time": T("No answer in time", "响应超时"),
    "tls": T("The certificate is not valid", "证书无效"),
    "link": T("The connection failed", "连接失败"),
    "answer": T("The answer was no HTTP", "响应不是有效的 HTTP"),
}


class Unreachable(Exception):
    """A request that got no answer; `code` is a key of UNREACHED."""

    def __init__(self, code: str) -> None:
        super().__init__(str.__str__(UNREACHED[code]))
        self.code = code
        self.message = UNREACHED[code]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, the beginning of its body, seconds it took."""

    status: int
    body: bytes
    took: float

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 (what HTTP calls success)


def checked(url: str) -> str:
    """The address when it could be sent to; raises BadValue. Where its name leads is judged when it is sent to."""
    try:
        parts = _parts(url)
    except Unreachable as bad:
        raise BadValue("bad_url", bad.message) from None
    if parts.scheme == "http" and not settings.OUTBOUND_NETWORKS:
        raise BadValue("bad_url", NOT_PLAIN)
    return url


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    """Send a body and read the beginning of the answer; raises Unreachable."""
    return _sent(("POST", url, body), headers, MOST, PATIENCE)


def get(url: str, headers: Mapping[str, str], *, most: int, patience: float) -> Reply:
    """Ask for an address, `most` bytes of the answer and `patience` seconds long; raises Unreachable."""
    return _sent(("GET", url, None), headers, most, patience)


def _sent(what: tuple[str, str, bytes | None], headers: Mapping[str, str], most: int, patience: float) -> Reply:
    (method, url, body), began = what, time.monotonic()
    parts = _parts(url)
    connection = _connection(parts, str(_resolved(parts)), patience)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _explained(), _limited(connection, patience):
        connection.request(method, path, body, {"Accept-Encoding": "identity", **headers})
        answer = connection.getresponse()
        return Reply(answer.status, answer.read(most), time.monotonic() - began)


def allowed(address: Address, scheme: str = "https") -> bool:
    """Whether an address may be connected to."""
    if any(address.version == net.version and address in net for net in map(ipaddress.ip_network, _networks())):
        return True
    return scheme == "https" and all(_open(each) for each in _meanings(address))


def _networks() -> tuple[str, ...]:
    return tuple(settings.OUTBOUND_NETWORKS)


def _open(address: Address) -> bool:
    barred = any(address.version == net.version and address in net for net in BARRED)
    return address.is_global and not address.is_multicast and not barred


def _meanings(address: Address) -> Iterator[Address]:
    """The address and every IPv4 address written in it."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
        return
    yield address
    if address in NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in SIX_TO_FOUR and address.sixtofour is not None:
        yield address.sixtofour


def _parts(url: str) -> SplitResult:
    """The parts of an address without user, fragment or anything a header could not hold; raises Unreachable."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise Unreachable("url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreachable("url") from None
    host = parts.hostname or ""
    whole = parts.scheme in PORTS and host and "%" not in host and port != 0
    if not whole or "@" in parts.netloc or parts.fragment or "\\" in url:
        raise Unreachable("url")
    return parts


def _resolved(parts: SplitResult) -> Address:
    """The address to connect to: the name is asked for once and every answer must be allowed; raises Unreachable."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or PORTS[parts.scheme], type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    except (OSError, UnicodeError, ValueError):
        raise Unreachable("name") from None
    if not addresses or not all(allowed(each) for each in addresses):
        raise Unreachable("barred")
    if not all(allowed(each, parts.scheme) for each in addresses):
        raise Unreachable("plain")
    return addresses[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the name leads to by now; over TLS when it has a context."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None, patience: float) -> None:
        super().__init__(host, port, timeout=patience)
        self.address = address
        self.patience = patience
        self.context = context
        self.default_port = PORTS["https" if context else "http"]

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.patience)
        if self.context is not None:
            self.sock = self.context.wrap_socket(self.sock, server_hostname=self.host)


def _connection(parts: SplitResult, address: str, patience: float) -> _Pinned:
    context = ssl.create_default_context() if parts.scheme == "https" else None
    return _Pinned(parts.hostname or "", parts.port or PORTS[parts.scheme], address, context, patience)


@contextmanager
def _limited(connection: _Pinned, patience: float) -> Iterator[None]:
    """Cut the connection when the whole takes too long: a limit on each read is none on many small ones."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(patience, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    except (OSError, http.client.HTTPException, ValueError):
        if late.is_set():
            raise Unreachable("time") from None
        raise
    finally:
        watch.cancel()
        connection.close()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise Unreachable("time") from None
    except ssl.SSLError:
        raise Unreachable("tls") from None
    except OSError:
        raise Unreachable("link") from None
    except (http.client.HTTPException, ValueError):
        raise Unreachable("answer") from None
