"""A sheet with what is guessed about it, and the guesses over all files together."""

# What a step works on is handed over in the order it is named.
# ruff: noqa: PLR0917

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from haoke.core.text import T, say
from haoke.core.transfer.guessing.layout import DataRow, Layout, data_rows, layout_of
from haoke.core.transfer.guessing.mapping import KEY, Column, Guess, Match, guess
from haoke.core.transfer.guessing.profile import profile_of
from haoke.core.transfer.guessing.targets import REFERENCES, ObjectTarget
from haoke.core.transfer.guessing.words import flat
from haoke.core.transfer.reading.cells import Row
from haoke.core.transfer.reading.tables import Sheet

#: Columns a file of rejected rows has before its own; imported again they say nothing.
OURS = (T("Row in the file", "文件行号"), T("Field to correct", "需更正的字段"), T("What to correct", "需要更正的问题"))
#: Names spreadsheets give sheets by themselves.
_GENERIC = re.compile(r"^(sheet|工作表|表)\s*\d*$", re.IGNORECASE)
_OURS = frozenset(flat(said) for text in OURS for said in (say(text, "zh"), say(text, "en")))


@dataclass
class Table:
    """One sheet as a table: rows by verdict, columns, meaning."""

    id: str
    file: str
    name: str
    sheet: Sheet
    layout: Layout
    rows: list[DataRow]
    skipped: list[DataRow]
    columns: list[Column]
    guess: Guess

    @property
    def object(self) -> str | None:
        return self.guess.object

    def column(self, path: str) -> Column | None:
        """The column mapped to `path`."""
        return next((item for item in self.columns if self.guess.matches[item.index].path == path), None)

    @property
    def paths(self) -> dict[str, Column]:
        """{path: column} of everything that is taken."""
        return {path: item for item in self.columns if (path := self.guess.matches[item.index].path)}

    @property
    def signature(self) -> tuple[str, ...]:
        """Headers, by which a later version of the same file is known again."""
        return tuple(sorted({flat(text) for text in self.layout.headers if flat(text) and flat(text) not in _OURS}))


def table_of(
    sheet: Sheet,
    file: str,
    ident: str,
    objects: Mapping[str, ObjectTarget],
    known: object,
    header_row: int | None = None,
) -> Table:
    """A sheet laid out and profiled; its meaning is guessed on its own."""
    layout = layout_of(sheet, known, header_row)  # type: ignore[arg-type]  # any callable over texts
    rows: list[DataRow] = []
    skipped: list[DataRow] = []
    for row in data_rows(sheet, layout):
        (skipped if row.skipped and row.skipped != "ragged" else rows).append(row)
    columns = _columns(layout, [row.cells for row in rows])
    name = (
        _stem(file)
        if sheet.name in (None, _stem(file)) or _GENERIC.match(sheet.name or "")
        else f"{_stem(file)} {sheet.name}"
    )
    meaning = (
        Guess(None, 0.0, {item.index: Match(None) for item in columns})
        if layout.describes
        else guess(columns, objects, name)
    )
    return Table(ident, file, name, sheet, layout, rows, skipped, columns, meaning)


def _columns(layout: Layout, rows: Sequence[Row]) -> list[Column]:
    return [
        Column(index, header, profile_of([row[index] if index < len(row) else None for row in rows]), shown)
        for index, (header, shown) in enumerate(zip(layout.headers, _told_apart(layout.headers), strict=True))
        if flat(header) not in _OURS
    ]


def _told_apart(headers: Sequence[str]) -> Iterator[str]:
    """The headers, those that stand there before with the first number nobody has."""
    taken: set[str] = set()
    for header in headers:
        shown, number = header, 1
        while shown and (shown in taken or (number > 1 and shown in headers)):
            number += 1
            shown = f"{header} ({number})"
        taken.add(shown)
        yield shown


def _stem(file: str) -> str:
    return file.rsplit("/", 1)[-1].rsplit(".", 1)[0]


@dataclass(frozen=True)
class Relation:
    """Values of a column (of table `table`) are keys of another table: `key` is that table's key column."""

    table: str
    column: int
    other: str
    key: int
    covered: float


def relations(tables: Sequence[Table], objects: Mapping[str, ObjectTarget]) -> list[Relation]:
    """Which reference columns speak of rows of other tables (or of their own) by those tables' keys."""
    found: list[Relation] = []
    keys = [(table, table.column(KEY)) for table in tables if table.object]
    for table in tables:
        for path, column in table.paths.items():
            target = _target(objects, table.object, path)
            for other, key in keys:
                if key is None or other.object != target or (other is table and key is column):
                    continue
                covered = _covered(column, key.profile.values)
                if covered >= 0.5 and covered > _covered(column, _titles(other, objects)):  # noqa: PLR2004 (said where it is weighed)
                    found.append(Relation(table.id, column.index, other.id, key.index, covered))
    return found


def _target(objects: Mapping[str, ObjectTarget], main: str | None, path: str) -> str | None:
    owner, _, name = path.rpartition(".")
    target = objects.get(owner or main or "")
    item = target.fields.get(name.partition("/")[0]) if target else None
    return item.target if item and item.kind in REFERENCES else None


def _titles(table: Table, objects: Mapping[str, ObjectTarget]) -> Iterable[str]:
    column = table.column(objects[table.object].title) if table.object else None
    return column.profile.values if column else ()


def _covered(column: Column, keys: Iterable[str]) -> float:
    known = set(keys)
    values = column.profile.values
    return sum(count for text, count in values.items() if text in known) / max(1, column.profile.filled)


@dataclass
class Reading:
    """All tables of one import with the relations between them."""

    tables: list[Table] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
