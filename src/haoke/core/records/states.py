"""Whether records of configuration are still as a process has read them."""

from __future__ import annotations

NONE = "0 "


def state_of(table: str, counted: str = "deleted_at IS NULL") -> str:
    """Part of a SELECT: a text that is another one whenever a row has come, gone or changed.

    It begins with `NONE` when no row is `counted`. Versions only go up, in whatever order changes are committed.
    """
    return (
        f"(SELECT count(*) FILTER (WHERE {counted}) || ' ' || count(*) || ' ' || coalesce(sum(version), 0) || ' '"
        f" || coalesce(max(updated_at)::text, '') FROM {table})"
    )
