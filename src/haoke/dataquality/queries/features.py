"""What of an object's records tells them apart, derived from its fields, and each record as a line of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.metadata import derived
from haoke.core.records import storage
from haoke.core.search.companies import parts, simplified
from haoke.core.search.naming import key
from haoke.core.search.tokens import digits, fold, runs
from haoke.core.sql import Sql
from haoke.dataquality.queries.engine import SEPARATOR
from haoke.dataquality.queries.weights import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

    #: {feature: fields that feed it}
    Wanted = Mapping[Kind, tuple[str, ...]]

CHUNK: Final = 10_000
#: Digits of a telephone number that are compared: how the country is written differs.
_END, _FEWEST = 8, 6
_NAMES: Final = {SearchKind.NAME: (Kind.PERSON,), SearchKind.COMPANY: (Kind.COMPANY,)}
_KINDS: Final = {
    "phone": (Kind.PHONE,),
    "email": (Kind.EMAIL,),
    "uscc": (Kind.CODE,),
    "address": (Kind.STREET, Kind.CITY, Kind.POSTCODE),
}


@derived
def features(key: str) -> dict[Kind, tuple[str, ...]]:
    """{feature: fields that feed it} of an object; without a name there is nothing to search by."""
    spec = registry.get(key)
    if spec.internal or not spec.mergeable:
        return {}
    found: dict[Kind, list[str]] = {}
    for name, field in registry.fields(key).items():
        for kind in _of(spec, name, field):
            found.setdefault(kind, []).append(name)
    return {kind: tuple(found[kind]) for kind in Kind if kind in found} if _named(found) else {}


def _named(found: Mapping[Kind, object]) -> bool:
    return Kind.COMPANY in found or Kind.PERSON in found


def _of(spec: ObjectSpec, name: str, field: FieldDef) -> tuple[Kind, ...]:
    """What a field tells of a record: by its kind; dates only those of persons, references only those that match."""
    kind = field.type.kind
    if name == spec.title:
        named = _NAMES.get(spec.search_kinds.get(name, SearchKind.TEXT), ())
        if named == (Kind.COMPANY,) and name not in spec.match:
            return ()  # deals may be called the same
        return (*named, Kind.PERSON) if named == (Kind.COMPANY,) and spec.person and spec.person.field else named
    if kind == "date":
        return (Kind.BORN,) if name in spec.personal else ()
    if kind == "reference":
        return (Kind.PART,) if any(name in names for names in spec.match if isinstance(names, tuple)) else ()
    return _KINDS.get(kind, ())


def lines(spec: ObjectSpec) -> Iterator[dict[str, str]]:
    """Every live record, whoever may see it, as the engine compares it."""
    wanted = features(spec.key)
    names = {name for each in wanted.values() for name in each} | ({spec.person.field} if spec.person else set())
    fields = {name: registry.field(spec.key, name) for name in names if name}
    columns = storage.listed(dict.fromkeys(["id", *(each for field in fields.values() for each in field.columns)]))
    head, last = f"SELECT {columns} FROM {storage.table(spec.model)} WHERE deleted_at IS NULL AND ", Sql("TRUE")
    while rows := storage.fetch(Sql(head) + last + Sql(" ORDER BY id LIMIT %s", (CHUNK,))):
        for row in rows:
            values = {name: field.load(row) for name, field in fields.items()}
            yield {"id": str(row["id"]), **line(_meant(spec, wanted, values), values)}
        last = Sql("id > %s", (rows[-1]["id"],))


def _meant(spec: ObjectSpec, wanted: Wanted, values: Mapping[str, Any]) -> Wanted:
    """The features of one record: a person has no company's name, and the other way round."""
    if not (spec.person and spec.person.field and Kind.COMPANY in wanted):
        return wanted
    person = values[spec.person.field] == spec.person.value
    return {kind: names for kind, names in wanted.items() if kind is not (Kind.COMPANY if person else Kind.PERSON)}


def line(wanted: Wanted, values: Mapping[str, Any]) -> dict[str, str]:
    """{column: text} of one record's values."""
    found: dict[str, str] = {}
    for kind, names in wanted.items():
        texts = {_TEXTS.get(kind, str)(values[name]) for name in names if values.get(name)} - {""}
        if texts:
            found[kind] = SEPARATOR.join(sorted(texts))
        if kind is Kind.COMPANY and texts:
            said = parts(str(values[names[0]]))
            found |= {"words": _words(f"{said.name} {said.branch}"), Kind.CITY: _city(said.place)}
    return {column: text for column, text in found.items() if text}


def _city(name: str) -> str:
    """A place as addresses and companies' names have it."""
    return "".join(runs(simplified(name))).removesuffix("市")


def _words(text: str) -> str:
    return " ".join(sorted(runs(simplified(text))))


def _number(value: Any) -> str:
    number = digits(value.e164 or value.raw).lstrip("0")
    return number[-_END:] if len(number) >= _FEWEST else ""


_TEXTS: Final[Mapping[Kind, Callable[[Any], str]]] = {
    Kind.COMPANY: key,
    Kind.PERSON: _words,
    Kind.PHONE: _number,
    Kind.EMAIL: fold,
    Kind.STREET: lambda value: " ".join(runs(simplified(value.line or ""))),
    Kind.CITY: lambda value: _city(value.city or value.province or ""),
    Kind.POSTCODE: lambda value: "".join(runs(value.postcode or "")),
}
