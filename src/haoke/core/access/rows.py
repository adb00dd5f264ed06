"""The predicate of rows an actor may reach with a verb.

What is seen through another record is looked up as an array of ids while few people's records are concerned, and row
by row beyond that, where a page fills quickly and the array would be huge. Measured with 400,000 activities, 20,000
accounts and 2,000 users: 1-60 ms by array up to 90 people; for 500 people 4 ms row by row against 1.5 s. OFFSET 0 keeps
the planner from hashing the whole table. Objects open to everybody open nothing else: a note tied to a product is not
public.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.access.actor import SYSTEM_ID, Scope, Verb
from haoke.core.access.scopes import owners, parent_verb, scope_of, target_of, unowned_in
from haoke.core.remembered import kept
from haoke.core.sql import FALSE, TRUE, Sql, all_of, any_of, ident, join

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import Link, ObjectSpec

#: Up to so many owners, ids of records that open others are collected first.
FEW = 50
#: Verbs no share gives, however much it opens.
_NEVER_SHARED = frozenset(
    {Verb.CREATE, Verb.DELETE, Verb.EXPORT, Verb.IMPORT, Verb.HISTORY, Verb.ASSIGN, Verb.SHARE, Verb.MERGE, Verb.UNMASK}
)
SHARES = "record_share"


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which rows come into reach: `kind`, the condition on them, and the reference `field` they come by."""

    kind: str
    rows: Sql
    field: str = ""


def visible_to(actor: Actor, spec: ObjectSpec, verb: str = "read", alias: str = "r", *, deleted: bool = False) -> Sql:
    """Condition on table `alias`: the row is in reach of `verb` and not in the bin (`deleted`: is in the bin)."""
    known, which = kept("visible", actor), (spec.key, str(verb), alias, deleted)
    if which not in known:
        known[which] = all_of(
            [_place(alias, deleted=deleted), _reach(actor, spec, which[1], alias, (), deleted=deleted)]
        )
    seen: Sql = known[which]
    return seen


def _place(alias: str, *, deleted: bool) -> Sql:
    """What went up into another record is not in the bin: it comes back when that is undone."""
    if not deleted:
        return Sql(f"{alias}.deleted_at IS NULL")
    merged = f"SELECT 1 FROM core_former f WHERE f.record = {alias}.id AND f.undone IS NULL"
    return Sql(f"{alias}.deleted_at IS NOT NULL AND NOT EXISTS ({merged})")


def ways(actor: Actor, spec: ObjectSpec, verb: str = "read", path: tuple[str, ...] = ()) -> list[Way]:
    """Every way into table r of which `visible_to` is the sum, for whoever wants to know by which a row is reached.

    `path`: keys of the objects through which the question came here; they open nothing again.
    """
    return _ways(actor, spec, str(verb), "r", path)


def _reach(
    actor: Actor, spec: ObjectSpec, verb: str, alias: str, path: tuple[str, ...], *, deleted: bool = False
) -> Sql:
    return any_of(way.rows for way in _ways(actor, spec, verb, alias, path, deleted=deleted))


def _ways(
    actor: Actor, spec: ObjectSpec, verb: str, alias: str, path: tuple[str, ...], *, deleted: bool = False
) -> list[Way]:
    scope = scope_of(actor, spec, verb)
    if scope is Scope.NONE:
        return []
    if actor.within is not None and actor.within[0] == spec.key:
        return _standing(actor.within, verb, alias) if not path and not deleted else []
    path = (*path, spec.key)
    if spec.parent is not None:
        rows = [_through_parent(actor, spec, verb, alias, path, deleted=deleted)]
        rows += [_by_reference(actor, spec, name, alias, path) for name in spec.alongside]
        return [Way("parent", all_of(rows), spec.parent)]
    if spec.about is not None:
        return [Way("about", _with_record(actor, spec, verb, alias, path))]
    if scope is Scope.ALL:
        return [Way("all", TRUE)]
    return [
        *_owned(actor, scope, alias),
        Way("shared", _shared(actor, spec, verb, alias)),
        *([Way("addressed", addressed_to(actor, alias))] if spec.addressed and verb == Verb.READ else ()),
        *([Way("involved", _involved(actor, spec.involved, alias))] if spec.involved and verb == Verb.READ else ()),
        *_seen_through(actor, spec, verb, alias, path),
    ]


def _standing(within: tuple[str, str, UUID], verb: str, alias: str) -> list[Way]:
    """What nobody has and stands in one place; it opens nothing that hangs on it."""
    _, field, place = within
    rows = Sql(f"({alias}.owner_id IS NULL AND {alias}.{ident(f'{field}_id')} = %s)", (place,))
    return [Way("standing", rows, field)] if verb == Verb.READ else []


def _involved(actor: Actor, by: tuple[str, str], alias: str) -> Sql:
    """Rows that a record of the actor's own names."""
    part, (key, field) = f"{alias}i", by
    table, column = ident(registry.get(key).model._meta.db_table), registry.field(key, field).column(part)
    own = Sql(f"{part}.deleted_at IS NULL AND {part}.owner_id = %s)", (actor.id,))
    return Sql(f"EXISTS (SELECT 1 FROM {table} {part} WHERE ") + column + Sql(f" = {alias}.id AND ") + own


def _owned(actor: Actor, scope: Scope, alias: str) -> list[Way]:
    found = [Way("owned", Sql(f"{alias}.owner_id = ANY(%s)", (list(owners(actor, scope) or ()),)))]
    departments = unowned_in(actor, scope)
    if departments:
        unowned = Sql(f"{alias}.owner_id IS NULL AND {alias}.department_id = ANY(%s)", (list(departments),))
        found.append(Way("unowned", unowned.wrap("(", ")")))
    return found


def _shared(actor: Actor, spec: ObjectSpec, verb: str, alias: str) -> Sql:
    """Rows shared with the actor, his department or one above it, or a team of his."""
    shares = registry.objects().get(SHARES)
    if shares is None or verb in _NEVER_SHARED:
        return FALSE
    level = "" if verb == Verb.READ else " AND s.level = 'write'"
    receivers = "s.to_user_id = %s OR s.to_department_id = ANY(%s) OR s.to_team_id = ANY(%s)"
    return Sql(
        f"{alias}.id = ANY(ARRAY(SELECT s.record FROM {ident(shares.model._meta.db_table)} s WHERE s.deleted_at IS NULL"
        f" AND s.object = %s AND ({receivers}) AND (s.until IS NULL OR s.until > statement_timestamp()){level}))",
        (spec.key, actor.id, list(actor.above), list(actor.teams)),
    )


def addressed_to(actor: Actor, alias: str) -> Sql:
    """Rows that name everybody, a role, team or department of the actor, or a department above his, as readers."""
    receivers = (("to_roles", actor.roles), ("to_departments", actor.above), ("to_teams", actor.teams))
    named = [Sql(f"{alias}.{column} && %s::uuid[]", (list(ids),)) for column, ids in receivers if ids]
    return any_of([Sql(f"{alias}.to_everybody"), *named])


def _seen_through(actor: Actor, spec: ObjectSpec, verb: str, alias: str, path: tuple[str, ...]) -> list[Way]:
    if verb != Verb.READ and not spec.private:
        return []
    found = [Way("through", _by_reference(actor, spec, name, alias, path), name) for name in spec.through]
    if spec.links is None or verb != Verb.READ:
        return found
    return [*found, Way("tied", _by_link(actor, spec, spec.links, alias, path))]


def _by_reference(actor: Actor, spec: ObjectSpec, name: str, alias: str, path: tuple[str, ...]) -> Sql:
    target = target_of(spec, name)
    who = as_person(actor, target) if spec.private else actor
    return _is_seen(who, target, f"{alias}.{ident(name + '_id')}", f"{alias}t", path)


def as_person(actor: Actor, spec: ObjectSpec) -> Actor:
    """The actor with no more than everybody has of an object: what is his own, shared with or addressed to him."""
    if actor.id == SYSTEM_ID:
        return actor
    return replace(actor, admin=False, grants={**actor.grants, spec.key: {str(Verb.READ): Scope.OWN}})


def _by_link(actor: Actor, spec: ObjectSpec, link: Link, alias: str, path: tuple[str, ...]) -> Sql:
    """Rows tied by the link object to any record the actor sees."""
    tie, table = f"{alias}l", ident(link.model._meta.db_table)
    few, record = _few(actor, scope_of(actor, spec, Verb.READ)), f"{tie}.{ident(link.record)}"
    seen = [
        all_of([Sql(f"{tie}.{ident(link.object)} = %s", (target.key,)), condition])
        for target in registry.objects().values()
        if target.timeline
        if (condition := _is_seen(actor, target, record, f"{alias}k", path, looked_up=few)) != FALSE
    ]
    if not seen:
        return FALSE
    child, live = f"{tie}.{ident(link.child + '_id')}", f"FROM {table} {tie} WHERE {tie}.deleted_at IS NULL"
    shown = f"{alias}.{ident(link.shown)} AND " if link.shown else ""
    if few:
        # Object by object: then ties are looked up by the few records seen; else all there are are gone through.
        ties = join(" UNION ALL ", [each.wrap(f"SELECT {child} {live} AND ", "") for each in seen])
        return ties.wrap(f"{shown}{alias}.id = ANY(ARRAY(", "))")
    return any_of(seen).wrap(f"{shown}EXISTS (SELECT 1 {live} AND {child} = {alias}.id AND ", " OFFSET 0)")


def _is_seen(
    actor: Actor, target: ObjectSpec, column: str, alias: str, path: tuple[str, ...], *, looked_up: bool = False
) -> Sql:
    """That `column` names a record of `target` the actor may read; an object on the path opens nothing again.

    `looked_up`: the planner may begin with the records and look up what names them.
    """
    reach = FALSE if target.open or target.key in path else _reach(actor, target, Verb.READ, alias, path)
    if reach == FALSE:
        return FALSE
    rows = all_of([Sql(f"{alias}.deleted_at IS NULL"), reach])
    source = f"FROM {ident(target.model._meta.db_table)} {alias} WHERE "
    if _few(actor, scope_of(actor, target, Verb.READ)):
        if looked_up:
            return rows.wrap(f"{column} IN (SELECT {alias}.id {source}", ")")
        return rows.wrap(f"{column} = ANY(ARRAY(SELECT {alias}.id {source}", "))")
    return rows.wrap(f"EXISTS (SELECT 1 {source}{alias}.id = {column} AND ", " OFFSET 0)")


def _few(actor: Actor, scope: Scope) -> bool:
    reached = owners(actor, scope)
    return reached is not None and len(reached) <= FEW and not actor.singly


def _with_record(actor: Actor, spec: ObjectSpec, verb: str, alias: str, path: tuple[str, ...]) -> Sql:
    """The record this is about is read, whichever object it is of; to write, it is in the scope as well."""
    key, record = (ident(name) for name in spec.about or ())
    whole = f"{alias}w"
    seen = any_of(
        all_of(
            [
                Sql(f"{alias}.{key} = %s", (target.key,)),
                all_of([Sql(f"{whole}.deleted_at IS NULL"), reach]).wrap(
                    f"EXISTS (SELECT 1 FROM {ident(target.model._meta.db_table)} {whole}"
                    f" WHERE {whole}.id = {alias}.{record} AND ",
                    ")",
                ),
            ]
        )
        for target in registry.objects().values()
        if target.about is None
        and target.key not in path
        and (reach := _reach(actor, target, Verb.READ, whole, path)) != FALSE
    )
    scope = scope_of(actor, spec, verb)
    if verb == Verb.READ or scope is Scope.ALL:
        return seen
    return all_of([any_of(way.rows for way in _owned(actor, scope, alias)), seen])


def _through_parent(
    actor: Actor, spec: ObjectSpec, verb: str, alias: str, path: tuple[str, ...], *, deleted: bool
) -> Sql:
    """The row's whole is in reach; of a row in the bin, the whole may be there too."""
    parent, whole = target_of(spec, spec.parent or ""), f"{alias}p"
    reach = _reach(actor, parent, parent_verb(verb), whole, path)
    rows = reach if deleted else all_of([Sql(f"{whole}.deleted_at IS NULL"), reach])
    column = f"{alias}.{ident(f'{spec.parent}_id')}"
    return rows.wrap(
        f"EXISTS (SELECT 1 FROM {ident(parent.model._meta.db_table)} {whole} WHERE {whole}.id = {column} AND ", ")"
    )
