"""Names of the records that rows point at, as far as the reader may know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, limits, registry
from haoke.core.access.actor import SYSTEM_ID, FieldRight, Verb
from haoke.core.criteria.paths import may_read
from haoke.core.fieldtypes import translated
from haoke.core.records.gate import REFERENCES
from haoke.core.records.reading import tying
from haoke.core.records.reading.running import rows
from haoke.core.remembered import kept
from haoke.core.sql import FALSE, Sql, ident, join
from haoke.core.text import T, current_language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.records.reading.plans import Plan
    from haoke.core.records.reading.tying import Ties
    from haoke.core.spec import ObjectSpec

SYSTEM, NAME = str(SYSTEM_ID), T("Haoke", "好客")
#: {object key: {id as text: title, or None when not visible}}; an id that is not in it is gone for good.
Titles = dict[str, dict[str, str | None]]
_GONE: Final = object()


def resolve(actor: Actor, plan: Plan, items: Sequence[dict[str, Any]], tied: Ties | None = None) -> None:
    """Turn the bare ids in the items into Refs, with one query for all of them; `tied` says what they are about."""
    found = resolve_all(actor, [(plan, items)], tied)
    if tied is not None:
        tying.say(items, tied, found)


def resolve_all(
    actor: Actor, read: Sequence[tuple[Plan, Sequence[dict[str, Any]]]], tied: Ties | None = None
) -> Titles:
    """The same for items of several plans, with one query for all of them and for the titles of what is tied.

    Whatever is read for somebody passes here, so here it is counted; raises TooMany once his day's rows are spent.
    """
    limits.spend(actor, sum(len(items) for _, items in read))
    wanted = pointed(read)
    for key, record in (tie for each in (tied or {}).values() for tie in each):
        wanted.setdefault(key, set()).add(record)
    found = titles_of(actor, wanted)
    for plan, items in read:
        name(plan, items, found)
    return found


def pointed(read: Iterable[tuple[Plan, Sequence[dict[str, Any]]]]) -> dict[str, set[str]]:
    """The ids that items of several plans point at, by object."""
    wanted: dict[str, set[str]] = {}
    for plan, items in read:
        for field, target in plan.one:
            wanted.setdefault(target, set()).update(item[field] for item in items if item[field] is not None)
        for field, target in plan.many:
            wanted.setdefault(target, set()).update(each for item in items for each in item[field] or ())
    return wanted


def name(plan: Plan, items: Sequence[dict[str, Any]], found: Titles) -> None:
    """Turn the bare ids in the items into Refs with the titles found."""
    for field, target in plan.one:
        refs = {each: {"id": each, "title": title} for each, title in found[target].items()}
        for item in items:
            each = item[field]
            if each is not None:
                item[field] = refs.get(each) or {"id": each, "title": None}
    for field, target in plan.many:
        known = found[target]
        for item in items:
            item[field] = item[field] and [{"id": each, "title": known[each]} for each in item[field] if each in known]


def lookup(actor: Actor, wanted: Mapping[str, Iterable[str]]) -> Titles:
    """`titles_of` records nothing else counts; those of people cost nothing. Raises TooMany."""
    found = titles_of(actor, wanted)
    limits.spend(actor, sum(len(named) for target, named in found.items() if target != "user"))
    return found


def titles_of(actor: Actor, wanted: Mapping[str, Iterable[str]]) -> Titles:
    """Titles by object and id; one query however many objects and ids there are."""
    known, asked = kept("titles", actor), {target: {*ids} for target, ids in wanted.items()}
    new = {target: ids - known.get(target, {}).keys() for target, ids in asked.items()}
    parts = [_query(actor, registry.get(target), sorted(ids)) for target, ids in new.items() if ids]
    read = rows(join(" UNION ALL ", parts), prepared=True) if parts else []
    for target, ids in new.items():
        known.setdefault(target, {}).update(dict.fromkeys(ids, _GONE))
    for target, each, stored in read:
        known[target][each] = stored if stored is None else said(actor, registry.get(target), stored)
    if SYSTEM in asked.get("user", ()):
        known["user"][SYSTEM] = say(NAME)
    return {
        target: {each: title for each in ids if (title := known[target][each]) is not _GONE}
        for target, ids in asked.items()
    }


def titled(actor: Actor, spec: ObjectSpec) -> Sql:
    """The title of a row of table t as text; NULL where it is hidden from the actor."""
    field = registry.field(spec.key, spec.title)
    if access.field_right(actor, spec, field.name) is FieldRight.HIDDEN:
        return Sql("NULL::text")
    return field.column("t") + Sql("::text")


def _query(actor: Actor, spec: ObjectSpec, ids: list[str]) -> Sql:
    seen = access.visible_to(actor, spec, Verb.READ, "t") if may_read(actor, spec) else FALSE
    parts = (
        Sql("SELECT %s, t.id::text, CASE WHEN ", (spec.key,)),
        seen,
        Sql(" THEN "),
        titled(actor, spec),
        Sql(" END"),
    )
    source = Sql(f" FROM {ident(spec.model._meta.db_table)} t WHERE t.id = ANY(%s::uuid[])", (ids,))
    return join("", (*parts, source))


def said(actor: Actor, spec: ObjectSpec, stored: str) -> str:
    """The title as this actor reads it in the current language."""
    kind = registry.field(spec.key, spec.title).type
    if kind.kind in REFERENCES:  # goes by what it belongs to and has no name of its own
        return say(spec.label)
    # Titles come as text; of the others that are titles, text is what their kind keeps.
    value = kind.load((kind.clean(stored) if kind.kind == "date" else stored,))
    if access.field_right(actor, spec, spec.title) is FieldRight.MASKED:
        return kind.mask(value)
    if kind.kind == "translated":
        return translated.said(value, current_language())
    return kind.format(value, current_language())


def titles(actor: Actor, spec: ObjectSpec, ids: Iterable[UUID]) -> dict[UUID, str | None]:
    """{id: title} of records of one object; None for those not visible to the actor, absent when gone."""
    asked = {str(each): each for each in ids}
    return {asked[each]: title for each, title in lookup(actor, {spec.key: asked}).get(spec.key, {}).items()}
