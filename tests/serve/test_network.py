"""Where we listen, the certificate made here, and the pauses between restarts."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from haoke.cli import network
from haoke.cli.network import Listener, lan_certificate, listening, make_certificate, require_free, still_good
from haoke.cli.processes import LONGEST, SHORTEST, Child, Family, pause
from haoke.core.database.errors import DatabaseProblem

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
HERE = ["192.0.2.7", "127.0.0.1"]


def test_a_certificate_names_this_machines_addresses_and_is_kept(tmp_path: Path) -> None:
    made = lan_certificate(tmp_path, HERE, NOW)
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    assert lan_certificate(tmp_path, HERE, NOW) == made
    found = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.IPAddress)) == {ipaddress.ip_address(each) for each in HERE}
    assert socket.gethostname() in names.get_values_for_type(x509.DNSName)
    assert made.fingerprint.count(":") == 31


@pytest.mark.parametrize(
    ("addresses", "later"), [([*HERE, "192.0.2.8"], dt.timedelta()), (HERE, dt.timedelta(days=336))]
)
def test_a_certificate_is_made_anew_for_other_addresses_and_before_it_ends(
    tmp_path: Path, addresses: list[str], later: dt.timedelta
) -> None:
    made = lan_certificate(tmp_path, HERE, NOW)
    assert lan_certificate(tmp_path, addresses, NOW + later).fingerprint != made.fingerprint


def test_a_certificate_for_more_addresses_will_do() -> None:
    assert still_good(make_certificate(HERE, NOW)[0], HERE[:1], NOW)


def test_own_addresses_end_with_loopback() -> None:
    assert network.own_addresses()[-1] == "127.0.0.1"


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, "127.0.0.1"),
        ({"HAOKE_LISTEN": "::1"}, "::1"),
        ({"HAOKE_LISTEN": "localhost"}, "localhost"),
        ({"HAOKE_LISTEN": "0.0.0.0", "HAOKE_URL": "https://crm.example.com"}, "0.0.0.0"),  # noqa: S104
        ({"HAOKE_LISTEN": "0.0.0.0", "HAOKE_URL": "http://127.0.0.1:8000"}, "0.0.0.0"),  # noqa: S104
    ],
)
def test_plain_http_is_for_this_machine_or_a_proxy(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], address: str
) -> None:
    monkeypatch.delenv("HAOKE_LAN", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert listening() == Listener(address)
    assert listening().tls == {}


@pytest.mark.parametrize("url", ["", "http://crm.example.com"])
def test_plain_http_over_a_network_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("HAOKE_LISTEN", "192.0.2.7")
    monkeypatch.setenv("HAOKE_URL", url)
    with pytest.raises(DatabaseProblem, match="carry passwords over the network"):
        listening()


def test_the_lan_gets_tls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAOKE_LAN", "1")
    monkeypatch.setenv("HAOKE_DATA_DIR", str(tmp_path))
    found = listening()
    assert found.address == network.EVERYWHERE
    assert set(found.tls) == {"ssl_cert", "ssl_key"}


def test_names_that_are_given_are_ours_in_the_lan_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """By any other nothing is answered; the first is where links in mails lead."""
    monkeypatch.setattr(network, "own_addresses", lambda: ["192.0.2.7", "127.0.0.1"])
    monkeypatch.delenv("HAOKE_HOSTS", raising=False)
    assert network.lan_hosts() == f"192.0.2.7,127.0.0.1,{socket.gethostname()}"
    monkeypatch.setenv("HAOKE_HOSTS", "crm.example.com")
    assert network.lan_hosts().split(",")[3:] == ["crm.example.com"]


def test_a_taken_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        with pytest.raises(DatabaseProblem, match=f"Port {port} is taken"):
            require_free("127.0.0.1", port)
    require_free("127.0.0.1", port)


@pytest.mark.parametrize(("failures", "seconds"), [(0, SHORTEST), (1, SHORTEST), (2, 2 * SHORTEST), (40, LONGEST)])
def test_pauses_grow_to_a_limit(failures: int, seconds: float) -> None:
    assert pause(failures) == seconds


class Stub(Child):
    """A child whose program the test chooses."""

    program = "pass"

    def start(self) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen([sys.executable, "-c", self.program])


def tended(child: Child, until: float) -> None:
    """Look after the child until so many failures have been seen."""
    deadline = time.monotonic() + 120
    while child.failures < until:
        child.tend()
        assert time.monotonic() < deadline


def test_a_child_that_dies_is_started_again_with_a_pause() -> None:
    child = Stub("web", (), {})
    tended(child, 2)
    assert child.due - child.began >= pause(2)
    assert child.process is None
    Family([child]).stop()


def test_a_stubborn_child_is_ended_after_the_grace() -> None:
    child = Stub("web", (), {})
    child.program = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    child.process = subprocess.Popen([sys.executable, "-c", child.program], stdout=subprocess.PIPE)
    assert child.process.stdout is not None
    assert child.process.stdout.readline() == b"up\n"
    family = Family([child])
    family.tend()
    family.stop(grace=0.2)
    assert child.process.returncode == -9
    child.process.stdout.close()


def test_renewing_is_no_failure() -> None:
    child = Stub("web", (), {})
    child.program = "import time; time.sleep(60)"
    family = Family([child])
    family.renew()
    family.tend()
    first = child.process
    family.renew()
    family.tend()
    assert first is not None
    assert child.process is not first
    assert child.failures == 0
    family.stop()
