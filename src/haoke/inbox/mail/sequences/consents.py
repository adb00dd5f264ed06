"""Unsubscribing and consent are one: who leaves withdraws his consent, who gives it anew is written to again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.records import changes, storage
from haoke.core.sql import Sql, ident
from haoke.core.text import T, say
from haoke.identity import queries as company
from haoke.inbox.mail.sequences import blocks
from haoke.inbox.mail.sequences.models import MailBlock
from haoke.privacy import queries as privacy
from haoke.privacy.actions import Said, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from haoke.core.log import Entry
    from haoke.core.records import Tx

VIA: Final = "consent"
#: What is asked before a mail of a sequence goes out.
CHANNEL: Final = "email"
PURPOSE: Final = "marketing"
#: Blocks that say what somebody wants, not what his server does.
ASKED: Final = ("unsubscribed", "asked")
SAID_NO: Final = T("consent to marketing by e-mail: {state}", "邮件营销同意：{state}")
NOT_AGREED: Final = T("no consent to marketing by e-mail yet", "尚未同意邮件营销")
#: Blocked addresses looked at at once.
PORTION: Final = 200


def against(address: str, *about: tuple[str, UUID]) -> T | None:
    """Why nobody may write to an address (about these records) by himself, as whoever bears it said, or did not say
    where the company writes only to those who agreed; None: nothing against."""
    persons = {*about, *privacy.bearing("email", [address.lower()])}
    found = privacy.against(persons, CHANNEL, PURPOSE)
    if found:
        return SAID_NO.fill(state=privacy.state_label(found.state))
    return NOT_AGREED if company.only_agreed() and not privacy.agreed(persons, CHANNEL, PURPOSE) else None


def blocked(entries: Sequence[Entry]) -> None:
    """Addresses were blocked, for their bearers asked so."""
    rows = MailBlock._base_manager.filter(id__in=[each.record for each in entries], deleted_at=None, kind__in=ASKED)
    withdraw(rows)


def withdraw(rows: Iterable[MailBlock]) -> int:
    """Note that persons who bear these addresses withdrew their consent, where that is not known yet; how many."""
    done = 0
    for each in rows:
        for person in privacy.bearing("email", [each.address.lower()]):
            if not privacy.may_contact(*person, CHANNEL, PURPOSE).against:
                with changes(system(VIA), "unsubscribe") as tx:
                    record(tx, *person, _withdrawn(each))
                done += 1
    return done


def _withdrawn(block: MailBlock) -> Said:
    why = say(blocks.kind_of(block.kind), "zh")
    return Said(channel=CHANNEL, purpose=PURPOSE, state="withdrawn", how="unsubscribe", at=block.created_at, proof=why)


def heard(entries: Sequence[Entry]) -> None:
    """Consents were noted: block the addresses of who said no, lift the block of who said yes."""
    for key, person in privacy.said_in([each.record for each in entries], CHANNEL, PURPOSE):
        _follow(key, person)


def _follow(key: str, person: UUID) -> None:
    standing = privacy.may_contact(key, person, CHANNEL, PURPOSE)
    for address in _addresses(key, person) if standing.consent else ():
        with changes(system(VIA), "consent") as tx:
            if standing.given:
                _lift(tx, address)
            else:
                blocks.block(tx, address, "asked")


def _lift(tx: Tx, address: str) -> None:
    for row in MailBlock._base_manager.filter(address__iexact=address, deleted_at=None, kind__in=ASKED):
        tx.drop("mail_block", row.id)


def _addresses(key: str, person: UUID) -> list[str]:
    spec = registry.objects().get(key)
    names = [name for name, each in registry.fields(key).items() if each.type.kind == "email"] if spec else []
    if spec is None or not names:
        return []
    listed = ", ".join(ident(registry.field(key, name).columns[0]) for name in names)
    rows = storage.fetch(Sql(f"SELECT {listed} FROM {storage.table(spec.model)} WHERE id = %s", (person,)))
    return [address for row in rows for address in row.values() if address]
