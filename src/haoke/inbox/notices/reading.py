"""A person's notices as he may read them now: records he no longer sees and fields hidden from him are left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Q, Value

from haoke.core import access, clock, registry
from haoke.core.errors import BadRequest
from haoke.core.fieldtypes.richtext import plain
from haoke.core.records import gate
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T, current_language, say
from haoke.inbox.models import Comment, Notice, NoticeRule
from haoke.inbox.notices import reasons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: Unread notices looked at to count them; a badge says "99+" beyond.
COUNTED: Final = 100
EXCERPT: Final = 200
BAD_CURSOR = T("This page marker is not one of ours", "分页标记无效")


@dataclass(frozen=True, slots=True)
class _Known:
    """What is needed to say a page of notices: titles by object, {record: the one it regards}, names, words."""

    titles: dict[str, dict[str, str | None]]
    regarded: dict[str, tuple[str, str]]
    rules: dict[UUID, T]
    comments: dict[UUID, str]


def unread(actor: Actor) -> int:
    """How many notices the person has not read, at most 100."""
    found = list(_mine(actor).filter(read_at=None)[:COUNTED])
    return len(_seen(actor, found))


def page(actor: Actor, *, unread_only: bool = False, cursor: str | None = None, limit: int = 30) -> dict[str, Any]:
    """`{items, next, unread}`, the latest first; raises BadRequest."""
    mine = _mine(actor).filter(read_at=None) if unread_only else _mine(actor)
    if cursor:
        mine = mine.filter(_before(cursor))
    found = list(mine[: limit + 1])
    shown = _seen(actor, found[:limit])
    known = _known(actor, shown)
    last = found[limit - 1] if len(found) > limit else None
    return {
        "items": [item for notice, records in shown if (item := _item(actor, known, notice, records))],
        "next": f"{last.at.isoformat()} {last.id}" if last else None,
        "unread": unread(actor),
    }


def said(actor: Actor, notices: Sequence[Notice]) -> list[dict[str, Any]]:
    """Those of a person's notices that say something to him now, as in `page`."""
    shown = _seen(actor, notices)
    known = _known(actor, shown)
    return [_item(actor, known, notice, records) for notice, records in shown]


def mark(actor: Actor, *, ids: Sequence[UUID] = (), record: UUID | None = None, everything: bool = False) -> int:
    """Mark notices as read: some, those of one record, or all; how many are left."""
    which = (
        Q() if everything else Q(id__in=list(ids)) | Q(records__contains=[record]) if record else Q(id__in=list(ids))
    )
    _mine(actor).filter(which, read_at=None).order_by().update(read_at=clock.now())
    return unread(actor)


def _mine(actor: Actor) -> Any:
    return Notice.objects.filter(user_id=actor.id).order_by("-at", "-id")


def _before(cursor: str) -> Q:
    moment, _, last = cursor.partition(" ")
    try:
        at, number = datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        raise BadRequest(BAD_CURSOR, code="bad_cursor") from None
    return Q(at__lt=at) | Q(at=at, id__lt=number)


def _seen(actor: Actor, found: Sequence[Notice]) -> list[tuple[Notice, list[UUID]]]:
    """Each notice with those of its records the person sees now; none of records he does not see or that are gone."""
    known = [notice for notice in found if notice.object in registry.objects()]
    hidden = gate.unseen(actor, {(notice.object, record) for notice in known for record in notice.records})
    kept = [(n, [record for record in n.records if (n.object, record) not in hidden]) for n in known]
    return [(notice, records) for notice, records in kept if records and _says_something(actor, notice)]


def _says_something(actor: Actor, notice: Notice) -> bool:
    if notice.reason == reasons.NEWS:
        return notice.what in registry.get(notice.object).news
    return notice.what != "update" or bool(_labels(actor, notice))


def _labels(actor: Actor, notice: Notice) -> list[tuple[str, str]]:
    """(name, label) of the changed fields the person may see, in the object's order."""
    spec = registry.get(notice.object)
    return [(n, say(f.label)) for n, f in access.readable(actor, spec).items() if n in notice.fields]


def _known(actor: Actor, shown: Sequence[tuple[Notice, list[UUID]]]) -> _Known:
    wanted: dict[str, set[str]] = {"user": {str(who) for notice, _ in shown for who in notice.actors}}
    for notice, records in shown:
        if len(records) == 1:
            wanted.setdefault(notice.object, set()).add(str(records[0]))
    regarded = _regarded(wanted)
    for key, record in regarded.values():
        wanted.setdefault(key, set()).add(record)
    rules = NoticeRule.objects.filter(id__in={notice.rule for notice, _ in shown if notice.rule})
    said = Comment.objects.filter(id__in={notice.comment for notice, _ in shown if notice.comment}, deleted_at=None)
    return _Known(
        lookup(actor, wanted),
        regarded,
        {rule.id: _both(rule.name) for rule in rules},
        {comment.id: plain(comment.body).strip()[:EXCERPT] for comment in said},
    )


def _regarded(wanted: Mapping[str, set[str]]) -> dict[str, tuple[str, str]]:
    """{record: (object, record) it regards} of those whose titles alone do not tell which they are."""
    found: dict[str, tuple[str, str]] = {}
    for spec in (registry.get(key) for key in wanted):
        if spec.regards is not None:
            rows = spec.model._base_manager.filter(pk__in=wanted[spec.key]).values_list("pk", *_columns(spec))
            found |= {str(pk): (key, str(record)) for pk, key, record in rows if record and key in registry.objects()}
    return found


def _columns(spec: ObjectSpec) -> tuple[Any, str]:
    """What holds the key and the id of the record another regards."""
    named, record = spec.regards or ("", "")
    return (named, record) if named else (Value(registry.field(spec.key, record).type.meta()["target"]), record)


def _both(name: dict[str, str]) -> T:
    en, zh = name.get("en", ""), name.get("zh", "")
    return T(en or zh, zh or en)


def _item(actor: Actor, known: _Known, notice: Notice, records: Sequence[UUID]) -> dict[str, Any]:
    spec = registry.get(notice.object)
    one = str(records[0]) if len(records) == 1 else None
    return {
        "id": str(notice.id),
        "at": notice.at,
        "read": notice.read_at is not None,
        "reason": notice.reason,
        "why": say(_why(known, notice)),
        "what": notice.what,
        "text": say(_text(actor, known, notice, len(records))),
        "object": notice.object,
        "plural": spec.plural,
        "label": say(spec.label if one else spec.label_plural),
        "record": {"id": one, "title": _title(known, spec.key, one)} if one else None,
        "records": [str(record) for record in records],
        "fields": [{"name": name, "label": label} for name, label in _labels(actor, notice)],
        "actor": _ref(known, notice.actors[-1]) if notice.actors else None,
        "comment": known.comments.get(notice.comment) if notice.comment and one else None,
        "count": notice.count,
    }


def _title(known: _Known, key: str, record: str) -> str | None:
    """What a record is called, after the one it regards as far as the person sees that."""
    of, regarded = known.regarded.get(record, ("", ""))
    names = (known.titles.get(of, {}).get(regarded), known.titles.get(key, {}).get(record))
    return " · ".join(name for name in names if name) or None


def _ref(known: _Known, person: UUID) -> dict[str, str | None]:
    return {"id": str(person), "title": known.titles["user"].get(str(person))}


def _why(known: _Known, notice: Notice) -> T:
    if notice.reason == reasons.RULE:
        name = known.rules.get(notice.rule) if notice.rule else None
        return reasons.WHY[reasons.RULE].fill(rule=name) if name else reasons.RULE_GONE
    if notice.reason == reasons.NEWS:
        return registry.get(notice.object).news[notice.what].why
    return reasons.WHY[notice.reason].fill(rule=_note(notice, "rule"))


def _note(notice: Notice, part: str) -> str:
    return str((notice.note or {}).get(part, ""))


def _moment(wall: datetime) -> T:
    """A time as it is said in a sentence: Nov 23, 14:45 · 11月23日 14:45."""
    return T(f"{wall:%b} {wall.day}, {wall:%H:%M}", f"{wall.month}月{wall.day}日 {wall:%H:%M}")


def _text(actor: Actor, known: _Known, notice: Notice, records: int) -> T:
    spec = registry.get(notice.object)
    listed = [label for _, label in _labels(actor, notice)]
    due = _moment(notice.due.astimezone(clock.timezone())) if notice.due else ""
    said = reasons.SAID if records == 1 else reasons.SAID_OF_MANY
    sentence = spec.news[notice.what].text if notice.reason == reasons.NEWS else said[notice.what]
    return sentence.fill(
        who=_who(known, notice), fields=T(", ".join(listed), "、".join(listed)), n=records,
        objects=T(say(spec.label_plural, "en").lower(), spec.label_plural.zh), due=due,
        note=_note(notice, "text"),
    )  # fmt: skip


def _who(known: _Known, notice: Notice) -> T:
    names = [known.titles["user"].get(str(who)) for who in reversed(notice.actors)]
    first = next((T(name, name) for name in names if name), reasons.SOMEBODY)
    if len(names) < 2:  # noqa: PLR2004 (he alone, or nobody named)
        return first
    others = len(names) - 1 if current_language() == "en" else len(names)
    return reasons.AND_OTHERS.fill(who=first, n=others)
