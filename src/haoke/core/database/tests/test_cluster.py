"""Making a data folder, and refusing one that is not whole."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from haoke.core.database import cluster as module
from haoke.core.database.account import Account
from haoke.core.database.cluster import Cluster, create, prepare, refuse_other_version, write_private
from haoke.core.database.errors import DatabaseProblem


def test_a_cluster_that_is_not_made_has_no_passwords(tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem, match="no database"):
        Cluster(tmp_path).passwords()


def test_a_long_path_gets_a_short_socket_folder_that_stays_the_same(tmp_path: Path) -> None:
    long = Cluster(tmp_path / ("x" * 120))
    assert len(str(long.socket)) < 60
    assert long.socket == Cluster(long.folder).socket
    assert long.socket != Cluster(tmp_path / ("y" * 120)).socket
    assert Cluster(Path("/d")).socket == Path("/d/run")


def test_data_without_its_passwords_is_left_alone(tmp_path: Path) -> None:
    found = Cluster(tmp_path)
    found.data.mkdir()
    (found.data / "PG_VERSION").write_text("18\n")
    with pytest.raises(DatabaseProblem, match="from your backup"):
        create(found, Account(0, 0, switch=False), Path("/nowhere"))
    assert (found.data / "PG_VERSION").read_text() == "18\n"


def test_a_failed_making_leaves_no_cluster_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("postgres", "echo 'postgres (PostgreSQL) 18.6'"), ("initdb", "echo no room >&2; exit 1")):
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setattr(module, "server_account", lambda: Account(0, 0, switch=False))
    monkeypatch.setenv("HAOKE_PG_BIN", str(programs))
    with pytest.raises(DatabaseProblem, match="no room"):
        prepare(Cluster(tmp_path / "database"))
    assert not Cluster(tmp_path / "database").exists


def test_an_older_server_gets_the_libc_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.18 (Debian)'\n")
    (programs / "initdb").write_text('#!/bin/sh\necho "$@" >&2; exit 1\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    with pytest.raises(DatabaseProblem) as problem:
        module.initdb(tmp_path / "data", "secret", Account(0, 0, switch=False), programs)
    assert "--locale=C.UTF-8" in str(problem.value)
    assert "builtin" not in str(problem.value)
    assert "secret" not in str(problem.value)


def test_another_major_version_needs_an_upgrade(tmp_path: Path) -> None:
    programs, found = tmp_path / "bin", Cluster(tmp_path)
    programs.mkdir()
    (programs / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.6'\n")
    (programs / "postgres").chmod(0o755)
    found.data.mkdir()
    (found.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(DatabaseProblem, match="made by PostgreSQL 17; this Haoke brings 18"):
        refuse_other_version(found, programs)


def test_a_private_file_is_replaced_whole_and_private(tmp_path: Path) -> None:
    target = tmp_path / "secret"
    target.write_text("before")
    target.chmod(0o644)
    write_private(target, "after")
    assert target.read_text() == "after"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]
