"""Ends a server's worker process when the server itself was killed: an orphan would go on holding the port."""

from __future__ import annotations

import os
import signal

from haoke.core.database.server import die_with_parent

SERVER = "HAOKE_SERVER_PID"


def i_am_the_server() -> None:
    """Tell the workers this process will start who their server is."""
    os.environ[SERVER] = str(os.getpid())


def end_with_server() -> None:
    """Tie this worker to its server; when that is gone already, end now."""
    server = os.environ.get(SERVER)
    if server is None:
        return
    die_with_parent(signal.SIGKILL)
    if os.getppid() != int(server):
        os._exit(1)
