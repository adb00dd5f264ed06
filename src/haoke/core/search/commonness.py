"""How common words are: the part of an object's entries that has a beginning of a word, counted in a sample.

What is so common that its newest hits are soon come by is looked for along the newest records: the index of words
would first gather all its hits, a hundred thousand of them. Nothing but the way rests on it: where the newest hold too
few, the index is asked all the same. What an object with next to no entries holds is read without it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any, Final

from haoke.core.search.documents import code
from haoke.core.search.spelling import SIGN
from haoke.core.search.tokens import is_han, pairs
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.search.words import Words

#: Entries that are looked at, letters of a word that are told apart, and the part from which one is kept.
SAMPLE: Final = 4_000
LETTERS: Final = 8
LEAST: Final = 0.01
#: Entries of an object below which no look-up is dear, and up to which all of them are read.
MANY: Final = 5_000
FEW: Final = 50
#: The part of an object's entries from which its newest records are the better way.
COMMON: Final = 0.03
#: Before the key of an object in place of a word: how many entries it has.
OBJECT: Final = "="
#: Seconds a process goes by what it has read.
FRESH: Final = 600.0


@dataclass(slots=True)
class _Kept:
    shares: dict[str, float] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    until: float = 0.0


_kept = _Kept()


def share(wanted: Words, key: str, fields: Sequence[str]) -> float:
    """Part of an object's entries that likely have all the words; 0 where the index of words is the better way."""
    if not (wanted.runs and _kept.shares) or wanted.spelled:
        return 0.0
    codes = [code(key, name) for name in fields]
    found = prod(min(1.0, sum(_least(mark, run) for mark in codes)) for run in wanted.runs)
    return found if found >= COMMON else 0.0


def few(key: str) -> bool:
    """Whether an object had next to no entries when they were counted."""
    return bool(_kept.entries) and _kept.entries.get(key, 0) <= FEW


def whole(wanted: Words, key: str, name: str) -> bool:
    """Whether Han words are common in that field; of Latin ones only beginnings are known."""
    return any(map(is_han, wanted.runs)) and share(wanted, key, [name]) > 0


def _least(mark: str, run: str) -> float:
    parts = pairs(run) if is_han(run) else (run[:LETTERS],)
    return min(_kept.shares.get(mark + part, 0.0) for part in parts)


def asked() -> list[Sql]:
    """What is kept, as a part of candidates, where what this process knows is old: it costs no statement of its own."""
    if time.monotonic() < _kept.until:
        return []
    columns = "array_agg(lexeme)::text, array_agg(object || ' ' || entries || ' ' || share)::text"
    return [Sql(f"SELECT '', 0, count(*), {columns} FROM core_commonword")]


def learn(lexemes: str | None, told: str | None) -> None:
    """Go by what `asked` was answered."""
    shares, entries = {}, {}
    for lexeme, line in zip(_texts(lexemes), _texts(told), strict=True):
        key, number, part = line.split(" ")
        shares[lexeme], entries[key] = float(part), int(number)
    _kept.shares, _kept.entries, _kept.until = shares, entries, time.monotonic() + FRESH


def _texts(array: str | None) -> list[str]:
    return [each.strip('"') for each in array[1:-1].split(",")] if array else []


def forget() -> None:
    """Read it again at the next search."""
    _kept.shares, _kept.entries, _kept.until = {}, {}, 0.0


_SAMPLED: Final = f"""
INSERT INTO core_commonword (lexeme, object, entries, share)
WITH whole AS (
  SELECT object, count(*) AS entries FROM core_searchdoc GROUP BY object
), sample AS MATERIALIZED (
  SELECT d.object, d.record, d.tsv FROM core_searchdoc d TABLESAMPLE SYSTEM (%s) JOIN whole w USING (object)
  WHERE w.entries >= %s
), looked AS (
  SELECT object, count(*) AS n FROM sample GROUP BY object
), held AS (
  SELECT s.object, p.lexeme, count(*) AS n
  FROM sample s CROSS JOIN LATERAL (
    SELECT DISTINCT left(t.word, 4 + k) AS lexeme
    FROM unnest(tsvector_to_array(s.tsv)) AS t(word), generate_series(1, least(length(t.word) - 4, {LETTERS})) AS k
    WHERE substr(t.word, 5, 1) NOT IN ('=', '{SIGN}')
  ) p
  GROUP BY s.object, p.lexeme
)
SELECT h.lexeme, h.object, w.entries, h.n::float8 / l.n
FROM held h JOIN looked l USING (object) JOIN whole w USING (object) WHERE h.n > {LEAST} * l.n
UNION ALL SELECT '{OBJECT}' || object, object, entries, 0 FROM whole
"""


def count_anew(cursor: Any) -> int:
    """Count in a sample of the entries how common words are; how many are kept."""
    cursor.execute("DELETE FROM core_commonword")
    cursor.execute("SELECT greatest(count(*), 1) FROM core_searchdoc")
    cursor.execute(_SAMPLED, [min(100.0, 100.0 * SAMPLE / float(cursor.fetchone()[0])), MANY])
    return int(cursor.rowcount)
