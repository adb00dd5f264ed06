"""The document: for each object of configuration its records, with names instead of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from haoke import __version__
from haoke.core import custom, registry
from haoke.core.configuring.naming import ONE, Names, carried, offered, plain, rows_of

if TYPE_CHECKING:
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

Entry = dict[str, Any]
_NOT_CARRIED = frozenset({"owner", "department"})


class Document(BaseModel):
    """Configuration as a file; `left_out` names what could not be carried whole, `without` what is not to be put in."""

    model_config = ConfigDict(extra="forbid")
    haoke_configuration: Literal[1] = 1
    version: str = Field("", max_length=40)
    objects: dict[str, Annotated[list[Entry], Field(max_length=5000)]] = Field(max_length=200)
    left_out: list[str] = Field(default_factory=list, max_length=5000)
    without: list[str] = Field(default_factory=list, max_length=5000, exclude=True)

    def chosen(self) -> dict[str, list[Entry]]:
        """The objects but for what is left out, by the `id` a report gives it: "@role/Desk", or "role" for them all."""
        unwanted, names = set(self.without), Names()
        return {
            key: [entry for place, entry in enumerate(listed, 1) if unwanted.isdisjoint(_ids(key, place, entry, names))]
            for key, listed in self.objects.items()
            if key not in unwanted
        }


def export() -> Document:
    """Everything administrators have made here, that of modules which are switched off included."""
    left_out = list[str]()
    with custom.whole():
        names = Names.read()
        objects = {spec.key: list(entries(spec, names, left_out).values()) for spec in carried()}
    found = {key: listed for key, listed in objects.items() if listed}
    return Document(version=__version__, objects=found, left_out=left_out)


def entries(spec: ObjectSpec, names: Names, left_out: list[str] | None = None) -> dict[str, Entry]:
    """{stable name: entry} of an object; what names business records, or bears another's name, is told `left_out`."""
    found: dict[str, Entry] = {}
    told = [] if left_out is None else left_out
    for item in rows_of(spec, [*fields(spec), *(["to_everybody"] if spec.addressed else [])]):
        name = names.by_id.get(str(item["id"]))
        if name is None or not offered(spec, item):
            continue
        lost: set[str] = set()
        entry = {field: names.out(_bare(each, item[field]), lost) for field, each in fields(spec).items()}
        if name in found or lost:
            told.append(name)
        if name not in found:
            found[name] = entry
    return found


def fields(spec: ObjectSpec) -> dict[str, FieldDef]:
    """Fields of an object that are carried: what a form may set, but not whose it is, and no files."""
    return {
        name: field
        for name, field in registry.fields(spec.key).items()
        if not field.readonly and name not in _NOT_CARRIED and field.type.kind != "file"
    }


def _ids(key: str, place: int, entry: Entry, names: Names) -> set[str]:
    spec = registry.objects().get(key)
    return {f"{key}/{place}", (names.name_of(spec, entry) if spec else None) or ""}


def _bare(field: FieldDef, value: Any) -> Any:
    return plain(value) if field.type.kind in ONE or field.type.kind == "multireference" else value
