"""`haoke web`."""

from __future__ import annotations

import argparse
import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from haoke.cli.network import listening, require_free
from haoke.config import environment
from haoke.config.lifeline import i_am_the_server
from haoke.core.text import T, say

THREADS = 3  # a worker; more only queue behind the interpreter's lock
WORKERS = T("processes (default: one a core)", "进程数（默认每核一个）")
KILL_AFTER = 20  # seconds a worker may take to finish its requests


def workers() -> int:
    """Processes: `HAOKE_WEB_WORKERS`, or one a core, at most 8."""
    return int(os.environ.get("HAOKE_WEB_WORKERS") or min(8, os.cpu_count() or 1))


def declare(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--workers", type=int, default=None, help=say(WORKERS))


def run(arguments: argparse.Namespace) -> int:
    """Serve pages and API until told to stop."""
    os.environ.setdefault("HAOKE_PROCESS", "web")
    i_am_the_server()
    listener = listening()
    require_free(listener.address, environment.port())
    Granian(
        "haoke.config.wsgi:application",
        address=listener.address,
        port=environment.port(),
        interface=Interfaces.WSGI,
        workers=arguments.workers or workers(),
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=KILL_AFTER,
        **listener.tls,
    ).serve()
    return 0
