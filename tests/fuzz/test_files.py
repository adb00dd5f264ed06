"""Files with bytes changed, cut, doubled or mixed: read, or refused with a reason; the reader itself never breaks."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from haoke.core.testing.lots import SEED, examples
from haoke.core.transfer.reading import tables
from haoke.core.transfer.reading.errors import MESSAGES, Unreadable
from haoke.core.transfer.tests import books

ROWS = (
    '客户名称,联系人,电话,金额\n武汉安方食品有限公司,赵丽,13800138000,"1,200"\n西安鼎星医疗器械公司,吴伟,,2026-01-01\n'
)
WHOLE = {
    "utf8.csv": ROWS.encode(),
    "gb18030.csv": (ROWS * 20).encode("gb18030"),
    "utf16.csv": (ROWS * 5).replace(",", "\t").encode("utf-16"),
    "book.xlsx": books.honest([line.split(",") for line in ROWS.splitlines()], second=[["a", 1, None, True]]),
}
#: By its first bytes alone a file is another kind of thing.
HEADS = (b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00\x00\xfe\xff", b"")
CHILD = "from haoke.core.transfer.reading.child import main; main()"


def spoiled(chance: random.Random, data: bytes) -> bytes:
    """The file with up to four faults."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(made) or 1), chance.randint(1, 40)
        piece = chance.choice(
            (chance.randbytes(length), b"\x00" * length, b'"' * length, b",\n\r\t;|"[: length % 6], b"<!DOCTYPE")
        )
        change = chance.randrange(5)
        if change == 0:
            made[place : place + len(piece)] = piece
        elif change == 1:
            made[place:place] = piece
        elif change == 2:
            del made[place : place + length * 10]
        elif change == 3:
            made[place:place] = made[place : place + 200] * chance.randint(1, 30)
        else:
            made[:8] = chance.choice(HEADS)
    return bytes(made)


@pytest.mark.parametrize("name", WHOLE)
def test_a_spoiled_file_is_read_or_refused(name: str, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED} {name}")
    print(f"HAOKE_FUZZ_SEED={SEED}")  # noqa: T201
    for number in range(examples(8)):
        data = spoiled(chance, WHOLE[name])
        file = tmp_path / "file"
        file.write_bytes(data)
        child = subprocess.run([sys.executable, "-P", "-c", CHILD, str(file)], capture_output=True, check=False)
        if child.returncode or child.stderr:
            (tmp_path / f"found-{number}").write_bytes(data)
            pytest.fail(f"the reader broke on {tmp_path}/found-{number}: {child.stderr.decode()[-600:]}")
        assert refused(data) in {None, *MESSAGES}


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\x00\x00\xfe\xff"])
def test_a_mark_that_promises_too_much_is_damage(mark: bytes) -> None:
    """Found by this search: the reader died, and the file was said to need too much memory."""
    assert refused(mark + ROWS.encode("gb18030") + b"\xff") == "broken"


def refused(data: bytes) -> str | None:
    """Why a file cannot be read, as a code with a text; None when it can."""
    try:
        sheets = tables.read_sheets(data)
    except Unreadable as reason:
        return reason.code
    assert all(sheet.rows for sheet in sheets)
    return None
