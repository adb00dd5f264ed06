"""Single fields of a record are emptied, in the Log, too: what was kept as long as it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from haoke.core import registry
from haoke.core.erasing import known
from haoke.core.erasing.action import write
from haoke.core.records import gate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from haoke.core.fields import FieldDef
    from haoke.core.records import Tx
    from haoke.core.spec import ObjectSpec


def blank(tx: Tx, spec: ObjectSpec, record: UUID, names: Sequence[str], reason: str) -> None:
    """Empty these fields past all rules; entries of the record's Log that say what stood there are emptied as well."""
    row = gate.relock(spec, record)
    words = {word for name in names for word in _said(registry.field(spec.key, name), row)}
    write(tx, spec, record, dict.fromkeys(names))
    pattern = known.pattern(words)
    with connection.cursor() as cursor:
        if pattern:
            cursor.execute("SELECT log.erase(%s, %s, %s)", [spec.key, record, pattern])
    with tx.acting(tx.actor, reason) as reasoned:
        reasoned.note(spec.key, record, "blanked", {"fields": list(names)})


def _said(field: FieldDef, row: dict[str, Any]) -> Iterator[str]:
    """Texts by which an entry of the Log says what stands in the field."""
    value = field.load(row)
    if value is None:
        return
    for text in (field.type.format(value, "zh"), field.type.format(value, "en"), *_stored(field, row)):
        if text:
            yield text


def _stored(field: FieldDef, row: dict[str, Any]) -> Iterator[str]:
    for column in field.columns:
        stored = row[column]
        if isinstance(stored, dict | list):
            yield from (text for text in _texts(stored) if len(text) > 1)
        elif stored is not None:
            yield str(stored)
            yield orjson.dumps(str(stored)).decode()[1:-1]


def _texts(stored: Any) -> Iterator[str]:
    if isinstance(stored, dict):
        for each in stored.values():
            yield from _texts(each)
    elif isinstance(stored, list):
        for each in stored:
            yield from _texts(each)
    elif isinstance(stored, str):
        yield stored
