"""What apps say of an object that can stand in pools (`POOLED` in their objects)."""

from __future__ import annotations

from dataclasses import dataclass

from haoke.core import registry


@dataclass(frozen=True, slots=True)
class Pooled:
    """SQL about a record `r` of the object, without parameters; empty: there is no such thing.

    `followed`, `opened`: SELECT (record, at) of what was done with records, and of opportunities made for them ·
    `won`, `dealing`: conditions, that something was won, that a deal is open · `parts`: (object, reference to the
    record) of what goes with it into a pool and out of it, as far as the same person has it.
    """

    object: str
    followed: str = ""
    opened: str = ""
    won: str = ""
    dealing: str = ""
    parts: tuple[tuple[str, str], ...] = ()


def pooled(key: str) -> Pooled:
    """What is said of an object; nothing is known of one that nobody speaks of."""
    return next((each for each in registry.brought("POOLED") if each.object == key), Pooled(key))
