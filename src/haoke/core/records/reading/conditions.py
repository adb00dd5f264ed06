"""Which rows a reader gets: policy first, then filter, words and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import access, criteria, registry
from haoke.core.access.actor import Verb
from haoke.core.access.scopes import target_of
from haoke.core.criteria import paths
from haoke.core.criteria.refusals import at, refusal
from haoke.core.fieldtypes.base import Op
from haoke.core.sql import Sql, all_of, ident
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.search import Understood
    from haoke.core.spec import ObjectSpec

#: For more records than these a plan is better made for their number.
_FEW: Final = 40
BAD_SCOPE = T(
    "scope is me, team, department or the id of a person or department",
    "scope 只能是 me、team、department，或某个人员、部门的 id",
)


def usable(actor: Actor, spec: ObjectSpec, name: str, place: str) -> FieldDef:
    """A field the actor may see in full, for one part of a query; raises BadRequest."""
    with at(place):
        return paths.usable(actor, spec, name, reckoned=True)


def parsed(actor: Actor, spec: ObjectSpec, filter: Any) -> criteria.Node | None:
    """The tree of a filter given as tree, JSON or None."""
    if filter is None or isinstance(filter, criteria.Node):
        return filter
    return criteria.parse(filter, spec, actor, reckoned=True)


def hangs(spec: ObjectSpec, node: criteria.Node | None) -> bool:
    """Whether the filter names the few records its rows hang on, as related lists do."""
    if not isinstance(node, criteria.Leaf) or node.op not in (Op.EQ, Op.IN):
        return False
    field = registry.fields(spec.key).get(node.field)
    if field is None or field.type.kind != "reference" or not target_of(spec, field.name).timeline:
        return False
    return node.op == Op.EQ or (isinstance(node.raw, list) and len(node.raw) <= _FEW)


def understood(actor: Actor, spec: ObjectSpec, q: str) -> Understood | None:
    """What a list is searched for; None for nothing."""
    if not q.strip():
        return None
    from haoke.core import search  # noqa: PLC0415 - search stands above reading's neighbours and imports them

    return search.understood(spec, q, actor)


def where(
    actor: Actor,
    spec: ObjectSpec,
    node: criteria.Node | None = None,
    *,
    q: str | Understood = "",
    scope: str | None = None,
    deleted: bool = False,
    alias: str = "r",
) -> Sql:
    """The predicate of every list, count, total and board; begins with the policy's own."""
    access.require(actor, spec, Verb.READ)
    parts = [access.visible_to(actor, spec, Verb.READ, alias, deleted=deleted)]
    if scope:
        parts.append(owned(actor, spec, scope, alias))
    if node is not None:
        parts.append(criteria.compile(node, spec, actor, alias))
    looked = understood(actor, spec, q) if isinstance(q, str) else q
    if looked:
        parts.append(looked.condition(alias))
    return all_of(parts)


def owned(actor: Actor, spec: ObjectSpec, scope: str, alias: str) -> Sql:
    """Rows of one person, of one's team, or of everybody in a department and below it; raises BadRequest."""
    owner = usable(actor, spec, "owner", "scope").column(alias)
    whose = {"me": criteria.Whose.ME, "team": criteria.Whose.MY_TEAM, "department": criteria.Whose.MY_DEPARTMENT}.get(
        scope
    )
    if whose is not None:
        return owner + Sql(" = ANY(%s)", (list(criteria.people(actor, whose)),))
    try:
        chosen = UUID(scope)
    except ValueError:
        raise refusal("scope", "bad_scope", BAD_SCOPE) from None
    people, tree = (ident(registry.get(key).model._meta.db_table) for key in ("user", "department"))
    return owner + Sql(
        " = ANY(ARRAY(WITH RECURSIVE d(id) AS (SELECT %s::uuid UNION"
        f" SELECT x.id FROM {tree} x JOIN d ON x.parent_id = d.id WHERE x.deleted_at IS NULL)"
        f" SELECT u.id FROM {people} u WHERE u.id = %s OR u.department_id IN (SELECT d.id FROM d)))",
        (chosen, chosen),
    )
