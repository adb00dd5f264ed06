"""Names the Log gives to things in the database."""

from __future__ import annotations

from haoke.core.sql import ident

#: Channel woken once a transaction that wrote entries.
CHANNEL = "haoke_log"
#: Channel that carries the id of a person to whom something has come: a notice, say.
PERSONAL = "haoke_personal"


def number_sequence(key: str) -> str:
    """Quoted name of the sequence that numbers an object's records."""
    return ident(f"number_{key}")
