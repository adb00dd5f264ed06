"""HTML people write: made harmless when written and again when read."""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

import nh3

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, normal, refusals, samples
from haoke.core.fieldtypes.base import Hints, Op, SearchKind
from haoke.core.sql import Sql
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

LONG = 50_000
#: Start tags of one text. Unclosed formatting makes an HTML parser quadratic: 16,000 take 40 s, 600 some 20 ms.
MOST_TAGS = 600

#: Signs that could begin an entity and begin none: an HTML parser stumbles over each.
MOST_SIGNS = 20_000

_TAGS = set(
    normal.words(
        "a b blockquote br code del em h2 h3 h4 hr i li ol p pre s strong sub sup table tbody td th thead tr u ul"
    )
)
_ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_START = re.compile(r"<(?!(?:br|hr)[\s/>])[a-zA-Z]", re.IGNORECASE)
_BARE = re.compile(r"&(?![a-zA-Z#])")
_TAG = re.compile(r"<[^<>]*>")
_ENTITIES = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def harmless(text: str) -> str:
    """The text with allowed tags and links only; as plain text when it has too many tags to look at."""
    if too_complex(text):
        return html.escape(text, quote=False)
    return nh3.clean(
        text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style", "title", "textarea"},
    )  # fmt: skip


def too_complex(text: str) -> bool:
    """Whether an HTML parser would need long for it."""
    return any(
        next(islice(pattern.finditer(text), most, None), None)
        for pattern, most in ((_START, MOST_TAGS), (_BARE, MOST_SIGNS))
    )


def plain(value: str) -> str:
    """The words of a rich text without its tags."""
    text = _TAG.sub(" ", value)
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text


class RichTextType(compare.ComparingText):
    """Sanitised HTML. Comparisons see its words, without tags."""

    kind = "richtext"
    words = True
    operators = (Op.CONTAINS, Op.NCONTAINS, Op.EMPTY, Op.NEMPTY)
    sortable = False

    def __init__(self, max_length: int = LONG, *, null: bool = True) -> None:
        self.max_length = max_length
        self.null = null

    def clean(self, raw: Any) -> str | None:
        text = normal.clean(raw, self.max_length, lines=True)
        if text is None:
            return None
        if too_complex(text):
            message = T("Too much formatting; paste it as plain text", "格式过于复杂，请粘贴为纯文本")
            raise BadValue("too_complex", message)
        value = harmless(text).strip()
        if "<" not in value:  # plain text: its lines would run together
            value = value.replace("\n", "<br>")
        if len(value) > self.max_length:
            raise refusals.too_long(self.max_length, len(value))
        return value or None

    def parse(self, text: str, hints: Hints) -> Any:
        return self.clean(text)

    def format(self, value: Any, language: str) -> str:
        return value or ""

    def dump(self, value: Any) -> Any:
        return None if value is None else harmless(value)

    def store(self, value: Any) -> tuple[Any, ...]:
        return (value if value is not None or self.null else "",)

    def load(self, columns: Sequence[Any]) -> Any:
        return columns[0] or None

    def left(self, column: Sql) -> Sql:
        words = column.wrap("regexp_replace(", ", '<[^<>]*>', ' ', 'g')")
        for entity, char in _ENTITIES:
            words = words.wrap("replace(", f", '{entity}', '{char}')")
        return words.wrap("lower(", ")")

    def key(self, value: Any) -> Any:
        return normal.lower(plain(value))

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["string", "null"], "maxLength": self.max_length, "contentMediaType": "text/html"}

    def meta(self) -> dict[str, Any]:
        return {"max_length": self.max_length}

    def sample(self, rng: random.Random) -> Any:
        return f"<p>{samples.phrase(rng)} <strong>{samples.word(rng)}</strong></p>"

    def search(self, value: Any) -> Iterable[tuple[SearchKind, str]]:
        return ((SearchKind.TEXT, plain(value)),)
