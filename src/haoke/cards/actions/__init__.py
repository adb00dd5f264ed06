"""Keeping a card: its contact, new or as it is with what was missing, and the account he belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Self, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from haoke.cards.rules.reading import ACCOUNT, CONTACT
from haoke.core.errors import Invalid, Problem
from haoke.core.records import changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.records.model import Record

#: The action that stands in the Log of everything a card brought.
CARD = "card"
_Values = Annotated[dict[str, Any], Field(max_length=60)]


class Kept(BaseModel):
    """One record of a card: a new one with values, or the one it is with those that are to change."""

    model_config = ConfigDict(extra="forbid")
    id: UUID | None = None
    version: int | None = Field(None, ge=1, le=2**31 - 1)
    values: _Values = Field(default_factory=dict)

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.id is None and not self.values:
            raise PydanticCustomError("missing", "a record, or the values of a new one")
        return self


class CardBody(BaseModel):
    """`account` None: the contact stands alone, or where he stands now."""

    model_config = ConfigDict(extra="forbid")
    contact: Kept
    account: Kept | None = None


def keep(actor: Actor, body: CardBody) -> tuple[Record, UUID | None, UUID]:
    """(contact, account, change): both written as one change, with the rights and rules of any other way."""
    with changes(actor, CARD) as tx:
        given, account = body.contact, None
        if body.account is not None:
            account = (
                body.account.id
                if body.account.id and not body.account.values
                else _written(tx, ACCOUNT, body.account).id
            )
            given = given.model_copy(update={"values": {**given.values, ACCOUNT: str(account)}})
        return _written(tx, CONTACT, given), account, tx.change


def _written(tx: Tx, key: str, kept: Kept) -> Record:
    """The record, made or changed."""
    try:
        if kept.id is None:
            return cast("Record", tx.create(key, kept.values))
        return cast("Record", tx.update(key, kept.id, kept.values, version=kept.version))
    except Invalid as refused:
        refused.problems = tuple(_within(key, refused))
        raise


def _within(key: str, refused: Invalid) -> Iterator[Problem]:
    """Problems at `contact.mobile` instead of `mobile`."""
    return (Problem(f"{key}.{each.field}" if each.field else key, each.code, each.message) for each in refused.problems)
