"""Keys by which a record is told from others, each a lexeme of its search entry: `<code of the field>=<kind>:<text>`.

Kinds: uscc, phone, email, domain, company (name without form, with its place or `*` for any), name (a person's).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.metadata import derived
from haoke.core.search import naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from haoke.core.fieldtypes.base import FieldType
    from haoke.core.spec import ObjectSpec

COMPANY: Final = "company"
NAME: Final = "name"
ANY: Final = "*"
_MOST: Final = 120
_NAMES: Final = {SearchKind.COMPANY: COMPANY, SearchKind.NAME: NAME}


def is_company(spec: ObjectSpec) -> bool:
    """Whether its records are companies, of which there is one of a name."""
    return spec.title in spec.match and spec.search_kinds.get(spec.title) is SearchKind.COMPANY


@derived
def fields(key: str) -> Mapping[str, tuple[FieldType, str | None]]:
    """{field: (type, kind of its name unless the type says)} of what tells an object's records apart."""
    spec = registry.get(key)
    if not spec.search or spec.internal or spec.group == "settings":
        return {}
    found: dict[str, tuple[FieldType, str | None]] = {}
    for name, field in registry.fields(key).items():
        named = _NAMES.get(spec.search_kinds.get(name, SearchKind.TEXT)) if field.type.kind == "text" else None
        if named == COMPANY and name == spec.title and not is_company(spec):
            continue
        if kinds(field.type, named):
            found[name] = (field.type, named)
    return found


def kinds(kind: FieldType, named: str | None) -> tuple[str, ...]:
    """Kinds of keys a field's values have."""
    return (named,) if named else kind.key_kinds


def of(key: str, name: str) -> tuple[str, ...]:
    """Kinds of keys of one field of an object."""
    return kinds(*fields(key)[name]) if name in fields(key) else ()


def kept(key: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(field, kind, text) a record with these values is found by."""
    for name, (kind, named) in fields(key).items():
        if value := values.get(name):
            yield from ((name, own, text) for own, text in _kept(kind, named, value))


def _kept(kind: FieldType, named: str | None, value: Any) -> Iterable[tuple[str, str]]:
    if named == COMPANY:
        company, place = naming.placed(str(value))
        return [(COMPANY, f"{company}@{each}") for each in (place, ANY)] if company else ()
    return _own(kind, named, value)


def _own(kind: FieldType, named: str | None, value: Any) -> Iterable[tuple[str, str]]:
    if named == NAME:
        person = naming.person(str(value))
        return [(NAME, person)] if person else ()
    return kind.keys(value)


def sought(key: str, name: str, value: Any) -> Iterable[tuple[str, str]]:
    """(kind, text) of what is the same as this value of a field; a company without a place is that of any."""
    kind, named = fields(key)[name]
    if named != COMPANY:
        return _own(kind, named, value)
    company, place = naming.placed(str(value))
    return [(COMPANY, f"{company}@{each}") for each in ((place, "") if place else (ANY,))] if company else ()


def core(key: str, values: Mapping[str, Any]) -> str:
    """The key of the company's name among the values, by which similar ones are found; "" for none."""
    for name, (_, named) in fields(key).items():
        if named == COMPANY and (value := values.get(name)):
            return naming.key(str(value))[:_MOST]
    return ""


def lexeme(code: str, kind: str, text: str) -> str:
    """A key as it stands in a search entry."""
    plain = text[:_MOST].replace("\\", "\\\\").replace("'", "''")
    return f"'{code}={kind[0]}:{plain}'"
