"""A little company with rules; the Log is handed to them by hand, and their runs are carried out at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from haoke.automation.actions import hearing, lanes
from haoke.automation.models import Automation, AutomationRun
from haoke.core.access.actor import system
from haoke.core.log import dispatch
from haoke.core.records import changes
from haoke.core.records.storage import columns, fetch, listed, table
from haoke.core.registry import get
from haoke.core.sql import Sql
from haoke.identity import accounts, actors

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor


def add(key: str, **values: Any) -> Any:
    with changes(system("migrate"), "scene") as tx:
        return tx.add(key, values)


def put(key: str, record: UUID, **values: Any) -> Any:
    with changes(system("migrate"), "scene") as tx:
        return tx.set(key, record, values)


def row(key: str, record: UUID) -> dict[str, Any]:
    spec = get(key)
    return fetch(Sql(f"SELECT {listed(columns(spec))} FROM {table(spec.model)} WHERE id = %s", (record,)))[0]


class Company:
    """Root is an administrator, Boss a manager, Rep his sales rep, Other a rep of nobody's."""

    def __init__(self) -> None:
        self.ids: dict[str, UUID] = {}
        for name, role in (
            ("Root", "administrator"), ("Chief", "administrator"),
            ("Boss", "sales_manager"), ("Rep", "sales_rep"), ("Other", "sales_rep"),
        ):  # fmt: skip
            self.ids[name] = accounts.create_user(f"{name}@example.com", name, roles=[role])
            put("user", self.ids[name], state="active", language="en")
        put("user", self.ids["Rep"], manager=self.ids["Boss"])
        self.last = _latest()

    def __getitem__(self, name: str) -> Actor:
        return actors.load(self.ids[name])

    def rule(self, *steps: dict[str, Any], by: str = "Root", **values: Any) -> Automation:
        """A rule in use about accounts, made as a person would make it."""
        given = {"name": "Rule", "object": "account", "active": True, "owner": self.ids[by]}
        numbered = [{"id": f"s{at}", **step} for at, step in enumerate(steps)]
        with changes(self[by], "create") as tx:
            made: Automation = tx.create("automation", {**given, "steps": numbered, **values})
        return made

    def account(self, by: str = "Rep", **values: Any) -> UUID:
        with changes(self[by], "create") as tx:
            made: UUID = tx.create("account", {"name": "Huawei", **values}).id
        return made

    def change(self, record: UUID, by: str = "Rep", **values: Any) -> None:
        with changes(self[by], "update") as tx:
            tx.update("account", record, values)

    def spread(self) -> list[AutomationRun]:
        """Hand what happened to the rules and carry out their runs, until nothing more happens; all runs."""
        while fresh := self._fresh():
            hearing.hear(fresh)
            self.carry_out()
        return list(AutomationRun.objects.order_by("created_at", "id"))

    def carry_out(self) -> None:
        for lane in range(lanes.LANES):
            while lanes.go_on(lane):
                pass

    def _fresh(self) -> list[Any]:
        # A reader sees what is committed; a test commits nothing.
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xid::text FROM log.entry WHERE id > %s ORDER BY id", [self.last])
            found = cursor.fetchall()
        self.last = _latest()
        entries = dispatch.read([each[0] for each in found], sorted({each[1] for each in found}))
        return [each for each in entries if each.via not in hearing.SILENT]


def _latest() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM log.entry")
        return int(cursor.fetchone()[0])
