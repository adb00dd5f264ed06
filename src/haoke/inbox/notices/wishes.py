"""How a person wants to be told: what not at all, what by mail too, when not to be disturbed."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from haoke.core.text import say
from haoke.inbox.models import NoticeSetting
from haoke.inbox.notices import reasons

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

Reason = Literal["mention", "assigned", "news", "comment", "automation", "rule", "follow", "view", "due"]


class Wishes(BaseModel):
    """What a person changes of his settings; what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    follow_mine: bool | None = None
    silent: list[Reason] | None = None
    mail: list[Reason] | None = None
    digest: Literal["off", "hourly", "daily"] | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None


def read(actor: Actor) -> dict[str, Any]:
    """The person's settings, and the reasons there are with what they mean."""
    found = NoticeSetting.objects.filter(pk=actor.id).first() or NoticeSetting(user_id=actor.id)
    return {
        "follow_mine": found.follow_mine,
        "silent": found.silent,
        "mail": found.mail,
        "digest": found.digest,
        "quiet_from": _said(found.quiet_from),
        "quiet_until": _said(found.quiet_until),
        "reasons": [{"value": each, "label": say(reasons.KINDS[each])} for each in reasons.REASONS],
    }


def _said(moment: time | None) -> str | None:
    return moment.strftime("%H:%M") if moment else None


def change(actor: Actor, data: Wishes) -> dict[str, Any]:
    """Change what is given."""
    given = {name: getattr(data, name) for name in data.model_fields_set}
    kept = {name: value for name, value in given.items() if value is not None or name.startswith("quiet")}
    NoticeSetting.objects.update_or_create(user_id=actor.id, defaults=kept)
    return read(actor)
