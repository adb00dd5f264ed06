"""Steps taken with customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from haoke.assignment.actions import assign_by_rules
from haoke.core import registry
from haoke.core.access.actor import Verb
from haoke.core.errors import Invalid, Missing
from haoke.core.records import changes, gate
from haoke.core.text import T
from haoke.customers.models import AccountContact, ContactRelation
from haoke.customers.queries.giving_way import LINES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.records.model import Record


class Assign(BaseModel):
    """Who is to take care of the record from now on: somebody, or whoever the assignment rules name."""

    owner: Annotated[UUID | None, Field(title=T("Owner", "负责人"))] = None
    by_rules: Annotated[bool, Field(title=T("By the assignment rules", "按分配规则"), validate_default=True)] = False

    @field_validator("by_rules")
    @classmethod
    def _somebody(cls, by_rules: bool, found: ValidationInfo) -> bool:
        if not by_rules and "owner" in found.data and found.data["owner"] is None:
            raise PydanticCustomError("missing", "somebody, or by the rules")
        return by_rules


def assign_owner(tx: Tx, record: Record, data: Assign) -> None:
    """Hand a record of any object to another person; it moves to that person's department."""
    if data.by_rules:
        assign_by_rules(tx, record)
        return
    tx.set(registry.by_model(type(record)).key, record, {"owner": data.owner})


# -- who decides --------------------------------------------------------------------------------------------

WHOM = T("Say who it is about", "请选择联系人")


class Placed(BaseModel):
    """What a person decides at an account (`part`, of this `version`), and the lines that begin with him; what is not
    named stays as it is. `superior` null: none."""

    model_config = ConfigDict(extra="forbid")
    contact: UUID | None = None
    part: dict[str, Any] = Field(default_factory=dict)
    version: int | None = None
    superior: UUID | None = None
    influences: list[UUID] = Field(default_factory=list, max_length=200)


def place_person(actor: Actor, account: UUID, data: Placed) -> dict[str, str]:
    """{change}: all of it at once, or nothing; raises Missing, Denied, Invalid, Conflict.

    A line the actor does not see gives way to one he draws (`queries.giving_way`).
    """
    with changes(actor, "place_contact") as tx:
        gate.lock_one(actor, registry.get("account"), account, Verb.UPDATE)
        # Asked for only now: whoever may not change the account is told nothing else.
        contact = _whom(actor, data)
        _part(tx, account, contact, data)
        if "superior" in data.model_fields_set:
            _superior(tx, account, contact, data.superior)
        if "influences" in data.model_fields_set:
            _influences(tx, account, contact, data.influences)
        return {"change": str(tx.change)}


def _whom(actor: Actor, data: Placed) -> UUID:
    if data.contact is None:
        raise Invalid.at("contact", "required", WHOM)
    if gate.unseen(actor, [("contact", data.contact)]):
        raise Missing
    return data.contact


def _part(tx: Tx, account: UUID, contact: UUID, data: Placed) -> None:
    if not data.part:
        return
    there = AccountContact._base_manager.filter(
        account_id=account, contact_id=contact, deleted_at=None, until=None
    ).first()
    if there:
        tx.update("account_contact", there.id, data.part, version=data.version)
    else:
        tx.create("account_contact", {**data.part, "account": account, "contact": contact})


def _superior(tx: Tx, account: UUID, contact: UUID, superior: UUID | None) -> None:
    seen = _seen(tx.actor, _drawn(account, contact, "reports_to"))
    if superior is None:
        for line in seen:
            tx.delete(LINES, line.id)
        return
    if seen and seen[0].to_id != superior:
        tx.update(LINES, seen[0].id, {"to": superior})
    elif not seen:
        _draw(tx, account, contact, superior, "reports_to")


def _influences(tx: Tx, account: UUID, contact: UUID, wanted: Iterable[UUID]) -> None:
    seen = {line.to_id: line for line in _seen(tx.actor, _drawn(account, contact, "influences"))}
    whom = dict.fromkeys(wanted)
    for to in seen.keys() - whom:
        tx.delete(LINES, seen[to].id)
    for to in [each for each in whom if each not in seen]:
        _draw(tx, account, contact, to, "influences")


def _draw(tx: Tx, account: UUID, contact: UUID, to: UUID, kind: str) -> None:
    tx.create(LINES, {"account": account, "contact": contact, "to": to, "kind": kind})


def _drawn(account: UUID, contact: UUID, kind: str) -> list[ContactRelation]:
    return list(
        ContactRelation._base_manager.filter(account_id=account, contact_id=contact, kind=kind, deleted_at=None)
    )


def _seen(actor: Actor, lines: Iterable[ContactRelation]) -> list[ContactRelation]:
    found = list(lines)
    hidden = gate.unseen(actor, [(LINES, line.id) for line in found])
    return [line for line in found if (LINES, line.id) not in hidden]
