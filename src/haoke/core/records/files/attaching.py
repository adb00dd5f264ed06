"""Who may read a file, and which files a write may put into a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.fieldtypes.files import FileRef, FileType
from haoke.core.metadata import derived
from haoke.core.records.files.models import File, FileUse
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql, any_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records.judging import Draft
    from haoke.core.spec import ObjectSpec


@derived
def file_fields(key: str) -> Mapping[str, FileType]:
    """{name: type} of an object's file fields."""
    return {name: field.type for name, field in registry.fields(key).items() if isinstance(field.type, FileType)}


def readable(actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    """Those of the files that the actor may read: in a field he reads of a record he sees, or his own unattached."""
    listed = list(ids)
    own = File.objects.filter(id__in=listed, uploader=actor.id, uses=None).values_list("id", flat=True)
    found = set(own)
    for spec in registry.objects().values():
        condition = _held(actor, spec)
        if found.issuperset(listed) or condition is None:
            continue
        rows = fetch(
            Sql("SELECT DISTINCT u.file_id FROM core_fileuse u")
            + Sql(f" JOIN {table(spec.model)} r ON r.id = u.record WHERE u.file_id = ANY(%s)", (listed,))
            + Sql(" AND u.object = %s AND ", (spec.key,))
            + condition
        )
        found |= {row["file_id"] for row in rows}
    return found


def _held(actor: Actor, spec: ObjectSpec) -> Sql | None:
    """Condition that a row still has the file where it was put, and that the actor reads both; None when he cannot."""
    places = [
        Sql("(u.field = %s AND ", (name,))
        + kind.holds(registry.field(spec.key, name).column("r"), Sql("u.file_id"))
        + Sql(")")
        for name, kind in file_fields(spec.key).items()
        if access.field_right(actor, spec, name) >= FieldRight.READ
    ]
    if not places:
        return None
    return any_of(places) + Sql(" AND ") + access.visible_to(actor, spec)


def settle(actor: Actor, spec: ObjectSpec, drafts: Iterable[Draft]) -> dict[UUID, set[str]]:
    """Put what is known of each file into the drafts; {record: fields} with a file the actor may not put there.

    A file may be put where it was before, whoever does it: undoing puts back what a field held.
    """
    given = [
        (draft, name, kind, refs)
        for draft in drafts
        for name, kind in file_fields(spec.key).items()
        if name in draft.checked and (refs := kind.refs(draft.after[name]))
    ]
    if not given:
        return {}
    found = known({each.id for *_, refs in given for each in refs})
    seen, before = readable(actor, found), _before(spec, found, {draft.id for draft, *_ in given})
    refused: dict[UUID, set[str]] = {}
    for draft, name, kind, refs in given:
        if all(each.id in seen or (each.id, draft.id, name) in before for each in refs):
            draft.after[name] = kind.settled(draft.after[name], found)
        else:
            refused.setdefault(draft.id, set()).add(name)
    return refused


def known(ids: Collection[UUID]) -> dict[UUID, FileRef]:
    """{id: what is known of the file}, whatever a client says of it."""
    rows = File.objects.filter(id__in=list(ids)).values_list("id", "name", "content__size", "type")
    return {row[0]: FileRef(*row) for row in rows}


def _before(spec: ObjectSpec, ids: Collection[UUID], records: Collection[UUID]) -> set[tuple[UUID, UUID, str]]:
    """(file, record, field) of what these records were ever given."""
    uses = FileUse.objects.filter(file__in=list(ids), object=spec.key, record__in=list(records))
    return set(uses.values_list("file", "record", "field"))


def note(spec: ObjectSpec, drafts: Sequence[Draft]) -> None:
    """Remember where the files of records just written are."""
    uses = [
        (each.id, spec.key, draft.id, name)
        for draft in drafts
        for name, kind in file_fields(spec.key).items()
        if name in draft.changed
        for each in kind.refs(draft.after[name])
    ]
    _remember(uses)


def lend(spec: ObjectSpec, record: UUID, values: Mapping[str, Any]) -> None:
    """Let a record have the files in these values, which whoever writes reads in another record."""
    files = file_fields(spec.key)
    held = ((name, files[name].refs(value)) for name, value in values.items() if name in files)
    _remember([(each.id, spec.key, record, name) for name, refs in held for each in refs])


def _remember(uses: Sequence[tuple[UUID, str, UUID, str]]) -> None:
    if uses:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO core_fileuse (file_id, object, record, field) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                uses,
            )


def described(file: UUID) -> tuple[FileRef, str]:
    """(what is known of a file, digest of its content); its rights were judged already."""
    found = File.objects.select_related("content").get(id=file)
    return FileRef(found.id, found.name, found.content.size, found.type), found.content.digest
