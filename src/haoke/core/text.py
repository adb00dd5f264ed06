"""Texts people read, written once in both languages side by side."""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from string import Formatter
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Language = Literal["zh", "en"]
_HAN, _FIRST, _LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z0-9]"), re.compile(r"[A-Za-z]")
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
            _spaced(self.zh, {key: say(value, "zh") for key, value in values.items()}),
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


def _spaced(form: str, values: Mapping[str, str]) -> str:
    """A Chinese form filled in, with a space between its characters and Latin words put beside them."""
    parts = list(Formatter().parse(form))
    text = ""
    for (literal, name, shape, _), following in zip(parts, [*(part[0] for part in parts[1:]), ""], strict=True):
        text += literal
        if name is not None:
            said = f"{{{name}:{shape}}}".format(**values)
            text += " " * _touch(literal[-1:], said) + said + " " * _touch(following[:1], said[::-1])
    return text


def _touch(sign: str, word: str) -> bool:
    """Whether a Chinese character meets a word with Latin letters at a letter or figure."""
    return bool(_HAN.match(sign) and _FIRST.match(word) and _LATIN.search(word))


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
