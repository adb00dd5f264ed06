"""The server starts, survives and stops as promised."""

from __future__ import annotations

import itertools
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from haoke.core.database import server as module
from haoke.core.database.cluster import SUPERUSER, Cluster
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.locks import Occupied, sole_supervisor
from haoke.core.database.roles import APP, OWNER
from haoke.core.database.server import Server, orphan, ready, superuser

LOST = "CREATE TABLE IF NOT EXISTS kept (n int)"


def one(cluster: Cluster, query: Any, role: str = SUPERUSER) -> Any:
    with psycopg.connect(cluster.address(role).url, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row else None


def eventually(true: Any) -> None:
    deadline = time.monotonic() + 120
    while not true():
        assert time.monotonic() < deadline, true
        os.sched_yield()


def test_it_is_private_durable_and_in_utf8(server: Server) -> None:
    cluster = server.cluster
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.keys.stat().st_mode) == 0o600
    assert one(cluster, "SHOW listen_addresses") == ""
    assert one(cluster, "SHOW password_encryption") == "scram-sha-256"
    assert one(cluster, "SELECT datctype FROM pg_database WHERE datname = 'haoke'") == "C.UTF-8"
    assert one(cluster, "SELECT bool_and(auth_method = 'scram-sha-256') FROM pg_hba_file_rules") is True
    assert {one(cluster, f"SHOW {name}") for name in ("fsync", "full_page_writes", "synchronous_commit")} == {"on"}
    assert one(cluster, "SHOW jit") == "off"


def test_it_never_runs_as_root(server: Server) -> None:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    uid = int(status.split("Uid:")[1].split()[0])
    assert uid != 0
    assert server.cluster.data.stat().st_uid == uid


def test_a_wrong_password_is_refused(server: Server) -> None:
    url = server.cluster.address(APP).url.replace(server.cluster.passwords()[APP], "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


@pytest.mark.parametrize("role", [APP, OWNER])
@pytest.mark.parametrize(
    "query",
    [
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/hostname')",
        "SET SESSION AUTHORIZATION haoke_admin",
        "SET session_replication_role = replica",
        "CREATE ROLE mighty SUPERUSER",
        "ALTER SYSTEM SET fsync = off",
    ],
)
def test_neither_login_leaves_the_database(server: Server, role: str, query: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        one(server.cluster, query, role)


def test_a_second_start_keeps_data_and_passwords(own_cluster: Cluster, server: Server) -> None:
    with superuser(own_cluster) as connection:
        connection.execute(LOST)
        connection.execute("INSERT INTO kept VALUES (7)")
    server.stop()
    assert not ready(own_cluster)
    server.start()
    assert one(own_cluster, "SELECT max(n) FROM kept") == 7


def test_a_killed_server_starts_again_once_its_backends_are_gone(
    own_cluster: Cluster, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with superuser(own_cluster) as connection:
        connection.execute(LOST)
        connection.execute("INSERT INTO kept VALUES (8)")
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        assert not server.running
        resumed = threading.Timer(1.0, os.kill, (backend, signal.SIGCONT))
        resumed.start()
        launches: list[bool] = []
        launch = server._launch

        def counted(*given: Any) -> bool:
            launches.append(launch(*given))
            return launches[-1]

        monkeypatch.setattr(server, "_launch", counted)
        server.start()
        resumed.join()
    assert launches[0] is False
    assert launches[-1] is True
    assert one(own_cluster, "SELECT max(n) FROM kept") == 8


def test_a_server_whose_supervisor_was_killed_stops_with_it(own_cluster: Cluster) -> None:
    program = (
        "import sys, time; from pathlib import Path; from haoke.core.database.cluster import Cluster;"
        "from haoke.core.database.server import Server; Server(Cluster(Path(sys.argv[1]))).start();"
        "print('up', flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(own_cluster.folder)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"up\n"
    assert orphan(own_cluster) is not None
    parent.kill()
    parent.wait()
    eventually(lambda: orphan(own_cluster) is None)
    parent.stdout.close()


def test_a_left_over_server_is_stopped_first(own_cluster: Cluster, server: Server) -> None:
    said: list[str] = []
    other = Server(own_cluster, said.append)
    old = server.process
    assert old is not None
    other.start()
    try:
        assert old.wait() == 0
        assert str(old.pid) in said[0]
        assert ready(own_cluster)
    finally:
        other.stop()


def test_waiting_is_told_and_ends_when_unwanted(
    own_cluster: Cluster, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.stop()
    said: list[str] = []
    asked = itertools.count()
    monkeypatch.setattr(module, "ready", lambda _cluster: False)
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    slow = Server(own_cluster, said.append, lambda: next(asked) > 1)
    with pytest.raises(DatabaseProblem, match="Stopped while"):
        slow.start()
    assert "still starting" in said[0]
    slow.stop()


def test_a_server_that_cannot_start_says_why(own_cluster: Cluster, server: Server) -> None:
    server.stop()
    broken = own_cluster.data / "postgresql.auto.conf"
    before = broken.read_text()
    broken.write_text("shared_buffers = 'much'\n")
    with pytest.raises(DatabaseProblem, match="invalid value for parameter"):
        server.start()
    broken.write_text(before)


def test_a_folder_held_by_a_stranger_is_named(
    own_cluster: Cluster, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "stop_orphan", lambda _cluster, _say: None)
    with pytest.raises(DatabaseProblem, match="Another process holds"):
        Server(own_cluster).start()
    assert server.running


def test_stopping_what_never_ran_or_already_ended_is_fine(own_cluster: Cluster, server: Server) -> None:
    Server(own_cluster).stop()
    assert server.process is not None
    server.process.send_signal(signal.SIGINT)
    server.process.wait()
    server.stop()
    assert server.process is None


def test_a_server_that_is_not_started_has_no_process(tmp_path: Path) -> None:
    assert Server(Cluster(tmp_path))._pid == 0


def test_a_stale_pid_file_is_no_orphan(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    assert orphan(cluster) is None
    cluster.data.mkdir()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert orphan(cluster) is None
    (cluster.data / "postmaster.pid").write_text("nonsense\n")
    assert orphan(cluster) is None


def test_an_orphan_that_ends_by_itself_meanwhile(own_cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([4194304 - 1, 4194304 - 1, None])
    monkeypatch.setattr(module, "orphan", lambda _cluster: next(answers))
    said: list[str] = []
    module.stop_orphan(own_cluster, said.append)
    assert len(said) == 1


def test_one_supervisor_a_folder(tmp_path: Path) -> None:
    with (
        sole_supervisor(tmp_path),
        pytest.raises(Occupied, match=f"process {os.getpid()}"),
        sole_supervisor(tmp_path),
    ):
        pytest.fail("two supervisors")
    with sole_supervisor(tmp_path):
        assert (tmp_path / "haoke.lock").read_text() == str(os.getpid())
