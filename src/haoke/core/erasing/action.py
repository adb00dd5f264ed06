"""The action that erases, and what it would do before it is done."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection
from django.db.models import Exists, OuterRef
from pydantic import BaseModel, Field

from haoke.core import registry
from haoke.core.erasing import known, places
from haoke.core.erasing.extent import Extent, extent
from haoke.core.errors import BadValue, Conflict
from haoke.core.fieldtypes.files import FileRef
from haoke.core.records import documents, gate, storage
from haoke.core.records.files.models import File, FileContent, FileUse
from haoke.core.records.shapes import shape
from haoke.core.spec import Action
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from haoke.core.fields import FieldDef
    from haoke.core.records import Tx
    from haoke.core.records.model import Record
    from haoke.core.spec import ObjectSpec

ERASED = T("Erased", "已删除")
GONE = "■"
_ADDRESS = "erased.{}@erased.invalid"
_TOLD = """SELECT DISTINCT object, record FROM log.entry
    WHERE verb <> 'x:erase' AND (reason ~* %(pattern)s OR data::text ~* %(pattern)s)"""


class Why(BaseModel):
    """On what grounds, e.g. "asked for by the person on 3 May"; it stays in the Log."""

    reason: str = Field(
        title=T("On what grounds", "删除依据"), description=T("It stays in the log", "将保留在操作记录中"),
        min_length=2, max_length=300,
    )  # fmt: skip


def erase_person(tx: Tx, record: Record, data: Why) -> dict[str, Any]:
    """Empty whatever tells of the person, wherever it is kept; the record stays, so that what points at it holds."""
    spec = registry.by_model(type(record))
    may_be_erased(spec, record)
    found = extent(spec, record.id)
    told = outlook(found)
    places.empty(found.parameters)
    for part in found.whole:
        for each in part.ids:
            write(tx, part.spec, each, {name: _blank(part.spec, name, each) for name in part.fields})
    for part, words in (
        *((each, found.words) for each in found.shared),
        *((each, found.words) for each in found.named),
    ):
        for each in part.ids:
            _redact(tx, part.spec, each, part.fields, known.pattern(words))
    _forget_files(found)
    _forget_log(found)
    with tx.acting(tx.actor, data.reason) as reasoned:
        reasoned.note(spec.key, record.id, "erased")
    return told


def may_be_erased(spec: ObjectSpec, record: Record) -> None:
    """Raise Conflict while the record is no person, one who still has to be here, or somebody has to keep it."""
    for held_back in registry.brought("HELD_BACK"):
        if why := held_back(spec, record.id):
            raise Conflict(why, code="held")
    person = spec.person
    if person is not None and person.field and getattr(record, person.field) != person.value:
        raise Conflict(person.refusal, code="not_erasable")


def outlook(found: Extent) -> dict[str, Any]:
    """What an erasure empties: {fields, records, shared, named, places}, in the reader's language."""
    fields = registry.fields(found.spec.key)
    return {
        "fields": [say(fields[name].label) for part in found.whole[:1] for name in part.fields],
        "records": [_counted(part.spec, len(part.ids)) for part in found.whole[1:]],
        "shared": [_counted(part.spec, len(part.ids)) for part in found.shared],
        "named": [_counted(part.spec, len(part.ids)) for part in found.named],
        "places": [{"label": label, "count": rows} for label, rows in places.count(found.parameters).items()],
    }


def _counted(spec: ObjectSpec, count: int) -> dict[str, Any]:
    return {"label": say(spec.label_plural), "count": count}


def _blank(spec: ObjectSpec, name: str, record: UUID) -> Any:
    """What stands in a field instead: nothing, or, where there must be something, a word that says so."""
    field = registry.field(spec.key, name)
    if field.null and not field.required:
        return None
    return next((value for value in _stand_ins(field, record) if value is not None), None)


def _stand_ins(field: FieldDef, record: UUID) -> Iterable[Any]:
    tried: tuple[Any, ...] = (say(ERASED), _ADDRESS.format(record.hex), {"en": str(ERASED), "zh": ERASED.zh}, [])
    for given in tried:
        try:
            yield field.type.clean(given)
        except BadValue:
            continue


def _redact(tx: Tx, spec: ObjectSpec, record: UUID, names: Iterable[str], pattern: str) -> None:
    """Take what the person is called and reached by out of texts that are about others, too."""
    values = storage.values(spec, gate.relock(spec, record))
    left = {name: _without(values[name], pattern) for name in names} if pattern else {}
    stores = {name: registry.field(spec.key, name).type.store for name in left}
    write(
        tx, spec, record, {name: left[name] for name in left if stores[name](left[name]) != stores[name](values[name])}
    )


def _without(value: Any, pattern: str) -> Any:
    """A text, the name of a file, or texts in a document without what the pattern finds."""
    if isinstance(value, str):
        return re.sub(pattern, GONE, value, flags=re.IGNORECASE)
    if isinstance(value, FileRef):
        return replace(value, name=_without(value.name, pattern))
    if isinstance(value, dict):
        return {key: _without(each, pattern) for key, each in value.items()}
    return type(value)(_without(each, pattern) for each in value) if isinstance(value, list | tuple) else value


def _forget_log(found: Extent) -> None:
    """What the Log keeps of the records emptied, and its entries of others that tell of the person."""
    with connection.cursor() as cursor:
        for part in (*found.whole, *found.shared):
            for each in part.ids:
                cursor.execute("SELECT log.erase(%s, %s)", [part.spec.key, each])
        if found.telling:
            # As JSON writes them, too.
            pattern = known.pattern({*found.telling, *(orjson.dumps(word).decode()[1:-1] for word in found.telling)})
            cursor.execute(_TOLD, {"pattern": pattern})
            for key, record in cursor.fetchall():
                cursor.execute("SELECT log.erase(%s, %s, %s)", [key, record, pattern])


def write(tx: Tx, spec: ObjectSpec, record: UUID, values: dict[str, Any]) -> None:
    """Write past all rules: what the law wants gone goes, whatever a company requires of a field."""
    if not values:
        return
    row = gate.relock(spec, record)
    stored = shape(spec.key).stored(values, values)
    stored |= {"version": row["version"] + 1, "updated_at": tx.now, "updated_by_id": tx.actor.id}
    storage.update(spec, record, stored)
    if row["deleted_at"] is None:
        row |= stored
        documents.index(spec, [(storage.values(spec, row), row)])


def _forget_files(found: Extent) -> None:
    """Files that only erased records were given, with their bytes."""
    uses = FileUse.objects.none()
    for part in found.whole:
        uses |= FileUse.objects.filter(object=part.spec.key, record__in=part.ids)
    files = set(uses.values_list("file_id", flat=True))
    uses.delete()
    unused = File.objects.filter(~Exists(FileUse.objects.filter(file=OuterRef("pk"))), id__in=files)
    contents = set(unused.values_list("content_id", flat=True))
    unused.delete()
    unnamed = ~Exists(File.objects.filter(content=OuterRef("pk")))
    FileContent.objects.filter(unnamed, digest__in=contents).delete()


ERASE = Action(
    "erase",
    erase_person,
    T("Erase the person", "删除个人信息"),
    Why,
    icon="eraser",
    danger=True,
    guarded=True,
    named=True,
    binned=True,
)
