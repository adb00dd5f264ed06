"""Addresses nothing is sent to by itself, and what ends somebody's place in a sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.db.models.functions import Lower

from haoke.core import access, limits, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.records.reading.running import rows
from haoke.core.records.storage import table
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.inbox.mail.sequences.models import BLOCKS, OPEN, MailBlock, MailEnrolment
from haoke.privacy.queries import before_writing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

_LABELS: Final = {each.value: each.label for each in BLOCKS if isinstance(each.label, T)}
#: What an answer still counts for, though all mails have gone out.
ANSWERED: Final = (*OPEN, "finished")


def blocked(addresses: Iterable[str]) -> dict[str, str]:
    """{address: kind} of those nothing is sent to, in lower case."""
    wanted = [each.lower() for each in addresses]
    found = MailBlock._base_manager.annotate(low=Lower("address")).filter(low__in=wanted, deleted_at=None)
    return dict(found.values_list("low", "kind"))


def some() -> bool:
    """Whether there is any: cheap, where what is asked of each address is not."""
    return bool(rows(Sql(f"SELECT 1 FROM {table(MailBlock)} WHERE deleted_at IS NULL LIMIT 1"), prepared=True))


def warned(actor: Actor, addresses: Iterable[str]) -> list[dict[str, Any]]:
    """[{address, kind, label, since, note}] of those that want no mail or whose mail came back; raises Denied.

    `note`: what was noted or the server said, for who may read blocked addresses. Each address counts as a row read:
    who writes has to know it of whom he writes to, nobody of a list.
    """
    access.require(actor, registry.get("mail_message"), Verb.CREATE)
    wanted = list(dict.fromkeys(each.lower() for each in addresses))
    limits.spend(actor, len(wanted))
    reads = access.scope_of(actor, registry.get("mail_block"), Verb.READ) is not Scope.NONE
    rows = MailBlock._base_manager.annotate(low=Lower("address")).filter(low__in=wanted, deleted_at=None)
    found = {row.low: row for row in rows}
    return [
        {
            "address": each, "kind": found[each].kind, "label": say(kind_of(found[each].kind)),
            "since": found[each].created_at, "note": found[each].note if reads else None,
        }
        for each in wanted
        if each in found
    ]  # fmt: skip


def notes(actor: Actor, addresses: Iterable[str]) -> list[dict[str, Any]]:
    """[{address, notes: [{tone, text}]}] of those whose bearers would rather be reached otherwise, or said no."""
    told = ((each, before_writing(actor, each)) for each in dict.fromkeys(each.lower() for each in addresses))
    return [{"address": address, "notes": said} for address, said in told if said]


def block(tx: Tx, address: str, kind: str, note: str = "") -> None:
    """Send nothing to the address any more, and end its places in sequences."""
    low = address.lower()
    if low not in blocked([low]):
        tx.add("mail_block", {"address": low, "kind": kind, "note": note[:2000] or None})
    stop(tx, Q(low=low), "bounced" if kind == "bounced" else "unsubscribed")


def stop(tx: Tx, which: Q, state: str, reason: T | None = None, *, of: Iterable[str] = OPEN) -> int:
    """End places in sequences that `which` names (`low`: the address in lower case); how many."""
    rows = MailEnrolment._base_manager.annotate(low=Lower("address")).filter(which, deleted_at=None, state__in=list(of))
    ids = sorted(set(rows.values_list("id", flat=True)))
    for each in ids:
        tx.set("mail_enrolment", each, ending(tx, state, reason))
    return len(ids)


def ending(tx: Tx, state: str, reason: T | None = None) -> dict[str, Any]:
    """What is set when a place in a sequence ends."""
    why = {"en": say(reason, "en")[:500], "zh": say(reason, "zh")[:500]} if reason else None
    return {"state": state, "next_at": None, "ended_at": tx.now, "reason": why}


def kind_of(block_kind: str) -> T:
    """What a block is called."""
    return _LABELS[block_kind]
