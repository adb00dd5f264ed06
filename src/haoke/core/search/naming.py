"""What tells a company from others by its name: neither its place nor its legal form, case, width, spaces and signs."""

from __future__ import annotations

from haoke.core.search.companies import parts, simplified
from haoke.core.search.tokens import runs


def key(name: str) -> str:
    """The same for names of one company, as far as names can tell; "" for what has no letter."""
    found = parts(name)
    return _run(found.name) + (f"#{_run(found.branch)}" if found.branch else "")


def head(name: str) -> str:
    """The key of the company a branch belongs to; "" for what is no branch."""
    found = parts(name)
    return _run(found.name) if found.branch else ""


def placed(name: str) -> tuple[str, str]:
    """(key, place); who names no place may be the one of any."""
    return key(name), parts(name).place


def person(name: str) -> str:
    """The same for spellings of one person's name."""
    return _run(simplified(name))


def _run(text: str) -> str:
    return "".join(runs(text))
