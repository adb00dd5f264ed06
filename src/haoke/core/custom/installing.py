"""Puts the functions and triggers into a database that make tables and columns of definitions."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from django.conf import settings

from haoke.core.sql import ident


def install(cursor: Any) -> None:
    """As the owner, after the Log; safe to repeat after every migration."""
    cursor.execute(files(__package__).joinpath("schema.sql").read_text("utf-8"))
    for table in settings.METADATA:
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER custom_bump AFTER INSERT OR UPDATE OR DELETE ON {ident(table)}"
            " FOR EACH STATEMENT EXECUTE FUNCTION custom.bump()"
        )
