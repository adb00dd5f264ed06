"""Puts the functions and triggers into a database that make tables and columns of definitions."""

from __future__ import annotations

from importlib.resources import files
from typing import Any


def install(cursor: Any) -> None:
    """As the owner, after the Log; safe to repeat after every migration."""
    cursor.execute(files(__package__).joinpath("schema.sql").read_text("utf-8"))
