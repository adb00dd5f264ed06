"""Text of one line and of several, numbers the system gives, ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, normal, refusals, samples
from haoke.core.fieldtypes.base import Hints, SearchKind
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

#: Characters of a long text unless its field says otherwise.
LONG = 100_000
#: Characters a name before an e-mail address may have.
NAME = 200


class TextType(compare.ComparingText):
    """One line. Comparisons ignore case; `null=False` stores the empty value as ''."""

    kind = "text"
    words = True
    lines = False

    def __init__(self, max_length: int = 200, *, null: bool = True) -> None:
        self.max_length = max_length
        self.null = null

    def clean(self, raw: Any) -> str | None:
        return normal.clean(raw, self.max_length, lines=self.lines)

    def parse(self, text: str, hints: Hints) -> Any:
        return self.clean(text)

    def format(self, value: Any, language: str) -> str:
        return value or ""

    @property
    def stored_as_is(self) -> bool:
        return self.null and type(self).store is TextType.store

    def store(self, value: Any) -> tuple[Any, ...]:
        return (value if value is not None or self.null else "",)

    def load(self, columns: Sequence[Any]) -> Any:
        return columns[0] or None

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["string", "null"], "maxLength": self.max_length}

    def meta(self) -> dict[str, Any]:
        return {"max_length": self.max_length}

    def sample(self, rng: random.Random) -> Any:
        return samples.phrase(rng)[: self.max_length].strip()

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.TEXT, value),)

    def mask(self, value: Any) -> str:
        return f"{value[0]}**" if value else ""


class LongTextType(TextType):
    """Several lines; not sorted by."""

    kind = "longtext"
    sortable = False
    lines = True

    def __init__(self, max_length: int = LONG, *, null: bool = True) -> None:
        super().__init__(max_length, null=null)

    def one(self, raw: Any) -> str:
        text = normal.clean(raw, compare.LONGEST, lines=True)
        if text is None:
            raise refusals.no_operand()
        return text

    def sample(self, rng: random.Random) -> Any:
        return "\n".join(samples.phrase(rng) for _ in range(rng.randint(1, 3)))[: self.max_length].strip()

    def mask(self, value: Any) -> str:
        return "***" if value else ""


class AutoNumberType(TextType):
    """A number the system gives once, as OPP-2026000123; found exactly or by its beginning."""

    kind = "autonumber"
    words = False

    def __init__(self, max_length: int = 40) -> None:
        super().__init__(max_length)

    def sample(self, rng: random.Random) -> Any:
        return f"NO-2026{rng.randrange(10**6):06}"[: self.max_length]

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.CODE, value),)


class UuidType(compare.Comparing):
    """An id shown as text."""

    kind = "text"
    sql_type = "uuid"

    def clean(self, raw: Any) -> UUID | None:
        return uuid(raw)

    def parse(self, text: str, hints: Hints) -> Any:
        return self.clean(text.strip() or None)

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else str(value)

    def dump(self, value: Any) -> Any:
        return None if value is None else str(value)

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "uuid"}

    def sample(self, rng: random.Random) -> Any:
        return str(UUID(int=rng.getrandbits(128), version=4))


def uuid(raw: Any) -> UUID | None:
    """The id in a text of the usual form; raises BadValue."""
    if raw is None or isinstance(raw, UUID):
        return raw
    if isinstance(raw, str) and len(raw) == 36:  # noqa: PLR2004 - the form with hyphens
        try:
            return UUID(raw)
        except ValueError:
            pass
    message = T("“{value}” is not an id", "“{value}”不是有效的编号")
    raise BadValue("not_an_id", message.fill(value=refusals.shown(raw)))
