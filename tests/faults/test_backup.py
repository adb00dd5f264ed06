"""Backups that prove themselves: what is restored is what was there; nothing half-made looks good."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tarfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from haoke.core.backups import archive, making, summary
from haoke.core.backups.archive import Manifest, pack, unpack
from haoke.core.backups.programs import tools
from haoke.core.backups.restoring import MARK
from haoke.core.database.cluster import Cluster
from haoke.core.database.errors import DatabaseProblem
from haoke.core.database.roles import APP, OWNER, make_database
from haoke.core.database.server import Server, superuser
from haoke.core.testing.database import drop
from tests.serving import Served, installation

if TYPE_CHECKING:
    from collections.abc import Iterator

FLIPS = 24
PASSWORD = "violet kettle parade nine\n"


@pytest.fixture(scope="module")
def source() -> Iterator[Served]:
    """A migrated installation that does not run."""
    with installation() as made:
        made.run("migrate", "--quiet")
        add(made, "first@example.com")
        yield made


@pytest.fixture(scope="module")
def backup(source: Served) -> Path:
    """A backup of it."""
    return Path(source.run("backup").splitlines()[0])


@pytest.fixture
def other() -> Iterator[Served]:
    """An installation with nothing in it."""
    with installation() as made:
        yield made


def add(served: Served, email: str) -> None:
    """Make an administrator."""
    served.run("user", "add", "--email", email, "--role", "administrator", "--password-stdin", given=PASSWORD)


def said(served: Served, *arguments: str) -> str:
    """What a command that must fail says."""
    done = subprocess.run(
        [sys.executable, "-m", "haoke", *arguments], env=served.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def cluster(served: Served) -> Cluster:
    """Its database's folder."""
    return Cluster(served.folder / "data" / "database")


def people(served: Served) -> set[str]:
    """Who is in an installation that does not run."""
    server = Server(cluster(served))
    server.start()
    try:
        with superuser(server.cluster) as connection:
            return {row[0] for row in connection.execute("SELECT email FROM identity_user WHERE email <> ''")}
    finally:
        server.stop()


def leftovers(served: Served) -> list[str]:
    """Whatever is in the data folder and the backup folder beside what belongs there."""
    data = served.folder / "data"
    known = {"database", "secret.json", "haoke.lock", "backups", ".lock"}
    found = [*data.iterdir(), *((data / "backups").iterdir() if (data / "backups").exists() else [])]
    return sorted(path.name for path in found if path.name not in known and not path.name.endswith(".tar"))


def test_what_is_restored_is_what_was_there_and_works(source: Served, other: Served, backup: Path) -> None:
    assert unpack(backup).rows > 100
    other.run("restore", str(backup))
    assert people(other) == people(source) == {"first@example.com"}
    keys = [(each.folder / "data" / "secret.json").read_text() for each in (source, other)]
    assert keys[0] == keys[1]
    add(other, "after@example.com")
    assert people(other) == {"first@example.com", "after@example.com"}
    assert leftovers(source) == leftovers(other) == []


def test_an_archive_is_for_its_owner_only_and_names_what_it_holds(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    with tarfile.open(backup) as tar:
        assert set(tar.getnames()) == {archive.MANIFEST, archive.DIGEST, archive.DUMP, archive.SECRET}
        assert {entry.mode for entry in tar} == {0o600}


def test_a_database_is_replaced_only_by_force_and_kept_aside(other: Served, backup: Path) -> None:
    other.run("migrate", "--quiet")
    add(other, "later@example.com")
    assert "--force" in said(other, "restore", str(backup))
    assert people(other) == {"later@example.com"}
    other.run("restore", str(backup), "--force")
    assert people(other) == {"first@example.com"}
    (aside,) = (other.folder / "data").glob("database-before-*")
    cluster(other).folder.rename(other.folder / "restored")
    aside.rename(cluster(other).folder)
    assert people(other) == {"later@example.com"}


def test_every_damage_is_noticed_and_changes_nothing(backup: Path, other: Served, tmp_path: Path) -> None:
    content = backup.read_bytes()
    luck = random.Random(7)
    for round_ in range(FLIPS):
        spoilt = bytearray(content)
        spoilt[place(luck, backup, round_)] ^= 1 << luck.randrange(8)
        (tmp_path / "bad.tar").write_bytes(spoilt)
        with pytest.raises(DatabaseProblem):
            unpack(tmp_path / "bad.tar")
    for length in (0, 100, 1024, len(content) // 2, len(content) - 12000):
        (tmp_path / "bad.tar").write_bytes(content[:length])
        with pytest.raises(DatabaseProblem):
            unpack(tmp_path / "bad.tar")
    assert "damaged" in said(other, "restore", str(tmp_path / "bad.tar"))
    assert "no file" in said(other, "restore", str(tmp_path / "none.tar"))
    assert not cluster(other).folder.exists()
    assert leftovers(other) == []


def place(luck: random.Random, backup: Path, round_: int) -> int:
    """A byte of one of the parts or of their headers' names and sizes; filling between parts means nothing."""
    with tarfile.open(backup) as tar:
        entries = tar.getmembers()
    entry = entries[round_ % len(entries)]
    if round_ % 3 == 0:
        return int(entry.offset + luck.choice([0, *range(124, 135), *range(148, 154)]))
    return entry.offset_data + luck.randrange(entry.size)


def changed(backup: Path, folder: Path, **values: Any) -> Path:
    """The backup with another manifest, itself whole."""
    manifest = unpack(backup, folder)
    target = folder / "changed.tar"
    pack(target, Manifest(**{**manifest.__dict__, **values}), {archive.DUMP: folder / archive.DUMP})
    return target


def test_a_backup_of_a_newer_version_is_refused(backup: Path, other: Served, tmp_path: Path) -> None:
    later = changed(backup, tmp_path, migrations=[*unpack(backup).migrations, "core.9999_later"], haoke="99.0")
    heard = said(other, "restore", str(later))
    assert "99.0" in heard
    assert "core.9999_later" in heard
    later.unlink()
    assert "newer Haoke" in said(other, "restore", str(changed(backup, tmp_path, format=99)))
    assert not cluster(other).folder.exists()


def test_rows_that_differ_from_the_manifest_are_not_put_in_place(backup: Path, other: Served, tmp_path: Path) -> None:
    tables = dict(unpack(backup).tables)
    tables["public.identity_user"] = [tables["public.identity_user"][0], "1"]
    other.run("migrate", "--quiet")
    bad = changed(backup, tmp_path, tables=tables)
    assert "public.identity_user" in said(other, "restore", str(bad), "--force")
    assert "public.identity_user" in said(other, "restore", str(bad), "--check")
    assert people(other) == set()
    assert leftovers(other) == []


def test_an_interrupted_restore_is_not_mistaken_for_an_installation(backup: Path, other: Served) -> None:
    other.run("restore", str(backup))
    (other.folder / "data" / MARK).touch()
    assert "interrupted" in said(other, "migrate")
    other.run("restore", str(backup), "--force")
    assert people(other) == {"first@example.com"}


def test_a_check_restores_beside_and_changes_nothing(backup: Path, other: Served) -> None:
    assert "compared" in other.run("restore", str(backup), "--check")
    assert not cluster(other).folder.exists()
    assert leftovers(other) == []


def test_old_backups_go_others_stay(tmp_path: Path) -> None:
    for name in ("haoke-2026-01-01.tar", "haoke-2026-01-02.tar", "haoke-2026-01-03.tar", "mine.tar"):
        (tmp_path / name).touch()
    assert making.forget_old(tmp_path, 0) == []
    assert [path.name for path in making.forget_old(tmp_path, 2)] == ["haoke-2026-01-01.tar"]
    assert making.forget_old(tmp_path, 5) == []
    assert (tmp_path / "mine.tar").exists()


@pytest.mark.parametrize("stage", [".making-*", ".proving-*"])
def test_a_killed_backup_leaves_nothing_that_looks_good(source: Served, stage: str, tmp_path: Path) -> None:
    folder = source.folder / f"killed{stage[1:4]}"
    command = [sys.executable, "-m", "haoke", "backup", "--to", str(folder)]
    process = subprocess.Popen(command, env=source.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    watched = folder if stage == ".making-*" else source.folder / "data"
    source.wait_until(lambda: any(watched.glob(stage)) or process.poll() is not None, 60)
    process.kill()
    process.communicate()
    assert list(folder.glob("haoke-*")) == []
    source.run("backup", "--to", str(folder))
    assert len(list(folder.glob("haoke-*"))) == 1
    assert leftovers(source) == []
    assert list(folder.glob(".making-*")) == []


def test_a_full_disk_leaves_nothing_that_looks_good(source: Served) -> None:
    folder = source.folder / "full"
    done = subprocess.run(
        [sys.executable, "-m", "haoke", "backup", "--to", str(folder)], env=source.environment, capture_output=True,
        text=True, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )  # fmt: skip
    assert done.returncode != 0
    assert list(folder.glob("haoke-*")) == []
    source.run("backup", "--to", str(folder))
    assert leftovers(source) == []


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for a third of the backup."""
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(tmp_path)], check=False)
    if done.returncode:
        pytest.skip("only who may mount can have a small disk")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_small_disk_is_full_and_stays_clean(source: Served, tiny: Path) -> None:
    assert "room" in said(source, "backup", "--to", str(tiny))
    assert [path.name for path in tiny.iterdir()] == [".lock"]


def test_too_little_room_is_said_before(backup: Path) -> None:
    from haoke.core.backups.scratch import require_room  # noqa: PLC0415

    with pytest.raises(DatabaseProblem, match="room"):
        require_room(backup.parent, 1 << 60)


def test_one_backup_at_a_time(tmp_path: Path) -> None:
    with making.alone(tmp_path), pytest.raises(DatabaseProblem, match="Another backup"), making.alone(tmp_path):
        pass


@pytest.fixture
def theirs(test_server: Cluster) -> Iterator[list[dict[str, str]]]:
    """Two databases on a server that is not Haoke's to start: settings to reach each."""
    names = [f"haoke_test_backup_{os.getpid()}_{number}" for number in range(2)]
    with superuser(test_server, "postgres") as admin:
        for name in names:
            drop(admin, name)
            make_database(admin, name)
        logins = {"DATABASE_URL": APP, "DATABASE_OWNER_URL": OWNER}
        yield [{key: test_server.address(role, name).url for key, role in logins.items()} for name in names]
        for name in names:
            drop(admin, name)


def test_a_database_of_ones_own_is_backed_up_and_moved(other: Served, theirs: list[dict[str, str]]) -> None:
    other.settings = theirs[0]
    other.run("migrate", "--quiet")
    add(other, "here@example.com")
    path = other.run("backup").splitlines()[0]
    other.settings = theirs[1]
    other.run("restore", path)
    assert "--force" in said(other, "restore", path)
    add(other, "there@example.com")
    with psycopg.connect(theirs[1]["DATABASE_URL"]) as connection:
        found = {row[0] for row in connection.execute("SELECT email FROM identity_user WHERE email <> ''")}
        owner = connection.execute("SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE proname = 'write'").fetchone()
        assert "stop Haoke" in said(other, "restore", path, "--force")
    assert found == {"here@example.com", "there@example.com"}
    assert owner == ("haoke_log",)
    other.run("restore", path, "--force")
    with psycopg.connect(theirs[1]["DATABASE_URL"]) as connection:
        found = {row[0] for row in connection.execute("SELECT email FROM identity_user WHERE email <> ''")}
    assert found == {"here@example.com"}


def test_people_go_on_working_meanwhile(test_server: Cluster, theirs: list[dict[str, str]], tmp_path: Path) -> None:
    address = test_server.address(OWNER, theirs[0]["DATABASE_URL"].rpartition("/")[2].partition("?")[0])
    over, written = threading.Event(), [0]
    with psycopg.connect(address.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE django_migrations (app text, name text)")
        connection.execute("CREATE TABLE busy (id bigserial PRIMARY KEY, text text)")

    def write() -> None:
        with psycopg.connect(address.url, autocommit=True) as connection:
            while not over.is_set():
                connection.execute("INSERT INTO busy (text) SELECT repeat('好', 50) FROM generate_series(1, 100)")
                connection.execute("UPDATE busy SET text = text || '.' WHERE id % 10 = 0")
                written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while not written[0]:
            over.wait(0.01)
        work = Path(tmp_path.parent)
        order = making.Order(address, tools(address), tmp_path / "to", reachable(work), "key", None, lambda _text: None)
        before = written[0]
        made = making.make(order)
        assert written[0] > before
    finally:
        over.set()
        writer.join()
        shutil.rmtree(reachable(work), ignore_errors=True)
    assert made.manifest.tables["public.busy"][0] >= 100 * before
    with psycopg.connect(address.url) as connection:
        now = summary.summary(connection)
        assert now["public.busy"][0] > made.manifest.tables["public.busy"][0]
        assert summary.differences(now, now) == []


def reachable(_tmp: Path) -> Path:
    """A folder the server's user can enter, which pytest's own is not."""
    folder = Path(f"/tmp/haoke-proving-{os.getpid()}")  # noqa: S108
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder
