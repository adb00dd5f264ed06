"""What retiring or tightening a field or an object would mean for what there is, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, criteria, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.custom.kinds import KINDS
from haoke.core.errors import Missing
from haoke.core.fieldtypes.base import Op
from haoke.core.records import reading, storage
from haoke.core.records.reading.conditions import where
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, any_of, ident

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

#: Users of a field told by name; the others are counted.
EXAMPLES: Final = 20
#: What kinds of fields keep documents that name fields.
_DOCUMENTS: Final = frozenset({"json"})


def of_field(actor: Actor, key: str, name: str) -> dict[str, Any]:
    """`{records, filled, repeated, used, more}` of records and settings the actor sees; raises Missing."""
    spec = registry.get(key)
    field = access.readable(actor, spec).get(name)
    if field is None or not field.custom:
        raise Missing
    records, filled = _filled(actor, spec, field)
    found = {"records": records, "filled": filled, "repeated": _repeated(actor, spec, field)}
    # A field of another object may have the same name; one reference away it is written after a dot.
    return found | _used(
        actor, lambda _: Sql("o.text ~ %s AND (o.object = %s OR o.text ~ %s)", (rf"\m{name}\M", key, rf"\.{name}\M"))
    )


def of_object(actor: Actor, key: str) -> dict[str, Any]:
    """The same of an object: how many records it has, and what is about it or leads to it."""
    spec = registry.get(key)
    records = rows(where(actor, spec).wrap(f"SELECT count(*) FROM {storage.table(spec.model)} r WHERE ", ""))[0][0]
    found = {"records": records, "filled": records, "repeated": 0}
    named = Sql("o.text ~ %s", (f'"{key}"',))
    about = Sql("o.object = %s", (key,))
    return found | _used(actor, lambda each: named if each.key == "custom_field" else any_of((about, named)))


def _filled(actor: Actor, spec: ObjectSpec, field: FieldDef) -> tuple[int, int]:
    if Op.EMPTY in field.type.operators:
        node = criteria.parse({"field": field.name, "op": "empty"}, spec, actor)
        empty = criteria.compile(node, spec, actor)
    else:
        empty = field.column("r") + Sql(" IS NULL")
    head = empty.wrap("SELECT count(*), count(*) FILTER (WHERE NOT (", f")) FROM {storage.table(spec.model)} r WHERE ")
    records, filled = rows(head + where(actor, spec))[0]
    return records, filled


def _repeated(actor: Actor, spec: ObjectSpec, field: FieldDef) -> int:
    """How many records have a value another record has, too; 0 for kinds that may always repeat."""
    if field.type.kind not in KINDS or not KINDS[field.type.kind].unique:
        return 0
    column = field.column("r")
    inner = where(actor, spec).wrap(f"SELECT count(*) AS n FROM {storage.table(spec.model)} r WHERE ", " AND ")
    inner = inner + column.wrap("", " IS NOT NULL GROUP BY ") + column + Sql(" HAVING count(*) > 1")
    return int(rows(inner.wrap("SELECT coalesce(sum(n), 0) FROM (", ") x"))[0][0])


def _used(actor: Actor, mentions: Callable[[ObjectSpec], Sql]) -> dict[str, Any]:
    """`{used: [{object, label, id, title}], more}`: views, rules and other settings that name it."""
    used: list[dict[str, Any]] = []
    more = 0
    for spec, documents in _settings(actor):
        table = storage.table(spec.model)
        text = " || ' ' || ".join(f"coalesce(r.{ident(each.columns[0])}::text, '')" for each in documents)
        head = Sql(f"SELECT o.id FROM (SELECT r.id, r.object, {text} AS text FROM {table} r WHERE ")
        query = head + access.visible_to(actor, spec, Verb.READ)
        found = [row[0] for row in rows(query + mentions(spec).wrap(") o WHERE ", " ORDER BY o.id"))]
        titles = reading.titles(actor, spec, found[:EXAMPLES])
        used += [
            {"object": spec.key, "label": str(spec.label), "id": str(each), "title": titles.get(each)}
            for each in found[:EXAMPLES]
        ]
        more += len(found[EXAMPLES:])
    return {"used": used, "more": more}


def _settings(actor: Actor) -> Iterator[tuple[ObjectSpec, list[FieldDef]]]:
    """Objects whose records say something about one object in documents, as far as the actor reads them."""
    for spec in registry.objects().values():
        fields = registry.fields(spec.key)
        if spec.group != "settings" or "object" not in fields or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
            continue
        documents = [each for each in access.readable(actor, spec).values() if each.type.kind in _DOCUMENTS]
        if documents:
            yield spec, documents
