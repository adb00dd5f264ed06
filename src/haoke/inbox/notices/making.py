"""Notices made of what happened: for each person once, with the first of his reasons, and only of what he may read."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from haoke.core import access, clock, registry
from haoke.core.errors import SignInNeeded
from haoke.core.ids import uuid7
from haoke.core.log.names import PERSONAL
from haoke.core.records import gate
from haoke.core.transfer import actors
from haoke.inbox.models import NoticeSetting
from haoke.inbox.notices import reasons
from haoke.inbox.notices.entering import VIEWS, entered
from haoke.inbox.notices.following import follow_by_itself, followers
from haoke.inbox.notices.happening import happenings
from haoke.inbox.notices.ruling import in_charge, ruled
from haoke.inbox.notices.waiting import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.log import Entry
    from haoke.inbox.notices.happening import Happening

#: Records of one change told together, once there are more than so many.
APART: Final = 5
#: Records a notice of many keeps.
MOST: Final = 500

_PUT = """INSERT INTO inbox_notice
    (id, user_id, key, reason, what, rule, object, records, fields, actors, comment, due, count, mail, note, at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)
    ON CONFLICT (user_id, key) WHERE read_at IS NULL DO UPDATE SET
    records = ARRAY(SELECT DISTINCT x FROM unnest(inbox_notice.records || excluded.records) x LIMIT 500),
    fields = ARRAY(SELECT DISTINCT x FROM unnest(inbox_notice.fields || excluded.fields) x),
    actors = ARRAY(SELECT x FROM unnest(inbox_notice.actors) x WHERE x <> ALL(excluded.actors)) || excluded.actors,
    comment = excluded.comment, due = excluded.due, count = inbox_notice.count + excluded.count,
    mail = inbox_notice.mail OR excluded.mail,
    mailed_at = CASE WHEN excluded.mail THEN NULL ELSE inbox_notice.mailed_at END,
    note = excluded.note, at = excluded.at"""


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to tell one person."""

    user: UUID
    reason: str
    what: str
    object: str
    record: UUID
    at: datetime
    thing: int | None = None
    fields: frozenset[str] = frozenset()
    actor: UUID | None = None
    change: UUID | None = None
    rule: UUID | None = None
    comment: UUID | None = None
    due: datetime | None = None
    mail: bool = False
    note: str | None = None
    topic: str = ""

    @property
    def key(self) -> str:
        """What is told together with it; of one rule and record only what is of one topic."""
        return f"{self.what}:{self.reason}:{self.rule or ''}:{self.record}" + (f":{self.topic}" if self.topic else "")


def hear(entries: Sequence[Entry]) -> None:
    """Tell people what the entries mean to them."""
    found = happenings(entries)
    follow_by_itself([
        (each.entry.actor, each.object, each.record)
        for each in found
        if each.what == "create" and each.by_hand and registry.get(each.object).timeline
    ])  # fmt: skip
    tell([*_personal(found), *_by_rules(found), *_by_views(found)])
    settle(entries)


def _personal(found: Sequence[Happening]) -> Iterator[Word]:
    following = followers({each.record for each in found})
    owners = _owners([each for each in found if each.what == "comment"])
    for each in found:
        yield from _words([each.to], reasons.ASSIGNED, each, what="assign")
        yield from _words(each.calls, reasons.MENTION, each)
        yield from _words(each.told, reasons.NEWS, each)
        if each.what == "comment":
            yield from _words([owners.get(each.record)], reasons.COMMENT, each)
        if each.what != "create" and each.object != VIEWS:
            yield from _words(following.get(each.record, ()), reasons.FOLLOW, each)


def _owners(found: Sequence[Happening]) -> dict[UUID, UUID]:
    """{record: who is in charge} of records of all objects."""
    wanted: dict[str, set[UUID]] = {}
    for each in found:
        wanted.setdefault(each.object, set()).add(each.record)
    return {
        record: owner
        for key, records in wanted.items()
        if key in registry.objects()
        for record, owner in in_charge(registry.get(key), records).items()
    }


def _by_rules(found: Sequence[Happening]) -> Iterator[Word]:
    for rule, each, people in ruled(found):
        for word in _words(people, reasons.RULE, each):
            yield replace(word, rule=rule.id, mail=rule.mail)


def _by_views(found: Sequence[Happening]) -> Iterator[Word]:
    """A record that is in a view now and was not before, for those who follow the view."""
    for user, view, each in entered(found):
        note = json.dumps({"rule": view, "text": view})
        for word in _words([user], reasons.VIEW, each, what="enter"):
            yield replace(word, fields=frozenset(), note=note)


def _words(users: Iterable[UUID | None], reason: str, of: Happening, *, what: str | None = None) -> Iterator[Word]:
    """One for each of the people, save who did it himself."""
    for user in users:
        if user is not None and user not in of.doers:
            yield Word(
                user, reason, what or of.what, of.object, of.record, of.entry.at, thing=of.entry.id,
                fields=of.fields, actor=of.entry.actor, change=of.entry.change, comment=of.comment,
            )  # fmt: skip


def tell(words: Iterable[Word]) -> int:
    """Keep what each person is to be told and wake his windows; how many notices were made or added to."""
    first: dict[tuple[UUID, int | None, UUID], Word] = {}
    for word in sorted(words, key=lambda each: reasons.REASONS.index(each.reason)):
        first.setdefault((word.user, word.thing, word.record), word)
    by_person: dict[UUID, list[Word]] = {}
    for word in first.values():
        by_person.setdefault(word.user, []).append(word)
    wishes = {each.user_id: each for each in NoticeSetting.objects.filter(user_id__in=by_person)}
    return sum(_tell(user, heard, wishes.get(user) or NoticeSetting()) for user, heard in by_person.items())


def _tell(user: UUID, words: Iterable[Word], wish: NoticeSetting) -> int:
    kept = _readable(user, [word for word in words if word.reason not in wish.silent])
    together = list(_together(kept))
    with connection.cursor() as cursor:
        for key, said in together:
            _put(cursor, key, said, mail=any(word.mail or word.reason in wish.mail for word in said))
        if together:
            cursor.execute("SELECT pg_notify(%s, %s)", [PERSONAL, str(user)])
    return len(together)


def _readable(user: UUID, words: Sequence[Word]) -> list[Word]:
    """What the person may read at this moment: the record, and a field of it that changed."""
    try:
        person = actors.load(user, "notice")
    except SignInNeeded:
        return []
    hidden = gate.unseen(person, {(word.object, word.record) for word in words})
    return [word for word in words if (word.object, word.record) not in hidden and _says_something(person, word)]


def hears(user: UUID, key: str, records: Iterable[UUID]) -> set[UUID]:
    """Of records, those somebody could be told of at this moment, however much he wishes to hear."""
    now = clock.now()
    words = [Word(user, reasons.AUTOMATION, "automation", key, record, now) for record in records]
    return {word.record for word in _readable(user, words)}


def _says_something(person: Actor, word: Word) -> bool:
    shown = access.readable(person, registry.get(word.object)).keys()
    return word.what != "update" or not word.fields.isdisjoint(shown)


def _together(words: Sequence[Word]) -> Iterator[tuple[str, list[Word]]]:
    """(key, words) of each notice: of one record, or of many that one change touched in the same way."""
    many: dict[tuple[object, ...], list[Word]] = {}
    for word in words:
        many.setdefault((word.what, word.reason, word.rule, word.object, word.change), []).append(word)
    apart: dict[str, list[Word]] = {}
    for (what, reason, rule, _, change), group in many.items():
        if change is not None and len({word.record for word in group}) > APART:
            yield f"{what}:{reason}:{rule or ''}:change {change}", group
        else:
            for word in group:
                apart.setdefault(word.key, []).append(word)
    yield from apart.items()


def _put(cursor: Any, key: str, words: Sequence[Word], *, mail: bool) -> None:
    last = words[-1]
    records = list(dict.fromkeys(word.record for word in words))[:MOST]
    fields = sorted({name for word in words for name in word.fields})
    who = list(dict.fromkeys(word.actor for word in words if word.actor is not None))
    cursor.execute(
        _PUT,
        [uuid7(), last.user, key, last.reason, last.what, last.rule, last.object, records, fields, who, last.comment,
         last.due, len(words), mail, last.note, last.at],
    )  # fmt: skip
