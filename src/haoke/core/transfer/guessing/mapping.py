"""Which object a table is about and which field each column becomes, with how sure and why."""

# Thresholds of a judgement stand where they are weighed.
# ruff: noqa: PLR2004, PLR0911
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice

from haoke.core.transfer.guessing.naming import ID_WORDS, score
from haoke.core.transfer.guessing.profile import Profile
from haoke.core.transfer.guessing.targets import (
    ADDRESS_PARTS,
    CHOICES,
    DATES,
    NAME_PARTS,
    NUMBERS,
    REFERENCES,
    FieldTarget,
    ObjectTarget,
)
from haoke.core.transfer.guessing.words import flat, tokens

KEY = "@key"
PEOPLE = "@people"
NOTES = "@notes"
WHY = "@why"
_GOOD = 0.62
_ASKED = re.compile(r"^(是否为?|is (an? )?|the )|[?？]$", re.IGNORECASE)
_SERIAL_WORDS = frozenset({"序号", "no", "no.", "#", "行号", "序", "index", "row"})


@dataclass(frozen=True)
class Column:
    """One column of a table as the file shows it; `shown` tells it from others of the same header: "Phone (2)"."""

    index: int
    header: str
    profile: Profile
    shown: str


@dataclass(frozen=True)
class Match:
    """What a column becomes: "field", "object.field", "field/part" or a special path; None: not taken."""

    path: str | None
    confidence: float = 0.0
    why: str = ""


@dataclass
class Guess:
    """The meaning of one table."""

    object: str | None
    confidence: float
    matches: dict[int, Match] = field(default_factory=dict)


def guess(
    columns: Sequence[Column], objects: Mapping[str, ObjectTarget], name: str = "", object_key: str | None = None
) -> Guess:
    """Best meaning of a table called `name`; with `object_key` only its columns are guessed."""
    keys = [object_key] if object_key else [key for key, item in objects.items() if item.importable]
    guesses = [_as(columns, objects, key, name) for key in keys]
    best = max(guesses, key=lambda item: item.confidence, default=Guess(None, 0.0))
    if object_key is None and best.confidence < 0.45:
        return Guess(None, best.confidence, {column.index: Match(None) for column in columns})
    return best


def _as(columns: Sequence[Column], objects: Mapping[str, ObjectTarget], key: str, name: str) -> Guess:
    main = objects[key]
    pairs = [
        (score * weight, column.index, path, why)
        for prefix, target, weight in _reachable(objects, main)
        for column in columns
        for score, path, why in _candidates(column, target, prefix)
        if score * weight >= _GOOD * 0.9
    ]
    matches = _assign(columns, pairs)
    matches = _without_strays(matches, objects, main)
    return Guess(key, _confidence(columns, matches, main, name), matches)


def _reachable(objects: Mapping[str, ObjectTarget], main: ObjectTarget) -> list[tuple[str, ObjectTarget, float]]:
    """The main object, and those tied to it by a reference or as a note."""
    found: list[tuple[str, ObjectTarget, float]] = [("", main, 1.0)]
    if main.settings:
        return found
    near = [item.target for item in main.fields.values() if item.kind == "reference" and item.target != main.key]
    for key, item in objects.items():
        if item.stands_beside(main.key):
            found.append((f"{key}.", item, 0.9))
        if key == main.key or item.settings or not item.importable:
            continue
        if key in near or item.refers_to(main.key) or item.links:
            found.append((f"{key}.", item, 0.9))
    return found


def _candidates(column: Column, target: ObjectTarget, prefix: str) -> list[tuple[float, str, str]]:
    found: list[tuple[float, str, str]] = []
    for item in _open_fields(target, prefix):
        if item.name == "number":
            found += _key_candidate(column, item, prefix)
        elif not item.readonly:
            found += _field_candidates(column, target, item, prefix)
    said = [] if prefix else target.asides_called(column.header)
    return found + _special(column, target, prefix) + [(1.0, each.path, "name") for each in said]


def _open_fields(target: ObjectTarget, prefix: str) -> list[FieldTarget]:
    """What columns may become: of a part beside what the file is about only what it says may stand there."""
    return [item for item in target.fields.values() if not (prefix and target.beside) or item.name in target.beside[1]]


def _field_candidates(
    column: Column, target: ObjectTarget, item: FieldTarget, prefix: str
) -> list[tuple[float, str, str]]:
    label, why = score(column.header, item, target if prefix else None)
    fit = _fit(column, item, title=item.name == target.title)
    found: list[tuple[float, str, str]] = []
    if fit > -0.5 and label:
        named = 0.3 if item.kind == "im" and label == 1.0 else 0.0  # messengers read like people with numbers
        found.append((label + named + 0.2 * fit, prefix + item.name, why))
    if not label and fit >= 1 and item.kind in ("email", "url", "phone"):
        found.append((0.64, prefix + item.name, "values"))
    if item.kind == "address":
        found += _parts(column, ADDRESS_PARTS, prefix + item.name, 0.92)
    if item.name == target.title and target.person:
        found += _parts(column, NAME_PARTS, prefix + item.name, 0.97)
    if item.kind == "multichoice" and _scale(_yes_or_no(column.profile)) > 0:
        options = {option.value: (option.value, *option.labels, *option.also) for option in item.options}
        found += _parts(_asked(column), options, prefix + item.name, 0.97)
    return found


def _asked(column: Column) -> Column:
    """The column under what its header asks for: "决策人" of "是否决策人", "decider" of "Is decider?"."""
    return replace(column, header=_ASKED.sub("", column.header.strip()))


def _parts(
    column: Column, parts: Mapping[str, tuple[str, ...]], path: str, weight: float
) -> list[tuple[float, str, str]]:
    header = flat(" ".join(tokens(column.header)))
    return [
        (weight, f"{path}/{part}", "name") for part, names in parts.items() if header in {flat(name) for name in names}
    ]


def _key_candidate(column: Column, item: FieldTarget, prefix: str) -> list[tuple[float, str, str]]:
    """A unique column called an id is how the other system knows its rows."""
    profile = column.profile
    if prefix or profile.filled < 0.9 * profile.rows or _is_serial(column):
        return []
    words = tokens(column.header)
    if flat(column.header) in item.names and profile.distinct >= 0.6 * profile.filled:
        return [(1.05, KEY, "name")]
    if not profile.unique or profile.filled < profile.rows:
        return []
    coded = (words and words[-1] in ID_WORDS) or column.header.strip().endswith(("编号", "编码"))
    return [(0.9, KEY, "unique")] if coded else []


def _is_serial(column: Column) -> bool:
    return column.profile.serial and (
        flat(column.header) in {flat(word) for word in _SERIAL_WORDS} or not column.header
    )


def _special(column: Column, target: ObjectTarget, prefix: str) -> list[tuple[float, str, str]]:
    """Compound columns: people with their phones, dated notes."""
    profile = column.profile
    if target.person and prefix and any(item.kind == "phone" for item in target.fields.values()):
        people = profile.share("people")
        if people >= 0.3 and people + profile.share("phone") >= 0.5:
            return [(1.15 + 0.1 * people, prefix + PEOPLE, "values")]
    if target.links and prefix and profile.share("notes") >= 0.4:
        return [(1.15 + 0.1 * profile.share("notes"), prefix + NOTES, "values")]
    return []


def _fit(column: Column, item: FieldTarget, *, title: bool) -> float:
    """-1 (cannot be) … 1 (surely): how well the values suit the kind of field."""
    profile = column.profile
    if not profile.filled:
        return 0.0
    if item.kind in NUMBERS:
        return _scale(profile.share("number", "integer", "phone"))
    if item.kind in DATES:
        return _scale(profile.share("date") + (profile.share("integer") if _dense(profile) else 0))
    if item.kind in ("email", "url"):
        return _scale(profile.share(item.kind))
    if item.kind == "phone":
        return _scale(profile.share("phone", "integer") + 0.3 * profile.share("people"))
    if item.kind == "boolean":
        return _scale(_yes_or_no(profile))
    if item.kind in CHOICES:
        return _choice_fit(profile, item)
    return _text_fit(profile, item, title)


def _yes_or_no(profile: Profile) -> float:
    marks = sum(profile.values[mark] for mark in ("0", "1")) / profile.filled if profile.filled else 0.0
    return profile.share("boolean") + marks


def _scale(share: float) -> float:
    return 1.0 if share >= 0.6 else 0.2 if share >= 0.3 else -1.0


def _dense(profile: Profile) -> bool:
    return all(re.fullmatch(r"(19|20)\d{6}|[2-7]\d{4}", text) for text in islice(profile.values, 50))


def _choice_fit(profile: Profile, item: FieldTarget) -> float:
    if profile.longest > 60 or profile.share("date", "notes", "people", "email") > 0.5:
        return -1.0
    if profile.distinct > 500:
        return -0.4
    names = {flat(label) for option in item.options for label in (option.value, *option.labels)}
    hits = sum(count for text, count in profile.values.items() if flat(text) in names) / profile.filled
    return hits or (-0.4 if profile.distinct > max(40, profile.filled // 3) else 0.0)


def _text_fit(profile: Profile, item: FieldTarget, title: bool) -> float:
    odd = profile.share("date", "number", "people", "notes", "email")
    if item.kind in REFERENCES:
        return -0.6 if profile.share("date", "number", "notes", "people") > 0.5 else 0.2
    if title and (profile.filled < 0.5 * profile.rows or odd > 0.5):
        return -1.0
    if item.kind in ("text", "longtext"):
        return -0.3 if odd > 0.6 and item.kind == "text" else 0.2
    return 0.0


def _assign(columns: Sequence[Column], pairs: list[tuple[float, int, str, str]]) -> dict[int, Match]:
    """Best pairs first; a column and a path are used once."""
    matches = {column.index: Match(None, 0.0, "serial" if _is_serial(column) else "") for column in columns}
    serial = {column.index for column in columns if _is_serial(column)}
    used: set[str] = set()
    for sure, index, path, why in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if matches[index].path is None and path not in used and index not in serial and not _clashes(path, used):
            matches[index] = Match(path, round(min(1.0, sure), 2), why)
            used.add(path)
    return matches


def _clashes(path: str, used: set[str]) -> bool:
    """A whole name and its parts exclude each other; so do a compound of people and the people's own phone."""
    whole = path.partition("/")[0]
    if "/" in path:
        return whole in used and whole.rpartition(".")[2] == "name"
    return whole.rpartition(".")[2] == "name" and any(item.startswith(f"{path}/") for item in used)


def _without_strays(
    matches: dict[int, Match], objects: Mapping[str, ObjectTarget], main: ObjectTarget
) -> dict[int, Match]:
    """A side object needs something of its own: its name, a compound, or a field the main object has no like of."""
    groups: dict[str, list[Match]] = {}
    for match in matches.values():
        if match.path and "." in match.path:
            groups.setdefault(match.path.partition(".")[0], []).append(match)
    weak = {key for key, group in groups.items() if not _stands(objects[key], group, main)}
    named = _names_beside(matches, objects, weak)
    weak -= {path.partition(".")[0] for path in named.values()}
    matches = {
        index: Match(named[index], 0.9, "beside") if index in named else match for index, match in matches.items()
    }
    return {
        index: Match(None) if match.path and match.path.partition(".")[0] in weak and "." in match.path else match
        for index, match in matches.items()
    }


def _names_beside(matches: Mapping[int, Match], objects: Mapping[str, ObjectTarget], weak: set[str]) -> dict[int, str]:
    """{column: path of a name}: a reference to people beside their own phone or e-mail is what they are called."""
    found: dict[int, str] = {}
    for key in (key for key in weak if objects[key].person):
        for index, match in matches.items():
            owner, _, name = (match.path or "").rpartition(".")
            item = objects[owner].fields.get(name) if owner in objects and owner != key else None
            if item is not None and item.kind == "reference" and item.target == key:
                found.setdefault(index, f"{key}.{objects[key].title}")
    return found


def _stands(target: ObjectTarget, group: list[Match], main: ObjectTarget) -> bool:
    for match in group:
        name = (match.path or "").partition(".")[2]
        if name in (target.title, PEOPLE, NOTES) or name.startswith(f"{target.title}/"):
            return True
        if target.stands_beside(main.key) and match.confidence >= 0.8:
            return True
        alike = any(item.kind == target.fields[name.partition("/")[0]].kind for item in main.fields.values())
        if (
            match.confidence >= 0.85
            and target.refers_to(main.key)
            and not target.person
            and not target.links
            and (not alike or target.fields[name.partition("/")[0]].kind in ("money", "reference"))
        ):
            return True
    return (
        any(item.target == target.key for item in main.fields.values())
        and max(match.confidence for match in group) >= 0.8
    )


def _confidence(columns: Sequence[Column], matches: dict[int, Match], main: ObjectTarget, name: str) -> float:
    """Share of columns explained, own ones counting most; a missing title costs, the file's own name helps."""
    real = [
        column
        for column in columns
        if column.profile.filled and not _is_serial(column) and not _is_kept(column, matches, main)
    ]
    if not real:
        return 0.0
    score = 0.0
    own = 0
    for column in real:
        match = matches[column.index]
        if match.path:
            score += match.confidence * (0.6 if "." in match.path else 1.0)
            own += "." not in match.path and not match.path.startswith("@")
    paths = {match.path.partition("/")[0] for match in matches.values() if match.path}
    has_title = main.title in paths
    result = score / len(real) - (0.0 if has_title else 0.15) - (0.05 if main.settings else 0.0)
    result += 0.1 * _named(name, main) + _noun(columns, main, name)
    result -= (0.12 if has_title or not main.person else 0.3) * any(
        _is_row_of(column, matches, main, few=main.person and not has_title) for column in real
    )
    result -= 0.15 * _is_of_customers(paths, main)
    if not own or (not has_title and own < (2 if _noun(columns, main, name) > 0 else 3)):
        return 0.0
    return max(0.0, min(1.0, result))


def _is_of_customers(paths: Set[str], main: ObjectTarget) -> bool:
    """Persons with the names and addresses of companies, and no choice that says more of them: rather customers."""
    kinds = {main.fields[path].kind for path in paths if path in main.fields}
    return main.person and main.firm in paths and "address" in kinds and "choice" not in kinds


def _is_kept(column: Column, matches: Mapping[int, Match], main: ObjectTarget) -> bool:
    """A column of an export that no import takes says nothing against the table being of this object."""
    return matches[column.index].path is None and flat(column.header) in main.kept


def _named(name: str, main: ObjectTarget) -> bool:
    words = {flat(word) for word in tokens(name)} | {_singular(flat(word)) for word in tokens(name)}
    return bool(words & main.names) or any(
        not label.isascii() and len(label) >= 2 and label in name for label in main.labels
    )


def _stem(header: str) -> str:
    """ "opportunity_id" → "opportunity"; "" when the header is no id."""
    words = tokens(header)
    return flat(" ".join(words[:-1])) if len(words) > 1 and words[-1] in ID_WORDS else ""


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _noun(columns: Sequence[Column], main: ObjectTarget, name: str) -> float:
    """What the key column is an id of, as the file's name confirms: this object (+) or something else ("suppliers") (-)."""  # noqa: E501 (one sentence or statement)
    file_nouns = {_singular(flat(word)) for word in tokens(name)}
    own = main.names | main.fields[main.title].names
    found = [(noun, column) for column in columns if (noun := _singular(_stem(column.header)))]
    if any(noun in own and column.profile.unique for noun, column in found):
        return 0.2
    return -0.4 if any(noun in file_nouns and column.profile.unique for noun, column in found) else 0.0


def _is_row_of(column: Column, matches: Mapping[int, Match], main: ObjectTarget, *, few: bool = False) -> bool:
    """A reference that is different in every row: the table is rather about what it refers to."""
    path = matches[column.index].path
    item = main.fields.get(path or "")
    profile = column.profile
    full = profile.filled >= 0.95 * profile.rows and profile.distinct >= 0.98 * profile.filled
    return bool(
        item
        and item.kind == "reference"
        and item.name != main.title
        and item.target != main.key
        and full
        and profile.rows >= (1 if few else 5)
    )
