"""What a person is called and reached by, and which of it can mean nobody else."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from haoke.core import registry
from haoke.core.records import storage
from haoke.core.sql import Sql, any_of, ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

#: Kinds a person is reached by.
REACHED = frozenset({"email", "phone", "im"})
#: Least lengths of names that hardly mean anything else: in Latin letters, of several words; in others.
LATIN, CHINESE = 5, 3
#: Matches in no text.
NOTHING = "(?=a)b"


class Mark(NamedTuple):
    """Spellings of one thing a person is known by; `alone`: whoever reads one can only mean him."""

    words: tuple[str, ...]
    alone: bool


def marks(spec: ObjectSpec, record: UUID, ids: Sequence[UUID]) -> list[Mark]:
    """Name, addresses and numbers of a record, as they are stored and as they are written; `ids`: all that are he."""
    listed = storage.listed(storage.columns(spec))
    row = storage.fetch(Sql(f"SELECT {listed} FROM {storage.table(spec.model)} WHERE id = %s", (record,)))[0]
    found = []
    for name, each in registry.fields(spec.key).items():
        value = each.load(row)
        if value is None or not (name == spec.title or each.type.kind in REACHED or name in _marks(spec)):
            continue
        texts = {text for _, text in each.type.search(value)} | {each.type.format(value, "zh")}
        words = tuple(sorted(text for text in texts if len(text) > 1))
        found.append(Mark(words, name in _marks(spec) or _alone(spec, each, row, words, ids)))
    return found


def _alone(
    spec: ObjectSpec, field: FieldDef, row: Mapping[str, Any], words: Sequence[str], ids: Sequence[UUID]
) -> bool:
    """Whether whoever reads one of the words can only mean this record."""
    telling = field.name != spec.title or all(map(_distinctive, words))
    return telling and not _borne(spec, field, row[field.columns[0]], ids)


def _marks(spec: ObjectSpec) -> tuple[str, ...]:
    return spec.person.marks if spec.person else ()


def pattern(words: Iterable[str]) -> str:
    """Regular expression, ours and PostgreSQL's, of any of the words standing by itself; "" without words."""
    spelled = {form for word in words for form in (word, escape(word), escape(word, quote=False))}
    return "|".join(_by_itself(word) for word in sorted(spelled, key=lambda each: (-len(each), each)))


def _by_itself(word: str) -> str:
    """Pattern of a word; in scripts with spaces it is not a part of another: erasing Li leaves Lisbon."""
    before = r"(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    return before + re.escape(word) + after


def _distinctive(name: str) -> bool:
    """Whether a text that says this name is hardly about something else: 高兴 and "Li" may be, 欧阳国强 is not."""
    return len(name) >= LATIN and " " in name if name.isascii() else len(name) >= CHINESE


def _borne(spec: ObjectSpec, field: FieldDef, stored: Any, ids: Sequence[UUID]) -> bool:
    """Whether another record has the same: a person the name, anything the address or number."""
    document = isinstance(stored, list | dict)
    for other in registry.objects().values():
        if other.person and other.person.beside:
            continue
        if field.name == spec.title:
            alike = [registry.field(other.key, other.title)] if other.person else []
        else:
            alike = [each for each in registry.fields(other.key).values() if each.type.kind == field.type.kind]
        kind, value = ("::jsonb", storage.text_of(stored)) if document else ("", stored)
        same = [Sql(f"{ident(each.columns[0])} = %s{kind}", (value,)) for each in alike]
        query = Sql(f"SELECT id FROM {storage.table(other.model)} WHERE id <> ALL(%s) AND ", (list(ids),))
        if same and storage.fetch(query + any_of(same) + Sql(" LIMIT 1")):
            return True
    return False
