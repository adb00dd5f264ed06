"""Names the Log gives to things in the database."""

from __future__ import annotations

from haoke.core.sql import ident

#: Channel woken once a transaction that wrote entries.
CHANNEL = "haoke_log"


def number_sequence(key: str) -> str:
    """Quoted name of the sequence that numbers an object's records."""
    return ident(f"number_{key}")
