"""What is missing in what we know of those who decide; judged of what the reader sees, and of nothing else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from haoke.core.text import T, say
from haoke.customers.choices import DECISION_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Days after which nobody of a decision group has been contacted lately.
SILENT_DAYS: Final = 60
GROUP: Final = frozenset(choice.value for choice in DECISION_ROLES)
DECIDE: Final = frozenset({"decision_maker", "economic_buyer"})
BUYS: Final = frozenset({"economic_buyer"})

NO_DECIDER = T("No decider is known", "尚未明确决策人")
NOT_MET = T("No decider met yet", "尚未接触决策人")
SILENT = T("Nobody of the decision group contacted in {days} days", "{days} 天内未联系决策小组任何成员")
ONE_KNOWN = T("Only one contact is known", "只认识一位联系人，存在单点风险")
ONE_THREAD = T("Everything runs through one contact", "所有往来只通过一位联系人，存在单点风险")
BLOCKER = T("Nobody influences a blocker", "反对阻碍者无人可影响")
NO_BUYER = T("No economic buyer is known", "尚未明确预算审批人")
SINGLE = T("Single thread", "单点风险")
#: What each is called where one reads of many accounts.
TEXTS: Final = {
    "no_decider": NO_DECIDER,
    "decider_not_met": NOT_MET,
    "no_buyer": NO_BUYER,
    "group_silent": SILENT.fill(days=SILENT_DAYS),
    "single_thread": SINGLE,
    "blocker_alone": BLOCKER,
}

Person = dict[str, Any]


def gaps(people: list[Person], lines: list[dict[str, Any]], now: dt.datetime) -> list[dict[str, Any]]:
    """[{code, text, people: ids}], the weightiest first; of nobody there is nothing to say."""
    here = [each for each in people if each["here"]]
    if not here:
        return []
    return [
        {"code": code, "text": say(text), "people": [each["id"] for each in concerned]}
        for code, text, concerned in _found(here, lines, now)
    ]


def _found(here: list[Person], lines: list[dict[str, Any]], now: dt.datetime) -> Iterator[tuple[str, T, list[Person]]]:
    deciders = _having(here, DECIDE)
    if not deciders:
        yield "no_decider", NO_DECIDER, []
    elif not any(each["last_touch"] for each in deciders):
        yield "decider_not_met", NOT_MET, deciders
    if deciders and not _having(here, BUYS):
        yield "no_buyer", NO_BUYER, []
    group, since = _having(here, GROUP), _text(now - dt.timedelta(days=SILENT_DAYS))
    if group and not any((each["last_touch"] or "") >= since for each in group):
        yield "group_silent", SILENT.fill(days=SILENT_DAYS), group
    met = [each for each in here if each["last_touch"]]
    if len(here) == 1:
        yield "single_thread", ONE_KNOWN, here
    elif len(met) == 1:
        yield "single_thread", ONE_THREAD, met
    influenced = {line["to"]["id"] for line in lines if line.get("kind") == "influences"}
    alone = [each for each in _having(here, {"blocker"}) if each["id"] not in influenced]
    if alone:
        yield "blocker_alone", BLOCKER, alone


def _having(people: Iterable[Person], roles: Iterable[str]) -> list[Person]:
    wanted = set(roles)
    return [each for each in people if wanted.intersection((each["part"] or {}).get("roles") or ())]


def _text(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
