"""How well a header names a field."""

# Thresholds of a judgement stand where they are weighed.
# ruff: noqa: PLR2004
from __future__ import annotations

from functools import lru_cache

from haoke.core.transfer.guessing.targets import REFERENCES, FieldTarget, ObjectTarget
from haoke.core.transfer.guessing.words import flat, likeness, tokens

ID_WORDS = frozenset({"id", "code", "key", "ref", "uid", "uuid", "number", "编号", "编码", "代码"})
_NAMED = 0.05


def score(header: str, item: FieldTarget, beside: ObjectTarget | None = None) -> tuple[float, str]:
    """(0..1 and a little more, why); a field of an object `beside` is meant most surely with its name before it."""
    found = _label_score(header, item)
    for name in beside.labels if beside else ():
        rest = _after(header, name)
        named = _label_score(rest, item) if rest else (0.0, "")
        if named[1] == "name":
            found = max(found, (named[0] + _NAMED, "name"))
    return found


def _after(header: str, name: str) -> str:
    """What follows an object's name in a header: "e-mail" of "Contact e-mail", "邮箱" of "联系人邮箱"."""
    words, named = tokens(header), tokens(name)
    if words[: len(named)] == named:
        return " ".join(words[len(named) :])
    return flat(header).removeprefix(flat(name)) if not name.isascii() and flat(header).startswith(flat(name)) else ""


@lru_cache(maxsize=100_000)
def _label_score(header: str, item: FieldTarget) -> tuple[float, str]:
    words = tokens(header)
    bare = flat(" ".join(words))
    if not bare:
        return 0.0, ""
    if bare in {flat(label) for label in (item.name, *item.labels[:2])}:
        return 1.0, "name"
    if bare in item.names:
        return 0.96, "name"
    if (
        item.kind in REFERENCES
        and len(words) > 1
        and words[-1] in ID_WORDS
        and flat(" ".join(words[:-1])) in item.names
    ):
        return 0.9, "name"
    best = max((_loose(bare, words, label) for label in (item.name, *item.labels)), default=0.0)
    return (best, "similar") if best >= 0.55 else (0.0, "")


def _loose(bare: str, words: tuple[str, ...], label: str) -> float:
    other, named = flat(label), tokens(label)
    if not other:
        return 0.0
    if len(words) > 1 and set(words) == set(named):
        return 0.93
    if not bare.isascii() and len(other) >= 2 and len(bare) >= 2 and (other in bare or bare in other):
        return 0.6 + 0.3 * min(len(bare), len(other)) / max(len(bare), len(other))
    if bare.isascii() and len(words) > len(named) >= 1 and len(other) >= 4 and words[-len(named) :] == named:
        return 0.66
    if len(bare) < 5 or abs(len(bare) - len(other)) > 0.2 * len(bare):
        return 0.0
    close = likeness(bare, other)
    return close * 0.9 if close >= 0.8 else 0.0
