"""What is done with people, beside changing their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.errors import Conflict
from haoke.core.text import T
from haoke.identity import actors, twostep
from haoke.identity.choices import State
from haoke.identity.invitations import Invite, invite_user
from haoke.identity.models import Credential, SecondFactor, Session
from haoke.identity.roles import give, require_holds
from haoke.identity.sharing import keep_reading, pass_on_shares

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.identity.models import User

__all__ = [
    "Invite",
    "Roles",
    "assign_roles",
    "disable_user",
    "enable_user",
    "end_sessions",
    "invite_user",
    "keep_reading",
    "pass_on_shares",
    "reset_two_step",
]

NOT_YOURSELF = T("You cannot disable yourself", "不能停用自己")


class Roles(BaseModel):
    """The roles a person has from now on."""

    model_config = ConfigDict(extra="forbid")
    roles: Annotated[
        list[UUID],
        Field(title=T("Roles", "角色"), json_schema_extra={"kind": "multireference", "target": "role"}, max_length=20),
    ]


def assign_roles(tx: Tx, user: User, data: Roles) -> None:
    """Give and take roles, none that allows more than the giver may."""
    require_holds(tx.actor, actors.as_if(user.id))
    give(tx, user, data.roles)


def disable_user(tx: Tx, user: User, _data: None) -> None:
    """Shut a person out at once: the database ends sessions, keys and links with this change."""
    if user.id == tx.actor.id:
        raise Conflict(NOT_YOURSELF, code="not_yourself")
    require_holds(tx.actor, actors.as_if(user.id))
    tx.set("user", user, {"state": State.DISABLED.value})


def enable_user(tx: Tx, user: User, _data: None) -> None:
    """Let a disabled person back in: with his password if he had one, else an invitation is needed."""
    if user.state != State.DISABLED:
        return
    require_holds(tx.actor, actors.as_if(user.id))
    known = Credential.objects.filter(pk=user.id).exists()
    tx.set("user", user, {"state": (State.ACTIVE if known else State.LISTED).value})


def end_sessions(tx: Tx, user: User, _data: None) -> None:
    """End all sessions of a person, whose browser was lost, say."""
    require_holds(tx.actor, actors.as_if(user.id))
    tx.note("user", user.id, "sessions_ended")
    Session.objects.filter(user_id=user.id).delete()


def reset_two_step(tx: Tx, user: User, _data: None) -> None:
    """For who has lost phone and recovery codes: his password alone lets him in again, and he signs in anew."""
    require_holds(tx.actor, actors.as_if(user.id))
    if not SecondFactor.objects.filter(pk=user.id, secret__isnull=False).exists():
        raise Conflict(twostep.OFF, code="two_step_off")
    tx.note("user", user.id, "two_step_reset")
    tx.note("user", user.id, "tell", {"news": "two_step_reset", "to": [str(user.id)]})
    SecondFactor.objects.filter(pk=user.id).delete()
    Session.objects.filter(user_id=user.id).delete()
