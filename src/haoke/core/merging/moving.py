"""Everything that points at one record points at another afterwards, whoever sees it; each as a logged write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from psycopg import errors

from haoke.core import search
from haoke.core.errors import Conflict
from haoke.core.merging.pointers import pointers, tied
from haoke.core.records import storage
from haoke.core.records.integrity import refusal
from haoke.core.search.documents import dependents
from haoke.core.sql import Sql, ident, join
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.merging.pointers import Pointer
    from haoke.core.records.change import Tx
    from haoke.core.spec import ObjectSpec

BOTH = T(
    "Both have {what} of which there may be one only; settle that first",
    "双方都有只能保留一个的{what}，请先处理",
)


@dataclass(slots=True)
class Moved:
    """Of each object the records that point elsewhere now, and those kept once because the same was there already."""

    rows: dict[str, list[UUID]] = field(default_factory=dict)
    dropped: dict[str, list[UUID]] = field(default_factory=dict)


def pointing(spec: ObjectSpec, gone: UUID) -> list[Pointer]:
    """Those pointers by which any record names this one; one statement."""
    every = pointers(spec.key)
    heads = (
        f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {storage.table(each.spec.model)} r WHERE "
        for place, each in enumerate(every)
    )
    asked = [each.names(spec.key, gone).wrap(head, ")") for each, head in zip(every, heads, strict=True)]
    if not asked:
        return []
    query = join(" UNION ALL ", asked)
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return [every[row[0]] for row in cursor.fetchall()]


def move(tx: Tx, spec: ObjectSpec, into: UUID, gone: UUID) -> Moved:
    """Point everything at `into` that points at `gone`, but those two themselves."""
    moved = Moved()
    for pointer in pointing(spec, gone):
        _Move(tx, spec, pointer, into, gone, moved).run()
    for key, ids in moved.rows.items():
        _found_again(spec, key, ids)
    return moved


def _found_again(spec: ObjectSpec, key: str, ids: Sequence[UUID]) -> None:
    """What is found by the title of what it points at is found by the other's."""
    if any(other == key for other, _ in dependents(spec.key)):
        with connection.cursor() as cursor:
            search.refresh(cursor, key, ids)


def _belongs(spec: ObjectSpec) -> bool:
    """Whether its rows say something of other records rather than being business records themselves."""
    return bool(spec.parent or spec.group == "settings" or tied(spec))


@dataclass(frozen=True, slots=True)
class _Move:
    """The rows one pointer has for a record, on their way to another."""

    tx: Tx
    spec: ObjectSpec
    pointer: Pointer
    into: UUID
    gone: UUID
    moved: Moved

    def run(self) -> None:
        """All at once; what the database refuses (there twice, or leading to itself) is found by halving."""
        ids = self._locked()
        if ids:
            self._halving(ids)

    def _locked(self) -> list[UUID]:
        head = f"SELECT r.id FROM {storage.table(self.pointer.spec.model)} r WHERE r.id <> ALL(%s) AND "
        which = Sql(head, ([self.into, self.gone],)) + self.pointer.names(self.spec.key, self.gone)
        return [row["id"] for row in storage.fetch(which + Sql(" ORDER BY r.id FOR UPDATE"))]

    def _halving(self, ids: list[UUID]) -> None:
        try:
            with transaction.atomic():
                self._write(ids)
        except IntegrityError as error:
            if not isinstance(error.__cause__, errors.UniqueViolation | errors.CheckViolation):
                raise refusal(self.pointer.spec, error) from error
            if len(ids) == 1:
                self._drop(ids[0], error)
                return
            half = len(ids) // 2
            self._halving(ids[:half])
            self._halving(ids[half:])
        else:
            self.moved.rows.setdefault(self.pointer.spec.key, []).extend(ids)

    def _write(self, ids: Sequence[UUID], *, binned: bool = False) -> None:
        column = Sql(f"{ident(self.pointer.column)} = ") + self.pointer.renamed(self.into, self.gone)
        self._set([column, *([self._binned()] if binned else ())], ids)

    def _binned(self) -> Sql:
        return Sql("deleted_at = coalesce(deleted_at, %s)", (self.tx.now,))

    def _set(self, what: list[Sql], ids: Sequence[UUID]) -> None:
        marks = Sql("version = version + 1, updated_at = %s, updated_by_id = %s", (self.tx.now, self.tx.actor.id))
        query = join(", ", [*what, marks]).wrap(f"UPDATE {storage.table(self.pointer.spec.model)} SET ", "")
        query += Sql(" WHERE id = ANY(%s)", (list(ids),))
        with connection.cursor() as cursor:
            cursor.execute(query.text, query.params)

    def _drop(self, record: UUID, error: IntegrityError) -> None:
        """What would be there twice, or lead to itself, goes to the bin, pointing at the survivor if it may there;
        raises Conflict for a record of its own, which is nobody's to throw away here."""
        if not _belongs(self.pointer.spec):
            raise Conflict(BOTH.fill(what=self.pointer.spec.label_plural), code="both") from error
        try:
            with transaction.atomic():
                self._write([record], binned=True)
        except IntegrityError:
            self._set([self._binned()], [record])
        with connection.cursor() as cursor:
            search.remove(cursor, [record])
        self.moved.dropped.setdefault(self.pointer.spec.key, []).append(record)
