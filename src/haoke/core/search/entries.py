"""Search entries in the database: written with the change that makes them true."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.records import copytext, storage
from haoke.core.records.copytext import literal
from haoke.core.search.documents import SLOTS, Document, dependents, document, pointed, slots, slotted
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

CHUNK: Final = 2_000
_COLUMNS: Final = ("title", "core", *SLOTS)
_NUMBER: Final = "code"
_NAMES: Final = ", ".join(_COLUMNS)
_KEPT: Final = ", ".join(f"d.{name}" for name in (*_COLUMNS, "tsv"))
_NEW: Final = ", ".join(f"excluded.{name}" for name in (*_COLUMNS, "tsv"))
_WRITE: Final = (
    f"INSERT INTO core_searchdoc AS d (record, object, {_NAMES}, tsv)"
    f" SELECT record, object, {_NAMES}, tsv::tsvector"
    f" FROM unnest(%s::uuid[], %s::text[], {', '.join(['%s::text[]'] * (len(_COLUMNS) + 1))})"
    f" AS n(record, object, {_NAMES}, tsv)"
    f" ON CONFLICT (record) DO UPDATE SET ({_NAMES}, tsv) = ROW({_NEW}) WHERE ({_KEPT}) IS DISTINCT FROM ({_NEW})"
)


def write(cursor: Any, docs: Iterable[Document]) -> None:
    """Add or replace search entries, and those of records that carry a title which changed."""
    waiting = iter(docs)
    while chunk := list(islice(waiting, CHUNK)):
        # Always in the order of ids, so that two writers cannot wait for each other.
        chunk.sort(key=lambda doc: doc.record)
        renamed = _renamed(cursor, chunk)
        _store(cursor, list(_resolved(chunk)))
        for key, ids in renamed.items():
            for other, field in dependents(key):
                write(cursor, _pointing(other, field, ids))


#: Columns of `lines`; the number's comes first.
_COPIED: Final = (_NUMBER, "record", "object", "title", "core", *(slot for slot in SLOTS if slot != _NUMBER), "tsv")


def numbered(key: str) -> bool:
    """Whether records of an object have their number in its column."""
    return slots(key).get(_NUMBER) == "number"


def lines(docs: Sequence[Document]) -> bytes:
    """Entries of new records as COPY reads them."""
    done = list(_resolved(docs))
    slots = {slot: copytext.plain([doc.slots.get(slot) for doc in done]) for slot in SLOTS}
    own = [copytext.plain([getattr(doc, name) for doc in done]) for name in ("record", "object", "title", "core")]
    lexemes = copytext.plain([" ".join(doc.lexemes) for doc in done])
    return copytext.lines([slots.pop(_NUMBER), *own, *slots.values(), lexemes])


def load(block: bytes, numbers: Sequence[str]) -> None:
    """Add entries by their lines, each with one of the numbers (none given: as they stand)."""
    if numbers:
        rests = [line.partition(b"\t")[2] for line in block.split(b"\n")[:-1]]
        cells = [copytext.text(slotted(_NUMBER, number)).encode() for number in numbers]
        block = b"".join([b"%b\t%b\n" % pair for pair in zip(cells, rests, strict=True)])
    storage.copy_in("core_searchdoc", _COPIED, block)


def remove(cursor: Any, ids: Sequence[UUID]) -> None:
    """Take the entries of these records away."""
    cursor.execute("DELETE FROM core_searchdoc WHERE record = ANY(%s)", [list(ids)])


def refresh(cursor: Any, key: str, ids: Sequence[UUID]) -> None:
    """Write the entries of these records of one object anew, as the records are now."""
    write(cursor, _documents(key, Sql("id = ANY(%s)", (list(ids),))))


def rebuild(cursor: Any, key: str) -> int:
    """Make all entries of one object anew; gives how many there are."""
    spec = registry.get(key)
    cursor.execute("DELETE FROM core_searchdoc WHERE object = %s", [key])
    if spec.search:
        write(cursor, _documents(key, Sql("TRUE")))
    cursor.execute("SELECT count(*) FROM core_searchdoc WHERE object = %s", [key])
    return int(cursor.fetchone()[0])


def renew(cursor: Any) -> None:
    """Make the entries anew that an older version made; the records stay as they are."""
    cursor.execute("SELECT DISTINCT object FROM core_searchdoc WHERE core IS NULL")
    old = {key for (key,) in cursor.fetchall()}
    for key, spec in registry.objects().items():
        if key in old or (spec.search and _never(cursor, key)):
            write(cursor, _documents(key, Sql("TRUE")))


def _never(cursor: Any, key: str) -> bool:
    """Whether none of an object's records has an entry: it is searched only since a later version."""
    cursor.execute("SELECT EXISTS (SELECT 1 FROM core_searchdoc WHERE object = %s)", [key])
    return not cursor.fetchone()[0]


def _store(cursor: Any, docs: Sequence[Document]) -> None:
    cursor.execute(
        _WRITE,
        [
            literal(doc.record.hex for doc in docs),
            literal(doc.object for doc in docs),
            literal(doc.title for doc in docs),
            literal(doc.core for doc in docs),
            *(literal(doc.slots.get(slot) for doc in docs) for slot in SLOTS),
            literal(" ".join(doc.lexemes) for doc in docs),
        ],
    )


def _renamed(cursor: Any, docs: Sequence[Document]) -> dict[str, list[UUID]]:
    """{object: ids} of the records whose title others carry and which has changed."""
    titles = {doc.record: (doc.object, doc.title) for doc in docs if dependents(doc.object)}
    if not titles:
        return {}
    cursor.execute("SELECT record, title FROM core_searchdoc WHERE record = ANY(%s)", [list(titles)])
    found: dict[str, list[UUID]] = {}
    for record, title in cursor.fetchall():
        key, new = titles[record]
        if title != new:
            found.setdefault(key, []).append(record)
    return found


def _titles(docs: Iterable[Document]) -> dict[tuple[str, UUID], Any]:
    """{(object, id): stored title} of all records the entries point at."""
    wanted: dict[str, set[UUID]] = {}
    for doc in docs:
        for _, target, record in doc.refs:
            wanted.setdefault(target, set()).add(record)
    found: dict[tuple[str, UUID], Any] = {}
    for key, ids in wanted.items():
        spec = registry.get(key)
        title = registry.field(key, spec.title)
        columns = storage.listed(title.columns)
        for row in storage.fetch(
            Sql(
                f"SELECT id, {columns} FROM {storage.table(spec.model)} WHERE id = ANY(%s::uuid[])",
                (copytext.ids(ids),),
            )
        ):
            found[key, row["id"]] = title.load(row)
    return found


def _resolved(docs: Sequence[Document]) -> Iterator[Document]:
    """The entries with what they are found by through the records they point at, which many of them share."""
    titles = _titles(docs)
    known: dict[tuple[str, tuple[str, str, UUID]], list[str]] = {}
    for doc in docs:
        found = list(doc.lexemes)
        for ref in doc.refs:
            if (doc.object, ref) not in known:
                name, key, record = ref
                known[doc.object, ref] = pointed(registry.get(doc.object), name, key, titles.get((key, record)))
            found += known[doc.object, ref]
        yield replace(doc, lexemes=tuple(found), refs=()) if doc.refs else doc


def _pointing(key: str, field: str, ids: Sequence[UUID]) -> Iterator[Document]:
    column = registry.field(key, field).columns[0]
    return _documents(key, Sql(f"{ident(column)} = ANY(%s)", (list(ids),)))


def _documents(key: str, condition: Sql) -> Iterator[Document]:
    """Entries of the live records that meet a condition, read in chunks."""
    spec = registry.get(key)
    columns, table = storage.listed(storage.columns(spec)), storage.table(spec.model)
    head = f"SELECT {columns} FROM {table} WHERE deleted_at IS NULL AND "
    last = Sql("TRUE")
    while rows := storage.fetch(Sql(head) + condition + Sql(" AND ") + last + Sql(" ORDER BY id LIMIT %s", (CHUNK,))):
        for row in rows:
            yield document(spec, storage.values(spec, row), storage.instance(spec, row))
        last = Sql("id > %s", (rows[-1]["id"],))
