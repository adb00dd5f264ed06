"""Cells that hold several records: people with their phones, dated notes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from haoke.core import clock, registry
from haoke.core.errors import BadValue
from haoke.core.text import T
from haoke.core.transfer.converting import NO_BASE, NO_DATE, NO_YEAR, as_datetime
from haoke.core.transfer.drafts import Draft, fold, new_id
from haoke.core.transfer.given import Trouble
from haoke.core.transfer.guessing.dates import lacks, moment_of
from haoke.core.transfer.guessing.entries import entries_of
from haoke.core.transfer.guessing.lexicon import NOTE, option_in
from haoke.core.transfer.guessing.people import LONGEST, people_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from haoke.core.fieldtypes.base import Hints
    from haoke.core.transfer.guessing.entries import Entry
    from haoke.core.transfer.guessing.people import Person
    from haoke.core.transfer.guessing.targets import ObjectTarget
    from haoke.core.transfer.planning.questions import Reader

TOO_LONG = T(
    "Names and numbers of people take at most {most} characters a cell, not {count}. Share them out among lines",
    "每个单元格的联系人最多 {most} 个字符，此处有 {count} 个，请拆分到多行",
)
_SUBJECT = 60
_PATIENCE = timedelta(days=1)


class People:
    """Takes a cell of people apart into drafts of `target` that belong to a main record."""

    def __init__(self, target: ObjectTarget, main: ObjectTarget, link: str, hints: Hints) -> None:
        self.target, self.link, self.hints = target, link, hints
        self.phones = [item.name for item in target.fields.values() if item.kind == "phone"]
        self.email = next((item.name for item in target.fields.values() if item.kind == "email"), None)
        self.main_phone = next((item.name for item in main.fields.values() if item.kind == "phone"), None)

    def take(self, text: str, main: Draft) -> list[Draft]:
        """Drafts of the people; a number without a name goes to the person before it, to the main record, or stands alone."""  # noqa: E501 (one sentence or statement)
        if len(text) > LONGEST:
            message = TOO_LONG.fill(most=LONGEST, count=len(text))
            main.troubles.append(Trouble(f"{self.target.key}.{self.target.title}", "too_long", message, text[:200]))
            return []
        drafts: list[Draft] = []
        for person in people_of(text):
            phone, trouble = self._phone(person.phone)
            if trouble:
                main.troubles.append(trouble)
            if not person.name and phone is not None and self._attach(phone, drafts, main):
                continue
            if person.name or phone is not None or person.email:
                drafts.append(self._draft(person, phone, main))
        return drafts

    def _phone(self, text: str) -> tuple[Any, Trouble | None]:
        if not text:
            return None, None
        try:
            return registry.field(self.target.key, self.phones[0]).type.parse(text, self.hints), None
        except BadValue as bad:
            return None, Trouble(f"{self.target.key}.{self.phones[0]}", bad.code, bad.message, text)

    def _attach(self, phone: Any, drafts: list[Draft], main: Draft) -> bool:
        free = next((name for name in self.phones if drafts and drafts[-1].values.get(name) is None), None)
        if drafts and free:
            drafts[-1].values[free] = phone
            return True
        if not drafts and self.main_phone and main.values.get(self.main_phone) is None:
            main.values[self.main_phone] = phone
            return True
        return False

    def _draft(self, person: Person, phone: Any, main: Draft) -> Draft:
        name = person.name or person.phone or person.email
        values: dict[str, Any] = {self.target.title: name, self.link: main.id}
        if phone is not None:
            values[self.phones[0]] = phone
        if person.email and self.email:
            values[self.email] = person.email
        key = f"{main.key}|{self.target.key}|{fold(name)}"
        return Draft(self.target.key, key, new_id(), values, main.table, main.row, name)


class Notes:
    """Takes a cell of dated notes apart into drafts of `target`, tied to the main record."""

    def __init__(self, target: ObjectTarget, reader: Reader, author: Callable[[str], Any], label: str) -> None:
        self.target, self.reader, self.author, self.label = target, reader, author, label
        self.now = clock.now()
        kind = target.fields.get(NOTE["kind"])
        self.kinds = tuple(option.value for option in kind.options) if kind else ()

    def take(self, text: str, main: Draft) -> list[Draft]:
        """One draft a note; a date that cannot be read is named, the note itself is kept."""
        return [self._draft(entry, number, main) for number, entry in enumerate(entries_of(text))]

    def _draft(self, entry: Entry, number: int, main: Draft) -> Draft:
        owner = self.author(entry.who) if entry.who else None
        body = entry.text if owner or not entry.who else f"{entry.who}: {entry.text}"
        when, trouble = self._when(entry)
        values: dict[str, Any] = {
            NOTE["title"]: (entry.text or self.label)[:_SUBJECT],
            NOTE["text"]: body,
            NOTE["kind"]: option_in(entry.text, self.kinds) or ("note" if "note" in self.kinds else None),
            NOTE["done"]: True,
            NOTE["at"]: when,
            "owner": owner or main.values.get("owner"),
        }
        known = {name: value for name, value in values.items() if name in self.target.fields and value is not None}
        key = f"{main.key}|{self.target.key}|{entry.when}|{fold(entry.text)[:80]}|{number if not entry.when else ''}"
        draft = Draft(self.target.key, key[:480], new_id(), known, main.table, main.row, known[self.target.title])
        if trouble:
            draft.troubles.append(trouble)
        return draft

    def _when(self, entry: Entry) -> tuple[datetime | None, Trouble | None]:
        if not entry.when:
            return None, None
        found = moment_of(entry.when, self.reader.dates)
        if found is None:
            message = {"year": NO_YEAR, "base": NO_BASE}.get(lacks(entry.when) or "", NO_DATE)
            return None, Trouble(
                f"{self.target.key}.{NOTE['at']}", "not_date", message.fill(value=entry.when), entry.when
            )
        moment = as_datetime(self._past(entry.when, found))
        return moment, None

    def _past(self, text: str, found: date) -> date:
        """What was noted has happened: a date without a year is the last such day that is not in the future."""
        year = self.reader.dates.year
        if lacks(text) == "year" and year and as_datetime(found) > self.now + _PATIENCE:
            return moment_of(text, replace(self.reader.dates, year=year - 1)) or found
        return found


def authors_in(values: Counter[str]) -> Counter[str]:
    """Who wrote the notes of a column, with how many each."""
    found: Counter[str] = Counter()
    for text, rows in values.items():
        for entry in entries_of(text):
            if entry.who:
                found[entry.who] += rows
    return found
