"""Records that are there already, known by several fields together: a name and its account, a currency and its day."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.records import storage
from haoke.core.sql import Sql, ident
from haoke.core.transfer.drafts import Draft, fold
from haoke.core.transfer.guessing.targets import REFERENCES
from haoke.core.transfer.order import objects_in_order
from haoke.core.transfer.planning.parts import at_home, namesakes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.transfer.guessing.targets import ObjectTarget
    from haoke.core.transfer.planning.plan import Plan

#: By which of the fields together existing rows are looked up: the one of the first of these kinds.
_NARROW = ("reference", "user", "department", "date", "text")


def match_together(actor: Actor, made: Plan, objects: Mapping[str, ObjectTarget]) -> None:
    """Drafts that turn out to be records known by several fields become those, and so does what refers to them."""
    for key in objects_in_order(made.book.by_object):
        moved: dict[UUID, UUID] = {}
        if key in objects:
            at_home(actor, made, objects[key], objects)
            namesakes(actor, made, objects[key], objects)
        for names in objects[key].match if key in objects else ():
            if len(names) > 1 and all(name in objects[key].fields for name in names):
                fields = [registry.field(key, name) for name in names]
                moved |= _moved(actor, made, key, fields, made.book.by_object[key])
        if moved:
            _follow(made, moved)


def _moved(actor: Actor, made: Plan, key: str, fields: Sequence[FieldDef], drafts: Iterable[Draft]) -> dict[UUID, UUID]:
    refers = [(item.name, str(item.type.meta()["target"])) for item in fields if item.type.kind in REFERENCES]
    names = [item.name for item in fields]
    new = [draft for draft in drafts if not draft.exists and _complete(made, names, refers, draft)]
    found = _known(actor, key, fields, new) if new else {}
    moved = {}
    for draft in new:
        forms = _forms(fields, [draft.values[item.name] for item in fields])
        record = next((found[form] for form in forms if form in found), None)
        if record is not None and made.book.by_id(key, record) is None:
            moved[draft.id] = record
            made.book.move(draft, record)
    return moved


def _complete(made: Plan, names: Sequence[str], refers: Sequence[tuple[str, str]], draft: Draft) -> bool:
    """Whether the draft says all of the fields, and refers (`refers`: field, object) only to records that are there."""
    said = draft.values
    return None not in map(said.get, names) and all(_there(made, target, said[name]) for name, target in refers)


def _there(made: Plan, key: str, record: UUID) -> bool:
    draft = made.book.by_id(key, record)
    return draft is None or draft.exists


def _known(actor: Actor, key: str, fields: Sequence[FieldDef], drafts: Sequence[Draft]) -> dict[tuple[Any, ...], UUID]:
    """{values in comparable form: id} of the visible records that may be meant, the oldest first."""
    narrow = min(fields, key=lambda item: _NARROW.index(item.type.kind) if item.type.kind in _NARROW else len(_NARROW))
    spec = registry.get(key)
    columns = [name for item in fields for name in item.columns]
    column = f"r.{ident(narrow.columns[0])}"
    values = {draft.values[narrow.name] for draft in drafts}
    texts = narrow.type.sql_type == "text" and narrow.type.kind not in REFERENCES
    wanted = [str(value).casefold() for value in values] if texts else list(values)
    rows = storage.fetch(
        Sql(
            f"SELECT r.id, {storage.listed(columns, 'r')} FROM {storage.table(spec.model)} r"
            f" WHERE {f'lower({column})' if texts else column} = ANY(%s) AND ",
            (wanted,),
        )
        + access.visible_to(actor, spec, "read")
        + Sql(" ORDER BY r.id DESC")
    )
    return {
        form: row["id"]
        for row in rows
        for form in _forms(fields, [item.type.load([row[name] for name in item.columns]) for item in fields])
    }


def _forms(fields: Sequence[FieldDef], values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """The values together in comparable form, once for every language a translated one is in."""
    return product(*(_form(item.type.kind, value) for item, value in zip(fields, values, strict=True)))


def _form(kind: str, value: Any) -> tuple[Any, ...]:
    if isinstance(value, str):
        return (fold(value),)
    if kind == "translated":
        return tuple(fold(text) for text in value.values()) if value else ()
    if kind == "phone":
        return (value and (value.e164 or value.raw),)
    return (value,)


def _follow(made: Plan, moved: Mapping[UUID, UUID]) -> None:
    for drafts in made.book.by_object.values():
        for draft in drafts:
            for name, value in draft.values.items():
                if isinstance(value, UUID) and value in moved:
                    draft.values[name] = moved[value]
                elif isinstance(value, list):
                    draft.values[name] = [moved.get(item, item) if isinstance(item, UUID) else item for item in value]
