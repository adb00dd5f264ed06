"""What retiring, renaming or tightening a field or an object would mean for what there is, before it is saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, criteria, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.custom.kinds import KINDS
from haoke.core.custom.models import CustomField, CustomObject
from haoke.core.errors import Missing
from haoke.core.fieldtypes.base import Op
from haoke.core.records import reading, storage
from haoke.core.records.reading.conditions import where
from haoke.core.records.reading.running import rows
from haoke.core.sql import FALSE, Sql, any_of, ident
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.records.model import Record
    from haoke.core.spec import ObjectSpec

#: Users of a field told by name; the others are counted.
EXAMPLES: Final = 20
#: Kinds of fields that keep documents or words which may name a field or an object.
_SAYING: Final = frozenset({"json", "tags", "text", "longtext", "richtext", "translated"})
_LATIN: Final = "[A-Za-z0-9]"


def of_field(actor: Actor, key: str, name: str) -> dict[str, Any]:
    """`{records, filled, repeated, used, said}` of records and settings the actor sees; raises Missing."""
    spec = registry.get(key)
    field = access.readable(actor, spec).get(name)
    if field is None or not field.custom:
        raise Missing
    records, filled = _filled(actor, spec, field)
    found = {"records": records, "filled": filled, "repeated": _repeated(actor, spec, field)}
    # A field of another object may have the same name: whose it is stands beside it, before a dot, or somewhere near.
    whose = (rf"\m{name}\M", key, rf"\.{name}\M", rf'"{key}"|\m{key}\.')
    used = Sql("(o.text ~ %s AND (o.object = %s OR o.text ~ %s OR o.text ~ %s))", whose)
    return found | _named(actor, _id(CustomField, object=key, name=name), lambda _: used, field.label)


def of_object(actor: Actor, key: str) -> dict[str, Any]:
    """The same of an object: how many records it has, and what is about it or leads to it."""
    spec = registry.get(key)
    records = rows(where(actor, spec).wrap(f"SELECT count(*) FROM {storage.table(spec.model)} r WHERE ", ""))[0][0]
    found = {"records": records, "filled": records, "repeated": 0}
    named = Sql("o.text ~ %s", (f'"{key}"',))
    about = Sql("o.object = %s", (key,))
    leads = {"custom_field": named}
    return found | _named(
        actor, _id(CustomObject, key=key), lambda each: leads.get(each.key, any_of((about, named))), spec.label
    )


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


def _id(model: type[Record], **named: str) -> UUID | None:
    """The definition itself, which says its own name; None for what is built in."""
    found: UUID | None = model._base_manager.filter(**named).values_list("id", flat=True).first()
    return found


def _named(actor: Actor, itself: UUID | None, used: Callable[[ObjectSpec], Sql], label: str) -> dict[str, Any]:
    """`{used, said}`: the settings that name it by its key, and those in which people wrote what it is called."""
    texts = sorted({text for text in (say(label, "en"), say(label, "zh")) if len(text) > 1})
    words = Sql("o.text ~* %s", ("|".join(map(_worded, texts)),)) if texts else FALSE
    return {"used": _found(actor, itself, used), "said": _found(actor, itself, lambda _: words)}


def _worded(text: str) -> str:
    """A pattern for the text; as whole words, where its script parts them."""
    begin = f"(?<!{_LATIN})" if re.match(_LATIN, text[0]) else ""
    return begin + re.escape(text) + (f"(?!{_LATIN})" if re.match(_LATIN, text[-1]) else "")


def _found(actor: Actor, itself: UUID | None, mentions: Callable[[ObjectSpec], Sql]) -> dict[str, Any]:
    """`{items: [{object, label, id, title}], more}` of the settings that mention it."""
    items: list[dict[str, Any]] = []
    more = 0
    for spec, saying in _settings(actor):
        text = " || ' ' || ".join(f"coalesce(r.{ident(each.columns[0])}::text, '')" for each in saying)
        about = "r.object" if "object" in registry.fields(spec.key) else "NULL"
        head = Sql(f"SELECT o.id FROM (SELECT r.id, {about} AS object, {text} AS text FROM {storage.table(spec.model)}")
        inner = access.visible_to(actor, spec, Verb.READ).wrap(" r WHERE ", ") o WHERE ")
        tail = Sql(" AND o.id IS DISTINCT FROM %s ORDER BY o.id", (itself,))
        found = [row[0] for row in rows(head + inner + mentions(spec) + tail)]
        titles = reading.titles(actor, spec, found[:EXAMPLES])
        items += [
            {"object": spec.key, "label": say(spec.label), "id": str(each), "title": titles.get(each)}
            for each in found[:EXAMPLES]
        ]
        more += len(found[EXAMPLES:])
    return {"items": items, "more": more}


def _settings(actor: Actor) -> Iterator[tuple[ObjectSpec, list[FieldDef]]]:
    """Objects whose records say something about others, as far as the actor reads them."""
    for spec in registry.objects().values():
        apart = spec.group != "settings" or spec.internal or spec.parent
        if apart or access.scope_of(actor, spec, Verb.READ) is Scope.NONE:
            continue
        saying = [
            each
            for each in access.readable(actor, spec).values()
            if each.type.kind in _SAYING and not each.readonly and each.name != "object"
        ]
        if saying and (spec.carried or "object" in registry.fields(spec.key)):
            yield spec, saying
