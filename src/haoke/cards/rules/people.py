"""Which of the names on a card is the person's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from haoke.cards.rules import words
from haoke.core.fieldtypes import pinyin

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    Named = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whose name it is: the e-mail address, lines that close a letter, lines with a title."""

    email: str
    closings: Set[int]
    titles: Set[int]


def best_name(
    named: Sequence[tuple[int, str]], names: Sequence[Named], unknown: Sequence[tuple[int, str]], signs: Signs
) -> list[Named]:
    """(line, name, salutation) of the person, the surest first: one in characters, one in letters."""
    local = re.sub(r"[^a-z]+", " ", signs.email.partition("@")[0].lower()).split()
    single = [(at, text, "") for at, text in unknown if _first_name(text, at, signs.closings, local)]

    def rank(each: Named) -> tuple[float, int]:
        at, text, salutation = each
        sure = 10.0 if (at, text) in named else 0.0
        sure += 4 if salutation else 0
        sure += 4 * _in_mail(text, local)
        sure += 2 if at - 1 in signs.closings else 0
        sure += 1.5 if signs.titles & {at - 1, at, at + 1} else 0
        return -sure, at

    ranked = sorted((*names, *single), key=rank)
    chinese = [each for each in ranked if words.HAN.search(each[1])][:1]
    latin = [each for each in ranked if not words.HAN.search(each[1])][:1]
    if latin and chinese and latin[0][1].lower() == chinese[0][1].lower():
        latin = []
    return [*chinese, *latin]


def _in_mail(text: str, local: Sequence[str]) -> float:
    """0..1: how well a name stands in what is before an address's @."""
    if not local:
        return 0
    whole = "".join(local)
    parts = [
        part.lower()
        for part in (pinyin.syllables(text, name=True) if words.HAN.search(text) else re.findall(r"[^\W\d_]+", text))
    ]
    if not parts:
        return 0
    found = sum(len(part) > 1 and part in whole for part in parts)
    initials = "".join(part[0] for part in parts)
    return found / len(parts) if found else float(whole in (initials, initials[1:] + initials[:1]))


def _first_name(text: str, at: int, closings: Set[int], local: Sequence[str]) -> bool:
    """Whether a single word is what somebody calls himself below his letter, or in his address."""
    word = text.strip(" ,.")
    if not re.fullmatch(r"[^\W\d_]{2,20}", word) or words.HAN.search(word):
        return False
    return word[:1].isupper() and (at - 1 in closings or word.lower() in local)
