"""Fixtures of assignment rules."""

from __future__ import annotations

from haoke.assignment.tests.scene import ann, bob, web

__all__ = ["ann", "bob", "web"]
