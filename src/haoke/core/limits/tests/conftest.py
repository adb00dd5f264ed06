"""Each test with meters of its own, and no limits left behind."""

from __future__ import annotations

import pytest

from haoke.core.limits import metering


@pytest.fixture(autouse=True)
def _meters(monkeypatch: pytest.MonkeyPatch) -> None:
    """No meter has run yet."""
    monkeypatch.setattr(metering, "_meters", {})
    monkeypatch.setattr(metering, "_process", metering._Process())
