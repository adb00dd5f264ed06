"""Records that are likely the one somebody is typing: the same number, code, address, domain or name of a company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.errors import BadValue
from haoke.core.records.reading.running import rows
from haoke.core.search import keys, naming
from haoke.core.search.documents import code
from haoke.core.search.results import Asked, best
from haoke.core.sql import Sql
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

MOST: Final = 5
#: Entries looked at of one key: a number so many share is a switchboard's.
LOOKED: Final = 200
#: What many records of different people and companies have in common.
_SHARED: Final = frozenset({keys.NAME})
_DOMAIN: Final = "domain"
_FOUND: Final = """SELECT u.place, d.record
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY u(object, key, place)
CROSS JOIN LATERAL (
    SELECT record FROM core_searchdoc WHERE tsv @@ u.key::tsquery AND (object = u.object) IS TRUE LIMIT {most}) d"""


@dataclass(frozen=True, slots=True)
class Key:
    """What is looked for: an object's field with a key; `fills`: the field a record found so belongs into."""

    object: str
    field: str
    lexeme: str
    fills: str | None = None


def likely(
    actor: Actor, spec: ObjectSpec, given: Mapping[str, Any], besides: UUID | None = None
) -> list[dict[str, Any]]:
    """Up to five visible records of any object like `given` (input by field; what is no good says nothing).

    [{object, id, title, subtitle, number, owner, fields: [labels of what is the same], fills: the field of the typed
    record this one belongs into, as the company above a branch}]; `besides` is left out.
    """
    why: dict[str, dict[str, list[Key]]] = {}
    for key, record in holding(list(dict.fromkeys(_typed(actor, spec, given)))):
        if record != besides:
            why.setdefault(key.object, {}).setdefault(str(record), []).append(key)
    listed = "SELECT id, 0 FROM unnest(%s::uuid[]) u(id)"
    asked = [Asked(registry.get(of), Sql(listed, (list(found),))) for of, found in why.items()]
    return [{**hit, **_told(why[hit["object"]][hit["id"]])} for hit in best(actor, asked, MOST)]


def holding(wanted: Sequence[Key]) -> list[tuple[Key, UUID]]:
    """(key, record) of the entries that hold one of the keys, whoever sees them."""
    if not wanted:
        return []
    query = Sql(_FOUND.format(most=LOOKED), ([key.object for key in wanted], [key.lexeme for key in wanted]))
    return [(wanted[place - 1], record) for place, record in rows(query, prepared=True)]


def _told(found: Sequence[Key]) -> dict[str, Any]:
    same = dict.fromkeys(key.field for key in found if not key.fills)
    of = found[0].object
    fills = next((key.fills for key in found if key.fills), None)
    return {"fields": [say(registry.field(of, name).label) for name in same], "fills": None if same else fills}


def _typed(actor: Actor, spec: ObjectSpec, given: Mapping[str, Any]) -> Iterator[Key]:
    """Keys of all objects that what was typed may be the same as, where the actor may read them."""
    compared = list(_compared(actor))
    for name in keys.fields(spec.key):
        value = _value(spec, name, given.get(name))
        if not value:
            continue
        for kind, text in keys.sought(spec.key, name, value):
            if kind not in _SHARED and not (kind == _DOMAIN and not _has_company(spec)):
                yield from _keys(actor, compared, kind, _any_place(kind, text))
        if keys.fields(spec.key)[name][1] == keys.COMPANY and (head := naming.head(str(value))):
            yield from _heads(actor, spec, head)


def _any_place(kind: str, text: str) -> str:
    """A company of the same name elsewhere is worth a look."""
    return f"{text.rpartition('@')[0]}@{keys.ANY}" if kind == keys.COMPANY else text


def _keys(actor: Actor, compared: Sequence[ObjectSpec], kind: str, text: str) -> Iterator[Key]:
    for other in compared:
        company = keys.is_company(other)
        for name, (made, named) in keys.fields(other.key).items():
            apart = not company and (kind == _DOMAIN or named == keys.COMPANY)
            if not apart and kind in keys.kinds(made, named) and _reads(actor, other, name):
                yield Key(other.key, name, keys.lexeme(code(other.key, name), kind, text))


def _heads(actor: Actor, spec: ObjectSpec, head: str) -> Iterator[Key]:
    """The company a branch belongs to, which stands in the field that points at another of its object."""
    above = next(
        (name for name, field in registry.fields(spec.key).items() if field.type.meta().get("target") == spec.key), None
    )
    if above and keys.is_company(spec) and _reads(actor, spec, spec.title):
        text = keys.lexeme(code(spec.key, spec.title), keys.COMPANY, f"{head}@{keys.ANY}")
        yield Key(spec.key, spec.title, text, above)


def _value(spec: ObjectSpec, name: str, raw: Any) -> Any:
    try:
        return registry.field(spec.key, name).type.clean(raw) if raw else None
    except BadValue:
        return None


def _compared(actor: Actor) -> Iterator[ObjectSpec]:
    """Objects of which people find records and the actor may see some."""
    for spec in registry.objects().values():
        if keys.fields(spec.key) and access.scope_of(actor, spec, Verb.READ) > Scope.NONE:
            yield spec


def _has_company(spec: ObjectSpec) -> bool:
    return keys.COMPANY in {named for _, named in keys.fields(spec.key).values()}


def _reads(actor: Actor, spec: ObjectSpec, name: str) -> bool:
    return access.field_right(actor, spec, name) >= FieldRight.READ
