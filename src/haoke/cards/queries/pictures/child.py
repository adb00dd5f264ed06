"""Runs alone, as a script: reads the text of one picture (path as the argument) and prints its lines as JSON.

It imports nothing of Haoke, gets no secret of it, limits its own memory and time first and reaches no network.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any

#: Address space of the reading process; a card takes 1.5 GB of it and 560 MB of memory.
BYTES = 3 << 30
CPU_SECONDS = 120
#: The largest file it may write.
WRITTEN = 16 << 20
#: Pixels a picture may say it has; the best of telephones make 50 million.
PIXELS = 64_000_000
#: Pixels of the longer side that is looked at; more of them tell nothing new of a card.
SIDE = 2000
#: Times one side may be as long as the other: a strip is blown up to gigabytes, and no card.
LONGEST = 10
FORMATS = ("JPEG", "PNG", "WEBP")
_CLOSED = ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system")


class Unread(Exception):
    """Its argument is the code of what is wrong with the picture."""


def main() -> None:
    """Print {width, height, lines: [{text, box, score}]} (box: four corners in pixels) or {error}."""
    told = os.dup(1)
    os.dup2(2, 1)  # what libraries say goes elsewhere
    for kind, most in (
        (resource.RLIMIT_AS, BYTES), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_FSIZE, WRITTEN),
    ):  # fmt: skip
        resource.setrlimit(kind, (most, most))
    sys.addaudithook(_closed)
    try:
        answer = _read(sys.argv[1])
    except Unread as wrong:
        answer = {"error": str(wrong)}
    except MemoryError:
        answer = {"error": "memory"}
    with os.fdopen(told, "w", encoding="utf-8") as out:
        json.dump(answer, out)


def _closed(event: str, _: tuple[Any, ...]) -> None:
    if event in _CLOSED or event.startswith(("os.exec", "os.posix_spawn", "os.fork")):
        raise PermissionError(event)


def _read(path: str) -> dict[str, Any]:
    import numpy as np  # noqa: PLC0415 (all of these only after the limits stand)
    from rapidocr import RapidOCR  # noqa: PLC0415

    picture = _picture(path)
    threads = {"EngineConfig.onnxruntime.intra_op_num_threads": 2}
    read = RapidOCR(params={"Global.log_level": "critical", **threads})(np.asarray(picture)[:, :, ::-1])
    boxes = [] if read.boxes is None else read.boxes.tolist()
    lines = [
        {"text": text, "box": box, "score": float(score)}
        for box, text, score in zip(boxes, read.txts or (), read.scores or (), strict=True)
    ]
    return {"width": picture.width, "height": picture.height, "lines": lines}


def _picture(path: str) -> Any:
    """The picture upright and no larger than needed; its pixels are counted by its header, before anything is read."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (as above)

    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(path, formats=FORMATS)
        if image.width * image.height > PIXELS:
            raise Unread("pixels")
        if max(image.size) > LONGEST * min(image.size):
            raise Unread("nothing")
        image.thumbnail((SIDE, SIDE))
        image = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, SyntaxError, ValueError) as broken:
        raise Unread("format") from broken
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


if __name__ == "__main__":
    main()
