"""Addresses and ports the server listens on, and the certificate for a local network."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psutil
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from haoke.config import environment
from haoke.core.database.cluster import write_private
from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only with --lan, and then with TLS
VALID = dt.timedelta(days=365)
RENEW = dt.timedelta(days=30)
PORT_TAKEN = T(
    "Port {port} is taken by another program. Stop it, or choose another port: HAOKE_PORT={next} haoke serve",
    "端口 {port} 已被其他程序占用。请停止该程序，或换一个端口：HAOKE_PORT={next} haoke serve",
)
PLAIN = T(
    "HAOKE_LISTEN={address} would carry passwords over the network readable. Set HAOKE_URL to the https address "
    "of the proxy in front, or use `haoke serve --lan`.",
    "HAOKE_LISTEN={address} 会让密码以明文经过网络。请将 HAOKE_URL 设为前置代理的 https 地址，"
    "或使用 `haoke serve --lan`。",
)


@dataclass(frozen=True)
class Certificate:
    """Files of a certificate and its key, and the fingerprint people compare."""

    certificate: Path
    key: Path
    fingerprint: str


def require_free(address: str, port: int) -> None:
    """Raise DatabaseProblem when another program listens: the web server would silently share the port with it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as taken:
            raise DatabaseProblem(PORT_TAKEN.fill(port=port, next=port + 100)) from taken


def own_addresses() -> list[str]:
    """This machine's IPv4 addresses on its networks, loopback last."""
    found = {
        entry.address
        for entries in psutil.net_if_addrs().values()
        for entry in entries
        if entry.family == socket.AF_INET
    }
    return sorted(found, key=lambda text: (ipaddress.ip_address(text).is_loopback, text))


def lan_hosts() -> str:
    """Names a local network reaches us by: our addresses, the machine's name, and what `HAOKE_HOSTS` adds."""
    return ",".join(filter(None, [*own_addresses(), socket.gethostname(), os.environ.get("HAOKE_HOSTS")]))


def lan_certificate(folder: Path, addresses: list[str], now: dt.datetime) -> Certificate:
    """The certificate kept in `folder`, made anew when absent, near its end or for other addresses."""
    kept, key = folder / "lan-certificate.pem", folder / "lan-key.pem"
    if not (kept.is_file() and key.is_file() and still_good(kept.read_bytes(), addresses, now)):
        made, secret = make_certificate(addresses, now)
        write_private(key, secret.decode())
        write_private(kept, made.decode())
    print_of = x509.load_pem_x509_certificate(kept.read_bytes()).fingerprint(hashes.SHA256())
    return Certificate(kept, key, print_of.hex(":").upper())


def still_good(pem: bytes, addresses: list[str], now: dt.datetime) -> bool:
    """Whether the certificate names all addresses and has a month left."""
    found = x509.load_pem_x509_certificate(pem)
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covered = {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    return set(addresses) <= covered and now + RENEW < found.not_valid_after_utc


def make_certificate(addresses: list[str], now: dt.datetime) -> tuple[bytes, bytes]:
    """A self-signed certificate for this machine's names and addresses, and its key; both PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Haoke on " + socket.gethostname()[:40])])
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.DNSName(socket.gethostname())]
    names += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM), secret


@dataclass(frozen=True)
class Listener:
    """Where a server of ours listens; no certificate: without TLS."""

    address: str
    certificate: Certificate | None = None

    @property
    def tls(self) -> dict[str, Any]:
        """Granian's arguments for TLS."""
        made = self.certificate
        return {"ssl_cert": made.certificate, "ssl_key": made.key} if made else {}


def listening() -> Listener:
    """Where to listen: this machine only; the LAN with our certificate; or `HAOKE_LISTEN` behind a proxy with TLS."""
    if os.environ.get("HAOKE_LAN") == "1":
        made = lan_certificate(environment.data_folder(), own_addresses(), dt.datetime.now(dt.UTC))
        return Listener(EVERYWHERE, made)
    address = os.environ.get("HAOKE_LISTEN") or LOOPBACK
    if not (is_loopback(address) or guarded(environment.public_url())):
        raise DatabaseProblem(PLAIN.fill(address=address))
    return Listener(address)


def is_loopback(address: str) -> bool:
    """Whether an IP address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def guarded(url: str) -> bool:
    """Whether people reach us by TLS, or from this machine only (a container's mapped port)."""
    found = urlsplit(url)
    return found.scheme == "https" or is_loopback(found.hostname or "")
