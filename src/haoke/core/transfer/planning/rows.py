"""One row after the other into the drafts of its record and of the records beside it."""

# What a step works on is handed over in the order it is named.
# ruff: noqa: PLR0917

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.errors import BadValue
from haoke.core.fieldtypes.booleans import BooleanType
from haoke.core.transfer.asides import put_why, putting
from haoke.core.transfer.converting import Converter
from haoke.core.transfer.drafts import Draft, fold, new_id
from haoke.core.transfer.given import Trouble
from haoke.core.transfer.guessing.mapping import KEY, NOTES, PEOPLE, WHY
from haoke.core.transfer.guessing.profile import is_empty
from haoke.core.transfer.guessing.targets import CHOICES, REFERENCES, FieldTarget
from haoke.core.transfer.planning.compound import Notes, People, authors_in
from haoke.core.transfer.planning.questions import factor_for
from haoke.core.transfer.planning.references import label_of
from haoke.core.transfer.reading.cells import Cell, text_of
from haoke.core.transfer.resolving import settle_choices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fieldtypes.base import Hints
    from haoke.core.transfer.given import Given, Issue
    from haoke.core.transfer.guessing.layout import DataRow
    from haoke.core.transfer.guessing.mapping import Column
    from haoke.core.transfer.guessing.targets import ObjectTarget
    from haoke.core.transfer.planning.plan import Plan
    from haoke.core.transfer.planning.questions import Reader
    from haoke.core.transfer.planning.references import References
    from haoke.core.transfer.planning.source import Source
    from haoke.core.transfer.tables import Relation

#: Puts one cell into a draft.
Put = Callable[[Draft, Cell], None]


class RowFiller:
    """Fills the drafts of one table's rows; everything that is the same for all rows is worked out once, here."""

    def __init__(
        self, actor: Actor, made: Plan, source: Source, objects: Mapping[str, ObjectTarget], given: Given, finder: References,  # noqa: E501 (one sentence or statement)
        reader: Reader, relations: Sequence[Relation],
    ) -> None:  # fmt: skip
        self.actor, self.made, self.source, self.objects, self.given = actor, made, source, objects, given
        self.finder, self.reader, self.relations = finder, reader, relations
        self.issues: list[Issue] = []
        self.main: list[tuple[int, Put]] = []
        self.side: dict[str, list[tuple[int, Put]]] = {}
        self.people: list[tuple[int, People]] = []
        self.notes: list[tuple[int, Notes]] = []
        self.links: dict[str, str] = {}
        self.behind: dict[str, str] = {}
        self.meant: dict[str, Mapping[str, UUID | None]] = {}
        for path, column in sorted(source.paths.items(), key=lambda pair: self._scope(pair[0]) is not None):
            self._prepare(path, column)

    def is_untaken(self, column: Column) -> bool:
        """A column with values that becomes nothing."""
        match = self.source.table.guess.matches[column.index]
        return match.path is None and match.why != "serial" and column.profile.filled > 0

    # -- preparing ---------------------------------------------------------------------------------
    def _prepare(self, path: str, column: Column) -> None:
        owner, _, name = path.rpartition(".")
        if path == KEY or (not owner and name.partition("/")[0] == self.source.target.title and "/" in name):
            return
        target = self.objects[owner] if owner else self.source.target
        if owner and not self._tie(owner, target):
            return
        if name == WHY:
            self.main.append((column.index, put_why))
        elif target.aside(path) is not None:
            put = putting(self.actor, target.key, path, (self.source.table.file, self.reader.dates), self.made.notices)
            self.main += [(column.index, put)] if put else []
        elif name == PEOPLE:
            self.people.append((column.index, People(target, self.source.target, self.links[owner], self.reader.hints)))
        elif name == NOTES:
            self.notes.append((column.index, self._notes(target, column)))
        else:
            place = self.main if not owner else self.side.setdefault(owner, [])
            place.append((column.index, self._put(target, name, column)))

    def _tie(self, owner: str, target: ObjectTarget) -> bool:
        """How a side record hangs together with the main one: it refers to it, is referred to, or is tied by a link."""
        main = self.source.target
        refers = target.refers_to(main.key)
        if refers:
            self.links[owner] = refers[0].name
            return True
        if target.links:
            return True
        back = main.refers_to(owner)
        if back:
            self.behind[owner] = back[0].name
        return bool(back)

    def _notes(self, target: ObjectTarget, column: Column) -> Notes:
        item = target.fields["owner"]
        who = authors_in(column.profile.values)
        found = (
            self.finder.values(f"{target.key}.owner", item, who, self.source.called)
            if self.given.historical and who
            else {}
        )
        return Notes(target, self.reader, found.get, label_of(target.key))

    def _put(self, target: ObjectTarget, name: str, column: Column) -> Put:
        field, _, part = name.partition("/")
        item = target.fields[field]
        place = f"{target.key}.{field}"
        if part:
            return _put_tick(field, part, self.reader.hints) if item.kind == "multichoice" else _put_part(field, part)
        if item.kind in REFERENCES and item.kind != "multireference":
            return self._put_reference(place, item, column)
        choices: dict[str, str | None] = {}
        if item.kind in CHOICES:
            choices, issues = settle_choices(place, column.profile.values, item, self.given.fixes)
            self.issues += issues
        if item.kind == "address" and any(other.startswith(f"{name}/") for other in self._names_of(target)):
            return _put_part(field, "line")
        convert = Converter(
            registry.field(target.key, field), self.reader.for_column(column), self.reader.dates,
            factor=factor_for(self.source.table, column, item.kind), choices=choices,
        )  # fmt: skip
        return Value(field, convert)

    def _names_of(self, target: ObjectTarget) -> list[str]:
        """What is mapped of one object, without its name before it."""
        prefix = "" if target is self.source.target else f"{target.key}."
        return [path.removeprefix(prefix) for path in self.source.paths if path.startswith(prefix)]

    def _scope(self, path: str) -> tuple[str, Column] | None:
        """(field, column) of the same record that say within what a name is meant, such as the pipeline of a stage."""
        owner, _, name = path.rpartition(".")
        own = self.objects.get(owner) if owner else self.source.target
        item = own.fields.get(name) if own else None
        scope = self.finder.scope_of(item.target) if item and item.kind == "reference" and item.target else None
        for other in own.fields.values() if own and scope else ():
            beside = f"{owner}.{other.name}" if owner else other.name
            if scope and other.kind == "reference" and other.target == scope.target and beside in self.source.paths:
                return other.name, self.source.paths[beside]
        return None

    def _put_within(self, place: str, item: FieldTarget, column: Column, scope: str, said: Column) -> Put:
        """A name that means something only within what another column of the row says."""
        meant = self.meant[f"{place.partition('.')[0]}.{scope}"]
        wanted: dict[UUID | None, Counter[str]] = {}
        for row in self.source.table.rows:
            if row.index in self.source.drafts and not is_empty(row.cells[column.index]):
                parent = meant.get(text_of(row.cells[said.index]).strip())
                wanted.setdefault(parent, Counter())[text_of(row.cells[column.index]).strip()] += 1
        found = self.finder.within(place, item, wanted, self.source.called)

        def put(draft: Draft, cell: Cell) -> None:
            known = None if is_empty(cell) else found.get((draft.values.get(scope), text_of(cell).strip()))
            _set(draft, item.name, known)

        return put

    def _put_reference(self, place: str, item: FieldTarget, column: Column) -> Put:
        scope = self._scope(place.removeprefix(f"{self.source.target.key}."))
        if scope:
            return self._put_within(place, item, column, *scope)
        found = self.meant[place] = self.finder.column(place, item, column, self.source.called, self._keyed(column))
        name = item.name
        beside = self._beside(place.partition(".")[0], item) if place in self.finder.settled else None

        def put(draft: Draft, cell: Cell) -> None:
            if is_empty(cell):
                _set(draft, name, None)
                if beside is not None:  # who names no stage begins in the pipeline the others are in
                    draft.values.setdefault(beside, self.finder.settled[place])
                    draft.filled |= {beside}
            else:
                record = found.get(text_of(cell).strip())
                _set(draft, name, record if record != draft.id else None)

        return put

    def _beside(self, key: str, item: FieldTarget) -> str | None:
        """The field that holds within what such a name is meant, in the record that has the name."""
        scope = self.finder.scope_of(item.target or "")
        fields = self.objects[key].fields.values() if scope is not None else ()
        return next((each.name for each in fields if scope is not None and each.target == scope.target), None)

    def _keyed(self, column: Column) -> dict[str, Draft] | None:
        """Drafts by the ids another table gives its rows, when this column holds such ids."""
        tie = next(
            (item for item in self.relations if item.table == self.source.table.id and item.column == column.index),
            None,
        )
        other = next((item for item in self.made.sources if tie and item.table.id == tie.other), None)
        if other is None:
            return None
        return {
            text: other.drafts[row.index]
            for row in other.table.rows
            if row.index in other.drafts and (text := other.text(KEY, row))
        }

    # -- filling -------------------------------------------------------------------------------------
    def fill(self, row: DataRow) -> None:
        """Put every cell of a row where it belongs."""
        cells = row.cells
        draft = self.source.drafts[row.index]
        if draft.title and "/" not in self.source.target.title and self.source.target.title not in draft.values:
            self._put_title(draft)
        self._fill_main(draft, cells)
        for owner, puts in self.side.items():
            self._fill_side(owner, puts, draft, cells)
        for index, people in self.people:
            if not is_empty(cells[index]):
                for person in people.take(text_of(cells[index]), draft):
                    person.main = draft
                    self._add(person)
        for index, notes in self.notes:
            if not is_empty(cells[index]):
                for note in notes.take(text_of(cells[index]), draft):
                    note.main = draft
                    self._tie_note(self._add(note), draft)

    def _fill_main(self, draft: Draft, cells: Sequence[Cell]) -> None:
        values = draft.values
        for index, put in self.main:
            cell = cells[index]
            if (
                not isinstance(put, Value)
                or type(cell) is not str
                or (known := put.known.get(cell)) is None
                or known[1] is not None
            ):
                put(draft, cell)
            # What a text was found to mean before is put without a call: that is most of what files say.
            elif values.get(put.name) is None:
                values[put.name] = known[0]

    def _put_title(self, draft: Draft) -> None:
        """A title made of parts has no column that puts it."""
        if self.source.target.title not in self.source.paths:
            draft.values[self.source.target.title] = draft.title

    def _add(self, draft: Draft) -> Draft:
        memory = self.source.memory.get((draft.object, draft.key))
        found = self.made.book.by_key(draft.object, draft.key)
        if found is not None and found.table == draft.table:
            draft.key = self.made.book.free_key(draft.object, draft.key)
            memory = self.source.memory.get((draft.object, draft.key))
        if memory:
            draft.id, draft.exists, draft.memory = memory.record, True, memory
        return self.made.book.add(draft)

    def _fill_side(self, owner: str, puts: list[tuple[int, Put]], main: Draft, cells: Sequence[Cell]) -> None:
        if all(is_empty(cells[index]) for index, _ in puts):
            return
        target = self.objects[owner]
        if owner in self.behind:
            side = self._behind(owner, main)
        else:
            side = Draft(owner, f"{main.key}|{owner}", new_id(), table=main.table, row=main.row, main=main)
        if side is None:
            return
        for index, put in puts:
            put(side, cells[index])
        if owner not in self.behind:
            title = side.values.get(target.title)
            side.title = str(title) if title else ""
            if side.title and target.person:
                side.key = f"{side.key}|{fold(side.title)}"
            if owner in self.links:
                side.values[self.links[owner]] = main.id
            self._add(side)

    def _behind(self, owner: str, main: Draft) -> Draft | None:
        """The draft of the record the main one refers to."""
        record = main.values.get(self.behind[owner])
        return self.made.book.by_id(owner, record) if record else None

    def _tie_note(self, note: Draft, main: Draft) -> None:
        spec = registry.get(note.object)
        link = spec.links
        if link is None:
            return
        tie = registry.by_model(link.model)
        values: dict[str, Any] = {link.child: note.id, link.object: main.object, link.record: main.id}
        self._add(Draft(tie.key, f"{note.key}|tie"[:490], new_id(), values, note.table, note.row, note.title))


def _set(draft: Draft, name: str, value: Any) -> None:
    """The first row that says something about a field wins."""
    if draft.values.get(name) is None:
        draft.values[name] = value


class Value:
    """Puts what a cell says into a field; `known` {text: (value, trouble)} are the texts met so far."""

    def __init__(self, name: str, convert: Converter) -> None:
        self.name, self.convert, self.known = name, convert, convert.known

    def __call__(self, draft: Draft, cell: Cell) -> None:
        value, trouble = self.convert(cell)
        if trouble is not None:
            draft.troubles.append(Trouble(self.name, trouble.code, trouble.message, trouble.value))
        else:
            _set(draft, self.name, value)


def _put_tick(name: str, choice: str, hints: Hints) -> Put:
    def put(draft: Draft, cell: Cell) -> None:
        try:
            said = None if is_empty(cell) else BooleanType().parse(text_of(cell), hints)
        except BadValue as bad:
            draft.troubles.append(Trouble(name, bad.code, bad.message, text_of(cell)[:200]))
            return
        if said is not None:
            draft.ticks.setdefault(name, {}).setdefault(choice, said)

    return put


def _put_part(name: str, part: str) -> Put:
    def put(draft: Draft, cell: Cell) -> None:
        whole = draft.values.get(name)
        if not is_empty(cell):
            draft.values[name] = {**(whole or {}), part: text_of(cell).strip()}
        elif name not in draft.values:
            draft.values[name] = None

    return put
