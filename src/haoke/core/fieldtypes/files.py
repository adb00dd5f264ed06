"""One attached file: what is known of it; its bytes are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, documents, normal, refusals, texts
from haoke.core.fieldtypes.base import Hints, Op, SearchKind
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

LONGEST = 255
_TYPE = 127


@dataclass(frozen=True, slots=True)
class FileRef:
    """An uploaded file: id, name as the person called it, size in bytes, media type."""

    id: UUID
    name: str
    size: int
    type: str


class FileType(compare.Comparing):
    """A file that was uploaded before; only whether there is one can be asked."""

    kind = "file"
    operators = (Op.EMPTY, Op.NEMPTY)
    sortable = False
    sql_type = "jsonb"

    def clean(self, raw: Any) -> FileRef | None:
        if raw is None or isinstance(raw, FileRef):
            return raw
        if not isinstance(raw, dict):
            raise refusals.not_object()
        found, name, size = texts.uuid(raw.get("id")), normal.clean(raw.get("name"), LONGEST), raw.get("size")
        kind = normal.clean(raw.get("type"), _TYPE) or "application/octet-stream"
        if (
            found is None
            or name is None
            or isinstance(size, bool)
            or not isinstance(size, int)
            or not 0 <= size < 2**53
        ):
            raise BadValue(
                "bad_file", T("A file needs id, name and size; upload it first", "文件需要 id、名称和大小，请先上传")
            )
        return FileRef(found, name.replace("/", "_").replace("\\", "_"), size, kind)

    def parse(self, text: str, hints: Hints) -> Any:
        if text.strip():
            raise BadValue(
                "not_typed", T("Files cannot be typed or imported; upload them", "文件不能填写或导入，请上传")
            )

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else value.name

    def dump(self, value: Any) -> Any:
        return (
            None if value is None else {"id": str(value.id), "name": value.name, "size": value.size, "type": value.type}
        )

    def store(self, value: Any) -> tuple[Any, ...]:
        return (None if value is None else documents.stored(self.dump(value)),)

    def load(self, columns: Sequence[Any]) -> Any:
        return self.clean(documents.loaded(columns[0]))

    def schema(self, *, write: bool) -> dict[str, Any]:
        fields = {
            "id": {"type": "string", "format": "uuid"}, "name": {"type": "string", "maxLength": LONGEST},
            "size": {"type": "integer", "minimum": 0}, "type": {"type": "string"},
        }  # fmt: skip
        return {"type": ["object", "null"], "properties": fields, "required": ["id", "name", "size"]}

    def sample(self, rng: random.Random) -> Any:
        name = f"报价单{rng.randrange(1000)}.pdf"
        return {
            "id": str(UUID(int=rng.getrandbits(128), version=4)),
            "name": name,
            "size": rng.randrange(10**6),
            "type": "application/pdf",
        }

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.TEXT, value.name),)
