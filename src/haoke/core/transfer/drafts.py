"""Records an import is going to make or change, before anything is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from haoke.core.ids import uuid7
from haoke.core.transfer.given import Trouble


@dataclass(slots=True)
class Draft:
    """One record: `key` is how its source knows it, `values` what the file says (None: the file says it is empty)."""

    object: str
    key: str
    id: UUID
    values: dict[str, Any] = field(default_factory=dict)
    table: str | None = None
    row: int | None = None
    title: str = ""
    exists: bool = False
    troubles: list[Trouble] = field(default_factory=list)
    memory: Memory | None = None
    refused: Trouble | None = None
    made_by_reference: bool = False
    main: Draft | None = None
    filled: frozenset[str] = frozenset()  # not from the file: worked out, and so never compared
    ticks: dict[str, dict[str, bool]] = field(default_factory=dict)  # {field: {choice: whether it is one of them}}
    asides: dict[str, Any] = field(
        default_factory=dict
    )  # {path: what its columns say that are no fields; None: unread}
    file: str = ""  # where that stands
    why: str = ""  # it is wanted though it is here already
    ticked: frozenset[str] = frozenset()  # fields of which the file says nothing but such ticks


@dataclass(frozen=True, slots=True)
class Memory:
    """What a former import left: the record, its version then, and the file's values then."""

    record: UUID
    version: int
    values: dict[str, Any]


class Book:
    """All drafts of one import, by object, findable by key and by title."""

    def __init__(self) -> None:
        self.by_object: dict[str, list[Draft]] = {}
        self._keys: dict[tuple[str, str], Draft] = {}
        self._titles: dict[tuple[str, str], Draft] = {}
        self._ids: dict[tuple[str, UUID], Draft] = {}

    def add(self, draft: Draft) -> Draft:
        """Keep a draft; the first one under a title is the one found by it."""
        self.by_object.setdefault(draft.object, []).append(draft)
        self._keys[draft.object, draft.key] = draft
        self._ids[draft.object, draft.id] = draft
        if draft.title:
            self._titles.setdefault((draft.object, fold(draft.title)), draft)
        return draft

    def drop(self, drafts: Collection[Draft]) -> None:
        """Nobody needs the drafts after all."""
        gone = {draft.id for draft in drafts}
        for key in {draft.object for draft in drafts}:
            self.by_object[key] = [draft for draft in self.by_object[key] if draft.id not in gone]
        for draft in drafts:
            self._keys.pop((draft.object, draft.key), None)
            self._ids.pop((draft.object, draft.id), None)
            self._titles.pop((draft.object, fold(draft.title)), None)

    def by_key(self, object_key: str, key: str) -> Draft | None:
        """The draft its source knows by `key`."""
        return self._keys.get((object_key, key))

    def move(self, draft: Draft, record: UUID) -> None:
        """The draft turns out to be an existing record."""
        self._ids.pop((draft.object, draft.id), None)
        draft.id, draft.exists = record, True
        self._ids[draft.object, record] = draft

    def by_id(self, object_key: str, record: UUID) -> Draft | None:
        """The draft that will be this record."""
        return self._ids.get((object_key, record))

    def by_title(self, object_key: str, title: str) -> Draft | None:
        """The draft of that name, blind to case and outer spaces."""
        return self._titles.get((object_key, fold(title)))

    def titles(self, object_key: str) -> dict[str, str]:
        """{id: title} of an object's drafts."""
        return {str(draft.id): draft.title for draft in self.by_object.get(object_key, ()) if draft.title}

    def free_key(self, object_key: str, key: str) -> str:
        """`key`, or the first of key#2, key#3 … that is not taken."""
        found, number = key, 1
        while (object_key, found) in self._keys:
            number += 1
            found = f"{key}#{number}"
        return found


def fold(title: str) -> str:
    """How titles are compared exactly."""
    return " ".join(title.split()).casefold()


def new_id() -> UUID:
    """Id of a record to be made."""
    return uuid7()
