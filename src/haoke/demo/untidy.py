"""Slips of the made-up company's sellers, the more the less care they take: what there is to clean."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from uuid import UUID

    from haoke.demo.world import Line, Values, World

#: Of the records of somebody who takes no care at all.
_SPOILT: Final = 0.3
#: Values that are never filled in by somebody without care, each as often as that.
_LEFT_OUT: Final = 0.75
_OPTIONAL: Final = ("website", "revenue", "employees", "founded", "email", "im", "description", "industry", "source")
_FULL: Final = {code: code + 0xFEE0 for code in (*range(48, 58), *range(65, 91), *range(97, 123))}


class Untidy:
    """Draws by itself, so that the rest of the company stays as it is."""

    def __init__(self, world: World, seed: int) -> None:
        self.rng = random.Random(f"untidy {seed}")  # noqa: S311 (made-up slips need no cryptography)
        self.staff = world.staff

    def spoilt(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines, some of them not as they should be."""
        for record, version, values in lines:
            self._leave_out(values)
            if self.rng.random() < _SPOILT * self._lack(values.get("owner")):
                slips = [slip for slip, field in _SLIPS if values.get(field)]
                self.rng.choice(slips)(self.rng, values)
            yield record, version, values

    def _lack(self, owner: UUID | None) -> float:
        return 1 - next((each.care for each in self.staff if each.id == owner), 0.5)

    def _leave_out(self, values: Values) -> None:
        lack = self._lack(values.get("owner"))
        for name in _OPTIONAL:
            if name in values and self.rng.random() < _LEFT_OUT * lack:
                values[name] = None


def _wide(rng: random.Random, values: Values) -> None:
    name = str(values["name"])
    values["name"] = name.translate(_FULL) if name.isascii() and rng.random() < 0.5 else f"{name[:2]}　{name[2:]}"  # noqa: PLR2004


def _form(_rng: random.Random, values: Values) -> None:
    name = str(values["name"])
    values["name"] = name.replace("（", "(").replace("）", ")").replace("Co., Ltd.", "co.,ltd").replace("Ltd.", "LTD")


def _capitals(_rng: random.Random, values: Values) -> None:
    values["email"] = str(values["email"]).upper()


def _title(rng: random.Random, values: Values) -> None:
    name = str(values["name"])
    if name.isascii():
        values["name"] = name.upper()
    else:
        values |= {"name": name[0] + rng.choice(("总", "工", "经理")), "salutation": None, "title": None}


def _number(field: str) -> Callable[[random.Random, Values], None]:
    """A digit lost, or an extension run in."""

    def slip(rng: random.Random, values: Values) -> None:
        number = str(values[field])
        bare = number.replace("-", "").replace(" ", "")
        if not bare.isdigit():
            return
        values[field] = rng.choice((f"{bare}{rng.randrange(801, 899)}", number[:-1]))

    return slip


_SLIPS: Final[tuple[tuple[Callable[[random.Random, Any], None], str], ...]] = (
    (_wide, "name"), (_form, "industry"), (_capitals, "email"), (_title, "title"), (_number("phone"), "phone"),
    (_number("mobile"), "mobile"),
)  # fmt: skip
