"""Who is protected where, what stands against a write, and what both sides of a collision have to show."""

from __future__ import annotations

from haoke.registration.queries.claims import overlapping
from haoke.registration.queries.gating import gate
from haoke.registration.queries.standing import STATE

__all__ = ["STATE", "gate", "overlapping"]
