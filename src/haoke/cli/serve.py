"""`haoke serve`: the supervisor of database, web, live updates and jobs."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

from haoke.cli import welcome
from haoke.cli.indexing import Indexing
from haoke.cli.installation import Installation, external, supervised, tell
from haoke.cli.network import LOOPBACK, is_loopback, lan_hosts, listening, require_free
from haoke.cli.nightly import nightly
from haoke.cli.processes import Child, Family
from haoke.config import environment
from haoke.core.database import recorded
from haoke.core.database.checks import require_sound
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.server import Server
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

log = logging.getLogger("haoke.serve")

LOOK = 0.2  # seconds between two looks at the children
HEAD_START = 1.0  # seconds the web server has the processors to itself: somebody waits for it
AGAIN = 2.0  # seconds before another try to start a database that would not
UPKEEP = 6 * 3600.0  # seconds between two rounds of the owner's work, such as new partitions
MIGRATION_FAILED = T(
    "The database could not be brought to this version; see above.", "数据库未能升级到当前版本，详见上文。"
)
LAN = T("serve the local network, with a certificate made here", "向局域网提供服务，使用自制证书")
FIRST_RUN = T(
    "make admin@example.com when there is no user yet, to try Haoke", "尚无用户时创建 admin@example.com 供试用"
)
ALONE = T(
    "--first-run makes users with a well-known password: it serves this machine only, not --lan or HAOKE_LISTEN.",
    "--first-run 会创建使用公开密码的用户：只能服务本机，不能与 --lan 或 HAOKE_LISTEN 同用。",
)
STOPPING = T("Stopping: finishing what is running …", "正在停止：等待进行中的工作完成……")


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--lan", action="store_true", help=say(LAN))
    parser.add_argument("--first-run", action="store_true", help=say(FIRST_RUN))


def run(arguments: argparse.Namespace) -> int:
    """Run everything until SIGTERM or Ctrl-C; a second one ends at once."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if arguments.lan:
        os.environ.update(HAOKE_LAN="1", HAOKE_HOSTS=lan_hosts())
    if arguments.first_run:
        require_alone(lan=arguments.lan)
        os.environ["HAOKE_TRIAL"] = "1"
    stop = until_told()
    environment.ensure_secret()
    for port in (environment.port(), environment.events_port()):
        require_free(listening().address, port)
    with database(stop) as found:
        owners_work(found)
        require_sound(found.app)
        attend(found, stop)
    return 0


def require_alone(*, lan: bool) -> None:
    """Refuse the well-known password where others could use it."""
    if lan or not is_loopback(os.environ.get("HAOKE_LISTEN") or LOOPBACK):
        raise DatabaseProblem(ALONE)


def until_told() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set; a second signal ends the process at once."""
    stop = threading.Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(1)
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop


@contextmanager
def database(stop: threading.Event) -> Iterator[Installation]:
    """The database of the installation, under our supervision when it is our own."""
    if not environment.embedded():
        yield external()
        return
    with supervised(Server(environment.cluster(), tell, stop.is_set)) as found:
        yield found


def owners_work(found: Installation) -> None:
    """Migrate and make the coming months' partitions in a process of its own, when there is anything to do."""
    if found.owner is None or recorded.up_to_date(found.app):
        return
    command = [sys.executable, "-m", "haoke", "migrate", "--quiet"]
    inside = {**found.owner_environment, "HAOKE_PROCESS": "migrate"}
    if subprocess.run(command, env=inside, check=False, stdin=subprocess.DEVNULL).returncode:
        raise DatabaseProblem(MIGRATION_FAILED)


def attend(found: Installation, stop: threading.Event) -> None:
    """Look after the database and the children until told to stop."""
    family = Family([Child("web", (), found.child_environment)])
    later = time.monotonic() + HEAD_START
    family.children += [Child(name, (), found.child_environment, due=later) for name in ("events", "worker")]
    signal.signal(signal.SIGHUP, lambda _number, _frame: family.renew())
    copies, indexes = nightly(found.owner_environment), Indexing(found)
    upkeep, greeted = time.monotonic() + UPKEEP, False
    try:
        while not stop.is_set():
            revive(found.server)
            family.tend()
            copies.tend()
            indexes.tend()
            greeted = greeted or greet(found)
            if time.monotonic() > upkeep:
                upkeep = time.monotonic() + UPKEEP
                owners_work(found)
            stop.wait(LOOK)
    finally:
        tell(STOPPING)
        copies.stop()
        indexes.stop()
        family.stop()


def revive(server: Server | None) -> None:
    """Start our database again when it ended; while it cannot start (disk full, say), the next look tries again."""
    if server is None or server.running:
        return
    log.error("the database ended and starts again")
    try:
        server.start()
    except DatabaseProblem as problem:
        tell(problem.text)
        time.sleep(AGAIN)


def greet(found: Installation) -> bool:
    """Say the address once the web server answers; whether it did."""
    if os.environ.get("HAOKE_LAN") != "1" and not answers(f"http://{LOOPBACK}:{environment.port()}/livez"):
        return False
    welcome.show(found)
    return True


def answers(url: str) -> bool:
    """Whether a GET of `url` on this machine succeeds."""
    try:
        with urllib.request.urlopen(url, timeout=1) as reply:  # noqa: S310 - a fixed scheme and this machine
            return bool(reply.status == 200)  # noqa: PLR2004
    except OSError:
        return False
