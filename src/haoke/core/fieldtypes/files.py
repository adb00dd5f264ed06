"""Attached files: what is known of them; their bytes are kept by `records.files`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, documents, normal, refusals, texts
from haoke.core.fieldtypes.base import Hints, Op, SearchKind
from haoke.core.sql import Sql
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Mapping, Sequence

LONGEST = 255
#: Files in a field that takes several.
MOST = 20
_TYPE = 127
_ENDING = 20
#: Characters of a name that are looked at; what makes a path of a name, and further marks that turn its direction.
_READ = 2_000
_PATH = re.compile(r".*[/\\]", re.DOTALL)
_TURNS = re.compile("[\u061c\u200e\u200f]")
UNNAMED = "file"
UPLOAD_FIRST = T("A file is given by its id; upload it first", "文件以 id 表示，请先上传")


@dataclass(frozen=True, slots=True)
class FileRef:
    """An uploaded file: id, name as the person called it, size in bytes, media type; the id alone tells it."""

    id: UUID
    name: str = field(default="", compare=False)
    size: int = field(default=0, compare=False)
    type: str = field(default="application/octet-stream", compare=False)


def tidy_name(raw: Any) -> str:
    """A file's name without folders, control and direction marks, cut to 255 characters with its ending kept."""
    if not isinstance(raw, str):
        raise refusals.not_text()
    text = normal.clean(_TURNS.sub("", raw[-_READ:]), _READ) or ""
    text = _PATH.sub("", text).strip(" .") or UNNAMED
    stem, dot, ending = text.rpartition(".")
    if len(text) <= LONGEST or not stem or len(ending) > _ENDING:
        return text[:LONGEST]
    return stem[: LONGEST - 1 - len(ending)] + dot + ending


class FileType(compare.Comparing):
    """One file that was uploaded before, or with `multiple` a list of some; whether there is one can be asked."""

    kind = "file"
    words = True
    operators = (Op.EMPTY, Op.NEMPTY)
    sortable = False
    sql_type = "jsonb"

    def __init__(self, *, multiple: bool = False) -> None:
        self.multiple = multiple

    def clean(self, raw: Any) -> Any:
        """A FileRef, or with `multiple` a tuple of several; name, size and type are set by the write path."""
        if raw is None or raw in ([], ()):
            return None
        if not self.multiple:
            return _one(raw)
        listed = raw if isinstance(raw, list | tuple) else (raw,)
        if len(listed) > MOST:
            raise refusals.too_many(MOST, len(listed))
        return tuple(dict.fromkeys(_one(each) for each in listed))

    def refs(self, value: Any) -> tuple[FileRef, ...]:
        """The files in a value."""
        if value is None:
            return ()
        return value if self.multiple else (value,)

    def settled(self, value: Any, known: Mapping[UUID, FileRef]) -> Any:
        """The value with everything else than the ids taken from `known`."""
        found = tuple(known[each.id] for each in self.refs(value))
        return found if self.multiple else found[0]

    def holds(self, column: Sql, file: Sql) -> Sql:
        """Condition that a column holds the file of an id, given as SQL."""
        one = file.wrap("jsonb_build_object('id', (", ")::text)")
        return column + Sql(" @> ") + (one.wrap("jsonb_build_array(", ")") if self.multiple else one)

    def parse(self, text: str, hints: Hints) -> Any:
        if text.strip():
            raise BadValue(
                "not_typed", T("Files cannot be typed or imported; upload them", "文件不能填写或导入，请上传")
            )

    def format(self, value: Any, language: str) -> str:
        return "; ".join(each.name for each in self.refs(value))

    def dump(self, value: Any) -> Any:
        if value is None:
            return None
        dumped = [
            {"id": str(each.id), "name": each.name, "size": each.size, "type": each.type} for each in self.refs(value)
        ]
        return dumped if self.multiple else dumped[0]

    def store(self, value: Any) -> tuple[Any, ...]:
        return (None if value is None else documents.stored(self.dump(value)),)

    def load(self, columns: Sequence[Any]) -> Any:
        return self.clean(documents.loaded(columns[0]))

    def meta(self) -> dict[str, Any]:
        return {"multiple": self.multiple, "max_size": settings.UPLOAD_LIMIT}

    def schema(self, *, write: bool) -> dict[str, Any]:
        fields = {
            "id": {"type": "string", "format": "uuid"}, "name": {"type": "string", "maxLength": LONGEST},
            "size": {"type": "integer", "minimum": 0}, "type": {"type": "string"},
        }  # fmt: skip
        needed = ["id"] if write else list(fields)
        one: dict[str, Any] = {"type": "object", "properties": fields, "required": needed}
        if self.multiple:
            return {"type": ["array", "null"], "items": one, "maxItems": MOST}
        return {**one, "type": ["object", "null"]}

    def sample(self, rng: random.Random) -> Any:
        listed = [
            {
                "id": str(UUID(int=rng.getrandbits(128), version=4)),
                "name": f"报价单{rng.randrange(1000)}.pdf",
                "size": rng.randrange(1, 10**6),
                "type": "application/pdf",
            }
            for _ in range(rng.randint(1, 3) if self.multiple else 1)
        ]
        return listed if self.multiple else listed[0]

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return tuple((SearchKind.TEXT, each.name) for each in self.refs(value))


def _one(raw: Any) -> FileRef:
    """A file by its id, as text or as an object that may say more."""
    if isinstance(raw, FileRef):
        return raw
    given = raw if isinstance(raw, dict) else {"id": raw}
    found, size, kind = texts.uuid(given.get("id")), given.get("size", 0), given.get("type")
    whole = isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 2**53
    if found is None or not whole:
        raise BadValue("bad_file", UPLOAD_FIRST)
    name = tidy_name(given.get("name", ""))
    return FileRef(found, name, size, normal.clean(kind, _TYPE) or "application/octet-stream")
