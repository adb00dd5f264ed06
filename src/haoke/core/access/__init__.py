"""Policy: which rows and fields an actor may read or write. Every read of business rows starts from `visible_to`."""

from __future__ import annotations

from haoke.core.access.fieldrights import field_right, readable, writable
from haoke.core.access.reckoned import reckoned
from haoke.core.access.rows import Way, addressed_to, as_person, visible_to, ways
from haoke.core.access.scopes import owners, require, require_proved, require_right, require_whole, scope_of

__all__ = [
    "Way",
    "addressed_to",
    "as_person",
    "field_right",
    "owners",
    "readable",
    "reckoned",
    "require",
    "require_proved",
    "require_right",
    "require_whole",
    "scope_of",
    "visible_to",
    "ways",
    "writable",
]
