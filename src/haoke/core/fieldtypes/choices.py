"""One or several of given choices, and free labels."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, normal, refusals, samples
from haoke.core.fieldtypes.base import Choice, Hints, SearchKind
from haoke.core.sql import Sql
from haoke.core.text import Language, T, say

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Mapping, Sequence

LONGEST = 200
#: Entries of a list, and characters of one tag.
MOST, TAG = 100, 50
_STRONG = re.compile(r"[;；|\n]")
_WEAK = re.compile(r"[,，、]")
_FORBIDDEN = re.compile(r"[,，、;；|]")


class Choices:
    """What the two choice kinds share: values by what people write."""

    choices: tuple[Choice, ...]

    @cached_property
    def _values(self) -> frozenset[str]:
        return frozenset(choice.value for choice in self.choices)

    @cached_property
    def _written(self) -> Mapping[str, str]:
        """{value or label in either language, as compared: value}; values win over labels, earlier choices win."""
        found: dict[str, str] = {}
        for names in (lambda c: (c.value,), lambda c: (say(c.label, "zh"), say(c.label, "en"))):
            for choice in self.choices:
                for name in names(choice):
                    found.setdefault(normal.key(name), choice.value)
        return found

    def _member(self, raw: Any) -> str:
        if not isinstance(raw, str):
            raise refusals.not_text()
        if raw not in self._values:
            raise self._unknown(raw)
        return raw

    def _read(self, text: str, hints: Hints) -> str:
        body = normal.plain(text, LONGEST)
        value = hints.choices.get(body) or hints.choices.get(text) or self._written.get(normal.key(body))
        if value is None or value not in self._values:
            raise self._unknown(text)
        return value

    def _unknown(self, raw: str) -> BadValue:
        message = T("“{value}” is not one of the choices: {choices}", "“{value}”不在可选项中：{choices}")
        listed = T(
            ", ".join(say(choice.label, "en") for choice in self.choices[:12]),
            "、".join(say(choice.label, "zh") for choice in self.choices[:12]),
        )
        return BadValue("not_a_choice", message.fill(value=refusals.shown(raw), choices=listed))

    def label(self, value: str, language: str) -> str:
        """Label of a value; of one that is no choice any more, the value."""
        wanted: Language = "zh" if language == "zh" else "en"
        return next((say(choice.label, wanted) for choice in self.choices if choice.value == value), value)

    def meta(self) -> dict[str, Any]:
        listed = [{"value": choice.value, "label": choice.label, "color": choice.color} for choice in self.choices]
        return {"choices": listed}


class ChoiceType(Choices, compare.Comparing):
    """One of the choices; ordered as they are listed."""

    kind = "choice"
    groupable = True

    def __init__(self, choices: tuple[Choice, ...] = ()) -> None:
        self.choices = choices

    def clean(self, raw: Any) -> str | None:
        return None if raw is None or raw == "" else self._member(raw)

    def parse(self, text: str, hints: Hints) -> Any:
        return self._read(text, hints) if text.strip() else None

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else self.label(value, language)

    def load(self, columns: Sequence[Any]) -> Any:
        return columns[0] or None

    def sort_key(self, column: Sql) -> Sql:
        """Place of the choice in the list."""
        places = Sql("array_position(%s::text[], ", ([choice.value for choice in self.choices],))
        return places + column.wrap("", "::text)")

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["string", "null"], "enum": [*(choice.value for choice in self.choices), None]}

    def sample(self, rng: random.Random) -> Any:
        return rng.choice(self.choices).value if self.choices else None


class ListType(compare.ComparingSet):
    """Several texts without order or repetition."""

    sql_type = "text[]"

    def clean(self, raw: Any) -> list[str] | None:
        if raw is None:
            return None
        if not isinstance(raw, (list, tuple)):
            raise refusals.not_list()
        if len(raw) > MOST:
            raise refusals.too_many(MOST, len(raw))
        return self._tidy([self._item(item) for item in raw]) or None

    def one(self, raw: Any) -> str:
        return self._item(raw)

    def _item(self, raw: Any) -> str:
        raise NotImplementedError

    def _tidy(self, items: list[str]) -> list[str]:
        raise NotImplementedError

    def load(self, columns: Sequence[Any]) -> Any:
        return columns[0] or None

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["array", "null"], "items": {"type": "string"}, "maxItems": MOST}


class MultiChoiceType(Choices, ListType):
    """Several of the choices, in the order of the choices."""

    kind = "multichoice"

    def __init__(self, choices: tuple[Choice, ...] = ()) -> None:
        self.choices = choices

    def _item(self, raw: Any) -> str:
        return self._member(raw)

    def _tidy(self, items: list[str]) -> list[str]:
        return [choice.value for choice in self.choices if choice.value in items]

    def parse(self, text: str, hints: Hints) -> Any:
        """Choices divided by ; or, when that gives none, by commas."""
        if len(text) > MOST * LONGEST:
            raise refusals.too_long(MOST * LONGEST, len(text))
        found: list[str] = []
        for piece in filter(str.strip, _STRONG.split(text)):
            found.extend(self._pieces(piece, hints))
        return self.clean(found)

    def _pieces(self, piece: str, hints: Hints) -> list[str]:
        if len(piece) <= LONGEST and normal.key(piece) in self._written:
            return [self._written[normal.key(piece)]]
        return [self._read(part, hints) for part in _WEAK.split(piece) if part.strip()]

    def format(self, value: Any, language: str) -> str:
        labels = ((each, self.label(each, language)) for each in value or ())
        return "; ".join(each if _STRONG.search(label) else label for each, label in labels)

    def schema(self, *, write: bool) -> dict[str, Any]:
        item = {"type": "string", "enum": [choice.value for choice in self.choices]}
        return {**super().schema(write=write), "items": item}

    def sample(self, rng: random.Random) -> Any:
        values = [choice.value for choice in self.choices]
        return rng.sample(values, rng.randint(1, min(3, len(values)))) if values else None


class TagsType(ListType):
    """Free labels; two that differ only in case or width are one, and the first spelling stays."""

    kind = "tags"
    words = True

    def _item(self, raw: Any) -> str:
        tag = normal.clean(raw, TAG)
        if tag is None or _FORBIDDEN.search(tag):
            raise BadValue(
                "bad_tag", T("A tag is a short text without commas or semicolons", "标签应为不含逗号、分号的短文本")
            )
        return tag

    def _tidy(self, items: list[str]) -> list[str]:
        if len(items) < 2:  # noqa: PLR2004 - one has no double
            return items
        found: dict[str, str] = {}
        for item in items:
            found.setdefault(normal.key(item), item)
        return list(found.values())

    def parse(self, text: str, hints: Hints) -> Any:
        if len(text) > MOST * TAG:
            raise refusals.too_long(MOST * TAG, len(text))
        pieces = re.split(r"[,，、;；|\n\t]", text)
        return self.clean([piece for piece in pieces if piece.strip()])

    def format(self, value: Any, language: str) -> str:
        return ", ".join(value or ())

    def sample(self, rng: random.Random) -> Any:
        return [samples.word(rng) for _ in range(rng.randint(1, 3))]

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.TEXT, tag) for tag in value)

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {**super().schema(write=write), "items": {"type": "string", "maxLength": TAG}}
