"""Texts people read, written once in both languages side by side."""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

Language = Literal["zh", "en"]
_PLACE = re.compile(r"\{[^{}]*\}")
_language: ContextVar[Language] = ContextVar("haoke_language", default="zh")


class T(str):
    """A text in English (its value as a `str`) and Chinese (`zh`); `fill(**values)` formats both."""

    __slots__ = ("form", "zh")
    zh: str
    #: What `fill` made it of.
    form: T | None

    def __new__(cls, en: str, zh: str) -> Self:
        text = super().__new__(cls, en)
        text.zh = zh
        text.form = None
        return text

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (str.__str__(self), self.zh)

    def fill(self, **values: object) -> T:
        """Both languages formatted with `values`; a value that is itself a `T` is said in each language."""
        filled = T(
            self.format(**{key: say(value, "en") for key, value in values.items()}),
            self.zh.format(**{key: say(value, "zh") for key, value in values.items()}),
        )
        filled.form = self.form or self
        return filled

    @property
    def general(self) -> T:
        """The same whatever it was filled with: "…" stands where the values do; itself where nothing else would."""
        if self.form is None:
            return self
        found = T(_PLACE.sub("…", self.form), _PLACE.sub("…", self.form.zh))
        return found if found.strip("… ") else self


def inside(name: str) -> T:
    """A name as it stands within a sentence: English writes it small, unless it is an abbreviation."""
    en = say(name, "en")
    return T(en if en[1:2].isupper() else en[:1].lower() + en[1:], say(name, "zh"))


def say(text: object, language: Language | None = None) -> str:
    """The text in `language` (default: the current request's); plain strings come back unchanged."""
    if isinstance(text, T) and (language or _language.get()) == "zh":
        return text.zh
    return str.__str__(text) if isinstance(text, str) else str(text)


def current_language() -> Language:
    """Language of the running request or job: "zh" or "en"."""
    return _language.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Make `language` the current one inside the block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)
