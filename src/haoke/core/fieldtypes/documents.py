"""Values kept as jsonb, and JSON as a kind of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.types.json import JsonbBinaryDumper, JsonbDumper

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, refusals
from haoke.core.fieldtypes.base import Hints, Op
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

#: Characters of a JSON text, and how deep it may nest.
LONGEST = 100_000
DEEPEST = 32
#: Values in all its objects and lists.
MOST = 10_000


class Document(dict[str, Any]):
    """A dict psycopg sends as jsonb, in a cursor's parameters, COPY and models alike."""


class Documents(list[Any]):
    """A list psycopg sends as jsonb, not as an array."""


for _dumper in (JsonbBinaryDumper, JsonbDumper):
    psycopg.adapters.register_dumper(Document, _dumper)
    psycopg.adapters.register_dumper(Documents, _dumper)


def stored(value: Any) -> Any:
    """A dict or list as it is given to the database."""
    return Document(value) if isinstance(value, dict) else Documents(value)


def loaded(column: Any) -> Any:
    """What a jsonb column holds: a cursor of Django's brings its text, a model its value."""
    return json.loads(column) if isinstance(column, str) else column


def text_of(column: Any, key: str) -> str:
    """A value of an object as text, "" when absent."""
    found = column.get(key)
    return found if isinstance(found, str) else ""


class JsonType(compare.Comparing):
    """An object or list; shown, not searched or compared."""

    kind = "json"
    operators = (Op.EMPTY, Op.NEMPTY)
    sortable = False
    sql_type = "jsonb"

    def clean(self, raw: Any) -> Any:
        if raw is None or raw in ({}, []):
            return None
        if not isinstance(raw, (dict, list)):
            raise _not_json()
        _measure(raw)
        try:
            text = json.dumps(raw, ensure_ascii=False, allow_nan=False)
        except (TypeError, ValueError):
            raise _not_json() from None
        if len(text) > LONGEST:
            raise refusals.too_long(LONGEST, len(text))
        if "\\u0000" in text or not _encodable(text):
            raise BadValue("bad_text", T("Contains characters that cannot be stored", "包含无法保存的字符"))
        return raw

    def parse(self, text: str, hints: Hints) -> Any:
        if not text.strip():
            return None
        if len(text) > LONGEST:
            raise refusals.too_long(LONGEST, len(text))
        try:
            return self.clean(json.loads(text))
        except BadValue:
            raise
        except (ValueError, RecursionError):
            raise _not_json() from None

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else json.dumps(value, ensure_ascii=False)

    def store(self, value: Any) -> tuple[Any, ...]:
        return (None if value is None else stored(value),)

    def load(self, columns: Sequence[Any]) -> Any:
        return self.clean(loaded(columns[0]))

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["object", "array", "null"]}

    def sample(self, rng: random.Random) -> Any:
        return {"n": rng.randrange(1000)}


def _not_json() -> BadValue:
    return BadValue("not_json", T("Must be a JSON object or list", "应为 JSON 对象或列表"))


def _measure(value: Any) -> None:
    """Raise BadValue when there is too much in it, or nested too deep."""
    level, seen, depth = [value], 0, 0
    while level:
        if depth > DEEPEST:
            raise BadValue("too_deep", T("Nested more than {limit} deep", "嵌套超过 {limit} 层").fill(limit=DEEPEST))
        inside = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, (dict, list))]
        seen, depth = seen + sum(map(len, inside)), depth + 1
        if seen > MOST:
            raise refusals.too_many(MOST, seen)
        level = [item for each in inside for item in each]


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
