"""A whole Haoke of a test's own: `haoke serve` on free ports with a data folder that goes away."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Where programs find this folder's modules, and the product where it is not an installed one.
TESTED = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
PATIENCE = 600.0  # seconds for a first start on a busy machine
PORTS = (20_000, 32_000)
OTHERS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "HAOKE_URL",
    "HAOKE_LAN",
    "HAOKE_TESTING",
    "HAOKE_SECRET_KEY",
    "HAOKE_PROCESS",
)


@dataclass
class Served:
    """A running installation."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes and commands."""
        kept = {name: value for name, value in os.environ.items() if name not in OTHERS}
        own = {"HAOKE_DATA_DIR": str(self.folder / "data"), "HAOKE_PORT": str(self.port), "HAOKE_LANG": "en"}
        own["HAOKE_BACKUP_KEEP"] = "0"  # a test that wants a backup asks for it
        return {**kept, **own, **self.settings}

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.folder / "serve.log"

    def start(self, *arguments: str) -> None:
        """Start it and wait until it is ready and has said so."""
        said = len(self.log.read_text()) if self.log.exists() else 0
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "haoke", "serve", *arguments],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self.wait_ready()
        self.wait_until(lambda: "Ctrl-C" in self.log.read_text()[said:])

    def wait_until(self, true: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait until something is true; fails with the server's last words."""
        began = time.monotonic()
        while not true():
            assert time.monotonic() - began < patience, self.log.read_text()[-4000:]
            time.sleep(0.1)

    def wait_ready(self, patience: float = PATIENCE) -> float:
        """Wait until it is ready; the seconds it took."""
        began = time.monotonic()
        while not answers(f"{self.url}/readyz"):
            assert self.process is None or self.process.poll() is None, self.log.read_text()[-4000:]
            assert time.monotonic() - began < patience, self.log.read_text()[-4000:]
            time.sleep(0.1)
        return time.monotonic() - began

    def stop(self) -> int:
        """Stop it; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def run(self, *arguments: str, given: str = "") -> str:
        """Output of a `haoke` command on this installation; fails with what it said."""
        return self._python("-m", "haoke", *arguments, given=given)

    def inside(self, program: str) -> str:
        """Output of a program of ours that works on this installation; fails with what it said."""
        return self._python("-c", program, DJANGO_SETTINGS_MODULE="haoke.config.settings", PYTHONPATH=TESTED)

    def _python(self, *arguments: str, given: str = "", **more: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**self.environment, **more}, input=given, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def child(self, name: str) -> int:
        """Process id of the one direct child of that name, waited for: a crashed one is away until it is begun anew."""
        found: list[int] = []

        def there() -> bool:
            found[:] = self.children(name)
            return len(found) == 1

        self.wait_until(there)
        return found[0]

    def children(self, name: str) -> list[int]:
        """Process ids of the supervisor's direct children whose command line contains `name`."""
        assert self.process is not None
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                line = stat.with_name("cmdline").read_bytes().replace(b"\0", b" ").decode()
                if parent == self.process.pid and name in line:
                    found.append(int(stat.parent.name))
        return found


def answers(url: str) -> bool:
    """Whether a GET succeeds with 200."""
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 - loopback only
        return bool(reply.status == 200)
    return False


def free_port() -> int:
    """A port that is free, and so is the next one; below those the system lends to whoever connects to something."""
    while True:
        port = random.SystemRandom().randrange(*PORTS, 2)
        with socket.socket() as first, socket.socket() as second, contextlib.suppress(OSError):
            first.bind(("127.0.0.1", port))
            second.bind(("127.0.0.1", port + 1))
            return port


@contextlib.contextmanager
def installation() -> Iterator[Served]:
    """An installation that is not started yet; stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="haoke-served-"))
    folder.chmod(0o755)
    served = Served(folder, free_port())
    try:
        yield served
    finally:
        if served.process is not None and served.process.poll() is None:
            served.stop()
        shutil.rmtree(folder)
