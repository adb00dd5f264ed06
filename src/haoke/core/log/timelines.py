"""What happened around a record, the latest first: linked records, what is about it (comments), the Log."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import limits, registry
from haoke.core.fieldtypes.translated import said as in_words
from haoke.core.log import history, sources, states
from haoke.core.log.sources import ACTIVITY, LOG, RECORD, Source
from haoke.core.records import storage
from haoke.core.records.reading import cursors, naming, tying
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.search.tokens import fold
from haoke.core.sql import TRUE, Sql, ident, join
from haoke.core.text import current_language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from haoke.core.access.actor import Actor
    from haoke.core.records.reading.plans import Plan
    from haoke.core.records.reading.tying import Ties
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

MOST = 100
#: So many entries of the Log are gone through for words at a time: nobody keeps an index of what they changed.
SIFTED = 200
#: So much of what was said of activities is shown with a page of them.
REMARKS = 200
SAID, LED = "said", "led"
_NOWHERE = UUID(int=0)
_PINS = Sql("ARRAY(SELECT n.stream || ' ' || n.item FROM core_pin n WHERE n.record = r.id ORDER BY n.id DESC)")


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing on the line; `place` is where its own stream goes on after it."""

    at: datetime
    stream: str
    place: str
    json: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose line of which record is read, and what of it: one kind, words, how many of each stream."""

    actor: Actor
    spec: ObjectSpec
    row: Row
    kind: str | None
    words: str
    limit: int

    @property
    def record(self) -> UUID:
        found: UUID = self.row["id"]
        return found


def timeline(
    actor: Actor,
    spec: ObjectSpec,
    record: UUID,
    cursor: str | None = None,
    *,
    kind: str | None = None,
    words: str = "",
    limit: int = 30,
) -> dict[str, Any]:
    """`{items, next}` of a visible record, on the first page with `pinned` and the `kinds` it may be narrowed to.

    `kind` keeps one (log, activity, comment, record, files, an object or one of its choices such as activity.call),
    `words` what says them; raises Missing, BadRequest.
    """
    row, found = _around_it(actor, spec, record)
    words = words.strip()
    bound = cursors.bind(actor, "timeline", spec.key, str(record), kind, words)
    places: dict[str, str] = {}
    if cursor:
        keys, _ = cursors.unseal(cursor, bound)
        places = {stream: place for stream, place in zip(keys[::2], keys[1::2], strict=True) if stream and place}
    limit = min(max(limit, 1), MOST)
    asked = _Asked(actor, spec, row, kind, words, limit + 1)
    items, further = _woven(_streams(asked, found, places), places, limit)
    follow = cursors.seal((tuple(part for pair in places.items() for part in pair), _NOWHERE), bound)
    page: dict[str, Any] = {"items": items, "next": follow if further else None}
    if cursor:
        return page
    whole = not (kind or words)
    owner = row.get("owner_id") if spec.links else None
    page |= {LED: _led(actor, str(owner) if owner else None)}
    return page | {"kinds": sources.kinds(actor, found), "pinned": _pinned(asked, found) if whole else []}


def pinnable(actor: Actor, spec: ObjectSpec, record: UUID, stream: str, item: str) -> bool:
    """Whether that stands on the record's timeline, as far as the actor sees it; raises Missing of no such record."""
    row, found = _around_it(actor, spec, record)
    return bool(_chosen(_Asked(actor, spec, row, None, "", 1), found, {stream: [item]}))


def pinned(actor: Actor, spec: ObjectSpec, record: UUID) -> list[dict[str, Any]]:
    """What stands on top of a record's timeline, the latest pinned first; raises Missing."""
    row, found = _around_it(actor, spec, record)
    return _pinned(_Asked(actor, spec, row, None, "", MOST), found)


def standing(actor: Actor, spec: ObjectSpec, record: UUID) -> list[Source]:
    """The sources that have anything on a record's timeline, as far as the actor sees it; raises Missing."""
    return _around_it(actor, spec, record)[1]


def _around_it(actor: Actor, spec: ObjectSpec, record: UUID) -> tuple[Row, list[Source]]:
    """The record with its pins, and the sources that have anything of it."""
    hanging = sources.hanging(actor, spec)
    row = states.present(actor, spec, record, [_PINS, *(ids for _, ids in hanging)])
    below = {child.key: row[str(nth)] for nth, (child, _) in enumerate(hanging, 1)}
    found = sources.sources(actor, spec, record, below)
    if not found:
        return row, []
    ((*some,),) = rows(join(", ", [each.some for each in found]).wrap("SELECT ", ""), prepared=True)
    return row, [each for each, there in zip(found, some, strict=True) if there]


def _streams(asked: _Asked, found: Iterable[Source], places: Mapping[str, str]) -> list[tuple[list[_Item], bool]]:
    """What each stream has after its place, and whether it has more."""
    entries = []
    sifted = SIFTED if asked.words else asked.limit
    if asked.kind in (None, LOG):
        place = places.get(LOG)
        entries = _entries(asked, Sql("e.id < %s", (int(place),)) if place else TRUE, sifted)
    around = [
        _around(asked, source, each + _after(source, places.get(source.child.key)), asked.limit)
        for source in found
        if (each := _wanted(asked, source)) is not None
    ]
    _name(asked, entries, [*around, *_remarked(asked, around)])
    lines = [(each.line(), len(each.rows) == asked.limit) for each in around]
    return [(_logged(asked, entries), len(entries) == sifted), *lines]


def _wanted(asked: _Asked, source: Source) -> Sql | None:
    kept = sources.narrowed(asked.actor, source, asked.kind)
    if kept is None or not asked.words:
        return kept
    return kept + Sql(" AND ") + sources.worded(asked.actor, source.child, asked.words)


def _after(source: Source, place: str | None) -> Sql:
    if not place:
        return Sql("")
    moment, last = place.split(" ")
    return Sql(f" AND ({source.at}, r.id) < (%s::timestamptz, %s::uuid)", (moment, last))


def _woven(streams: Sequence[tuple[list[_Item], bool]], places: dict[str, str], limit: int) -> tuple[list[Any], bool]:
    """The latest items of all streams, and whether there are more; `places` go along with what has been passed."""
    # Past the last that is known of a stream which goes on, others may be older than what is not known yet.
    ends = {id(items[-1]) for items, more in streams if more}
    shown: list[Any] = []
    for item in merge(*(items for items, _ in streams), key=lambda item: item.at, reverse=True):
        if len(shown) == limit:
            return shown, True
        places[item.stream] = item.place
        if item.json:
            shown.append(item.json)
        if id(item) in ends:
            return shown, True
    return shown, False


def _pinned(asked: _Asked, found: Sequence[Source]) -> list[dict[str, Any]]:
    wanted: dict[str, list[str]] = {}
    order = [tuple(each.split(" ")) for each in asked.row["0"]]
    for stream, item in order:
        wanted.setdefault(stream, []).append(item)
    if not wanted:
        return []
    known = {(item.stream, str(item.json["id"])): item.json for item in _chosen(asked, found, wanted) if item.json}
    return [known[each] for each in order if each in known]


def _chosen(asked: _Asked, found: Iterable[Source], wanted: Mapping[str, Sequence[str]]) -> list[_Item]:
    """The items of those ids, by stream."""
    logged = Sql("e.id::text = ANY(%s)", (list(wanted.get(LOG, ())),))
    entries = _entries(asked, logged, MOST) if LOG in wanted else []
    around = [
        _around(asked, source, source.rows + Sql(" AND r.id::text = ANY(%s)", (list(wanted[source.child.key]),)), MOST)
        for source in found
        if source.child.key in wanted
    ]
    _name(asked, entries, [*around, *_remarked(asked, around)])
    return [*_logged(asked, entries), *(item for each in around for item in each.line())]


def _entries(asked: _Asked, which: Sql, limit: int) -> list[dict[str, Any]]:
    return history.read(asked.actor, asked.spec, asked.row, which, limit)


def _name(asked: _Asked, entries: list[dict[str, Any]], around: Sequence[_Around]) -> None:
    """Names of everybody and everything on the line, by one query."""
    read = [(each.plan, each.items) for each in around]
    limits.spend(asked.actor, sum(len(items) for _, items in read))
    wanted = history.pointed(entries)
    for key, ids in naming.pointed(read).items():
        wanted.setdefault(key, set()).update(ids)
    for each in around:
        for key, record in (tie for ties in each.ties.values() for tie in ties):
            wanted.setdefault(key, set()).add(record)
    known = naming.titles_of(asked.actor, wanted)
    history.name(entries, known)
    for each in around:
        naming.name(each.plan, each.items, known)
        tying.say(each.items, each.ties, known)


def _logged(asked: _Asked, entries: Sequence[dict[str, Any]]) -> list[_Item]:
    erased = {entry["change"] for entry in entries if entry["verb"] == "x:erased"}
    said = (
        (entry, None if asked.words and not _says(entry, fold(asked.words)) else _log_json(entry, erased))
        for entry in entries
    )
    return [_Item(entry["at"], LOG, str(entry["id"]), json) for entry, json in said]


def _says(entry: Mapping[str, Any], words: str) -> bool:
    """Whether all the words stand in what the reader is told of a change."""
    told = [entry["reason"] or "", *(text for each in entry["changes"] for text in _texts(each))]
    whole = fold(" ".join(told))
    return all(word in whole for word in words.split())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif value is not None:
        yield str(value)


def _log_json(entry: dict[str, Any], erased: set[str]) -> dict[str, Any] | None:
    # An update of nothing this reader may see is no news to him, and an erasure is told once, with its grounds.
    if (entry["verb"] == "update" and not entry["changes"]) or (
        entry["verb"] in ("x:erase", "update") and entry["change"] in erased
    ):
        return None
    kept = {
        name: entry[name] for name in ("at", "verb", "actor", "behalf", "via", "action", "change", "changes", "data")
    }
    kept |= {"former": entry["former"]} if "former" in entry else {}
    return {"id": str(entry["id"]), "kind": "log", "text": entry["reason"], **kept}


@dataclass(frozen=True, slots=True)
class _Around:
    """Rows of one source, each with its time and id behind it, the items made of them, and what these are tied to."""

    source: Source
    plan: Plan
    rows: Sequence[tuple[Any, ...]]
    items: list[dict[str, Any]]
    ties: Ties

    def line(self) -> list[_Item]:
        key = self.source.child.key
        return [
            _Item(row[-2], key, f"{row[-2].isoformat()} {row[-1]}", _json(self.source, item, row[-2]))
            for row, item in zip(self.rows, self.items, strict=True)
        ]


def _around(asked: _Asked, source: Source, which: Sql, limit: int) -> _Around:
    child, plan = source.child, plan_for(asked.actor, source.child, None)
    head = Sql(f"SELECT {plan.select}, {source.at} AS at, r.id FROM {storage.table(child.model)} r WHERE ")
    found = rows(head + which + Sql(f" ORDER BY {source.at} DESC, r.id DESC LIMIT %s", (limit,)))
    items = plan.records(found)
    return _Around(source, plan, found, items, _ties(asked, child, items))


def _remarked(asked: _Asked, around: Iterable[_Around]) -> list[_Around]:
    """What was said of the activities, the earliest first, put under each as `said`."""
    under = {item["id"]: item for each in around if each.source.kind == ACTIVITY for item in each.items}
    for item in under.values():
        item[SAID], item[LED] = [], _led(asked.actor, item.get("owner"))
    read = [_said_of(asked, child, list(under)) for child in sources.remarking()] if under else []
    for each in read:
        for item in each.items:
            under[str(item[(each.source.child.about or ("", ""))[1]])][SAID].append(item)
    return read


def _led(actor: Actor, owner: str | None) -> bool:
    """Whether somebody's work is a subordinate's of the actor."""
    return owner is not None and owner != str(actor.id) and owner in map(str, actor.reports)


def _said_of(asked: _Asked, child: ObjectSpec, ids: list[str]) -> _Around:
    plan = plan_for(asked.actor, child, None)
    record = ident((child.about or ("", ""))[1])
    query = f"SELECT {plan.select} FROM {storage.table(child.model)} r WHERE r.{record} = ANY(%s::uuid[])"
    found = rows(Sql(f"{query} AND r.deleted_at IS NULL ORDER BY r.created_at, r.id LIMIT {REMARKS}", (ids,)))
    return _Around(Source(child.key, child, TRUE, TRUE, ""), plan, found, plan.records(found), {})


def _ties(asked: _Asked, child: ObjectSpec, items: Sequence[dict[str, Any]]) -> Ties:
    """What each is about besides the record whose line this is."""
    here = (asked.spec.key, str(asked.record))
    known = registry.objects()
    if child.about is not None:
        said = {item["id"]: [(item.get(child.about[0]) or "", str(item.get(child.about[1])))] for item in items}
    else:
        said = tying.ties(child, [item["id"] for item in items])
    return {item: [tie for tie in ties if tie != here and tie[0] in known] for item, ties in said.items()}


def _json(source: Source, item: dict[str, Any], at: datetime) -> dict[str, Any]:
    child = source.child
    title = item.get(child.title)
    if title and registry.field(child.key, child.title).type.kind == "translated" and "masked" not in title:
        title = in_words(title, current_language())
    text = title if isinstance(title, str) else say(child.label)
    said = {SAID: item.pop(SAID), LED: item.pop(LED)} if LED in item else {}  # a field of the object may be named so
    return said | {
        "id": item["id"], "kind": source.kind, "object": child.key, "at": at, "verb": source.kind,
        "actor": item.get("created_by" if source.kind == RECORD else "owner"), "text": text,
        "related": item.pop(tying.NAME), source.kind: item, "changes": [],
    }  # fmt: skip
