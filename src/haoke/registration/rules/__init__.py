"""What is always true of registrations and their terms."""

from __future__ import annotations

from haoke.registration.rules.whole import registration_is_whole, terms_are_days

__all__ = ["registration_is_whole", "terms_are_days"]
