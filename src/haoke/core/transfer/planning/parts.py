"""Parts that stand as columns in files about what they are part of: what somebody decides, in a file of people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.records import storage
from haoke.core.sql import Sql, ident
from haoke.core.text import T, inside
from haoke.core.transfer import existing
from haoke.core.transfer.drafts import fold
from haoke.core.transfer.given import Trouble
from haoke.core.transfer.guessing.targets import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.drafts import Draft
    from haoke.core.transfer.guessing.targets import FieldTarget, ObjectTarget
    from haoke.core.transfer.planning.plan import Plan

HOMELESS = T("Say the {label} that this is about", "请填写该信息所属的{label}")


def at_home(actor: Actor, made: Plan, part: ObjectTarget, objects: Mapping[str, ObjectTarget]) -> None:
    """Parts get what else they have to name from the record they stand beside, the file's word before Haoke's.

    Without it they are dropped, and the row says why.
    """
    if part.beside is None:
        return
    for item in part.fields.values():
        own = objects[part.beside[0]].refers_to(item.target or "") if item.kind in REFERENCES and item.required else []
        waiting = [
            draft for draft in made.book.by_object[part.key] if draft.main and draft.values.get(item.name) is None
        ]
        if own and waiting:
            _lead(actor, made, item, own[0].name, waiting)


def _lead(actor: Actor, made: Plan, item: FieldTarget, own: str, waiting: Sequence[Draft]) -> None:
    mains = [draft.main for draft in waiting if draft.main]
    known = existing.rows_of(actor, mains[0].object, [main.id for main in mains if main.exists])
    lost = []
    for draft, main in zip(waiting, mains, strict=True):
        home = main.values.get(own) or known.get(main.id, {}).get(own)
        if isinstance(home, UUID):
            draft.values[item.name] = home
            continue
        lost.append(draft)
        for name in _said(draft, main):
            label = inside(registry.get(item.target or "").label)
            main.troubles.append(Trouble(f"{draft.object}.{name}", "required", HOMELESS.fill(label=label)))
    made.book.drop(lost)


def _said(draft: Draft, main: Draft) -> list[str]:
    """Fields of which the row says more than no."""
    ticked = [name for name, marks in draft.ticks.items() if any(marks.values())]
    return [*ticked, *(name for name, value in draft.values.items() if value is not None and value != main.id)]


def tick(actor: Actor, made: Plan, objects: Mapping[str, ObjectTarget]) -> None:
    """Columns of yes and no become the choices they tick, beside those a record has; parts that say nothing go."""
    for key, drafts in made.book.by_object.items():
        marked = [draft for draft in drafts if draft.ticks]
        present = existing.rows_of(actor, key, [draft.id for draft in marked if draft.exists]) if marked else {}
        for draft in marked:
            for name, marks in draft.ticks.items():
                _settle(draft, name, marks, present.get(draft.id, {}))
        if key in objects and objects[key].beside:
            _drop_silent(made, drafts)


def _settle(draft: Draft, name: str, marks: Mapping[str, bool], row: Mapping[str, Any]) -> None:
    said = draft.values.get(name)
    if said is None:
        draft.ticked |= {name}
    kept = [choice for choice in said or row.get(name) or () if marks.get(choice, True)]
    draft.values[name] = [*kept, *(choice for choice, yes in marks.items() if yes and choice not in kept)] or None


def _drop_silent(made: Plan, drafts: Sequence[Draft]) -> None:
    """Parts beside a record that say nothing are not made; what is wrong with their cells is told of the record."""
    silent = [draft for draft in drafts if draft.main and not draft.exists and _is_empty(draft)]
    for draft in silent:
        if draft.main and draft.troubles:
            draft.main.troubles += [replace(each, field=f"{draft.object}.{each.field}") for each in draft.troubles]
    made.book.drop(silent)


def _is_empty(draft: Draft) -> bool:
    return all(value is None or isinstance(value, UUID) for value in draft.values.values())


def namesakes(actor: Actor, made: Plan, part: ObjectTarget, objects: Mapping[str, ObjectTarget]) -> None:
    """A name that several have means whoever is of the account that the row names."""
    for one in part.fields.values() if part.part else ():
        whole = objects.get(one.target or "") if one.kind == "reference" else None
        for other in part.fields.values() if whole and whole.key != part.key else ():
            tie = (
                whole.refers_to(other.target or "") if whole and other.kind == "reference" and other is not one else []
            )
            if tie and other.target != one.target:
                _nearest(actor, made.book.by_object[part.key], one, other.name, tie[0].name)


def _nearest(actor: Actor, drafts: Sequence[Draft], one: FieldTarget, other: str, tie: str) -> None:
    """Where `one` names somebody who is not of `other`, his namesake who is takes his place."""
    meant = [draft for draft in drafts if draft.values.get(one.name) and draft.values.get(other)]
    if not meant:
        return
    spec = registry.get(one.target or "")
    title, home = (ident(registry.field(spec.key, name).columns[0]) for name in (spec.title, tie))
    rows = storage.fetch(
        Sql(
            f"SELECT r.id, r.{title} AS title, r.{home} AS home FROM {storage.table(spec.model)} r WHERE r.{title} IN"
            f" (SELECT {title} FROM {storage.table(spec.model)} WHERE id = ANY(%s)) AND ",
            ([draft.values[one.name] for draft in meant],),
        )
        + access.visible_to(actor, spec, "read")
    )
    named = {row["id"]: fold(row["title"]) for row in rows}
    there = {(fold(row["title"]), row["home"]): row["id"] for row in rows}
    for draft in meant:
        record = draft.values[one.name]
        draft.values[one.name] = there.get((named.get(record, ""), draft.values[other]), record)
