"""Known values by all their names, and the likeliest of them for one that is written otherwise."""

# Thresholds of a judgement stand where they are weighed.
from __future__ import annotations

from collections.abc import Iterable, Mapping

from haoke.core.transfer.guessing.words import flat, likeness

_EXACT = 1.0
_CLOSE = 0.72


class Known:
    """Known values by all the names they go by, for exact and for near matching."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._flat: dict[str, str] = {}
        self._names: list[tuple[str, str]] = []
        clashes: set[str] = set()
        for key, labels in names.items():
            for label in labels:
                form = flat(label)
                if self._flat.setdefault(form, key) != key:
                    clashes.add(form)
                self._names.append((key, label))
        self._exact = {label.strip(): key for key, label in reversed(self._names)}
        self._folded = {label.strip().casefold(): key for key, label in reversed(self._names)}
        for form in clashes:
            del self._flat[form]

    def find(self, value: str) -> str | None:
        """Key of a value written exactly so, but for case and outer spaces."""
        text = value.strip()
        return self._exact.get(text) or self._folded.get(text.casefold())

    def nearest(self, value: str) -> tuple[str | None, float]:
        """Key of the most similar name, or None when nothing is similar enough."""
        form = flat(value)
        if form in self._flat:
            return self._flat[form], _EXACT
        best, key = 0.0, None
        for candidate, label in self._names:
            near = max(likeness(value, label), _inside(form, flat(label)))
            if near > best:
                best, key = near, candidate
        return (key, best) if best >= _CLOSE else (None, best)


def _inside(left: str, right: str) -> float:
    """One name holding the other ("医疗器械" and "医疗"); short Latin words do not count."""
    short, long = sorted((left, right), key=len)
    least = 4 if short.isascii() else 2
    return 0.7 + 0.2 * len(short) / len(long) if len(short) >= least and short in long else 0.0
