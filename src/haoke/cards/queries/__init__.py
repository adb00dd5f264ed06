"""What a card's fields are for whoever holds it, and whom they may be about already."""

from __future__ import annotations

from haoke.cards.queries.matching import matches
from haoke.cards.queries.telling import told

__all__ = ["matches", "told"]
