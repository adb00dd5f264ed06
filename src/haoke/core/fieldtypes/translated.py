"""A text in both languages, each falling back to the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from haoke.core.fieldtypes import compare, documents, normal, refusals, samples
from haoke.core.fieldtypes.base import Hints, Op, SearchKind
from haoke.core.sql import Sql, any_of
from haoke.core.text import current_language

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

LANGUAGES = ("zh", "en")
_BETWEEN = " / "
_SLASHES = re.compile(r"(?:^|(?<=\s))/(?:\s|$)")
_HAN = re.compile(r"[\u3400-\u9fff]")


def said(value: dict[str, str], language: str) -> str:
    """The text in a language, or in the other one."""
    other = "en" if language == "zh" else "zh"
    return value.get(language) or value.get(other) or ""


def _probable(text: str) -> str:
    """The language a text alone is in."""
    return "zh" if _HAN.search(text) else "en"


class TranslatedType(compare.ComparingText):
    """{zh, en}, at least one of them. A condition holds when it holds in one of the languages."""

    kind = "translated"
    words = True
    sql_type = "jsonb"

    def __init__(self, max_length: int = 200) -> None:
        self.max_length = max_length

    def clean(self, raw: Any) -> dict[str, str] | None:
        if isinstance(raw, str):
            raw = {current_language(): raw}
        if raw is None:
            return None
        if not isinstance(raw, dict):
            raise refusals.not_object()
        found = {language: self._text(raw.get(language)) for language in LANGUAGES}
        return {language: text for language, text in found.items() if text} or None

    def _text(self, raw: Any) -> str | None:
        text = normal.clean(raw, self.max_length)
        return normal.clean(_SLASHES.sub("", text), self.max_length) if text and "/" in text else text

    def parse(self, text: str, hints: Hints) -> Any:
        """ "中文 / English", or one language alone; a slash before or after tells which when that is not plain."""
        if len(text) > self.max_length * 2 + len(_BETWEEN):
            raise refusals.too_long(self.max_length, len(text))
        zh, between, en = f" {text.strip()} ".partition(_BETWEEN)
        if between:
            return self.clean({"zh": zh, "en": en})
        return self.clean({_probable(text): text})

    def format(self, value: Any, language: str) -> str:
        if value is None:
            return ""
        zh, en = (value.get(language, "") for language in LANGUAGES)
        alone = zh or en
        if not (zh and en) and _probable(alone) == ("zh" if zh else "en"):
            return str(alone)
        return f"{zh}{_BETWEEN}{en}".strip()

    def store(self, value: Any) -> tuple[Any, ...]:
        return (None if value is None else documents.stored(value),)

    def load(self, columns: Sequence[Any]) -> Any:
        return documents.loaded(columns[0]) or None

    def there(self, column: Sql) -> Sql:
        return column.wrap("", " IS NOT NULL")

    def filled(self, column: Sql) -> Sql:
        return self.there(column)

    def left(self, column: Sql) -> Sql:
        return column

    def test(self, op: Op, left: Sql, operand: Any) -> Sql:
        texts = (left.wrap("lower(coalesce(", f"->>'{language}', ''))") for language in LANGUAGES)
        return any_of(super(TranslatedType, self).test(op, text, operand) for text in texts)

    def matches(self, op: Op, value: Any, operand: Any) -> bool:
        if value is None or op in (Op.NE, Op.NIN, Op.NCONTAINS, Op.EMPTY, Op.NEMPTY):
            return super().matches(op, value, operand)
        return any(super(TranslatedType, self).matches(op, text, operand) for text in value.values())

    def sort_key(self, column: Sql) -> Sql:
        """The text in the language of the request."""
        first, second = LANGUAGES if current_language() == "zh" else LANGUAGES[::-1]
        return Sql(
            f"lower(coalesce({column.text}->>'{first}', {column.text}->>'{second}')) COLLATE \"C\"",
            column.params + column.params,
        )

    def schema(self, *, write: bool) -> dict[str, Any]:
        text = {"type": "string", "maxLength": self.max_length}
        whole = {
            "type": ["object", "null"],
            "properties": dict.fromkeys(LANGUAGES, text),
            "additionalProperties": False,
        }
        return {"anyOf": [whole, text]} if write else whole

    def meta(self) -> dict[str, Any]:
        return {"max_length": self.max_length}

    def sample(self, rng: random.Random) -> Any:
        word = samples.word(rng)
        return {"zh": f"示例{rng.randrange(10**6)}", "en": word.title()}

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.TEXT, text) for text in value.values())

    def mask(self, value: Any) -> str:
        return "***"
