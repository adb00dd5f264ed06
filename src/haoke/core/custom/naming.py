"""Names in small letters made from labels in either language."""

from __future__ import annotations

import hashlib
import re
from itertools import count
from typing import TYPE_CHECKING, Final

from haoke.core.fieldtypes import pinyin

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

FIELD: Final = "cf_"
OBJECT: Final = "co_"
#: Characters of a name, with its prefix.
FIELD_LENGTH, OBJECT_LENGTH = 40, 30
SHAPE: Final = re.compile(r"c[fo]_[a-z](?:[a-z0-9]|_(?!_|$))*")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_ENGLISH: Final = re.compile(r"[A-Za-z]$")
_OTHER: Final = re.compile(r"[^a-z0-9]+")


def unique_index(table: str, column: str) -> str:
    """What schema.sql calls the index of a run-time field no two records may share."""
    return "cu_" + hashlib.md5(f"{table}.{column}".encode(), usedforsecurity=False).hexdigest()


def fits(name: str, prefix: str, most: int) -> bool:
    """Whether a name is one the database takes."""
    return name.startswith(prefix) and len(name) <= most and SHAPE.fullmatch(name) is not None


def slug(text: str, most: int) -> str:
    """The text in small letters, digits and underscores, Chinese by its reading; "" when nothing is left."""
    read = _HAN.sub(lambda run: f"_{'_'.join(pinyin.syllables(run[0], name=False))}_", text).lower()
    return _OTHER.sub("_", read).strip("_")[:most].strip("_")


def named(label: Mapping[str, str], prefix: str, most: int, taken: AbstractSet[str]) -> str:
    """A free name for a label, its English half first."""
    room = most - len(prefix) - 3
    found = next(filter(None, (slug(label.get(language, ""), room) for language in ("en", "zh"))), "field")
    stem = prefix + (found if found[0].isalpha() else f"n_{found}"[:room])
    if stem not in taken:
        return stem
    return next(each for number in count(2) if (each := f"{stem}_{number}") not in taken)


def plurals(one: Mapping[str, str], several: Mapping[str, str] | None) -> dict[str, str]:
    """What several are called in each language: as was said, else by the rule; Chinese has no plural."""
    english = {"en": plural(one["en"])} if one.get("en") else {}
    return {**one, **english, **{language: text for language, text in (several or {}).items() if text}}


def plural(word: str) -> str:
    """An English word in its regular plural; anything else as it is."""
    if not _ENGLISH.search(word):
        return word
    if word[-1] in "yY" and word[-2:-1].lower() not in (*"aeiou", ""):
        return word[:-1] + "ies"
    return word + ("es" if word.lower().endswith(("s", "x", "z", "ch", "sh")) else "s")
