"""What a received mail is about: what the mail it answers is about, else whom its people are on record as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import Actor, Verb, system
from haoke.core.errors import SignInNeeded
from haoke.core.records import gate, storage
from haoke.core.sql import Sql, any_of
from haoke.core.transfer import actors
from haoke.inbox.mail import addresses
from haoke.inbox.mail.models import Mailbox, MailLink, MailMessage
from haoke.inbox.mail.outgoing import VIA, links, relate
from haoke.inbox.mail.receivers import email_fields, references

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec
    from haoke.inbox.mail.addresses import Person

#: Records one mail is tied to by its addresses.
MOST: Final = 20
#: Messages looked at again when a mailbox changes hands.
LATEST: Final = 500


def answered(box: Mailbox, named: Sequence[str]) -> MailMessage | None:
    """The latest message of the same mailbox that a mail names as what it answers.

    Of another mailbox none: who guesses or learns an id would put his mail before people it is not for.
    """
    if not named:
        return None
    found = MailMessage._base_manager.filter(mailbox=box, message_id__in=list(named), deleted_at=None)
    return found.order_by("-sent_at", "-id").first()


def ours(address: str) -> bool:
    """Whether the address is of somebody who works here."""
    user: Any = registry.get("user").model
    return bool(address) and user._base_manager.filter(email__iexact=address, deleted_at=None).exists()


def tie(tx: Tx, box: Mailbox, message: UUID, before: MailMessage | None, people: Sequence[Person]) -> None:
    """Tie a message to what it is about."""
    found = links(before.id) if before else []
    if not found:
        own = box.address.lower()
        named = dict.fromkeys(address.lower() for _, address in people if address)
        found = _about(_reader(box), [each for each in named if each != own and not ours(each)])
    relate(tx, message, found[:MOST])


def tie_again(tx: Tx, box: Mailbox) -> int:
    """Tie the box's latest messages that are about nothing yet; how many were looked at."""
    tied = MailLink._base_manager.filter(deleted_at=None).values("message")
    found = MailMessage._base_manager.filter(mailbox=box, deleted_at=None).exclude(id__in=tied).exclude(state="draft")
    latest = list(found.order_by("-sent_at")[:LATEST])
    with tx.acting(system(VIA), "") as acting:
        for each in latest:
            people = addresses.seen([each.sender or "", each.to or "", each.cc or ""])
            before = MailMessage._base_manager.filter(pk=each.answers_id).first() if each.answers_id else None
            tie(acting, box, each.id, before, people)
    return len(latest)


def _reader(box: Mailbox) -> Actor | None:
    """As whom records are looked for: a personal mailbox is its owner's, a team's sees them all."""
    if box.owner_id is None or box.to_everybody or box.to_roles or box.to_departments or box.to_teams:
        return system(VIA)
    try:
        return actors.load(box.owner_id, VIA)
    except SignInNeeded:
        return None


def _about(reader: Actor | None, named: Sequence[str]) -> list[tuple[str, UUID]]:
    """Records with one of the addresses, and what they belong to."""
    if reader is None or not named:
        return []
    found: dict[tuple[str, UUID], None] = {}
    for spec in registry.objects().values():
        for record, pointed in _having(reader, spec, named):
            found[spec.key, record] = None
            found |= dict.fromkeys(pointed)
    hidden = gate.unseen(reader, found)
    return [each for each in found if each not in hidden]


def _having(reader: Actor, spec: ObjectSpec, named: Iterable[str]) -> list[tuple[UUID, list[tuple[str, UUID]]]]:
    fields = [name for name in email_fields(spec.key) if access.field_right(reader, spec, name)]
    if not fields:
        return []
    wanted = [each.lower() for each in named]
    same = any_of(
        Sql("lower(") + registry.field(spec.key, name).column("r") + Sql(") = ANY(%s)", (wanted,)) for name in fields
    )
    parts = [(name, target) for name, target in references(spec.key) if access.field_right(reader, spec, name)]
    columns = ", ".join(f"r.{registry.field(spec.key, name).columns[0]}" for name, _ in parts)
    query = Sql(f"SELECT r.id{', ' + columns if columns else ''} FROM {storage.table(spec.model)} r WHERE ")
    query += same + Sql(" AND ") + access.visible_to(reader, spec, Verb.READ)
    rows = storage.fetch(query + Sql(f" ORDER BY r.updated_at DESC LIMIT {MOST}"))
    columns_of = [(registry.field(spec.key, name).columns[0], target) for name, target in parts]
    return [
        (row["id"], [(target, row[column]) for column, target in columns_of if row[column] is not None]) for row in rows
    ]
