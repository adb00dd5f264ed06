"""What is looked up for each row, asked for all rows at once: for lists that have to reckon every row anyway."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from haoke.core.fields import Reckoned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.fields import FieldDef
    from haoke.core.sql import Sql


class Gathering:
    """Joins beside a table `r`, and expressions about `r` that read them instead of looking up row by row.

    Only for what stands directly in a statement FROM the table: in a subquery `r` may be another row.
    """

    def __init__(self, fields: Iterable[FieldDef]) -> None:
        every = [each for field in fields if isinstance(field, Reckoned) for each in field.lookups()]
        found = {each: f"g{place}" for place, each in enumerate(dict.fromkeys(every))}
        joined = (f" LEFT JOIN ({each.every}) {name} ON {name}.record = r.id" for each, name in found.items())
        self.joins = "".join(joined)
        self._read = [
            (each.each, f"{name}.value" if each.none == "NULL" else f"coalesce({name}.value, {each.none})")
            for each, name in found.items()
        ]

    def text(self, text: str) -> str:
        """A text of SQL about `r`."""
        for each, read in self._read:
            text = text.replace(each, read)
        return text

    def sql(self, part: Sql) -> Sql:
        """A fragment about `r`; what is looked up has no parameters."""
        return replace(part, text=self.text(part.text))
