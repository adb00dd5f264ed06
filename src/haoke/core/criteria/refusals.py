"""The 400 that names one place of a query."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from haoke.core.errors import BadRequest, BadValue, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.text import T


def refusal(place: str, code: str, message: T) -> BadRequest:
    """A BadRequest with one problem at `place`."""
    return BadRequest(message, code=code, problems=[Problem(place, code, message)])


@contextmanager
def at(place: str) -> Iterator[None]:
    """Turn a BadValue raised inside into the BadRequest of `place`."""
    try:
        yield
    except BadValue as bad:
        raise refusal(place, bad.code, bad.message) from None
