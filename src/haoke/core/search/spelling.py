"""What was meant by a mistyped name: words of titles that are one slip away, and Chinese names that sound the same.

Two words are a slip apart (a letter too many, too few, changed, or two swapped) when they become the same by leaving
out at most one letter of each. So a title's entry holds its words with each letter left out, behind a sign.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from haoke.core.fieldtypes import pinyin
from haoke.core.search.tokens import is_han, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from haoke.core.search.words import Words

#: Letters of a word that may have a slip.
SHORTEST: Final = 4
LONGEST: Final = 24
SIGN: Final = "~"
#: Letters tried as swapped in a reading, which is kept in no other form.
_READ: Final = 12
_SOUNDS: Final = range(2, 13)


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """A word and what is left of it without one of its letters, as lexemes; none for what is no word."""
    if not (SHORTEST <= len(word) <= LONGEST and word.isalpha()) or is_han(word):
        return ()
    return tuple(dict.fromkeys((SIGN + word, *(SIGN + word[:i] + word[i + 1 :] for i in range(len(word))))))


def kept(texts: Iterable[str]) -> list[str]:
    """Lexemes by which a title is found in spite of a slip."""
    return list(dict.fromkeys(form for text in texts for run in runs(text) for form in forms(run)))


def respelled(wanted: Words) -> Words | None:
    """The search that finds what was meant; None where nothing of it can be a slip."""
    spelled = {run: ways for run in wanted.runs if (ways := _ways(run))}
    return replace(wanted, title="", number=None, typed="", spelled=spelled) if spelled else None


def meant(wanted: Words, title: str) -> str | None:
    """What was typed in the words of a title; None where the title has none that is near enough."""
    words = list(runs(title))
    latin = [word for word in words if not is_han(word)]
    found = []
    for run in wanted.runs:
        near = next((word for word in latin if word.startswith(run)), None) or _nearest(run, latin)
        if near is None and len(latin) == len(words):
            return None
        found.append(run if near is None or near.startswith(run) else near)
    return " ".join(found)


def slips(left: str, right: str) -> int:
    """Letters changed, left out, put in or swapped with their neighbour between two words."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        last, row = row, [i] + [0] * len(right)
        for j, other in enumerate(right, 1):
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                row[j] = min(row[j], before[j - 2] + 1)
        before = last
    return row[-1]


def _nearest(run: str, words: Sequence[str]) -> str | None:
    return next((word for word in words if set(forms(word)) & set(forms(run)) and slips(run, word) == 1), None)


def _ways(run: str) -> tuple[str, ...]:
    if is_han(run):
        return (
            tuple(dict.fromkeys(pinyin.full(run, name=name) for name in (True, False))) if len(run) in _SOUNDS else ()
        )
    return (run, *forms(run), *_swapped(run)) if forms(run) else ()


def _swapped(run: str) -> Iterable[str]:
    return (run[:i] + run[i + 1] + run[i] + run[i + 2 :] for i in range(min(len(run), _READ) - 1))
