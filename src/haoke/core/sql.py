"""SQL text with its parameters; the only way fragments are put together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from psycopg.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Sql:
    """A fragment with `%s` placeholders; identifiers in `text` come from the registry, never from input."""

    text: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: Sql) -> Sql:
        return Sql(self.text + other.text, self.params + other.params)

    def wrap(self, before: str, after: str) -> Sql:
        """The fragment between two literal texts."""
        return Sql(before + self.text + after, self.params)


def literal(fragment: Sql) -> Sql:
    """The fragment with its parameters written out, for where no parameters can be given."""
    values = iter(fragment.params)
    parts = (
        "".join(
            text if place == 0 else quote(next(values)).replace("%", "%%") + text for place, text in enumerate(whole)
        )
        for whole in (each.split("%s") for each in fragment.text.split("%%"))
    )
    return Sql("%%".join(parts))


TRUE = Sql("TRUE")
FALSE = Sql("FALSE")


def join(separator: str, parts: Iterable[Sql]) -> Sql:
    """The parts with `separator` between them; an empty Sql for none."""
    listed = list(parts)
    return Sql(separator.join([part.text for part in listed]), tuple([p for part in listed for p in part.params]))


def all_of(parts: Iterable[Sql]) -> Sql:
    """AND of the parts that say something; TRUE for none, FALSE when one is FALSE."""
    kept = [part for part in parts if part.text != "TRUE"]
    if any(part.text == "FALSE" for part in kept):
        return FALSE
    return join(" AND ", kept).wrap("(", ")") if kept else TRUE


def any_of(parts: Iterable[Sql]) -> Sql:
    """OR of the parts; FALSE for none, TRUE when one is TRUE."""
    kept = [part for part in parts if part.text != "FALSE"]
    if any(part.text == "TRUE" for part in kept):
        return TRUE
    return join(" OR ", kept).wrap("(", ")") if kept else FALSE


@lru_cache(maxsize=8_192)
def ident(name: str) -> str:
    """A quoted identifier (`table.column` quotes each part)."""
    return ".".join('"' + part.replace('"', '""').replace("%", "%%") + '"' for part in name.split("."))
