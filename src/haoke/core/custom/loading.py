"""Which version of the definitions a request or job works at, read from the database when it is a new one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.db import connection

from haoke.core.custom.definitions import FieldDefinition, ObjectDefinition
from haoke.core.metadata import SHIPPED, Metadata, current, enter, using

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The version, for a statement that asks for other things too.
VERSION: Final = "(SELECT version FROM core_metadata)"
_ALL: Final = """
SELECT m.version,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'key', key, 'plural', plural, 'label', label,
      'label_plural', label_plural, 'icon', icon, 'number', number_pattern, 'open', "open",
      'timeline', timeline, 'board', board, 'columns', coalesce(columns, '[]')) ORDER BY created_at, id), '[]')
    FROM core_customobject WHERE deleted_at IS NULL)::text,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'object', object, 'name', name, 'kind', kind, 'label', label,
      'help', help, 'required', required, 'unique', "unique", 'personal', personal, 'searchable', searchable,
      'options', coalesce(options, '{}'), 'section', section, 'position', position)
      ORDER BY position, created_at, id), '[]')
    FROM core_customfield WHERE deleted_at IS NULL)::text,
  (SELECT coalesce(jsonb_agg(jsonb_build_array(object, name)), '[]') FROM (SELECT object, name FROM core_customfield
    WHERE deleted_at IS NOT NULL UNION ALL SELECT key, '' FROM core_customobject WHERE deleted_at IS NOT NULL) r)::text,
  (SELECT coalesce(jsonb_agg(module), '[]') FROM core_moduleswitch WHERE deleted_at IS NULL AND NOT active)::text,
  (SELECT coalesce(jsonb_object_agg(object, pattern), '{}') FROM core_numberpattern WHERE deleted_at IS NULL)::text
FROM core_metadata m
"""
#: Versions kept besides the newest: requests in flight and processes that lag a little.
_MOST: Final = 4
_known: dict[int, Metadata] = {SHIPPED.version: SHIPPED}


@contextmanager
def latest() -> Iterator[None]:
    """Run the block at the present version; one short query, and a second one only after a change."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {VERSION}")
        version: int = cursor.fetchone()[0]
    with using(at(version)):
        yield


@contextmanager
def whole() -> Iterator[None]:
    """Like `latest()`, but what belongs to modules that are switched off is met like everything else."""
    with latest():
        found = current()
        if not found.off:
            yield
            return
        with using(Metadata(found.version, found.objects, found.fields, found.retired, numbers=found.numbers)):
            yield


@contextmanager
def tentative() -> Iterator[None]:
    """Forget at the end what was read of versions inside: they may be taken back, and their numbers given again.

    Belongs inside the transaction that makes them, which nobody else reads before it is over.
    """
    before = set(_known)
    try:
        yield
    finally:
        for version in set(_known) - before:
            _known.pop(version, None)


def go_on_at(version: int) -> None:
    """Work at that version from here to the end of the surrounding `using` block."""
    enter(at(version))


def at(version: int) -> Metadata:
    """The definitions of that version, or of a newer one there is meanwhile."""
    found = _known.get(version)
    return _load() if found is None else found


def _load() -> Metadata:
    with connection.cursor() as cursor:
        cursor.execute(_ALL)
        version, objects, fields, retired, off, numbers = cursor.fetchone()
    made = Metadata(
        version,
        [_object(each) for each in orjson.loads(objects)],
        _fields(orjson.loads(fields)),
        frozenset((key, name) for key, name in orjson.loads(retired)),
        off=frozenset(orjson.loads(off)),
        numbers=orjson.loads(numbers),
    )
    while len(_known) > _MOST:
        del _known[min(key for key in _known if key != SHIPPED.version)]
    _known[version] = made
    return made


def _object(row: dict[str, Any]) -> ObjectDefinition:
    return ObjectDefinition(**row | {"columns": tuple(row["columns"])})


def _fields(rows: list[dict[str, Any]]) -> dict[str, list[FieldDefinition]]:
    found: dict[str, list[FieldDefinition]] = {}
    for row in rows:
        found.setdefault(row["object"], []).append(FieldDefinition(**row))
    return found
