"""Pieces of text on a picture, and the order in which somebody reads them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Share of a line's height by which pieces of one row may stand apart.
_APART: Final = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text; `box`: its corners from the top left clockwise, `score`: how sure the reader is (0 to 1)."""

    text: str
    box: Sequence[tuple[float, float]]
    score: float

    def within(self, width: int, height: int) -> Piece:
        """The same with corners as shares of a picture's sides."""
        corners = [(_share(x, width), _share(y, height)) for x, y in self.box]
        return Piece(self.text, corners, round(self.score, 3))


def _share(at: float, whole: int) -> float:
    return round(min(max(at / whole, 0), 1), 4)


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Row by row, from the left, however a picture is tilted; as they came where most stand upright."""
    sides = [(math.dist(*piece.box[:2]), math.dist(*piece.box[1:3])) for piece in pieces]
    if 2 * sum(width > height for width, height in sides) <= len(sides):
        return list(pieces)
    tilt = median(math.atan2(y1 - y0, x1 - x0) for (x0, y0), (x1, y1) in (piece.box[:2] for piece in pieces))
    room = _APART * median(height for _, height in sides)
    return [piece for row in _rows(pieces, tilt, room) for _, piece in sorted(row, key=lambda each: each[0])]


def _rows(pieces: Sequence[Piece], tilt: float, room: float) -> list[list[tuple[float, Piece]]]:
    """[[(place in the row, piece)]] from the top."""
    rows: list[list[tuple[float, Piece]]] = []
    last = -math.inf
    for down, along, at in sorted((*_turned(piece, tilt), at) for at, piece in enumerate(pieces)):
        if down - last > room:
            rows.append([])
            last = down
        rows[-1].append((along, pieces[at]))
    return rows


def _turned(piece: Piece, tilt: float) -> tuple[float, float]:
    """(down, along) of a piece's middle once the picture is straight."""
    x, y = (sum(corner[axis] for corner in piece.box) / 4 for axis in (0, 1))
    return y * math.cos(tilt) - x * math.sin(tilt), x * math.cos(tilt) + y * math.sin(tilt)
