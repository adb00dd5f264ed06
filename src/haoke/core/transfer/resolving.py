"""What the values of reference and choice columns mean: each different value is settled once."""

# What a step works on is handed over in the order it is named.
# ruff: noqa: PLR0917

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from haoke.core import registry
from haoke.core.text import T, inside
from haoke.core.transfer.drafts import fold
from haoke.core.transfer.given import Choice, Issue
from haoke.core.transfer.guessing.lexicon import OPTION_WORDS
from haoke.core.transfer.guessing.values import Known
from haoke.core.transfer.guessing.words import flat

if TYPE_CHECKING:
    from haoke.core.transfer.guessing.targets import FieldTarget, Option

CREATE, SKIP, USE = "create", "skip", "use:"
_SURE = 0.9
_SURE_CHOICE = 0.8
_WORK = 400_000
_ISSUES = 200
_OFFERED = 60

_ASK = T("{rows} rows say “{value}”: use “{suggestion}”?", "{rows} 行写的是“{value}”：改用“{suggestion}”？")
_UNKNOWN = T("{rows} rows say “{value}”, which is not known", "{rows} 行写的是“{value}”，系统中没有")
_MANY = T("{rows} rows name {count} {label} that are not there yet", "{rows} 行提到 {count} 个系统中还没有的{label}")
_CREATE = T("Create it", "新建")
_CREATE_ALL = T("Create them", "全部新建")
_SKIP = T("Leave the field empty", "留空")


@dataclass(frozen=True)
class Meaning:
    """What a value stands for: a name that is known (`use`), a record to make, or nothing."""

    use: str | None = None
    create: bool = False


def issue_key(place: str, value: str) -> str:
    """Stable name of the issue about one value at one place."""
    return hashlib.sha256(f"{place}|{fold(value)}".encode()).hexdigest()[:16]


def options_known(item: FieldTarget, *, words: bool = True) -> Known:
    """The options of a choice by all their names, with `words` also by those usually meant by them."""
    more = OPTION_WORDS if words else {}
    return Known({option.value: (option.value, *option.labels, *more.get(option.value, ())) for option in item.options})


def settle_choices(
    place: str, values: Counter[str], item: FieldTarget, fixes: Mapping[str, str]
) -> tuple[dict[str, str | None], list[Issue]]:
    """{text: option value, "" for empty, None for unknown} and what to ask about."""
    exact, known = options_known(item, words=False), options_known(item)
    labels = {option.value: _label(option) for option in item.options}
    settled: dict[str, str | None] = {}
    issues: list[Issue] = []
    for text, rows in values.most_common():
        found = exact.find(text)
        if found is None:
            key, near = known.nearest(text)
            chosen = fixes.get(issue_key(place, text)) or (USE + key if key and near >= _SURE_CHOICE else SKIP)
            offered = [Choice(USE + value, label) for value, label in labels.items()]
            issues.append(
                _issue(place, "choice", text, rows, key and labels[key], [*offered, Choice(SKIP, _SKIP)], chosen)
            )
            found = chosen.removeprefix(USE) if chosen.startswith(USE) else None if chosen == SKIP else ""
            found = found if found is None or found in labels else None
        settled[text] = found
    return settled, [issue for issue in issues if not _plain(issue, settled, exact)]


def _label(option: Option) -> T:
    """Labels stand in the order Chinese, English."""
    return T(option.labels[-1], option.labels[0]) if option.labels else T(option.value, option.value)


def _plain(issue: Issue, settled: Mapping[str, str | None], known: Known) -> bool:
    """Only spaces or case differ: no question about that."""
    key, near = known.nearest(issue.value)
    return near >= 1 and settled[issue.value] == key


def settle_references(
    place: str,
    values: Counter[str],
    names: Mapping[str, tuple[str, ...]],
    fixes: Mapping[str, str],
    *,
    creatable: bool,
    ask: bool = True,
) -> tuple[dict[str, Meaning], list[Issue]]:
    """{text: meaning} and what to ask; `names` {id: names} of the records that could be meant."""
    known = Known(names)
    shown = {key: labels[0] for key, labels in names.items()}
    settled: dict[str, Meaning] = {}
    issues: list[Issue] = []
    new: Counter[str] = Counter()
    near_enough = len(values) * len(names) <= _WORK
    flats = {flat(label): key for key, labels in names.items() for label in labels}
    for text, rows in values.most_common():
        found = known.find(text)
        if found is not None:
            settled[text] = Meaning(use=found)
            continue
        key, near = known.nearest(text) if near_enough else (flats.get(flat(text)), 1.0)
        if key is None or not ask:
            new[text] = rows
            continue
        default = USE + shown[key] if near >= _SURE else CREATE if creatable else SKIP
        chosen = fixes.get(issue_key(place, text), default)
        issues.append(_issue(place, "reference", text, rows, shown[key], _offers(shown, key, creatable), chosen))
        settled[text] = _meant(chosen, known)
    issues = issues[:_ISSUES]
    _settle_new(place, new, fixes, settled, issues, creatable, known)
    return settled, issues


def _settle_new(
    place: str,
    new: Counter[str],
    fixes: Mapping[str, str],
    settled: dict[str, Meaning],
    issues: list[Issue],
    creatable: bool,
    known: Known,
) -> None:
    """Names nothing resembles: one question for all of them."""
    if not new:
        return
    default = CREATE if creatable else SKIP
    chosen = fixes.get(issue_key(place, "*"), default)
    for text in new:
        settled[text] = _meant(fixes.get(issue_key(place, text), chosen), known)
    label = _MANY.fill(rows=f"{sum(new.values()):,}", count=len(new), label=inside(_meant_by(place)))
    choices = [*([Choice(CREATE, _CREATE_ALL)] if creatable else []), Choice(SKIP, _SKIP)]
    examples = [{"value": text, "rows": rows} for text, rows in new.most_common(5)]
    issues.append(
        Issue(issue_key(place, "*"), "new", label, sum(new.values()), place, "", None, choices, chosen, examples)
    )


def _meant_by(place: str) -> T:
    """The plural label of what a place ("contact.account", "opportunity.stage@…") refers to."""
    key, _, name = place.partition("@")[0].partition(".")
    return registry.get(str(registry.field(key, name).type.meta()["target"])).label_plural


def _meant(chosen: str, known: Known) -> Meaning:
    if chosen.startswith(USE):
        return Meaning(use=known.find(chosen.removeprefix(USE)))
    return Meaning(create=chosen == CREATE)


def _offers(shown: Mapping[str, str], best: str, creatable: bool) -> list[Choice]:
    names = [shown[best], *sorted({name for key, name in shown.items() if key != best and name != shown[best]})]
    offered = [Choice(USE + name, name) for name in names[:_OFFERED]]
    return [*offered, *([Choice(CREATE, _CREATE)] if creatable else []), Choice(SKIP, _SKIP)]


def _issue(
    place: str, kind: str, text: str, rows: int, suggestion: str | T | None, choices: list[Choice], chosen: str
) -> Issue:
    label = (_ASK if suggestion else _UNKNOWN).fill(rows=f"{rows:,}", value=text, suggestion=suggestion or "")
    return Issue(issue_key(place, text), kind, label, rows, place, text, suggestion, choices, chosen)


#: Gives the id of the record of an object that a name stands for, making a draft when asked to.
Finder = Callable[[str], UUID | None]
