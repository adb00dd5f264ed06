"""Search within lists and over everything a person may see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.search import outside, spelling
from haoke.core.search.candidates import BEGINNINGS, CANDIDATES, candidates
from haoke.core.search.documents import references, slots
from haoke.core.search.results import SEEN, Asked, best
from haoke.core.search.sought import Sought, place
from haoke.core.search.words import words
from haoke.core.sql import FALSE, TRUE, Sql, all_of, any_of, ident, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.search.candidates import Found
    from haoke.core.search.words import Words
    from haoke.core.spec import ObjectSpec

#: Newest records of an object, and of one's own, among which a common word is looked for.
RECENT: Final = 200
#: Up to so many people's records are gone through rather than a common word's hits.
FEW: Final = 3
MOST: Final = 50


def said(spec: ObjectSpec, q: str, actor: Actor, alias: str = "r") -> Sql:
    """Boolean SQL: a row of `alias`, one of few the actor sees, has these words in its own fields he may read."""
    fields = fields_of(spec, actor)
    hits = any_of(words(q).hits(spec.key, [name for name in fields if name not in references(spec.key)]))
    return hits.wrap(f"EXISTS (SELECT 1 FROM core_searchdoc d WHERE d.record = {alias}.id AND ", ")")


def find(actor: Actor, q: str, objects: Iterable[str] | None = None, limit: int = 20) -> list[dict[str, Any]]:
    """The best hits over all objects (or those named), some of each.

    [{object, id, title, subtitle, number, owner, matched, parts}]; `matched`: the number or address that was found, or
    None; `parts`: the pieces of the title that are or read as what was typed.
    """
    wanted = words(q)
    return _found(actor, [_sought(actor, spec, wanted) for spec in _searched(actor, objects)], limit)


def meant(
    actor: Actor, q: str, found: Sequence[Mapping[str, Any]] = (), objects: Iterable[str] | None = None, limit: int = 20
) -> tuple[str, list[dict[str, Any]]]:
    """(what was likely meant, hits called so which are not among `found`); ("", []) for what is no slip.

    Words of names one slip away, and Chinese names that sound the same. Only titles are looked at, and what was meant
    is said in words of the hits, so that nothing is told of records the actor does not see.
    """
    wanted = spelling.respelled(words(q))
    if wanted is None:
        return "", []
    titled = [spec for spec in _searched(actor, objects) if spec.title in fields_of(spec, actor)]
    known = {hit["id"] for hit in found}
    hits = _found(actor, [Sought(spec, wanted, [spec.title], {}, _sees_rows(actor, spec)) for spec in titled], limit)
    told = [(said, hit) for hit in hits if hit["id"] not in known and (said := spelling.meant(wanted, hit["title"]))]
    return (told[0][0], [hit for _, hit in told]) if told else ("", [])


def _found(actor: Actor, sought: Sequence[Sought], limit: int) -> list[dict[str, Any]]:
    wanted, limit = sought[0].wanted if sought else words(""), min(max(limit, 1), MOST)
    found = candidates(wanted, sought, actor.id, limit)
    asked = [_asked(actor, each, found[each.spec.key]) for each in sought if each.spec.key in found]
    exact = {each.spec.key: [name for name in slots(each.spec.key).values() if name in each.fields] for each in sought}
    return best(actor, asked, limit, wanted, exact)


def _sought(actor: Actor, spec: ObjectSpec, wanted: Words) -> Sought:
    fields = fields_of(spec, actor)
    return Sought(spec, wanted, fields, _guarded(spec, actor, fields), _sees_rows(actor, spec))


def _guard(actor: Actor, sought: Sought) -> Sql:
    """That an entry d of row r is found by itself, or by titles of other records the actor sees."""
    hits = sought.wanted.hits(sought.spec.key, [name for name in sought.fields if name not in sought.guarded])
    return any_of([*hits, all_of(_seen(actor, sought.spec, sought.guarded, "r"))])


def _reach(actor: Actor, sought: Sought) -> Sql:
    """The guard as a condition on row r alone; TRUE where no title of another record is asked."""
    if not sought.guarded:
        return TRUE
    inner = "EXISTS (SELECT 1 FROM core_searchdoc d WHERE d.record = r.id AND "
    elsewhere = outside.listed(sought.spec.key, sought.wanted.typed, number="number" in sought.fields)
    return any_of([_guard(actor, sought).wrap(inner, ")"), *(each.wrap("r.id IN (", ")") for each in elsewhere)])


def _asked(actor: Actor, sought: Sought, found: Found) -> Asked:
    """The candidates; of words with more hits than were looked at, the newest of those the actor sees too."""
    hits = any_of(sought.wanted.hits(sought.spec.key, sought.fields))
    reach, listed = _reach(replace(actor, singly=True), sought), found.listed()
    if not found.common or hits == FALSE:
        return Asked(sought.spec, listed, reach)
    if sought.everything:
        return Asked(sought.spec, join(" UNION ALL ", [listed, *_recent(actor, sought, hits)]), reach)
    few = access.owners(actor, access.scope_of(actor, sought.spec, Verb.READ))
    once = few is not None and len(few) <= FEW
    if once or (found.left and sought.spec.links is None):
        hits = _unweighed(hits)
    within = _within(replace(actor, singly=not once), sought, hits, once=once)
    return Asked(sought.spec, join(" UNION ALL ", [listed, *within]), reach, once)


def _recent(actor: Actor, sought: Sought, hits: Sql) -> list[Sql]:
    """Hits among the newest records, and among the newest of the actor's own."""
    newest = f"SELECT id FROM {ident(sought.spec.model._meta.db_table)} WHERE deleted_at IS NULL"
    order = f" ORDER BY updated_at DESC, id DESC LIMIT {RECENT}"
    some = Sql(f"ARRAY({newest}{order}) || ARRAY({newest} AND owner_id = %s{order})", (actor.id,))
    head = place(sought).wrap("SELECT d.record, ", " FROM core_searchdoc d WHERE d.record = ANY(")
    return [head + some + Sql(") AND ") + _unweighed(hits)]


def _within(actor: Actor, sought: Sought, hits: Sql, *, once: bool) -> list[Sql]:
    """The newest hits in the actor's sight, and what is called so; others' hits are most of a common word's.

    `once`: few people's records are in sight: they are found first, by `Asked`, and gone through one by one.
    """
    spec, table = sought.spec, ident(sought.spec.model._meta.db_table)
    head = place(sought).wrap("(SELECT d.record, ", " FROM ")
    source = Sql(f"{SEEN if once else table} r JOIN core_searchdoc d ON d.record = r.id WHERE ")
    seen = TRUE if once else access.visible_to(actor, spec, Verb.READ, "r")
    guard = _guard(actor, sought) if sought.guarded else TRUE
    newest = Sql(f" ORDER BY r.updated_at DESC LIMIT {CANDIDATES})")
    parts = [head + source + all_of([seen, hits, guard]) + newest]
    if sought.titled:
        named = Sql("d.object = %s AND d.title LIKE %s", (spec.key, sought.wanted.beginning))
        parts.append(head + source + all_of([seen, named]) + Sql(f" ORDER BY d.title LIMIT {BEGINNINGS})"))
    return parts


def _unweighed(hits: Sql) -> Sql:
    """Hits whose number the planner does not estimate: it takes long, and of several pairs it thinks them rare."""
    return hits.wrap("coalesce(", ", FALSE)")


def _searched(actor: Actor, objects: Iterable[str] | None) -> list[ObjectSpec]:
    named = registry.objects().values() if objects is None else [registry.get(key) for key in objects]
    return [
        spec
        for spec in named
        if spec.search and not spec.internal and access.scope_of(actor, spec, Verb.READ) > Scope.NONE
    ]


def fields_of(spec: ObjectSpec, actor: Actor) -> list[str]:
    """Searched fields whose values the actor may see in full."""
    return [name for name in spec.search if access.field_right(actor, spec, name) >= FieldRight.READ]


def hits_of(spec: ObjectSpec, wanted: Words, actor: Actor, fields: Sequence[str]) -> Sql:
    """SELECT of the ids found in those fields within the actor's sight; FALSE when nothing can be."""
    guarded = _guarded(spec, actor, fields)
    head = _entries(spec, actor, joined=bool(guarded))
    parts = [head + hit for hit in wanted.hits(spec.key, [name for name in fields if name not in guarded])]
    parts += outside.listed(spec.key, wanted.typed, number="number" in fields)
    if guarded:
        # Found with the help of titles of other records: the actor sees all of them, or there is none.
        seen = _seen(actor, spec, guarded, "x")
        text = wanted.vector(spec.key, fields)
        parts += [head + join(" AND ", [*seen, Sql("d.tsv @@ %s::tsquery", (text,))])] if text else []
    return join(" UNION ALL ", parts) if parts else FALSE


def _entries(spec: ObjectSpec, actor: Actor, *, joined: bool) -> Sql:
    """Entries d of an object; with their rows x within the actor's sight where he does not see all of them."""
    head = Sql("SELECT d.record FROM core_searchdoc d")
    own = Sql(" WHERE d.object = %s AND ", (spec.key,))
    if not joined and _sees_rows(actor, spec):
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


def _sees_rows(actor: Actor, spec: ObjectSpec) -> bool:
    """Whether every row that is not in the bin is in his sight, and every search entry with it."""
    return spec.parent is None and access.scope_of(actor, spec, Verb.READ) is Scope.ALL


def _seen(actor: Actor, spec: ObjectSpec, guarded: Mapping[str, ObjectSpec], alias: str) -> list[Sql]:
    """Conditions that the actor sees the titles a row points at, or that it points nowhere."""
    return [
        _title_seen(actor, target, registry.field(spec.key, name).column(alias).text)
        for name, target in guarded.items()
    ]


def _title_seen(actor: Actor, target: ObjectSpec, column: str) -> Sql:
    """That `column` is empty or names a record whose title the actor sees."""
    if access.field_right(actor, target, target.title) < FieldRight.READ:
        return Sql(f"{column} IS NULL")
    inner = f"SELECT 1 FROM {ident(target.model._meta.db_table)} t WHERE t.id = {column} AND "
    return access.visible_to(actor, target, Verb.READ, "t").wrap(f"({column} IS NULL OR EXISTS ({inner}", "))")
