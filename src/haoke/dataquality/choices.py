"""Words of duplicate rules: the way somebody writes, whose the record is that is here already, what happens then."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Way(StrEnum):
    """How a record is written; CONVERSION: by an action, as when a lead becomes an account."""

    FORM = "form"
    IMPORT = "import"
    API = "api"
    CONVERSION = "conversion"


class State(StrEnum):
    """Whose the record is that is here already; POOL: nobody's; LOCKED: its owner keeps it, whatever happens."""

    MINE = "mine"
    OTHER = "other"
    POOL = "pool"
    LOCKED = "locked"


class Step(IntEnum):
    """What happens to a write, the harder the more."""

    NONE = 0
    WARN = 1
    REASON = 2
    BLOCK = 3

    @property
    def word(self) -> str:
        return self.name.lower()


STEPS = {step.word: step for step in Step}
#: Two values of one field are the same, or two companies' names differ by little.
SIMILAR = "similar"
