"""What is to be known before somebody is reached: how he wishes to be, when, and what he said to it."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight
from haoke.core.errors import Missing
from haoke.core.records import reach
from haoke.core.records.reading import read_one
from haoke.core.records.reading.tying import ties
from haoke.core.text import Language, T, say
from haoke.identity import queries as company
from haoke.privacy import choices
from haoke.privacy.queries.consents import LABELS, is_person, standings
from haoke.privacy.queries.people import bearing
from haoke.privacy.queries.told import reads_consents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.fieldtypes.base import Choice
    from haoke.core.spec import ObjectSpec
    from haoke.privacy.queries.consents import Standing

#: Ways that do not reach somebody at the moment they are sent: at any hour they disturb nobody.
LATER: Final = frozenset({"email", "mail"})
#: Languages somebody speaks, and texts are written in.
_WRITTEN: Final[dict[str | None, Language]] = {"zh": "zh", "yue": "zh", "en": "en"}
#: What one reaches customers for.
PURPOSES: Final = ("marketing", "service")
#: How grave a note is: somebody said no, he would rather have it otherwise, nobody asked him yet.
AGAINST, RATHER, UNASKED = "against", "rather", "unasked"
#: Persons a record leads to who are told of.
MOST: Final = 5
PREFERS: Final = T("Prefers: {channel}", "首选联系方式：{channel}")
ON_DAYS: Final = T("Is to be reached on: {days}", "可联系的日子：{days}")
AT_HOURS: Final = T("Is to be reached {hours}", "可联系时间：{hours}")
BOTH: Final = T("{first}–{last}", "{first}–{last}")
NOT_BEFORE: Final = T("not before {first}", "不早于 {first}")
NOT_AFTER: Final = T("not after {last}", "不晚于 {last}")
SAID: Final = T("{channel}, {purpose}: {state} ({day})", "{channel}，{purpose}：{state}（{day}）")
NOT_ASKED: Final = T("{channel}, {purpose}: not asked yet", "{channel}，{purpose}：尚未询问")


def before_reaching(
    actor: Actor, key: str, record: UUID, channel: str | None, at: dt.datetime | dt.date | None
) -> list[dict[str, Any]]:
    """[{object, id, title, notes: [{tone, text}]}] of the persons a record the actor reads is, or points at.

    `channel` None: whichever · `at`: a moment, or a day at whatever hour; None: nobody said when. Raises Missing.
    """
    spec = registry.objects().get(key)
    if spec is None or spec.internal:
        raise Missing
    row = read_one(actor, spec, record)
    return [
        {"object": who.key, "id": one["id"], "title": one.get(who.title), "notes": said}
        for who, one in _persons(actor, spec, row)
        if (said := _notes(actor, who, one, channel, at))
    ]


def before_writing(actor: Actor, address: str) -> list[dict[str, str]]:
    """[{tone, text}] of whoever bears an address, as far as the actor sees him."""
    for key, record in sorted(bearing("email", [address.lower()]))[:MOST]:
        try:
            row = read_one(actor, registry.get(key), record)
        except Missing:
            continue
        if said := _notes(actor, registry.get(key), row, "email", None):
            return said
    return []


def language_of(actor: Actor, spec: ObjectSpec, row: Mapping[str, Any]) -> Language | None:
    """The language of texts the person of a record is written to in: "zh", "en", or None where nobody said."""
    for who, one in _persons(actor, spec, row):
        spoken = one.get(reach.LANGUAGE) if _reads(actor, who, reach.LANGUAGE) else None
        if spoken in _WRITTEN:
            return _WRITTEN[spoken]
    return None


def _persons(actor: Actor, spec: ObjectSpec, row: Mapping[str, Any]) -> Iterator[tuple[ObjectSpec, Mapping[str, Any]]]:
    """The record itself where it is a person who can be asked, else those it points at or is about, as the actor
    reads them; of what an activity is about the first few.
    """
    if is_person(spec, row):
        yield spec, row
        return
    told: set[str] = set()
    for who, person in _about(actor, spec, row):
        if person["id"] not in told:
            told.add(person["id"])
            yield who, person
    for name, field in list(registry.fields(spec.key).items()):
        target = registry.objects().get(str(field.type.meta().get("target")))
        pointed = row.get(name)
        if field.type.kind == "reference" and target and target.person and target.group != "settings" and pointed:
            one = _read(actor, target, pointed)
            if one is not None and is_person(target, one):
                yield target, one


def _about(actor: Actor, spec: ObjectSpec, row: Mapping[str, Any]) -> Iterator[tuple[ObjectSpec, Mapping[str, Any]]]:
    """The persons of what a record is tied to."""
    for key, record in ties(spec, [row["id"]])[row["id"]][:MOST]:
        with suppress(Missing):
            yield from _persons(actor, registry.get(key), read_one(actor, registry.get(key), UUID(record)))


def _read(actor: Actor, spec: ObjectSpec, pointed: Mapping[str, Any]) -> dict[str, Any] | None:
    try:
        return read_one(actor, spec, UUID(pointed["id"])) if pointed.get("title") is not None else None
    except Missing:
        return None


def _reads(actor: Actor, spec: ObjectSpec, name: str) -> bool:
    return name in registry.fields(spec.key) and access.field_right(actor, spec, name) >= FieldRight.READ


def _notes(
    actor: Actor, spec: ObjectSpec, row: Mapping[str, Any], channel: str | None, at: dt.datetime | dt.date | None
) -> list[dict[str, str]]:
    wishes = {name: row.get(name) for name in reach.REACH if _reads(actor, spec, name)}
    found = [*_of_consent(actor, spec, UUID(row["id"]), channel), *_of_wishes(wishes, channel, at)]
    order = (AGAINST, RATHER, UNASKED)
    return [{"tone": tone, "text": say(text)} for tone, text in sorted(found, key=lambda one: order.index(one[0]))]


def _of_wishes(
    wishes: Mapping[str, Any], channel: str | None, at: dt.datetime | dt.date | None
) -> Iterator[tuple[str, T]]:
    preferred = wishes.get(reach.CHANNEL)
    if preferred and preferred != channel:
        yield RATHER, PREFERS.fill(channel=_label(reach.CHANNELS, preferred))
    if at is None or channel in LATER:
        return
    moment = at.astimezone(clock.timezone()) if isinstance(at, dt.datetime) else None
    days, day = wishes.get(reach.WEEKDAYS), reach.DAYS[(moment or at).weekday()].value
    if days and day not in days:
        yield RATHER, ON_DAYS.fill(days=_listed(days))
    first, last = wishes.get(reach.FROM), wishes.get(reach.UNTIL)
    hour = f"{moment:%H:%M}" if moment else None
    if hour and not within(hour, first, last):
        yield RATHER, AT_HOURS.fill(hours=hours(first, last))


def within(hour: str, first: str | None, last: str | None) -> bool:
    """Whether a time of day lies between two; those that end before they begin go on past midnight."""
    after, before = first is None or hour >= first, last is None or hour <= last
    return after or before if first and last and last < first else after and before


def hours(first: str | None, last: str | None) -> T:
    """From when to when, in words."""
    form = BOTH if first and last else NOT_BEFORE if first else NOT_AFTER
    return form.fill(first=_label(reach.HOURS, first or ""), last=_label(reach.HOURS, last or ""))


def _of_consent(actor: Actor, spec: ObjectSpec, record: UUID, channel: str | None) -> Iterator[tuple[str, T]]:
    """What the person said to the channel: no, or nothing yet where the company reaches only those who agreed."""
    if channel is None or not reads_consents(actor):
        return
    said = standings(spec.key, record)
    for purpose in PURPOSES:
        one = said.get((channel, purpose))
        names = {"channel": _label(reach.CHANNELS, channel), "purpose": _label(choices.PURPOSES, purpose)}
        if one is not None and one.against:
            yield AGAINST, SAID.fill(**names, state=LABELS[one.state], day=_day(one))
        elif one is None and purpose == PURPOSES[0]:
            yield (RATHER if company.only_agreed() else UNASKED), NOT_ASKED.fill(**names)


def _day(one: Standing) -> str:
    return one.consent.at.astimezone(clock.timezone()).date().isoformat() if one.consent else ""


def _label(listed: Iterable[Choice], value: str) -> T | str:
    return next((each.label for each in listed if each.value == value), value)


def _listed(days: Iterable[str]) -> T:
    labels = [_label(reach.DAYS, each) for each in days]
    return T(", ".join(say(each, "en") for each in labels), "、".join(say(each, "zh") for each in labels))
