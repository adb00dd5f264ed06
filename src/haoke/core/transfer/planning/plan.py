"""From tables and decisions to drafts: who every row is, what every cell means, what must be asked."""

# What a step works on is handed over in the order it is named.
# ruff: noqa: PLR0917

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.errors import Refused
from haoke.core.text import T
from haoke.core.transfer.drafts import Book, Draft, Memory, new_id
from haoke.core.transfer.given import Trouble
from haoke.core.transfer.planning.completing import complete
from haoke.core.transfer.planning.questions import reader_of
from haoke.core.transfer.planning.references import References
from haoke.core.transfer.planning.rows import RowFiller
from haoke.core.transfer.planning.source import Source, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.given import Given, Issue, Question
    from haoke.core.transfer.guessing.layout import DataRow
    from haoke.core.transfer.guessing.targets import ObjectTarget
    from haoke.core.transfer.tables import Relation, Table

RAGGED = T(
    "The row has more cells than there are columns; check for separators inside a value",
    "该行单元格多于列数，请检查内容中是否含有分隔符",
)
UNNAMED = T("The row has no {label}", "该行没有{label}")
TWICE = T("Another row with different values has the same key “{value}”", "另一行使用了相同的编号“{value}”，但内容不同")
NO_RIGHT = T("You may not import {label}", "您没有导入{label}的权限")


@dataclass
class Plan:
    """Everything an import would do, and everything that is in question."""

    book: Book
    sources: list[Source] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    refused: list[Draft] = field(default_factory=list)  # rows that become no record at all
    repeated: int = 0
    untaken: list[tuple[Table, str]] = field(default_factory=list)
    notices: list[T] = field(default_factory=list)


def plan(
    actor: Actor,
    tables: Sequence[Table],
    relations: Sequence[Relation],
    objects: Mapping[str, ObjectTarget],
    given: Given,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Plan:
    """All drafts of an import; reads existing records, writes nothing."""
    made = Plan(Book())
    for table in tables:
        if table.object and _may(actor, table.object, made):
            made.sources.append(open_source(actor, table, objects[table.object]))
    for source in made.sources:
        _identify(made, source)
    finder = References(actor, objects, made.book, given)
    _fill(actor, made, relations, objects, given, finder, progress)
    made.questions += finder.questions
    made.issues += finder.issues
    complete(actor, made, objects, given)
    return made


def _may(actor: Actor, key: str, made: Plan) -> bool:
    spec = registry.get(key)
    try:
        access.require(actor, spec, Verb.IMPORT)
    except Refused:
        made.notices.append(NO_RIGHT.fill(label=spec.label_plural))
        return False
    return True


def _identify(made: Plan, source: Source) -> None:
    """A draft for every row, under the id of the record it already is or of a new one."""
    by_record: dict[object, Draft] = {}
    for row in source.table.rows:
        trouble = _unfit(source, row)
        title, key = source.title(row), source.key(row)
        if trouble:
            made.refused.append(_refusal(source, row, title, trouble))
            continue
        found = made.book.by_key(source.target.key, key) if key else None
        if found is not None and found.table == source.table.id:
            _again(made, source, row, found)
            continue
        record, memory = source.existing_id(row, key) if key else (None, None)
        twin = by_record.get(record) if record else None
        if twin is not None:
            source.drafts[row.index] = twin
            continue
        key = made.book.free_key(source.target.key, key or f"row|{row.index}")
        draft = _draft(source, row, key, title, record, memory)
        made.book.add(draft)
        source.drafts[row.index] = draft
        by_record[record] = draft


def _draft(source: Source, row: DataRow, key: str, title: str, record: object, memory: Memory | None) -> Draft:
    known = record if record is not None else new_id()
    draft = Draft(source.target.key, key, known, table=source.table.id, row=row.index, title=title)  # type: ignore[arg-type]  # a UUID
    draft.exists, draft.memory = record is not None, memory
    return draft


def _unfit(source: Source, row: DataRow) -> Trouble | None:
    if row.skipped == "ragged":
        return Trouble("", "ragged", RAGGED)
    title = source.target.fields[source.target.title]
    named = any(path.partition("/")[0] == title.name for path in source.paths)
    if named and title.required and not source.title(row):
        label = source.paths[title.name].shown if title.name in source.paths else title.labels[0]
        return Trouble(title.name, "required", UNNAMED.fill(label=label))
    return None


def _refusal(source: Source, row: DataRow, title: str, trouble: Trouble) -> Draft:
    return Draft(
        source.target.key,
        f"row|{row.index}",
        new_id(),
        table=source.table.id,
        row=row.index,
        title=title,
        refused=trouble,
    )


def _again(made: Plan, source: Source, row: DataRow, found: Draft) -> None:
    """A second row under one key: the same again, more about a record known by its name, or a contradiction."""
    if found.row is not None and source.cells[found.row] == row.cells:
        made.repeated += 1
    elif source.key_name and source.text("@key", row):
        trouble = Trouble("", "twice", TWICE.fill(value=source.text("@key", row)))
        made.refused.append(_refusal(source, row, found.title, trouble))
    else:
        source.drafts[row.index] = found


def _fill(
    actor: Actor,
    made: Plan,
    relations: Sequence[Relation],
    objects: Mapping[str, ObjectTarget],
    given: Given,
    finder: References,
    progress: Callable[[int, int], None],
) -> None:
    files = {source.table.file for source in made.sources}
    readers = {
        file: reader_of(
            file, [source.table for source in made.sources if source.table.file == file], objects, given, actor.language
        )
        for file in sorted(files)
    }
    made.questions += {question.key: question for reader in readers.values() for question in reader.questions}.values()
    total = sum(len(source.table.rows) for source in made.sources)
    done = 0
    for source in made.sources:
        filler = RowFiller(actor, made, source, objects, given, finder, readers[source.table.file], relations)
        for row in source.table.rows:
            if row.index in source.drafts:
                filler.fill(row)
            done += 1
            if done % 1000 == 0:
                progress(done, total)
        made.issues += filler.issues
        made.untaken += [(source.table, column.shown) for column in source.table.columns if filler.is_untaken(column)]
