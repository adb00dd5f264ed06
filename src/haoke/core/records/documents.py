"""Search entries of written records, kept in the transaction of the write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from haoke.core.records.model import Record
    from haoke.core.records.shapes import Row
    from haoke.core.spec import ObjectSpec


class Named(NamedTuple):
    """All a search entry needs of a record besides its values; a model instance takes fifty times as long to make."""

    id: UUID
    number: str | None


def index(spec: ObjectSpec, written: Sequence[tuple[Mapping[str, Any], Row]]) -> None:
    """Write the search entries of records given as (values, row); an object without `search` has none."""
    keep(documents(spec, written))


def concerns(spec: ObjectSpec, changed: Set[str]) -> bool:
    """Whether a change of these fields changes what the record is found by."""
    from haoke.core.search import keys  # noqa: PLC0415 (as below)

    return bool(spec.search) and not changed.isdisjoint((*spec.search, spec.title, *keys.fields(spec.key)))


def documents(spec: ObjectSpec, written: Sequence[tuple[Mapping[str, Any], Row]]) -> list[Any]:
    """Search entries of records, not yet written; needs no database."""
    if not spec.search:
        return []
    from haoke.core import search  # noqa: PLC0415 (search stands beside records and reads its storage)

    return [search.document(spec, values, cast("Record", Named(row["id"], row["number"]))) for values, row in written]


def keep(docs: Sequence[Any]) -> None:
    """Write search entries."""
    if not docs:
        return
    from haoke.core import search  # noqa: PLC0415 (as above)

    with connection.cursor() as cursor:
        search.write(cursor, docs)


def forget(ids: Iterable[UUID]) -> None:
    """Remove the search entries of records that went to the bin."""
    from haoke.core import search  # noqa: PLC0415 (as above)

    with connection.cursor() as cursor:
        search.remove(cursor, list(ids))


def numbers_apart(spec: ObjectSpec) -> bool:
    """Whether records are searched by their number in a column of its own, or not at all."""
    from haoke.core import search  # noqa: PLC0415 (as above)

    return "number" not in spec.search or search.numbered(spec.key)


def lines(docs: Sequence[Any]) -> bytes:
    """Search entries of new records as COPY reads them, the number first."""
    from haoke.core import search  # noqa: PLC0415 (as above)

    return search.lines(docs)


def load(spec: ObjectSpec, block: bytes, numbers: Sequence[str]) -> None:
    """Write such lines, one for each of these numbers (none: an object without)."""
    from haoke.core import search  # noqa: PLC0415 (as above)

    if block:
        search.load(block, numbers if search.numbered(spec.key) else ())
