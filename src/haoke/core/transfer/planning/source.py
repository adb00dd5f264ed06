"""One table on its way into drafts: its target, its columns by path, how its rows are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from haoke.core.transfer import existing
from haoke.core.transfer.drafts import Draft, Memory, fold
from haoke.core.transfer.guessing.mapping import KEY
from haoke.core.transfer.guessing.profile import is_empty
from haoke.core.transfer.guessing.words import flat
from haoke.core.transfer.reading.cells import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.guessing.layout import DataRow
    from haoke.core.transfer.guessing.mapping import Column
    from haoke.core.transfer.guessing.targets import ObjectTarget
    from haoke.core.transfer.models import ImportSource
    from haoke.core.transfer.reading.cells import Row
    from haoke.core.transfer.tables import Table

_CHINESE = ("\u4e00", "\u9fff")


@dataclass
class Source:
    """A table to be taken, with what is remembered of former imports of it."""

    table: Table
    target: ObjectTarget
    paths: Mapping[str, Column]
    key_name: str
    known: ImportSource | None = None
    memory: Mapping[tuple[str, str], Memory] = field(default_factory=dict)
    matched: Mapping[str, Mapping[str, UUID]] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)  # by row index

    @property
    def called(self) -> str:
        """What a person would call the table: "Sales pipeline" for sales_pipeline."""
        words = " ".join(self.table.name.replace("_", " ").split())
        return words[:1].upper() + words[1:]

    @property
    def key_shown(self) -> str:
        """What the column of ids is called, "" without one."""
        column = self.paths.get(KEY)
        return column.shown if column else ""

    @cached_property
    def cells(self) -> dict[int, Row]:
        """{row index: cells}."""
        return {row.index: row.cells for row in self.table.rows}

    def text(self, path: str, row: DataRow) -> str:
        """The trimmed text a row has under a path, "" when empty or not mapped."""
        column = self.paths.get(path)
        cell = row.cells[column.index] if column and column.index < len(row.cells) else None
        return "" if is_empty(cell) else text_of(cell).strip()

    def title(self, row: DataRow) -> str:
        """The row's title, also from a first and a last name."""
        name = self.target.title
        whole = self.text(name, row)
        if whole:
            return whole
        first, last = self.text(f"{name}/first", row), self.text(f"{name}/last", row)
        chinese = any(_CHINESE[0] <= char <= _CHINESE[1] for char in first + last)
        return last + first if chinese else f"{first} {last}".strip()

    def key(self, row: DataRow) -> str:
        """How the source knows the row: its id, else the fields that identify it, else its title; "" when nothing does."""  # noqa: E501 (one sentence or statement)
        own = self.text(KEY, row)
        if own:
            return own[:400]
        for names in self.target.match:
            texts = [self.title(row) if name == self.target.title else self.text(name, row) for name in names]
            if all(texts) and names != ("number",):
                return fold("|".join([",".join(names), *texts]))[:400]
        return fold(f"{self.target.title}|{title}")[:400] if (title := self.title(row)) else ""

    def existing_id(self, row: DataRow, key: str) -> tuple[UUID | None, Memory | None]:
        """The record the row already is, with what is remembered of it."""
        memory = self.memory.get((self.target.key, key))
        if memory:
            return memory.record, memory
        for name, found in self.matched.items():
            text = (
                self.text(KEY, row)
                if name == "number"
                else self.title(row)
                if name == self.target.title
                else self.text(name, row)
            )
            if text and fold(text) in found:
                return found[fold(text)], None
        return None, None


def open_source(actor: Actor, table: Table, target: ObjectTarget) -> Source:
    """A table with its memory and the existing records its rows may be."""
    paths = table.paths
    key = paths.get(KEY)
    source = Source(table, target, paths, flat(key.shown) if key else "")
    source.known = existing.source_of(target.key, source.key_name, table.signature)
    if source.known:
        source.memory = existing.remembered(source.known)
    source.matched = {
        name: existing.by_field(actor, target.key, name, _wanted(source, name)) for name in _single(target)
    }
    return source


def _single(target: ObjectTarget) -> list[str]:
    return [names[0] for names in target.match if len(names) == 1]


def _wanted(source: Source, name: str) -> list[Any]:
    if name == source.target.title:
        return [source.title(row) for row in source.table.rows]
    column = source.paths.get(KEY if name == "number" else name)
    return list(column.profile.values) if column else []
