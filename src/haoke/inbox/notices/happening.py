"""From entries of the Log to what happened to records that people may want to hear of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import connection

from haoke.core import access, registry
from haoke.core.access.actor import SYSTEM_ID, Verb, system
from haoke.core.metadata import derived
from haoke.core.records import storage
from haoke.core.sql import Sql, ident
from haoke.inbox.notices.calling import OBJECTS, people

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from haoke.core.log import Entry
    from haoke.core.spec import Link, ObjectSpec

#: Ways by which much comes at once and none of it is news: nobody is told.
SILENT: Final = frozenset({"demo", "migrate", "import", "formula"})

#: What is done to many records at once because something else is done to one.
ALONG: Final = frozenset({"merge"})

#: What a note that tells people something is in the Log.
TELL: Final = "x:tell"


@dataclass(frozen=True, slots=True)
class Happening:
    """`what` happened to one record by an entry; `to`: who is in charge since; `calls`: those a comment mentions;
    `told`: those a note names.
    """

    entry: Entry
    what: str
    object: str
    record: UUID
    fields: frozenset[str] = frozenset()
    to: UUID | None = None
    comment: UUID | None = None
    calls: tuple[UUID, ...] = ()
    told: tuple[UUID, ...] = ()

    @property
    def doers(self) -> frozenset[UUID | None]:
        """Who did it: nobody is told of his own doing."""
        return frozenset({self.entry.actor, self.entry.behalf})

    @property
    def by_hand(self) -> bool:
        """Whether a person did it there and then."""
        return self.entry.via in {"web", "api"} and self.entry.actor != SYSTEM_ID


def happenings(entries: Iterable[Entry]) -> list[Happening]:
    """What the entries say, in their order; what became of a record since is looked up where it matters."""
    heard = [
        each
        for each in entries
        if each.via not in SILENT and each.action not in ALONG and each.object in registry.objects()
    ]
    rows = _made_rows(heard)
    for record, owner in _first_owners(rows).items():
        rows[record]["owner_id"] = owner
    return [happening for entry in heard for happening in _of(entry, rows.get(entry.record))]


def _first_owners(made: Collection[UUID]) -> dict[UUID, UUID | None]:
    """{record: whose it was when it was made} of those handed over since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (e.record) e.record, (e.data -> 'o' ->> 'owner_id')::uuid FROM log.entry e"
            " WHERE e.record = ANY(%s) AND e.verb = 'update' AND e.data -> 'o' ? 'owner_id' ORDER BY e.record, e.id",
            [list(made)],
        )
        return dict(cursor.fetchall())


def _of(entry: Entry, row: Mapping[str, Any] | None) -> Iterator[Happening]:
    spec = registry.get(entry.object)
    if entry.verb == TELL:
        yield from _told(entry, spec)
    elif spec.remarks or (link := _tie(spec.key)) is not None:
        if row is not None and (spec.remarks or _shown(_tie(spec.key), row)):
            key, record = spec.about or (link.object, link.record)  # type: ignore[union-attr]  # one of the two is there
            yield from _beside(entry, spec, row, str(row[key]), row[record])
    elif spec.internal:
        return
    elif entry.verb == "create":
        # What comes with news of its own (a mail) is not handed to anybody as well.
        owner = row.get("owner_id") if row and (spec.timeline or not spec.news) else None
        yield Happening(entry, "create", spec.key, entry.record, to=_handed(spec, owner))
    elif entry.verb == "update":
        after: Mapping[str, Any] = (entry.data or {}).get("n", {})
        owner = after.get("owner_id")
        to = _handed(spec, UUID(owner) if owner else None)
        yield Happening(entry, "update", spec.key, entry.record, changed(spec, after), to=to)
        if calls := _called(entry):
            yield Happening(entry, "mention", spec.key, entry.record, calls=calls)


def _called(entry: Entry) -> tuple[UUID, ...]:
    """Whom a record's text calls since this entry."""
    data: Mapping[str, Any] = entry.data or {}
    before, after = ({name: _ids(data.get(side, {}).get(name)) for name in OBJECTS} for side in ("o", "n"))
    return people({name: after[name] - before[name] for name in OBJECTS})


def _ids(text: str | None) -> set[UUID]:
    """Of the text of a column that holds several."""
    return {UUID(each) for each in (text or "").strip("{}").split(",") if each}


def _handed(spec: ObjectSpec, owner: UUID | None) -> UUID | None:
    """To whom it was handed: a part of a record goes with the whole, which alone is told of."""
    return owner if spec.parent is None else None


def _told(entry: Entry, spec: ObjectSpec) -> Iterator[Happening]:
    """What a note says to those it names."""
    said = entry.data or {}
    if said.get("news") in spec.news:
        told = tuple(UUID(each) for each in said["to"])
        yield Happening(entry, said["news"], spec.key, entry.record, told=told)


def _shown(link: Link | None, row: Mapping[str, Any]) -> bool:
    """Whether readers of the record may know of what is tied to it: mail kept private is no news to them."""
    if link is None or not link.shown:
        return True
    child = registry.field(registry.by_model(link.model).key, link.child).type.meta()["target"]
    table = ident(registry.get(child).model._meta.db_table)
    query = f"SELECT {ident(link.shown)} AS shown FROM {table} WHERE id = %s"
    found = storage.fetch(Sql(query, (row[f"{link.child}_id"],)))
    return bool(found and found[0]["shown"])


def _beside(entry: Entry, spec: ObjectSpec, row: Mapping[str, Any], key: str, record: UUID) -> Iterator[Happening]:
    """A comment on a record, or something tied to it."""
    if spec.about is not None:
        yield Happening(entry, "comment", key, record, comment=entry.record, calls=people(row))
    else:
        yield Happening(entry, "link", key, record)


def changed(spec: ObjectSpec, columns: Iterable[str]) -> frozenset[str]:
    """Names of the fields that are stored in these columns."""
    places = _places(spec.key)
    return frozenset(places[column] for column in columns if column in places)


@derived
def _places(key: str) -> Mapping[str, str]:
    return {column: name for name, field in registry.fields(key).items() for column in field.columns}


@derived
def _tie(key: str) -> Link | None:
    """The link whose rows the object holds, or None."""
    model = registry.get(key).model
    links = (spec.links for spec in registry.objects().values())
    return next((link for link in links if link is not None and link.model is model), None)


def _made_rows(entries: Sequence[Entry]) -> dict[UUID, dict[str, Any]]:
    """Rows of the records that the entries made and that are still there."""
    wanted: dict[str, set[UUID]] = {}
    for entry in entries:
        if entry.verb == "create":
            wanted.setdefault(entry.object, set()).add(entry.record)
    return {row["id"]: row for key, ids in wanted.items() for row in present(registry.get(key), ids)}


def present(spec: ObjectSpec, ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """The rows of those records of an object that are not in the bin."""
    columns = storage.listed(storage.columns(spec), "r")
    seen = access.visible_to(system(), spec, Verb.READ)
    query = Sql(f"SELECT {columns} FROM {ident(spec.model._meta.db_table)} r WHERE r.id = ANY(%s) AND ", (list(ids),))
    return storage.fetch(query + seen)
