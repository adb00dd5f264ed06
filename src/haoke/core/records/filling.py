"""Sort keys of names that were there before the keys: filled in by a migration, as the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import migrations

from haoke.core.fieldtypes import pinyin
from haoke.core.fieldtypes.columns import SORT
from haoke.core.sql import ident

if TYPE_CHECKING:
    from uuid import UUID

CHUNK = 5_000


def sort_keys(table: str, column: str, *, read: bool | None) -> migrations.RunPython:
    """Fill the sort keys of one column of names; `read` as `shapes.how_read` has it.

    A key says nothing the name beside it does not, so the Log, which leaves these columns out, gets no entry, and
    records keep their versions. The triggers rest meanwhile: they refuse writes outside a change, and to everything
    they watch over nothing happens. The index of titles, made over the text before, goes; it is made anew afterwards.
    """

    def fill(_apps: Any, editor: Any) -> None:
        with editor.connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {ident(f'{table}_by_title')}")
            cursor.execute(f"ALTER TABLE {ident(table)} DISABLE TRIGGER USER")
            last: UUID | None = None
            while (last := _chunk(cursor, (table, column), last, read)) is not None:
                pass
            cursor.execute(f"ALTER TABLE {ident(table)} ENABLE TRIGGER USER")

    return migrations.RunPython(fill, migrations.RunPython.noop)


def _chunk(cursor: Any, place: tuple[str, str], after: UUID | None, read: bool | None) -> UUID | None:
    """Fill some rows in the order of their ids; gives the last id, None when there are no more."""
    table, column, sort = ident(place[0]), ident(place[1]), ident(place[1] + SORT)
    cursor.execute(
        f"SELECT id, {column} FROM {table} WHERE %s::uuid IS NULL OR id > %s ORDER BY id LIMIT {CHUNK}", [after, after]
    )
    found = cursor.fetchall()
    ids, keys = [row[0] for row in found], [pinyin.sort_text(row[1], name=read) for row in found]
    cursor.execute(
        f"UPDATE {table} t SET {sort} = n.key FROM unnest(%s::uuid[], %s::text[]) n(id, key) WHERE t.id = n.id",
        [ids, keys],
    )
    return ids[-1] if ids else None
