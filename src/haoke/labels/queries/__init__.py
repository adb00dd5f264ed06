"""Which tags there are, what they say to a write, and why a record has those it has."""

from __future__ import annotations

from haoke.labels.queries.gating import gate
from haoke.labels.queries.reading import STATE
from haoke.labels.queries.standing import choices, profile
from haoke.labels.queries.trying import trial

__all__ = ["STATE", "choices", "gate", "profile", "trial"]
