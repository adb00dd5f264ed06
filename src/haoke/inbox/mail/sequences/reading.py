"""Who is in which sequence and how that goes, as far as the reader sees the records; pausing, going on, ending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import access, clock, registry, worktime
from haoke.core.access.actor import Verb
from haoke.core.errors import Conflict, Missing
from haoke.core.metadata import derived
from haoke.core.records import changes, gate, storage
from haoke.core.records.reading import ListQuery, list_page, read_one
from haoke.core.records.reading.naming import lookup
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.inbox.mail import outgoing, receivers
from haoke.inbox.mail.sequences import blocks, documents
from haoke.inbox.mail.sequences.models import OPEN, MailEnrolment, MailSequence, MailStep

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

KEY: Final = "mail_enrolment"
FIELDS: Final = (
    "sequence", "object", "record", "mailbox", "address", "state", "taken", "steps", "next_at", "ended_at", "reason",
    "owner", "created_at",
)  # fmt: skip
SHOWN: Final = 50
_KNOWN: Final = f"SELECT 1 FROM {storage.table(MailEnrolment)} WHERE object = %s AND record = %s LIMIT 1"

NOT_OPEN = T("This has ended already", "已经结束")
NOT_PAUSED = T("Only what is paused can go on", "仅已暂停的可以继续")
NOT_RUNNING = T("Only what is running can be paused", "仅进行中的可以暂停")


def of_record(actor: Actor, key: str, record: UUID) -> dict[str, Any]:
    """{items, blocked: [{address, kind, label}], sequences} of a record the actor sees; raises Missing."""
    if gate.unseen(actor, [(key, record)]):
        raise Missing
    known = rows(Sql(_KNOWN, (key, record)), prepared=True)  # cheap; what is shown asks rights
    items = _page(actor, {"field": "record", "op": "eq", "value": str(record)}, None)[0] if known else []
    addresses = [each["address"] for each in receivers.offered(actor, key, record)] if blocks.some() else []
    found = blocks.blocked(addresses) if addresses else {}
    return {
        "items": items,
        "blocked": [
            {"address": each, "kind": found[each.lower()], "label": say(blocks.kind_of(found[each.lower()]))}
            for each in addresses
            if each.lower() in found
        ],
        "can_enrol": access.scope_of(actor, registry.get("mail_message"), Verb.CREATE) > 0 and _there_are(key),
    }


@derived
def _there_are(key: str) -> bool:
    """Whether there is a sequence in use, as long as definitions are of one version."""
    return MailSequence._base_manager.filter(object=key, active=True, deleted_at=None).exists()


def of_sequence(actor: Actor, sequence: UUID, cursor: str | None, state: str | None) -> dict[str, Any]:
    """{items, next} of who is in a sequence; `state` narrows it."""
    read_one(actor, registry.get("mail_sequence"), sequence, fields=("name",))
    parts: list[dict[str, Any]] = [{"field": "sequence", "op": "eq", "value": str(sequence)}]
    if state:
        parts.append({"field": "state", "op": "eq", "value": state})
    items, following = _page(actor, {"and": parts}, cursor)
    return {"items": items, "next": following}


def _page(actor: Actor, condition: dict[str, Any], cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    query = ListQuery(filter=condition, sort="-created_at", fields=FIELDS, limit=SHOWN, cursor=cursor)
    page = list_page(actor, registry.get(KEY), query)
    wanted: dict[str, set[str]] = {}
    for item in page.items:
        wanted.setdefault(item["object"], set()).add(item["record"])
    titles = lookup(actor, wanted)
    may = _changeable(actor, [UUID(item["id"]) for item in page.items])
    return [_shown(item, titles, item["id"] in may) for item in page.items], page.next


def _shown(item: dict[str, Any], titles: Any, may: bool) -> dict[str, Any]:
    steps = item.pop("steps", None) or []
    title = titles.get(item["object"], {}).get(item["record"])
    return {**item, "title": title, "to_come": len(steps), "can": {"change": may}}


def _changeable(actor: Actor, ids: list[UUID]) -> set[str]:
    spec = registry.get(KEY)
    query = Sql(f"SELECT r.id FROM {storage.table(spec.model)} r WHERE r.id = ANY(%s) AND ", (ids,))
    return {str(row["id"]) for row in storage.fetch(query + access.visible_to(actor, spec, Verb.UPDATE))}


def figures(actor: Actor, sequence: UUID) -> dict[str, Any]:
    """{states: {state: places}, steps: {id: {sent, replied, stopped}}} over the records the actor sees."""
    read_one(actor, registry.get("mail_sequence"), sequence, fields=("name",))
    spec = registry.get(KEY)
    mine = Sql(f"SELECT r.id, r.state FROM {storage.table(spec.model)} r WHERE r.sequence_id = %s AND ", (sequence,))
    mine += access.visible_to(actor, spec)
    states = storage.fetch(Sql("SELECT state, count(*) AS n FROM (") + mine + Sql(") m GROUP BY state"))
    taken = Sql(
        f" SELECT s.step, m.state, s.at = max(s.at) OVER (PARTITION BY s.enrolment_id) AS last"
        f" FROM m JOIN {storage.table(MailStep)} s ON s.enrolment_id = m.id"
    )
    rows = storage.fetch(
        Sql("WITH m AS (") + mine + Sql("), t AS (") + taken
        + Sql(
            ") SELECT step, count(*) AS sent, count(*) FILTER (WHERE last AND state = 'replied') AS replied,"
            " count(*) FILTER (WHERE last AND state IN"
            " ('bounced', 'unsubscribed', 'contacted', 'closed', 'ended')) AS stopped FROM t GROUP BY step"
        )
    )  # fmt: skip
    return {
        "states": {row["state"]: row["n"] for row in states},
        "steps": {row["step"]: {name: row[name] for name in ("sent", "replied", "stopped")} for row in rows},
    }


def pause(actor: Actor, enrolment: UUID) -> None:
    """Send nothing until somebody says to go on; raises Missing, Denied, Conflict."""
    with changes(actor, "pause") as tx:
        found = tx.get(KEY, enrolment)
        if found.state != "running":
            raise Conflict(NOT_RUNNING, code="not_running")
        tx.set(KEY, found, {"state": "paused", "reason": None})


def resume(actor: Actor, enrolment: UUID) -> None:
    """Go on from now, at the next time that fits; by whoever may send from its mailbox."""
    with changes(actor, "resume") as tx:
        found = tx.get(KEY, enrolment)
        if found.state != "paused":
            raise Conflict(NOT_PAUSED, code="not_paused")
        if found.mailbox_id not in {each.id for each in outgoing.boxes(actor)}:
            raise Conflict(outgoing.NOT_YOURS, code="not_your_mailbox")
        steps = documents.steps_of(found.steps)
        again = max(found.next_at or clock.now(), clock.now())
        if steps:
            at_once = steps[0].model_copy(update={"days": 0})
            again = documents.due(worktime.schedule_of(found.owner_id), again, at_once)
        tx.set(KEY, found, {"state": "running", "reason": None, "next_at": again})


def end(actor: Actor, enrolment: UUID) -> None:
    """Send nothing more."""
    with changes(actor, "end") as tx:
        found = tx.get(KEY, enrolment)
        if found.state not in OPEN:
            raise Conflict(NOT_OPEN, code="not_open")
        tx.set(KEY, found, blocks.ending(tx, "ended"))
