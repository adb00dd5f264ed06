"""An administrator, and imports of given files through the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from haoke.core.access.actor import Actor, system
from haoke.core.records import changes
from haoke.core.transfer.bridge import known_header, targets
from haoke.core.transfer.given import Given
from haoke.core.transfer.planning import Plan, plan
from haoke.core.transfer.reading.tables import read_sheets
from haoke.core.transfer.tables import Table, relations, table_of

DATA = Path(__file__).resolve().parents[5] / "tests" / "data"


def tables_of(files: Sequence[tuple[str, bytes]]) -> list[Table]:
    """Every sheet of the files as a table."""
    return [
        table_of(sheet, name, f"{name}/{number}", targets(), known_header)
        for name, data in files
        for number, sheet in enumerate(read_sheets(data))
    ]


@pytest.fixture
def admin(db: None) -> Actor:
    with changes(system(), "test") as tx:
        person = tx.create("user", {"name": "Boss", "email": "boss@example.com", "language": "en"})
    return Actor(id=person.id, name="Boss", language="en", admin=True, via="import")


@pytest.fixture
def planned(admin: Actor) -> Callable[..., Plan]:
    def make(files: Sequence[tuple[str, bytes]], **given: Any) -> Plan:
        tables = tables_of(files)
        return plan(admin, tables, relations(tables, targets()), targets(), Given(**{"historical": True, **given}))

    return make
