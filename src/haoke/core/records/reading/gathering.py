"""What is looked up for each row, asked for all rows at once: for statements that have to reckon every row anyway."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from haoke.core.criteria import And, Leaf, leaves
from haoke.core.fields import Reckoned
from haoke.core.sql import TRUE, Sql

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.criteria import Node
    from haoke.core.fields import FieldDef

#: So many rows are looked up one by one sooner than all are gathered.
FEW: Final = 1000


class Gathering:
    """Joins beside a table `r`, and expressions about `r` that read them instead of looking up row by row.

    `head` goes before the statement. Where few rows meet `condition`, only theirs is looked up. Only for what stands
    directly in a statement FROM the table: in a subquery `r` may be another row.
    """

    def __init__(self, fields: Iterable[FieldDef] = (), table: str = "", condition: Sql = TRUE) -> None:
        every = (each for field in fields if isinstance(field, Reckoned) for each in field.lookups())
        self._names = {each: f"g{place}" for place, each in enumerate(dict.fromkeys(every))}
        self.joins = "".join(
            f" LEFT JOIN (SELECT e.record, e.value FROM ({each.every}) e WHERE (SELECT rows FROM many) UNION ALL"
            f" SELECT r.id, {each.each} FROM first f JOIN {table} r ON r.id = f.id WHERE NOT (SELECT rows FROM many))"
            f" {name} ON {name}.record = r.id"
            for each, name in self._names.items()
        )
        first = condition.wrap(f"WITH first AS MATERIALIZED (SELECT r.id FROM {table} r WHERE ", f" LIMIT {FEW + 1})")
        many = Sql(f", many AS MATERIALIZED (SELECT count(*) > {FEW} AS rows FROM first) ")
        self.head = first + many if self._names else Sql("")

    def text(self, text: str) -> str:
        """A text of SQL about `r`."""
        for each, name in self._names.items():
            read = f"{name}.value" if each.none == "NULL" else f"coalesce({name}.value, {each.none})"
            text = text.replace(each.each, read)
        return text

    def sql(self, part: Sql) -> Sql:
        """A fragment about `r`; what is looked up has no parameters."""
        return replace(part, text=self.text(part.text))


def parted(node: Node | None, fields: Iterable[FieldDef]) -> tuple[And, And]:
    """(what else, what of the fields) a filter asks; what also looks at other records is among the first."""
    names = {field.name for field in fields}
    nodes = node.nodes if isinstance(node, And) else (node,) if node else ()
    own = tuple(each for each in nodes if names and _asks(each, names))
    return And(tuple(each for each in nodes if each not in own)), And(own)


def _asks(node: Node, names: set[str]) -> bool:
    asked = [each.field if isinstance(each, Leaf) else "." for each in leaves(node)]
    return not names.isdisjoint(asked) and not any("." in each for each in asked)
