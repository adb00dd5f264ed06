"""What a person has consented to: of each channel and purpose the latest counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.errors import Missing
from haoke.core.records import gate
from haoke.core.records.reach import CHANNELS
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T, say
from haoke.privacy import choices
from haoke.privacy.models import Consent, ConsentWording
from haoke.privacy.queries.people import persons as who_are_persons

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fieldtypes.base import Choice
    from haoke.core.spec import ObjectSpec

#: Lines of the history that are shown.
SHOWN: Final = 200
LABELS: Final[dict[str, T]] = {
    **{each.value: each.label for each in choices.STATES if isinstance(each.label, T)},
    choices.EXPIRED: T("Expired", "已过期"),
    choices.UNKNOWN: T("Not asked", "未询问"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """given, withdrawn, refused, expired or unknown, by the consent that counts (None: nothing was said)."""

    state: str
    consent: Consent | None = None

    @property
    def given(self) -> bool:
        return self.state == choices.GIVEN

    @property
    def against(self) -> bool:
        """Whether the person said no, or no longer yes."""
        return self.state not in (choices.GIVEN, choices.UNKNOWN)


def is_person(spec: ObjectSpec, row: Mapping[str, Any]) -> bool:
    """Whether a record stands for one human being who can be asked: no colleague."""
    person = spec.person
    if person is None or spec.group == "settings":
        return False
    return not person.field or row.get(person.field) == person.value


def history(key: str, record: UUID) -> list[Consent]:
    """All that was said, the latest first."""
    found = Consent._base_manager.filter(object=key, record=record, deleted_at=None)
    return list(found.order_by("-at", "-id")[: SHOWN * 5])


def standings(key: str, record: UUID) -> dict[tuple[str, str], Standing]:
    """{(channel, purpose): what counts} of whatever was said of them."""
    return _latest(history(key, record))


def _latest(said: Iterable[Consent]) -> dict[tuple[str, str], Standing]:
    found: dict[tuple[str, str], Standing] = {}
    for each in said:
        found.setdefault((each.channel, each.purpose), Standing(_state(each), each))
    return found


def _state(consent: Consent) -> str:
    over = consent.until is not None and consent.until < clock.today()
    return choices.EXPIRED if over and consent.state == choices.GIVEN else consent.state


def may_contact(key: str, record: UUID, channel: str, purpose: str) -> Standing:
    """Whether the person a record stands for may be reached by a channel for a purpose; one statement."""
    said = Consent._base_manager.filter(object=key, record=record, channel=channel, purpose=purpose, deleted_at=None)
    latest = said.order_by("-at", "-id").first()
    return Standing(choices.UNKNOWN) if latest is None else Standing(_state(latest), latest)


def against(persons: Iterable[tuple[str, UUID]], channel: str, purpose: str) -> Standing | None:
    """What one of these persons said against being reached so; one statement."""
    ids = [record for _, record in persons]
    said = Consent._base_manager.filter(record__in=ids, channel=channel, purpose=purpose, deleted_at=None)
    latest: dict[tuple[str, UUID], Consent] = {}
    for each in said.order_by("-at", "-id"):
        latest.setdefault((each.object, each.record), each)
    found = (Standing(_state(each), each) for each in latest.values())
    return next((each for each in found if each.against), None)


def agreed(persons: Iterable[tuple[str, UUID]], channel: str, purpose: str) -> bool:
    """Whether one of these records that are persons agreed, or none of them is a person."""
    by_object: dict[str, list[UUID]] = {}
    for key, record in persons:
        by_object.setdefault(key, []).append(record)
    asked = [each for key, ids in by_object.items() for each in who_are_persons(registry.get(key), ids)]
    said = Consent._base_manager.filter(record__in=asked, channel=channel, purpose=purpose, deleted_at=None)
    latest: dict[UUID, Consent] = {}
    for each in said.order_by("-at", "-id"):
        latest.setdefault(each.record, each)
    return not asked or any(Standing(_state(each), each).given for each in latest.values())


def said_in(consents: Iterable[UUID], channel: str, purpose: str) -> set[tuple[str, UUID]]:
    """(object, record) of the persons whose consents of that channel and purpose these are."""
    found = Consent._base_manager.filter(id__in=list(consents), channel=channel, purpose=purpose, deleted_at=None)
    return set(found.values_list("object", "record"))


def state_label(state: str) -> T:
    """What a state is called."""
    return LABELS[state]


def matrix(actor: Actor, key: str, record: UUID) -> dict[str, Any]:
    """{channels, purposes, ways, cells, history, wordings, changes} of a record the actor reads; raises Missing.

    `changes`: whether he may note what the person says.
    """
    spec = _readable(actor, key, record)
    said = history(key, record)
    names, standing = _people(actor, said), _latest(said)
    hidden = _hidden(actor, "consent", registry.fields("consent"))
    return {
        "channels": _listed(CHANNELS),
        "purposes": [{**each, "separate": each["value"] in choices.SEPARATE} for each in _listed(choices.PURPOSES)],
        "ways": _listed(choices.WAYS),
        "cells": [
            {"channel": channel, "purpose": purpose, **_shown(one.consent, names, hidden)}
            for (channel, purpose), one in standing.items()
            if one.consent is not None
        ],
        "history": [_shown(each, names, hidden) for each in said[:SHOWN]],
        "wordings": _wordings(actor),
        "changes": _changes(actor, spec, record),
    }


def _readable(actor: Actor, key: str, record: UUID) -> ObjectSpec:
    """The object of a person's record the actor reads; raises Missing."""
    spec = registry.objects().get(key)
    if spec is None or spec.person is None or spec.group == "settings" or gate.unseen(actor, [(key, record)]):
        raise Missing
    if access.scope_of(actor, registry.get("consent"), Verb.READ) is Scope.NONE:
        raise Missing
    return spec


def _changes(actor: Actor, spec: ObjectSpec, record: UUID) -> bool:
    return actor.seen_by is None and not gate.lost(actor, spec, [record], Verb.UPDATE)


def _wordings(actor: Actor) -> list[dict[str, Any]]:
    if _hidden(actor, "consent_wording", ("name", "purpose", "edition", "text")):
        return []
    rows = ConsentWording._base_manager.filter(deleted_at=None, active=True).order_by("name")
    return [
        {"id": str(each.id), "name": each.name, "purpose": each.purpose, "edition": each.edition, "text": each.text}
        for each in rows
    ]


def _hidden(actor: Actor, key: str, names: Iterable[str]) -> frozenset[str]:
    """Of these fields those the actor may not read in full."""
    spec = registry.get(key)
    if access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
        return frozenset(names)
    return frozenset(name for name in names if access.field_right(actor, spec, name) < FieldRight.READ)


def _people(actor: Actor, said: Iterable[Consent]) -> dict[str, str | None]:
    ids = {str(each.created_by_id) for each in said if each.created_by_id}
    found: dict[str, str | None] = lookup(actor, {"user": sorted(ids)})["user"] if ids else {}
    return found


def _shown(one: Consent, names: Mapping[str, str | None], hidden: frozenset[str]) -> dict[str, Any]:
    state = _state(one)
    by = str(one.created_by_id) if one.created_by_id else None
    shown = {
        "id": str(one.id), "channel": one.channel, "purpose": one.purpose, "state": state, "label": say(LABELS[state]),
        "at": one.at, "until": one.until, "how": one.how, "separate": one.separate, "proof": one.proof,
        "evidence": one.evidence, "said": one.said, "edition": one.edition, "current": one.current,
        "by": {"id": by, "title": names[by]} if by and names.get(by) else None, "noted_at": one.created_at,
    }  # fmt: skip
    return {name: None if name in hidden else value for name, value in shown.items()}


def _listed(values: Iterable[Choice]) -> list[dict[str, Any]]:
    return [{"value": each.value, "label": say(each.label)} for each in values]
