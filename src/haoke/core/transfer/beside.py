"""What a spreadsheet of records says of them besides their fields: what they are about, their numbers elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core.records.reading.tying import NAME
from haoke.core.text import T
from haoke.core.transfer import outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.spec import ObjectSpec

ABOUT: Final = T("About", "关联记录")
#: What an import leaves alone: an export has it, and it is no field.
LABELS: Final = (ABOUT, outside.NUMBERS)
_BETWEEN = "; "


class Beside:
    """The further columns of one export; a raw file has none."""

    def __init__(self, spec: ObjectSpec, form: str) -> None:
        told = form != "migration"
        self.spec = spec
        self.about = told and spec.links is not None
        self.numbers = told and outside.has_numbers(spec)
        self._known: dict[str, list[str]] = {}

    @property
    def labels(self) -> list[T]:
        """Their headers."""
        return [*([ABOUT] if self.about else []), *([outside.NUMBERS] if self.numbers else [])]

    def look(self, items: Sequence[dict[str, Any]]) -> None:
        """Fetch what a page of records needs, which the reader sees."""
        self._known = outside.numbers_of(self.spec, [item["id"] for item in items]) if self.numbers else {}

    def cells(self, row: dict[str, Any]) -> list[str]:
        """What stands under the headers for a record of the page looked at last."""
        about = [_BETWEEN.join(each["title"] for each in row[NAME])] if self.about else []
        known = (number for number in self._known.get(row["id"], ()) if number != row.get("number"))
        return [*about, *([_BETWEEN.join(known)] if self.numbers else [])]
