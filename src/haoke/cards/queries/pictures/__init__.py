"""The port of readers: bytes of a picture to its lines, each with where it stands, in a process of its own."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final

from django.conf import settings
from pydantic import BaseModel, Field, FiniteFloat, ValidationError

from haoke.cards.queries.pictures.child import PIXELS
from haoke.cards.rules.reading import LINES, WIDTH
from haoke.cards.rules.rows import Piece, in_order
from haoke.core.errors import Refused
from haoke.core.text import T

#: Seconds a reader may take; a card takes 5 to 8 on an idle core.
SECONDS: Final = 240
#: Else libraries take room for as many threads as the machine has cores.
_THREADS: Final = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}
#: Bytes of a reader's answer that are looked at.
ANSWER: Final = 1 << 20
#: What is told apart by a picture's first bytes, as `File.type` has it.
TYPES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
FORMAT: Final = T(
    "This is no picture that can be read; take a JPEG, PNG or WebP", "无法读取此图片，请使用 JPEG、PNG 或 WebP 格式"
)
_WHY: Final = {
    "format": FORMAT,
    "pixels": T(
        "The picture has more than {most} million pixels; take a smaller one", "图片超过 {most} 百万像素，请缩小后重试"
    ).fill(most=PIXELS // 1_000_000),
    "memory": T("The picture needs too much memory; take a smaller one", "图片占用内存过多，请缩小后重试"),
    "late": T("Reading the picture took too long; try again", "识别超时，请重试"),
    "nothing": T(
        "No text was found; take the picture closer, in better light", "未识别到文字，请靠近并在光线充足处重新拍照"
    ),
}  # fmt: skip
BROKEN: Final = T("The picture could not be read; take another", "图片识别失败，请重新拍照")

_Corner = tuple[FiniteFloat, FiniteFloat]


class Unreadable(Refused):
    status = 422
    code = "unreadable_picture"


class _Line(BaseModel):
    text: str
    box: Annotated[list[_Corner], Field(min_length=4, max_length=4)]
    score: FiniteFloat = 1


class _Seen(BaseModel):
    """What a reader prints; `error` instead of the rest."""

    error: str | None = None
    width: int = Field(1, ge=1)
    height: int = Field(1, ge=1)
    lines: list[_Line] = Field(default_factory=list, max_length=1000)


def available() -> bool:
    """Whether pictures can be read here at all."""
    return bool(settings.CARD_READER) or bool(find_spec("rapidocr") and find_spec("onnxruntime"))


def look(data: bytes) -> list[Piece]:
    """The lines of a picture in the order one reads them, boxes as shares of its sides; raises Unreadable."""
    with tempfile.TemporaryDirectory(prefix="haoke-card-") as folder:
        path = Path(folder, "picture")
        path.write_bytes(data)
        seen = _understood(_said(path))
    if seen.error:
        raise Unreadable(_WHY.get(seen.error, BROKEN))
    found = [Piece(text, line.box, line.score) for line in seen.lines if (text := _plain(line.text))]
    if not found:
        raise Unreadable(_WHY["nothing"])
    return [piece.within(seen.width, seen.height) for piece in in_order(found)[:LINES]]


def _said(path: Path) -> bytes:
    """What the reader prints about a picture; it gets nothing of our environment, where secrets are."""
    given = shlex.split(settings.CARD_READER)
    command = given or [sys.executable, "-I", str(Path(__file__).with_name("child.py"))]
    folder = str(path.parent)
    own = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder, **_THREADS}
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(
                [*command, str(path)], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL,
                env=own, cwd=folder, timeout=SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unreadable(_WHY["late"]) from None
        except OSError:
            raise Unreadable(BROKEN) from None
        out.seek(0)
        return out.read(ANSWER) if done.returncode == 0 else b""


def _understood(said: bytes) -> _Seen:
    try:
        return _Seen.model_validate_json(said)
    except ValidationError:
        raise Unreadable(BROKEN) from None


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()[:WIDTH]
