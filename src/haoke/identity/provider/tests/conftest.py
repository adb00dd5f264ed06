"""Cheap password hashing here, too."""

from __future__ import annotations

from haoke.identity.tests.conftest import cheap_hashing

__all__ = ["cheap_hashing"]
