"""From a checked tree to one boolean SQL fragment; every literal is a parameter, every name comes from the registry."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import Verb
from haoke.core.criteria import paths, worth
from haoke.core.criteria.nodes import And, Leaf, Node, Not, Or, Related, Whose
from haoke.core.criteria.parsing import BARE
from haoke.core.criteria.refusals import at
from haoke.core.fieldtypes.base import Op
from haoke.core.sql import TRUE, Sql, all_of, any_of, ident, join

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.registry import Relation
    from haoke.core.spec import ObjectSpec

NOBODY = UUID(int=0)
#: Operators an empty value fulfils.
FOR_EMPTY = frozenset({Op.NE, Op.NIN, Op.NCONTAINS, Op.HAS_NONE, Op.EMPTY})


def compile(node: Node, spec: ObjectSpec, actor: Actor, alias: str = "r") -> Sql:
    """Boolean SQL over table `alias`, never NULL; rights are looked up again, so a stored tree gives nobody more."""
    return _Compiler(actor).node(node, spec, alias)


class _Compiler:
    """One walk over one tree; hands out aliases for the tables it joins."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.numbers = count(1)

    def node(self, node: Node, spec: ObjectSpec, alias: str) -> Sql:
        match node:
            case And(nodes):
                return all_of(self.node(each, spec, alias) for each in nodes)
            case Or(nodes):
                return any_of(self.node(each, spec, alias) for each in nodes)
            case Not(inner):
                return self.node(inner, spec, alias).wrap("(NOT ", ")")
            case Leaf():
                return self._leaf(node, spec, alias)
            case _:
                return self._related(node, spec, alias)

    def _leaf(self, leaf: Leaf, spec: ObjectSpec, alias: str) -> Sql:
        with at("filter"):
            found = paths.path(self.actor, spec, leaf.field, reckoned=True)
        if found.via is None or found.target is None:
            return _compared(self.actor, found.field, leaf, alias)
        other = f"c{next(self.numbers)}"
        condition = _compared(self.actor, found.field, leaf, other)
        without = leaf.op in FOR_EMPTY  # no visible record reads as an empty value
        key = found.via.column(alias).wrap(f"{other}.id = ", "")
        where = all_of(
            (
                key,
                access.visible_to(self.actor, found.target, Verb.READ, other),
                negate(condition) if without else condition,
            )
        )
        return _exists(_table(found.target, other), where, none=without)

    def _related(self, related: Related, spec: ObjectSpec, alias: str) -> Sql:
        with at("filter"):
            relation = paths.relation(self.actor, spec, related.name)
        child, other = registry.get(relation.child), f"c{next(self.numbers)}"
        inner = TRUE if related.where is None else self.node(related.where, child, other)
        source, tie = _tied(relation, spec, alias, other)
        where = all_of((tie, access.visible_to(self.actor, child, Verb.READ, other), inner))
        return _exists(source, where, none=related.none)


def _compared(actor: Actor, field: FieldDef, leaf: Leaf, alias: str) -> Sql:
    if leaf.op is Op.UNRATED:
        return worth.unrated(field, alias)
    ids = whose_ids(actor, field, leaf)
    if ids is not None:
        column = field.column(alias)
        among = join(" AND ", (column + Sql(" IS NOT NULL"), column + Sql(" = ANY(%s)", (ids,)))).wrap("(", ")")
        return negate(among) if leaf.op in FOR_EMPTY else among
    column = field.column(alias) if leaf.op in BARE else worth.column(field, alias)
    return field.type.condition(leaf.op, column, leaf.operand)


def negate(condition: Sql) -> Sql:
    """The opposite of a condition that is never NULL."""
    return condition.wrap("(NOT ", ")")


def _table(spec: ObjectSpec, alias: str) -> str:
    return f"{ident(spec.model._meta.db_table)} {alias}"


def _tied(relation: Relation, parent: ObjectSpec, alias: str, other: str) -> tuple[str, Sql]:
    """Tables a relation runs over and what ties them to the row `alias`.

    A link is joined beside its record, not looked up below it: only so does the planner see one join for all rows.
    """
    child, link = registry.get(relation.child), relation.link
    if link is None:
        return _table(child, other), relation.on(parent, alias, other)
    tie = f"{other}x"
    ends = f"{tie}.{ident(link.child + '_id')} = {other}.id AND {tie}.{ident(link.record)} = {alias}.id"
    kind = Sql(f"{tie}.{ident(link.object)} = %s", (parent.key,))
    tables = f"{ident(link.model._meta.db_table)} {tie}, {_table(child, other)}"
    return tables, all_of((Sql(f"{tie}.deleted_at IS NULL"), Sql(ends), kind))


def _exists(source: str, where: Sql, *, none: bool) -> Sql:
    return where.wrap(f"{'NOT EXISTS' if none else 'EXISTS'} (SELECT 1 FROM {source} WHERE ", ")")


def whose_ids(actor: Actor, field: FieldDef, leaf: Leaf) -> list[UUID] | None:
    """Ids an operand with "me" and its like stands for to this actor; None for any other operand."""
    if not (isinstance(leaf.operand, tuple) and any(isinstance(each, Whose) for each in leaf.operand)):
        return None
    department = field.type.kind == "department"
    ids: list[UUID] = []
    for each in leaf.operand:
        ids.extend(people(actor, each, department=department) if isinstance(each, Whose) else (each,))
    return ids


def people(actor: Actor, whose: Whose, *, department: bool = False) -> tuple[UUID, ...]:
    """Ids of the users (or departments) `whose` means for the actor."""
    if whose is Whose.ME:
        return (actor.id,)
    if whose is Whose.MY_TEAM:
        return tuple(dict.fromkeys((actor.id, *actor.reports)))
    return (actor.departments if department else actor.departments_members) or (NOBODY,)
