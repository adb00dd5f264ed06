"""Signing in with the company's own identity provider (OpenID Connect, code flow with PKCE)."""

from __future__ import annotations

from haoke.identity.provider.fetching import offered
from haoke.identity.provider.flow import Back, Begin, begin, come_back, linked, unlink

__all__ = ["Back", "Begin", "begin", "come_back", "linked", "offered", "unlink"]
