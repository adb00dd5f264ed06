"""Names of records that hold in any installation: "@stage/Standard/Won" instead of an id, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.records import reading
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from haoke.core.spec import ObjectSpec

MARK = "@"
ONE = frozenset({"reference", "user", "department"})
PAGE = 200
_ID_LENGTH = 36

Key = tuple[str, ...]


def carried() -> list[ObjectSpec]:
    """Objects that are configuration."""
    return [spec for spec in registry.objects().values() if spec.carried]


def rows_of(spec: ObjectSpec, fields: list[str] | None = None) -> Iterator[dict[str, Any]]:
    """All live records as the API gives them, in the order they were made."""
    cursor = None
    while True:
        query = reading.ListQuery(sort="created_at", fields=fields, limit=PAGE, cursor=cursor)
        page = reading.list_page(system("configuration"), spec, query)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def offered(spec: ObjectSpec, item: Mapping[str, Any]) -> bool:
    """Whether a record is the company's: of what people keep for themselves only what they offer to others."""
    named = ("to_everybody", "to_roles", "to_departments", "to_teams")
    return not spec.addressed or any(item[name] for name in named)


class Names:
    """Stable names by id and ids by stable name, of configuration and of the people and places it names."""

    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}
        self.ids: dict[str, str] = {}

    def learn(self, name: str, record: str) -> None:
        """The record bears the name."""
        self.by_id[record] = name
        self.ids.setdefault(name, record)

    @classmethod
    def read(cls) -> Names:
        """All there are; what is named by others comes after them."""
        found, waiting = cls(), [spec for spec in registry.objects().values() if _naming(spec)]
        for spec in sorted(waiting, key=lambda spec: _depth(spec.key, ())):
            for item in rows_of(spec, [name for fields in _naming(spec) for name in fields]):
                name = found.name_of(spec, item)
                if name is not None:
                    found.learn(name, str(item["id"]))
        return found

    def name_of(self, spec: ObjectSpec, item: Mapping[str, Any]) -> str | None:
        """The name of a record, from the first of its naming fields that say something; None when none do."""
        for fields in _naming(spec):
            parts = [part for name in fields for part in self._parts(item.get(name))]
            if any(parts):
                return MARK + "/".join([spec.key, *(escaped(part) for part in parts)])
        return None

    def _parts(self, value: Any) -> list[str]:
        if isinstance(value, dict) and "id" in value:
            return unescaped(self.by_id.get(str(value["id"]), "")[1:])[1:] or [""]
        if isinstance(value, dict):
            return [str(value.get("zh") or value.get("en") or "")]
        if isinstance(value, str) and value.startswith(MARK) and not value.startswith(MARK * 2):
            return unescaped(value[1:])[1:] or [""]
        return ["" if value is None else str(value)]

    # -- in and out of documents -----------------------------------------------------------------------

    def out(self, value: Any, lost: set[str]) -> Any:
        """The value with names for ids; ids without a name go into `lost`."""
        if isinstance(value, dict):
            return {name: self.out(each, lost) for name, each in value.items()}
        if isinstance(value, list):
            return [self.out(each, lost) for each in value]
        if not isinstance(value, str):
            return value
        if value in self.by_id:
            return self.by_id[value]
        if _is_id(value):
            lost.add(value)
        return MARK + value if value.startswith(MARK) else value

    def back(self, value: Any, unknown: set[str]) -> Any:
        """The value with ids for names; names nobody bears here go into `unknown`."""
        if isinstance(value, dict):
            return {name: self.back(each, unknown) for name, each in value.items()}
        if isinstance(value, list):
            return [self.back(each, unknown) for each in value]
        if not isinstance(value, str) or not value.startswith(MARK):
            return value
        if value.startswith(MARK * 2):
            return value[1:]
        if value not in self.ids:
            unknown.add(value)
        return self.ids.get(value, value)


def _naming(spec: ObjectSpec) -> list[Key]:
    """The fields that name records of the object, best first; none for business records."""
    if spec.carried:
        return [spec.carried]
    if spec.group != "settings" or spec.own or spec.internal or spec.parent:
        return []
    return [(each,) if isinstance(each, str) else each for each in spec.match]


def _depth(key: str, path: Key) -> int:
    """How many objects stand before this one in its names."""
    found = registry.fields(key)
    targets = [
        str(found[name].type.meta()["target"])
        for fields in _naming(registry.get(key))
        for name in fields
        if found[name].type.kind in ONE
    ]
    return 1 + max((_depth(each, (*path, key)) for each in targets if each not in (*path, key)), default=0)


def escaped(part: str) -> str:
    """A part of a name in which the separator is no separator."""
    return part.replace("%", "%25").replace("/", "%2F")


def unescaped(name: str) -> list[str]:
    """The parts of a name."""
    return [part.replace("%2F", "/").replace("%25", "%") for part in name.split("/")]


def _is_id(value: str) -> bool:
    try:
        return len(value) == _ID_LENGTH and bool(UUID(value))
    except ValueError:
        return False


def plain(refs: Any) -> Any:
    """A reference as the API gives it, or several, as bare ids."""
    if isinstance(refs, list):
        return [plain(each) for each in refs]
    return refs["id"] if isinstance(refs, dict) and refs.keys() == {"id", "title"} else refs


def listed(names: Iterable[str]) -> str:
    """Stable names for a sentence of people: User anna@example.com, Stage Standard / Won."""
    return "; ".join(f"{_object(unescaped(name[1:])[0])} {shown(name)}" for name in sorted(names))


def shown(name: str) -> str:
    """A stable name without its object, for people: Account / Big ones."""
    key, *parts = unescaped(name.removeprefix(MARK))
    spec = registry.objects().get(key)
    if spec and spec.carried[:1] == ("object",):
        parts[0] = _object(parts[0])
    return " / ".join(parts)


def _object(key: str) -> str:
    spec = registry.objects().get(key)
    return say(spec.label) if spec else key
