"""What tells a company from others by its name: neither its place nor its legal form, case, width, spaces and signs."""

from __future__ import annotations

from typing import Final

from haoke.core.search.companies import core
from haoke.core.search.tokens import runs

#: Legal forms, which one system writes and another leaves out.
_FORMS: Final = frozenset({
    "ab", "ag", "as", "bv", "co", "company", "corp", "gmbh", "inc", "kg", "limited", "llc", "ltd", "ltda", "nv", "oy",
    "plc", "pty", "sa", "spa", "srl", "the",
})  # fmt: skip
#: Signs around what belongs to the name all the same.
_BRACKETS: Final = str.maketrans("", "", "()（）[]【】〔〕")


def bare(name: str) -> str:
    """`Acme Trading Co., Ltd.` → `Acme Trading`; the name itself where nothing would be left."""
    parts = [part for part in core(name.translate(_BRACKETS).strip()).split() if _run(part) not in _FORMS]
    return " ".join(parts) if any(map(_run, parts)) else name


def key(name: str) -> str:
    """The same for names of one company, as far as names can tell; "" for what has no letter."""
    return _run(bare(name))


def _run(text: str) -> str:
    return "".join(runs(text))
