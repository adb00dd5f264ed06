"""Search within lists and over everything a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.search.documents import references
from haoke.core.search.results import described
from haoke.core.search.words import words
from haoke.core.spec import Weight
from haoke.core.sql import FALSE, Sql, ident, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.search.words import Words
    from haoke.core.spec import ObjectSpec

#: Hits of one object that are ranked; past it they are taken as the index gives them.
CANDIDATES: Final = 1_000
BEGINNINGS: Final = 100
MOST: Final = 50


def condition(spec: ObjectSpec, q: str, actor: Actor, alias: str = "r") -> Sql:
    """Boolean SQL: the row of `alias` is found by what was typed, through fields the actor may read."""
    found = _hits(spec, words(q), actor)
    return FALSE if found == FALSE else found.wrap(f"{alias}.id IN (", ")")


def find(actor: Actor, q: str, objects: Iterable[str] | None = None, limit: int = 20) -> list[dict[str, Any]]:
    """The best hits over all objects (or those named): [{object, id, title, subtitle, number, owner}]."""
    wanted = words(q)
    parts = [part for spec in _searched(actor, objects) if (part := _ranked(spec, wanted, actor)) != FALSE]
    if not parts:
        return []
    ordered = join(" UNION ", parts).wrap(
        "SELECT object, record FROM (", ") h ORDER BY place, updated_at DESC, record LIMIT "
    )
    hits = _run(ordered + Sql("%s", (min(max(limit, 1), MOST),)))
    return described(actor, hits)


def _searched(actor: Actor, objects: Iterable[str] | None) -> list[ObjectSpec]:
    named = registry.objects().values() if objects is None else [registry.get(key) for key in objects]
    return [
        spec
        for spec in named
        if spec.search and not spec.internal and access.scope_of(actor, spec, Verb.READ) > Scope.NONE
    ]


def _fields(spec: ObjectSpec, actor: Actor) -> list[str]:
    """Searched fields whose values the actor may see in full."""
    return [name for name in spec.search if access.field_right(actor, spec, name) >= FieldRight.READ]


def _hits(spec: ObjectSpec, wanted: Words, actor: Actor) -> Sql:
    """SELECT of the ids found; FALSE when nothing can be."""
    fields = _fields(spec, actor)
    guarded = _guarded(spec, actor, fields)
    head = _entries(spec, actor, joined=bool(guarded))
    parts = [head + hit for hit in wanted.hits(spec.key, [name for name in fields if name not in guarded])]
    if guarded:
        # Found with the help of titles of other records: the actor sees all of them, or there is none.
        seen = [
            _title_seen(actor, target, registry.field(spec.key, name).column("x").text)
            for name, target in guarded.items()
        ]
        text = wanted.vector(spec.key, fields)
        parts += [head + join(" AND ", [*seen, Sql("d.tsv @@ %s::tsquery", (text,))])] if text else []
    return join(" UNION ALL ", parts) if parts else FALSE


def _entries(spec: ObjectSpec, actor: Actor, *, joined: bool) -> Sql:
    """Entries d of an object; with their rows x within the actor's sight where he does not see all of them."""
    head = Sql("SELECT d.record FROM core_searchdoc d")
    own = Sql(" WHERE d.object = %s AND ", (spec.key,))
    if not joined and spec.parent is None and access.scope_of(actor, spec, Verb.READ) is Scope.ALL:
        return head + own
    # Asked again here so that the database may begin with the few rows of a person instead of the many of a word.
    table = Sql(f" JOIN {ident(spec.model._meta.db_table)} x ON x.id = d.record")
    return head + table + own + access.visible_to(actor, spec, Verb.READ, "x") + Sql(" AND ")


def _guarded(spec: ObjectSpec, actor: Actor, fields: Sequence[str]) -> dict[str, ObjectSpec]:
    """References among the fields to objects of which the actor does not see every record (nor every title)."""
    targets = {name: registry.get(key) for name, key in references(spec.key).items() if name in fields}
    return {name: target for name, target in targets.items() if not _sees_all(actor, target)}


def _sees_all(actor: Actor, spec: ObjectSpec) -> bool:
    return (
        access.scope_of(actor, spec, Verb.READ) is Scope.ALL
        and access.field_right(actor, spec, spec.title) >= FieldRight.READ
    )


def _title_seen(actor: Actor, target: ObjectSpec, column: str) -> Sql:
    """That `column` is empty or names a record whose title the actor sees."""
    if access.field_right(actor, target, target.title) < FieldRight.READ:
        return Sql(f"{column} IS NULL")
    inner = f"SELECT 1 FROM {ident(target.model._meta.db_table)} t WHERE t.id = {column} AND "
    return access.visible_to(actor, target, Verb.READ, "t").wrap(f"({column} IS NULL OR EXISTS ({inner}", "))")


def _ranked(spec: ObjectSpec, wanted: Words, actor: Actor) -> Sql:
    """SELECTs of candidates with their place: exact title, its beginning, whole words of it, a high field, others."""
    found = _hits(spec, wanted, actor)
    if found == FALSE:
        return FALSE
    fields = _fields(spec, actor)
    high = wanted.vector(spec.key, [name for name in fields if spec.search[name] is Weight.HIGH])
    whole = wanted.vector(spec.key, [spec.title] if spec.title in fields else [], whole=True)
    head = Sql("(SELECT %s AS object, s.record, s.title, r.updated_at, ", (spec.key,)) + Sql(
        "CASE WHEN s.title = %s THEN 0 WHEN s.title LIKE %s THEN 1 WHEN s.tsv @@ %s::tsquery THEN 2"
        " WHEN s.tsv @@ %s::tsquery THEN 3 ELSE 4 END AS place"
        f" FROM core_searchdoc s JOIN {ident(spec.model._meta.db_table)} r ON r.id = s.record WHERE ",
        (wanted.title, wanted.beginning, whole, high),
    )
    seen = access.visible_to(actor, spec, Verb.READ, "r")
    # The ids found are within his sight already; only the beginnings of titles are not.
    parts = [head + found.wrap("s.record IN (", ")") + Sql(" LIMIT %s)", (CANDIDATES,))]
    if spec.title in fields:
        # Past the limit the candidates are arbitrary; what is called exactly so must be among them.
        named = Sql(" AND s.object = %s AND s.title LIKE %s LIMIT %s)", (spec.key, wanted.beginning, BEGINNINGS))
        parts.append(head + seen + named)
    return join(" UNION ", parts)


def _run(statement: Sql) -> list[tuple[str, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [(row[0], row[1]) for row in cursor.fetchall()]
