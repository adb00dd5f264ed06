"""What a file that calls itself a backup may do to whoever unpacks it: nothing, and it is said in words."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from haoke.core.backups import archive
from haoke.core.backups.archive import DIGEST, DUMP, MANIFEST, SECRET
from haoke.core.database.errors import DatabaseProblem

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"-- nothing"


def manifest(**changed: Any) -> dict[str, Any]:
    values = {
        "haoke": "0", "made_at": "", "server": "18", "migrations": [], "tables": {}, "sequences": {}, "secret": "",
        "files": {DUMP: [len(TEXT), hashlib.sha256(TEXT).hexdigest()]}, "format": 1,
    }  # fmt: skip
    return {**values, **changed}


def written(path: Path, about: Any, *entries: tuple[tarfile.TarInfo, bytes]) -> Path:
    """A tar with a manifest that fits its digest, and these entries."""
    said = about if isinstance(about, bytes) else json.dumps(about).encode()
    with tarfile.open(path, "w") as tar:
        for name, content in ((MANIFEST, said), (DIGEST, hashlib.sha256(said).hexdigest().encode())):
            archive.add(tar, name, io.BytesIO(content), len(content))
        for entry, content in entries:
            tar.addfile(entry, io.BytesIO(content))
    return path


def entry(name: str, kind: bytes = tarfile.REGTYPE, **values: Any) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.size = kind, values.pop("size", 0)
    for attribute, value in values.items():
        setattr(made, attribute, value)
    return made


def holes(size: int) -> tarfile.TarInfo:
    """A file of nothing but a hole, as large as its headers say."""
    said = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.size": str(size),
        "GNU.sparse.map": f"{size},0",
    }
    return entry(DUMP, pax_headers=said)


def test_what_it_should_be(tmp_path: Path) -> None:
    left = tmp_path / DUMP
    left.write_bytes(b"what a killed restore left here, longer than what comes")
    path = written(tmp_path / "a.haoke", manifest(), (entry(DUMP, size=len(TEXT)), TEXT))
    assert archive.unpack(path, tmp_path).files[DUMP][0] == len(TEXT)
    assert left.read_bytes() == TEXT


LARGE = 1 << 40


@pytest.mark.parametrize(
    ("about", "entries"),
    [
        (manifest(), [(entry(DUMP, tarfile.SYMTYPE, linkname=DUMP), b"")]),
        (manifest(), [(entry(DUMP, tarfile.LNKTYPE, linkname=MANIFEST), b"")]),
        (manifest(), [(entry(DUMP, tarfile.DIRTYPE), b"")]),
        (manifest(), [(entry(DUMP, tarfile.FIFOTYPE), b"")]),
        (manifest(), []),
        (manifest(files={DUMP: [LARGE, ""]}), [(holes(LARGE), b"")]),
        (manifest(files={DUMP: [1000, ""]}), [(holes(1000), b"")]),
        (manifest(files={**manifest()["files"], "../../etc/cron.d/x": [0, ""]}), [(entry("../../etc/cron.d/x"), b"")]),
        (manifest(files={**manifest()["files"], SECRET: [0, ""]}), [(entry(DUMP, size=len(TEXT)), TEXT)]),
        (manifest(files=[]), []),
        (manifest(files={DUMP: 7}), []),
        (manifest(format="2"), []),
        (manifest(more=1), []),
        (["no", "manifest"], []),
        (b"[" * 100_000, []),
        (b"\xff", []),
    ],
)  # fmt: skip
def test_what_it_should_not(tmp_path: Path, about: Any, entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    path = written(tmp_path / "a.haoke", about, *entries)
    with pytest.raises(DatabaseProblem):
        archive.unpack(path, folder)
    assert {each.name for each in tmp_path.iterdir()} == {"parts", "a.haoke"}
    assert sum(each.stat().st_size for each in folder.iterdir()) <= len(TEXT)


def test_a_link_that_waits_where_a_part_goes_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"kept")
    (tmp_path / DUMP).symlink_to(outside)
    path = written(tmp_path / "a.haoke", manifest(), (entry(DUMP, size=len(TEXT)), TEXT))
    with pytest.raises(OSError, match="symbolic"):
        archive.unpack(path, tmp_path)
    assert outside.read_bytes() == b"kept"
