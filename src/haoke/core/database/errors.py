"""What can be wrong with the database, said to the person who runs Haoke."""

from __future__ import annotations

from haoke.core.text import T


class DatabaseProblem(Exception):
    """A database that cannot be used; `text` says in both languages why and what to do."""

    def __init__(self, text: T) -> None:
        super().__init__(str.__str__(text))
        self.text = text
