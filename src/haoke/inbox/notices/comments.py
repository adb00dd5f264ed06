"""Comments on any record: read by whoever sees the record, changed by their author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.access.scopes import key_allows
from haoke.core.errors import Denied, Invalid, Missing
from haoke.core.records import changes
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T
from haoke.inbox.models import Comment
from haoke.inbox.notices.calling import Calls, require_see
from haoke.inbox.notices.following import follow_by_itself, require_seen

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

NOT_YOURS = T("Only its author may change a comment", "只有评论作者可以修改评论")
MAY_NOT = T("You may look at this record, not comment on it", "您可以查看此记录，但不能评论")
NO_SUPERIOR = T("Only a superior of whoever did it marks it", "只有上级可以评价下属的跟进")


class Said(Calls):
    """A comment's text, whom it calls, and how a superior judges what was done."""

    model_config = ConfigDict(extra="forbid")
    body: str = Field(min_length=1, max_length=10_000)
    mark: Literal["good", "improve"] | None = None


def add(actor: Actor, key: str, record: UUID, data: Said) -> dict[str, Any]:
    """Comment on a record; raises Missing, Denied, Invalid when somebody called cannot see it."""
    require_seen(actor, key, record)
    require_may_comment(actor, key)
    require_see(data, key, record)
    author = _led(actor, key, record)
    if data.mark and author is None:
        raise Invalid.at("mark", "no_superior", NO_SUPERIOR)
    with changes(actor, "comment") as tx:
        said = {"object": key, "record": record, "review": author is not None, **data.model_dump()}
        made = tx.add("comment", said)
        follow_by_itself([(who, key, record) for who in (actor.id, author) if who])
    return one(actor, made.id)


def edit(actor: Actor, comment: UUID, data: Said) -> dict[str, Any]:
    """Change one's own comment; raises Missing, Denied, Invalid."""
    found = _own(actor, comment)
    require_see(data, found.object, found.record)
    if data.mark and not found.review:
        raise Invalid.at("mark", "no_superior", NO_SUPERIOR)
    with changes(actor, "edit_comment") as tx:
        tx.set("comment", found.id, data.model_dump(exclude_unset=True))
    return one(actor, comment)


def _led(actor: Actor, key: str, record: UUID) -> UUID | None:
    """Who did what is commented on (a call, a visit), where he reports to the actor."""
    spec = registry.get(key)
    if spec.links is None:
        return None
    owner: UUID | None = spec.model._base_manager.values_list("owner", flat=True).get(pk=record)
    return owner if owner != actor.id and owner in actor.reports else None


def remove(actor: Actor, comment: UUID) -> None:
    """Take one's own comment away; raises Missing, Denied."""
    found = _own(actor, comment)
    with changes(actor, "remove_comment") as tx:
        tx.drop("comment", found.id)


def require_may_comment(actor: Actor, key: str) -> None:
    """Raise Denied for somebody who can only look at records of the object."""
    spec = registry.get(key)
    comments = registry.get("comment")
    if not key_allows(actor, comments, Verb.CREATE) or all(
        access.scope_of(actor, spec, verb) is Scope.NONE for verb in (Verb.CREATE, Verb.UPDATE)
    ):
        raise Denied(MAY_NOT, code="may_not_comment")


def one(actor: Actor, comment: UUID) -> dict[str, Any]:
    """A comment as JSON."""
    found = Comment.objects.get(pk=comment)
    people = [*(found.mentions or ()), found.owner_id]
    named = {"user": [str(each) for each in people if each], "team": list(map(str, found.mention_teams or ()))}
    known = lookup(actor, named)
    names = known["user"]
    body = registry.field("comment", "body").type.dump(found.body)
    return {
        "id": str(found.id),
        "object": found.object,
        "record": str(found.record),
        "body": body,
        "review": found.review,
        "mark": found.mark,
        "mentions": [{"id": str(each), "title": names.get(str(each))} for each in found.mentions or ()],
        "mention_teams": [
            {"id": str(each), "title": known["team"].get(str(each))} for each in found.mention_teams or ()
        ],
        "owner": {"id": str(found.owner_id), "title": names.get(str(found.owner_id))},
        "created_at": found.created_at,
        "updated_at": found.updated_at,
    }


def _own(actor: Actor, comment: UUID) -> Comment:
    found = Comment.objects.filter(pk=comment, deleted_at=None).first()
    if found is None or found.object not in registry.objects():
        raise Missing
    require_seen(actor, found.object, found.record)
    if found.owner_id != actor.id:
        raise Denied(NOT_YOURS, code="not_yours")
    require_may_comment(actor, found.object)
    return found
