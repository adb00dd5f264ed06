"""Pairs of records that are likely the same, among very many: compared in DuckDB, not in the database people use."""

from __future__ import annotations

import csv
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from haoke.dataquality.queries.weights import BLOCKS, CROWD, DOUBLES, LEVELS, OWN, REVIEW, SEVERAL, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    #: {column: its text}, the id among them; several values of a feature lie between separators.
    Line = Mapping[str, str]

SEPARATOR: Final = "\x1f"
_FETCHED: Final = 10_000
_SET: Final = (
    "SET threads = 2",
    "SET memory_limit = '2GB'",
    "SET preserve_insertion_order = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ids, how likely both are one (0 to 1), and {feature: level it meets}."""

    left: str
    right: str
    score: float
    levels: Mapping[Kind, int]


def pairs(lines: Iterable[Line], kinds: Sequence[Kind], folder: Path) -> Iterator[Pair]:
    """Every pair of lines worth somebody's look; `folder` is for what does not fit into memory."""
    duckdb = import_module("duckdb")  # 60 MB that only the job of a search needs
    with closing(duckdb.connect()) as base:
        for setting in (*_SET, f"SET temp_directory = '{folder / 'spill'}'"):
            base.execute(setting)
        many = _load(base, lines, kinds, folder / "records.csv")
        base.execute(_marked(kinds))
        base.execute(_candidates(kinds))
        found = base.execute(_scored(kinds, max(many, 2)))
        while rows := found.fetchmany(_FETCHED):
            for left, right, score, *levels in rows:
                met = {kind: level for kind, level in zip(kinds, levels, strict=True) if level is not None}
                yield Pair(left, right, score, met)


def columns(kinds: Sequence[Kind]) -> list[str]:
    """Columns of a line: a company's name stands there as words in their order and sorted, too."""
    return ["id", *kinds, *(["words"] if Kind.COMPANY in kinds else [])]


def _load(base: Any, lines: Iterable[Line], kinds: Sequence[Kind], path: Path) -> int:
    names = columns(kinds)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(lines)
    read = ", ".join(_read(kinds, name) for name in names)
    counted = "".join(
        f", count({kind}) OVER (PARTITION BY {kind}) AS {kind}_n" for kind in kinds if kind not in SEVERAL
    )
    source = f"read_csv('{path}', header = true, all_varchar = true, quote = '\"', escape = '\"', delim = ',')"
    base.execute(f"CREATE TABLE r AS SELECT *{counted} FROM (SELECT {read} FROM {source})")
    path.unlink()
    return int(base.execute("SELECT count(*) FROM r").fetchone()[0])


def _read(kinds: Sequence[Kind], name: str) -> str:
    text = f"nullif({name}, '')"
    return (
        f"string_split({text}, chr({ord(SEPARATOR)})) AS {name}"
        if name in SEVERAL and name in kinds
        else f"{text} AS {name}"
    )


def _marked(kinds: Sequence[Kind]) -> str:
    """A table of what each record is looked up by, without what too many share."""
    single = [f"SELECT id, '{at}' AS kind, {text} AS value FROM r" for at, text in enumerate(_blocks(kinds))]
    several = [f"SELECT id, '{kind}' AS kind, unnest({kind}) AS value FROM r" for kind in kinds if kind in SEVERAL]
    every = " UNION ALL ".join([*single, *several])
    return (
        "CREATE TABLE mark AS SELECT *, count(*) OVER (PARTITION BY kind, value) AS n"
        f" FROM (SELECT DISTINCT * FROM ({every}) WHERE value IS NOT NULL) QUALIFY n BETWEEN 2 AND {CROWD}"
    )


def _blocks(kinds: Sequence[Kind]) -> list[str]:
    return [text for text, needed in BLOCKS if set(needed) <= set(kinds)]


def _candidates(kinds: Sequence[Kind]) -> str:
    """Pairs that share a mark; of features with several values, how many records share the rarest of those."""
    rarest = "".join(f", min(a.n) FILTER (a.kind = '{kind}') AS {kind}_n" for kind in kinds if kind in SEVERAL)
    return (
        f"CREATE TABLE candidate AS SELECT a.id AS a, b.id AS b{rarest} FROM mark a"
        " JOIN mark b ON b.kind = a.kind AND b.value = a.value AND a.id < b.id GROUP BY a.id, b.id"
    )


def _scored(kinds: Sequence[Kind], many: int) -> str:
    levels = ", ".join(f"{_level(kind)} AS {kind}_at, {_shared(kind)} AS {kind}_n" for kind in kinds)
    pairs = f"SELECT c.a, c.b, {levels} FROM candidate c JOIN r a ON a.id = c.a JOIN r b ON b.id = c.b"
    prior = f"log2({2 * DOUBLES} / {many})"
    score = f"1 / (1 + pow(2, -({' + '.join([prior, *(_weight(kind, many) for kind in kinds)])})))"
    shown = ", ".join(f"{kind}_at" for kind in kinds)
    return f"SELECT a, b, score, {shown} FROM (SELECT *, {score} AS score FROM ({pairs})) WHERE score >= {REVIEW}"


def _shared(kind: Kind) -> str:
    """How many records have the value both have."""
    return f"coalesce(c.{kind}_n, {CROWD})" if kind in SEVERAL else f"a.{kind}_n"


def _level(kind: Kind) -> str:
    """Number of the first level a pair meets; NULL where one of them has nothing."""
    cases = " ".join(f"WHEN {_meets(kind, level.meets)} THEN {at}" for at, level in enumerate(LEVELS[kind]))
    return f"CASE WHEN a.{kind} IS NULL OR b.{kind} IS NULL THEN NULL {cases} END"


def _meets(kind: Kind, text: str) -> str:
    if text == "=":
        return f"list_has_any(a.{kind}, b.{kind})" if kind in SEVERAL else f"a.{kind} = b.{kind}"
    return text.format(kind) or "true"


def _weight(kind: Kind, many: int) -> str:
    """What the level adds to the logarithm of the odds; a shared value the less, the more records share it."""
    cases = []
    for at, level in enumerate(LEVELS[kind]):
        others = f"{level.others or level.share * many or many}"
        if level.meets == "=":
            others += f" * pow({kind}_n - 1, 2)" if kind in OWN else f" + {kind}_n - 2"
        cases.append(f"WHEN {at} THEN log2({level.same} / least(0.99, ({others}) / {many}))")
    return f"coalesce(CASE {kind}_at {' '.join(cases)} END, 0)"
