"""What sets rules off: entries of the Log as they come, and times that have come."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from haoke.automation.actions.beginning import Call, begin, depths, wake_decided
from haoke.automation.actions.running import switch_off
from haoke.automation.choices import BY_LOG, Trigger
from haoke.automation.models import Automation
from haoke.automation.queries.matching import applies, made_out, sets_off
from haoke.automation.queries.moments import moments
from haoke.automation.queries.timing import dated, last_occurrence, scheduled
from haoke.automation.rules import VIA, owner_of
from haoke.core import clock, registry
from haoke.core.access.actor import system
from haoke.core.errors import Refused
from haoke.core.transfer import actors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from haoke.automation.queries.matching import Rule
    from haoke.automation.queries.moments import Moment
    from haoke.core.log import Entry

log = logging.getLogger(__name__)

#: Ways by which much comes at once and none of it is news.
SILENT: Final = frozenset({"demo", "migrate"})
#: Taking something back must not do it again.
UNDOING: Final = frozenset({"undo"})
#: What runs may wait for.
CASE: Final = "approval_case"
#: How far back times are looked for that passed while nothing ran.
BACK: Final = timedelta(days=7)


def rules_of(key: str, triggers: frozenset[Trigger]) -> list[tuple[Rule, datetime]]:
    """Rules in use about an object, the oldest first, and since when; those that fit no more are left out."""
    rows = Automation._base_manager.filter(object=key, trigger__in=triggers, active=True, deleted_at=None)
    found = []
    for row in rows.order_by("created_at", "id"):
        owner, spec = owner_of(system(VIA), row.owner_id), registry.objects().get(key)
        if owner is None or spec is None:
            continue
        try:
            found.append((made_out(owner.acting(VIA), spec, vars(row)), row.since or row.created_at))
        except (Refused, ValidationError):
            # It names something that is no longer there; the rule says so when it is opened and saved.
            log.warning("automation %s does not fit its object any more", row.id, exc_info=True)
    return found


def used() -> frozenset[str]:
    """Objects that some rule in use is about."""
    return frozenset(Automation._base_manager.filter(active=True, deleted_at=None).values_list("object", flat=True))


def listened() -> frozenset[str]:
    """Those, and the approvals their runs may wait for."""
    found = used()
    return found | {CASE} if found else found


def hear(entries: Sequence[Entry]) -> None:
    """Begin the runs that entries of the Log call for, in the entries' order."""
    decided = {each.record for each in entries if each.object == CASE}
    if decided:
        wake_decided(decided)
    objects = used()
    heard = [each for each in entries if each.object in objects and each.action not in UNDOING]
    with actors.company():
        for key in dict.fromkeys(each.object for each in heard):
            _hear_of(key, [each for each in heard if each.object == key])


def _hear_of(key: str, entries: Sequence[Entry]) -> None:
    rules = rules_of(key, BY_LOG)
    if not rules:
        return
    wanted = {each.id for each in entries}
    found = moments(registry.get(key), {each.record for each in entries}, min(wanted), wanted)
    depth = depths({each.change for each in found if each.via == VIA})
    _begun(
        [
            Call(rule, moment.record, occasion_of(rule, moment), moment.entry, depth.get(moment.change, 0) + 1)
            for moment in found
            for rule, since in rules
            if moment.at >= since and sets_off(rule, moment) and applies(rule, moment)
        ]
    )


def _begun(calls: list[Call]) -> int:
    """Begin runs, and switch off the rules that go round in circles; how many were begun."""
    begun, looping = begin(calls)
    for rule, why in looping.items():
        switch_off(rule, why)
    return begun


def occasion_of(rule: Rule, moment: Moment) -> str:
    """An action may write a record several times and is one occasion; every other entry is one of its own."""
    return f"change:{moment.change}" if rule.trigger is Trigger.ACTION else f"entry:{moment.entry}"


def look_at_the_clock() -> int:
    """Begin the runs of rules whose time has come; how many."""
    now, begun = clock.now(), 0
    timed = frozenset({Trigger.DATE, Trigger.SCHEDULE})
    keys = Automation._base_manager.filter(trigger__in=timed, active=True, deleted_at=None)
    with actors.company():
        for key in sorted(set(keys.values_list("object", flat=True))):
            for rule, since in rules_of(key, timed):
                begun += _begin_timed(rule, max(since, now - BACK), now)
    return begun


def _begin_timed(rule: Rule, since: datetime, now: datetime) -> int:
    if rule.trigger is Trigger.DATE:
        wanted = [(record, occasion) for record, occasion, _ in dated(rule, since, now)]
    else:
        occurrence = last_occurrence(rule.details, now)
        wanted = scheduled(rule, occurrence) if occurrence >= since else []
    return _begun([Call(rule, record, occasion) for record, occasion in wanted])
