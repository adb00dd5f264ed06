"""Servers of their own for the tests of starting and stopping; the shared one is never killed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from haoke.core.database.cluster import Cluster
from haoke.core.database.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    """A cluster of this module's own, in a folder the server's user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="haoke-own-"))
    folder.chmod(0o755)
    yield Cluster(folder / "database")
    shutil.rmtree(folder)


@pytest.fixture
def server(own_cluster: Cluster) -> Iterator[Server]:
    """A running server, stopped afterwards."""
    made = Server(own_cluster)
    made.start()
    yield made
    made.stop()
