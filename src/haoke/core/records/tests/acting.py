"""Writing in one line, for tests."""

from __future__ import annotations

from typing import Any

from haoke.core.access.actor import Actor
from haoke.core.errors import Refused
from haoke.core.records import changes


def codes(error: Refused) -> dict[str, str]:
    return {problem.field: problem.code for problem in error.problems}


def make(actor: Actor, key: str = "thing", /, **values: Any) -> Any:
    with changes(actor, "create") as tx:
        return tx.create(key, {"name": "A"} | values)


def change(actor: Actor, record: Any, version: int | None = None, **values: Any) -> Any:
    with changes(actor, "update") as tx:
        return tx.update("thing", record, values, version=version)
