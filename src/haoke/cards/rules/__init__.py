"""What stands on a business card, as pure functions of its lines."""

from __future__ import annotations

from haoke.cards.rules.reading import Card, Guess, read

__all__ = ["Card", "Guess", "read"]
