"""One backup in one file: a tar with a manifest that names every part's size and SHA-256."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from dataclasses import asdict, dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final

from haoke.core.database.errors import DatabaseProblem
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT: Final = 1
MANIFEST, DIGEST, DUMP, SECRET = "manifest.json", "manifest.sha256", "database.dump", "secret.json"
CHUNK = 1 << 20
MANIFEST_LIMIT = 64 << 20  # bytes

DAMAGED = T(
    "{path} is damaged ({why}): use another backup.",
    "{path} 已损坏（{why}）：请改用另一个备份。",
)
MISSING = T("There is no file {path}.", "没有文件 {path}。")
NEWER_FORMAT = T(
    "{path} was made by a newer Haoke ({version}): restore it with that version.",
    "{path} 由更新版本的好客（{version}）制作：请用该版本恢复。",
)


@dataclass(frozen=True)
class Manifest:
    """What a backup holds and what made it."""

    haoke: str
    made_at: str
    server: str
    migrations: list[str]
    tables: dict[str, list[Any]]
    sequences: dict[str, int]
    secret: str
    head: str | None = None
    files: dict[str, list[Any]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Rows in all tables."""
        return sum(int(count) for count, _ in self.tables.values())


def fingerprint(secret: str) -> str:
    """A text that tells whether two secrets are the same, and not what they are."""
    return hashlib.scrypt(secret.encode(), salt=b"haoke backup", n=2**14, r=8, p=1, dklen=16).hex()


def pack(target: Path, manifest: Manifest, parts: Mapping[str, Path]) -> None:
    """Write the archive; the bytes are on disk when this returns."""
    files = {name: [path.stat().st_size, digest_of(path)] for name, path in parts.items()}
    said = json.dumps({**asdict(manifest), "files": files}, ensure_ascii=False, sort_keys=True).encode()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            add(tar, MANIFEST, io.BytesIO(said), len(said))
            digest = hashlib.sha256(said).hexdigest().encode()
            add(tar, DIGEST, io.BytesIO(digest), len(digest))
            for name, path in parts.items():
                with path.open("rb") as content:
                    add(tar, name, content, path.stat().st_size)
        out.flush()
        os.fsync(out.fileno())


def add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    """One part, readable by its owner only."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, content)


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def unpack(path: Path, folder: Path | None = None) -> Manifest:
    """Check every byte of every part and, with `folder`, write the parts there; raises DatabaseProblem on any doubt."""
    try:
        with tarfile.open(path, "r:") as tar:
            manifest = read_manifest(tar, path)
            if sum(int(size) for size, _ in manifest.files.values()) > path.stat().st_size:
                raise ValueError(MANIFEST)
            for name, (size, digest) in manifest.files.items():
                copy(tar, name, int(size), str(digest), folder)
            return manifest
    except FileNotFoundError as absent:
        if absent.filename not in (None, os.fspath(path)):
            raise
        raise DatabaseProblem(MISSING.fill(path=path)) from absent
    except (tarfile.TarError, AttributeError, KeyError, TypeError, ValueError, EOFError, RecursionError) as wrong:
        raise DatabaseProblem(DAMAGED.fill(path=path, why=str(wrong) or type(wrong).__name__)) from wrong


def read_manifest(tar: tarfile.TarFile, path: Path) -> Manifest:
    """The manifest, proved by its digest."""
    said = part(tar, MANIFEST).read(MANIFEST_LIMIT)
    if hashlib.sha256(said).hexdigest().encode() != part(tar, DIGEST).read(CHUNK):
        raise ValueError(MANIFEST)
    values = json.loads(said)
    if values["format"] > FORMAT:
        raise DatabaseProblem(NEWER_FORMAT.fill(path=path, version=values["haoke"]))
    manifest = Manifest(**values)
    if not manifest.files.keys() <= {DUMP, SECRET} or DUMP not in manifest.files:
        raise ValueError(MANIFEST)
    return manifest


def part(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """A part's content; ValueError when it is not a plain file, but a link, say, or one with holes."""
    entry = tar.getmember(name)
    content = tar.extractfile(entry) if entry.isreg() and not entry.issparse() else None
    if content is None:
        raise ValueError(name)
    return content


def copy(tar: tarfile.TarFile, name: str, size: int, digest: str, folder: Path | None) -> None:
    """Read one part whole, writing it to `folder` if given; ValueError when it is not what the manifest says."""
    found, read, content = hashlib.sha256(), 0, part(tar, name)
    target = (folder / name if folder else None) or os.devnull
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as out:
        while piece := content.read(CHUNK):
            found.update(piece)
            read += len(piece)
            out.write(piece)
    if (read, found.hexdigest()) != (size, digest):
        raise ValueError(name)
