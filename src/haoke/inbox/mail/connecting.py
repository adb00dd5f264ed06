"""Connections to mail servers that people name: to the addresses found when they were judged (`core.outbound`)."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Final

from haoke.core import outbound
from haoke.core.errors import Refused
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Ports mail is spoken at; others only within the networks the server allows.
PORTS: Final = frozenset({25, 110, 143, 465, 587, 993, 994, 2525})

NO_SUCH_HOST = T(
    "There is no host “{host}”; check the spelling of the server's name", "找不到服务器“{host}”，请检查服务器地址"
)
INTERNAL = T(
    "“{host}” is inside the company's network; whoever runs Haoke allows it with HAOKE_OUTBOUND_NETWORKS",
    "“{host}”位于内部网络；如需使用，请由系统管理员通过 HAOKE_OUTBOUND_NETWORKS 放行",
)
NO_ANSWER = T("{host} does not answer at port {port}", "{host} 的端口 {port} 没有响应")
BAD_PORT = T("{port} is not a port mail servers use", "{port} 不是邮件服务器使用的端口")
UNSAFE = T("Without encryption the password would be readable on its way", "未加密连接会泄露密码")


class Unreachable(Refused):
    """A host that is not there, may not be reached, or does not answer."""

    status = 422
    code = "unreachable"


def connect(host: str, port: int, timeout: float, *, plain: bool) -> socket.socket:
    """A connection to one of the judged addresses of a host; `plain`: nothing encrypts it. Raises Unreachable."""
    found = _addresses(host, port)
    within = all(outbound.allowed(each, "http") for each in found)
    if not all(outbound.allowed(each) for each in found):
        raise Unreachable(INTERNAL.fill(host=host), code="internal_host")
    if port not in PORTS and not within:
        raise Unreachable(BAD_PORT.fill(port=port), code="bad_port")
    if plain and not within:
        raise Unreachable(UNSAFE, code="unsafe")
    for address in found:
        try:
            return socket.create_connection((str(address), port), timeout)
        except OSError:
            continue
    raise Unreachable(NO_ANSWER.fill(host=host, port=port), code="no_answer")


def _addresses(host: str, port: int) -> Sequence[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """Where a host is; raises Unreachable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listed = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    except (OSError, UnicodeError, ValueError):
        raise Unreachable(NO_SUCH_HOST.fill(host=host), code="no_such_host") from None
    return list(dict.fromkeys(listed))
