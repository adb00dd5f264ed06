"""What can be wrong with the database, said to the person who runs Haoke."""

from __future__ import annotations


class DatabaseProblem(Exception):
    """A database that cannot be used; the text says why and what to do."""
