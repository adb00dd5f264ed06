"""Each test begins at Haoke as it is shipped, whatever the scene of the one before made at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from haoke.core.metadata import SHIPPED, using

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _version() -> Iterator[None]:
    with using(SHIPPED):
        yield
