"""Fixtures of pools."""

from __future__ import annotations

from haoke.pools.tests.scene import ann, bob, sea

__all__ = ["ann", "bob", "sea"]
