"""Connections to hosts that people name: to the addresses found when they were checked, never to internal ones.

Whoever runs the machine allows internal hosts by name or address, with a port or for all: `HAOKE_INTERNAL_HOSTS`.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Final

from django.conf import settings

from haoke.core.errors import Refused
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Networks that carry an IPv4 address inside: a way round every check of it.
_CARRIERS: Final = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))

NO_SUCH_HOST = T(
    "There is no host “{host}”; check the spelling of the server's name", "找不到服务器“{host}”，请检查服务器地址"
)
INTERNAL = T(
    "“{host}” is inside the company's network; whoever runs Haoke allows it with HAOKE_INTERNAL_HOSTS",
    "“{host}”位于内部网络；如需使用，请由系统管理员通过 HAOKE_INTERNAL_HOSTS 放行",
)
NO_ANSWER = T("{host} does not answer at port {port}", "{host} 的端口 {port} 没有响应")


class Unreachable(Refused):
    """A host that is not there, may not be reached, or does not answer."""

    status = 422
    code = "unreachable"


def allowed(host: str, port: int) -> bool:
    """Whether whoever runs the machine has allowed the host although it is internal."""
    return not {host.lower(), f"{host.lower()}:{port}"}.isdisjoint(settings.INTERNAL_HOSTS)


def public(address: Address) -> bool:
    """Whether the address is somewhere on the public internet."""
    inside = getattr(address, "ipv4_mapped", None) or address
    carried = inside.version == 6 and any(inside in network for network in _CARRIERS)  # noqa: PLR2004
    return inside.is_global and not (inside.is_multicast or inside.is_reserved or carried)


def addresses(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, all of them public unless it is allowed; raises Unreachable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(NO_SUCH_HOST.fill(host=host), code="no_such_host") from None
    listed = list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))
    if not allowed(host, port) and not all(public(ipaddress.ip_address(each)) for each in listed):
        raise Unreachable(INTERNAL.fill(host=host), code="internal_host")
    return listed


def connect(host: str, port: int, timeout: float) -> socket.socket:
    """A connection to one of the checked addresses of a host; raises Unreachable."""
    for address in addresses(host, port):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError:
            continue
    raise Unreachable(NO_ANSWER.fill(host=host, port=port), code="no_answer")
