"""Cheap password hashing here, too; and a provider that runs, of which nothing is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from haoke.identity import company
from haoke.identity.provider import fetching
from haoke.identity.provider.tests import provider
from haoke.identity.tests.conftest import cheap_hashing

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cheap_hashing"]


@pytest.fixture
def running() -> Iterator[provider.Provider]:
    """A provider nobody has set up yet."""
    company.forget()
    fetching.forget()
    with provider.running() as made:
        yield made
    fetching.forget()
