"""Where requests may go, and what a hostile receiver cannot do."""

from __future__ import annotations

import ipaddress
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core import outbound
from haoke.core.errors import BadValue
from haoke.core.outbound import Unreachable, allowed, checked, post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = ("127.0.0.0/8", "::1/128")


@pytest.fixture
def networks(settings: Any) -> Callable[..., None]:
    def let(*given: str) -> None:
        settings.OUTBOUND_NETWORKS = given

    return let


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
        "192.88.99.1", "::1", "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "fe80::1",
        "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "100::1",
    ],
)  # fmt: skip
def test_special_addresses_are_barred(address: str, networks: Callable[..., None]) -> None:
    networks()
    assert not allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_open(address: str, networks: Callable[..., None]) -> None:
    networks()
    assert allowed(ipaddress.ip_address(address))
    assert not allowed(ipaddress.ip_address(address), "http")


def test_a_listed_network_is_open_and_no_other(networks: Callable[..., None]) -> None:
    networks("10.1.0.0/16")
    assert allowed(ipaddress.ip_address("10.1.2.3"), "http")
    assert not allowed(ipaddress.ip_address("10.2.2.3"))
    assert not allowed(ipaddress.ip_address("::1"))


@pytest.mark.parametrize(
    "url",
    [
        "", "example.com", "ftp://example.com/", "file:///etc/passwd", "https://", "https://user@example.com/",
        "https://example.com:0/", "https://example.com:99999/", "https://example.com/#x", "https://exa mple.com/",
        "https://example.com/\r\nX: y", "https://[fe80::1%25eth0]/", "https://例子.cn/", "https://a\\b.com/",
        "https://[::1", f"https://example.com/{'x' * 2000}", "gopher://127.0.0.1:11211/", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str, networks: Callable[..., None]) -> None:
    networks()
    with pytest.raises(BadValue):
        checked(url)
    with pytest.raises(Unreachable) as refused:
        post(url, b"", {})
    assert refused.value.code == "url"


def test_plain_http_needs_a_listed_network(networks: Callable[..., None]) -> None:
    networks()
    with pytest.raises(BadValue):
        checked("http://example.com/")
    networks("10.0.0.0/8")
    assert checked("http://10.0.0.1/") == "http://10.0.0.1/"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0177.0.0.1", "2130706433", "127.1", "0x7f.1", "[::1]", "[::ffff:7f00:1]", "0"]
)
def test_no_spelling_reaches_this_machine(host: str, networks: Callable[..., None]) -> None:
    networks()
    with listening(lambda _: None) as (port, reached), pytest.raises(Unreachable) as refused:
        post(f"https://{host}:{port}/", b"x", {})
    assert refused.value.code in ("barred", "name")
    assert not reached.is_set()


def test_a_name_is_asked_for_once(networks: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads outside when judged and inside when connected to (rebinding) leads nowhere else."""
    networks()
    answers = iter(["8.8.8.8", "127.0.0.1"])
    asked: list[Any] = []

    def resolve(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 443))]

    def connect(address: Any, *_: Any) -> Any:
        asked.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("haoke.core.outbound.socket.getaddrinfo", resolve)
    monkeypatch.setattr("haoke.core.outbound.socket.create_connection", connect)
    with pytest.raises(Unreachable) as refused:
        post("https://rebinding.example/", b"", {})
    assert (refused.value.code, asked) == ("link", ["8.8.8.8"])


def test_one_barred_answer_bars_the_name(networks: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    networks()
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr("haoke.core.outbound.socket.getaddrinfo", lambda *_, **__: both)
    with pytest.raises(Unreachable) as refused:
        post("https://both.example/", b"", {})
    assert refused.value.code == "barred"


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, threading.Event]]:
    """A server on this machine that answers one connection as told."""
    reached = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)

        def serve() -> None:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            reached.set()
            with connection:
                connection.settimeout(60)
                try:
                    connection.recv(65536)
                    answer(connection)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], reached
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)  # whoever still waits for a connection waits no longer
    thread.join(60)


def test_an_answer_is_read(networks: Callable[..., None]) -> None:
    networks(*HERE)
    with listening(lambda out: out.sendall(b"HTTP/1.1 202 OK\r\nContent-Length: 2\r\n\r\nhi")) as (port, _):
        reply = post(f"http://127.0.0.1:{port}/x?y=1", b"{}", {"Content-Type": "application/json"})
    assert (reply.status, reply.body, reply.good) == (202, b"hi", True)


def test_a_redirect_is_an_answer(networks: Callable[..., None]) -> None:
    networks(*HERE)
    redirect = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    with listening(lambda out: out.sendall(redirect)) as (port, _):
        reply = post(f"http://127.0.0.1:{port}/", b"", {})
    assert (reply.status, reply.good) == (302, False)


def test_a_huge_answer_is_cut(networks: Callable[..., None]) -> None:
    networks(*HERE)
    huge = b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + b"x" * 1_000_000
    with listening(lambda out: out.sendall(huge)) as (port, _):
        assert len(post(f"http://127.0.0.1:{port}/", b"", {}).body) == outbound.MOST


def test_a_dripping_answer_is_cut(networks: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    networks(*HERE)
    monkeypatch.setattr(outbound, "PATIENCE", 0.5)
    over = threading.Event()

    def drip(out: socket.socket) -> None:
        while not over.wait(0.1):
            out.sendall(b"H")

    with listening(drip) as (port, _), pytest.raises(Unreachable) as refused:
        post(f"http://127.0.0.1:{port}/", b"", {})
    over.set()
    assert refused.value.code == "time"


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"])
def test_what_is_no_answer_is_said(said: bytes, networks: Callable[..., None]) -> None:
    networks(*HERE)
    with listening(lambda out: out.sendall(said)) as (port, _), pytest.raises(Unreachable) as refused:
        post(f"http://127.0.0.1:{port}/", b"", {})
    assert refused.value.code in ("answer", "link")


def test_a_certificate_is_checked(networks: Callable[..., None]) -> None:
    networks(*HERE)
    with listening(lambda out: out.sendall(b"no TLS here")) as (port, _), pytest.raises(Unreachable) as refused:
        post(f"https://127.0.0.1:{port}/", b"", {})
    assert refused.value.code in ("tls", "link")


def test_a_name_nobody_knows(networks: Callable[..., None]) -> None:
    networks()
    with pytest.raises(Unreachable) as refused:
        post("https://no-such-name.invalid/", b"", {})
    assert refused.value.code == "name"
