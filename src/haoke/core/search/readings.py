"""Pinyin syllables."""

from __future__ import annotations

from pypinyin import lazy_pinyin


def syllables(text: str, *, name: bool = False) -> list[str]:
    """One syllable a character."""
    return lazy_pinyin(text)
