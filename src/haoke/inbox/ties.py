"""What an activity is about: the customers and deals it is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.records.reading import naming, read_one
from haoke.inbox.actions import links

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor


def about_one(actor: Actor, activity: UUID) -> list[dict[str, str]]:
    """[{object, id, title}] of the records it is tied to, as far as the actor sees them; raises Missing."""
    read_one(actor, registry.get("activity"), activity, fields=("subject",))
    tied = [(key, str(record)) for key, record in links(activity)]
    titles = naming.lookup(actor, {key: {one for other, one in tied if other == key} for key, _ in tied})
    named = [(key, record, titles[key].get(record)) for key, record in tied]
    return [{"object": key, "id": record, "title": title} for key, record, title in named if title is not None]
