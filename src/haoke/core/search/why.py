"""Why a record of a list was found: the parts of its name, or what else of it, that is or reads as what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.fieldtypes import pinyin
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.search.documents import references
from haoke.core.search.tokens import fold, is_han
from haoke.core.search.words import words
from haoke.core.text import current_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.search.words import Words
    from haoke.core.spec import ObjectSpec

#: Under which a record of a list says why it was found.
NAME = "found"


def say(spec: ObjectSpec, q: str, items: Sequence[dict[str, Any]]) -> None:
    """Give each item `found`: {field, text, parts} of the first searched field by which it is found; None where that is
    none of those it has. `text` is as it is written, `parts` are the pieces of it that were meant."""
    wanted = words(q)
    looks = [_Look(wanted, spec.key, name) for name in sorted(spec.search, key=lambda name: name != spec.title)]
    for item in items:
        item[NAME] = next((told for look in looks if (told := look.told(item))), None)


@dataclass(frozen=True, slots=True)
class _Look:
    wanted: Words
    key: str
    name: str

    def told(self, item: Mapping[str, Any]) -> dict[str, Any] | None:
        value = item.get(self.name)
        if not value or (isinstance(value, dict) and "masked" in value):
            return None
        kind = registry.field(self.key, self.name).type
        own = registry.get(self.key).search_kinds.get(self.name)
        if self.name in references(self.key):
            written = value.get("title") or ""
            texts: Sequence[tuple[SearchKind, str]] = [(SearchKind.TEXT, written)]
        else:
            value = kind.clean(value)
            written, texts = kind.format(value, current_language()), list(kind.search(value))
        for searched, text in texts:
            if parts := found(self.wanted, own or searched, text):
                return {"field": self.name, "text": written, "parts": parts}
        return None


def found(wanted: Words, kind: SearchKind, text: str) -> list[str]:
    """Pieces of a text by which it is found; none where it is not."""
    if kind in {SearchKind.PHONE, SearchKind.EMAIL, SearchKind.CODE}:
        return [wanted.number or wanted.typed] if wanted.within(kind, text) else []
    pieces = [piece for run in wanted.runs if (piece := _piece(run, kind, text))]
    return pieces if len(pieces) == len(wanted.runs) else []


def _piece(run: str, kind: SearchKind, text: str) -> str:
    folded = fold(text)
    if run in folded:
        at = folded.index(run)
        return text[at : at + len(run)] if len(folded) == len(text) else run
    return "" if is_han(run) else _read(run, pinyin.syllables(text, name=kind is SearchKind.NAME), text)


def _read(run: str, syllables: Sequence[str], text: str) -> str:
    """The characters of a text that read so, or whose readings begin so."""
    initials = "".join(syllable[:1] or " " for syllable in syllables)
    for at in range(len(syllables)):
        if initials.startswith(run, at) and len(run) > 1:
            return text[at : at + len(run)]
        read = ""
        for end in range(at, len(syllables)):
            read += syllables[end]
            if read.startswith(run):
                return text[at : end + 1]
            if not run.startswith(read):
                break
    return ""
