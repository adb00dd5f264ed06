"""`haoke events`."""

from __future__ import annotations

import argparse
import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from haoke.cli.network import listening, require_free
from haoke.config import environment
from haoke.config.lifeline import i_am_the_server

KILL_AFTER = 3  # seconds; open streams never end by themselves


def declare(_parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_arguments: argparse.Namespace) -> int:
    """Serve live updates until told to stop."""
    os.environ.setdefault("HAOKE_PROCESS", "events")
    i_am_the_server()
    listener = listening()
    require_free(listener.address, environment.events_port())
    Granian(
        "haoke.config.asgi:application",
        address=listener.address,
        port=environment.events_port(),
        interface=Interfaces.ASGINL,
        workers=1,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=KILL_AFTER,
        **listener.tls,
    ).serve()
    return 0
