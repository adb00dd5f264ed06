"""Keeps the test database server running while anybody uses it: `python -m haoke.core.testing.keeper FOLDER`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from haoke.core.database.cluster import Cluster
from haoke.core.database.locks import Occupied, sole_supervisor
from haoke.core.database.server import Server, superuser

IDLE = 900.0  # seconds without a client after which the server stops
LOOK = 5.0  # seconds between two looks
CLIENTS = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


def busy(cluster: Cluster) -> bool:
    """Whether a client is connected."""
    with superuser(cluster, "postgres") as connection:
        row = connection.execute(CLIENTS).fetchone()
    return bool(row and row[0])


def keep(cluster: Cluster) -> None:
    """Run the server until nobody has used it for `IDLE` seconds, or it dies."""
    with sole_supervisor(cluster.folder):
        server = Server(cluster)
        server.start()
        last = time.monotonic()
        try:
            while server.running and time.monotonic() - last < IDLE:
                time.sleep(LOOK)
                last = time.monotonic() if busy(cluster) else last
        finally:
            server.stop()


def main() -> int:
    """Entry point; ends at once when another keeper is there."""
    try:
        keep(Cluster(Path(sys.argv[1])))
    except Occupied:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
