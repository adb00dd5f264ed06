"""A team with a leaver whose customers and deals are those of the real pipeline's busiest person."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.jobs.models import Job
from haoke.core.jobs.registry import kind_of
from haoke.core.jobs.work import execute
from haoke.core.log import dispatch
from haoke.core.records import changes
from haoke.core.records.storage import fetch, table
from haoke.core.sql import Sql
from haoke.handover.actions import run_job
from haoke.handover.jobs import queue_handovers
from haoke.handover.models import Handover
from haoke.identity import actors
from haoke.identity.tests import scene
from haoke.inbox.notices import making

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.log import Entry

PIPELINE = Path(__file__).resolve().parents[4] / "tests" / "data" / "pipeline" / "sales_pipeline.csv"
LEAVER = "Darcel Schlecht"


@cache
def deals() -> Sequence[dict[str, str]]:
    """The 747 deals of the leaver."""
    with PIPELINE.open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["sales_agent"] == LEAVER]


class Team:
    """Boss above the leaver Lee, Anna and Bert; Fay beside them, Root administers."""

    def __init__(self) -> None:
        self.ids = {"Boss": scene.person("boss", "sales_manager"), "Root": scene.person("root", "administrator")}
        for name in ("Lee", "Anna", "Bert"):
            self.ids[name] = scene.person(name.lower(), "sales_rep", manager=self.ids["Boss"])
        self.ids["Fay"] = scene.person("fay", "sales_rep")
        pipeline = scene.add("pipeline", name={"en": "Sales"}, is_default=True)
        scene.add("stage", name={"en": "New"}, pipeline=pipeline, order=1)

    def __call__(self, name: str) -> Actor:
        return actors.load(self.ids[name], session=None)

    def pipeline(self) -> dict[str, UUID]:
        """All the leaver's deals with their customers; {name: customer}."""
        lee, rows = self.ids["Lee"], deals()
        names = sorted({row["account"] for row in rows if row["account"]})
        with changes(system("test"), "scene") as tx:
            made = tx.batch("account").rows([(None, None, {"name": name, "owner": lee}) for name in names])
            accounts = {name: each.id for name, each in zip(names, made, strict=True)}
            lines = [
                (None, None, {"name": row["opportunity_id"], "account": accounts.get(row["account"]), "owner": lee})
                for row in rows
            ]
            found = tx.batch("opportunity").rows(lines)
        assert not [each for each in found if each.error]
        return {name: each for name, each in accounts.items() if each is not None}

    def leaves(self, name: str = "Lee", state: str = "disabled") -> None:
        """Switched off (or on) by the administrator."""
        leaves(self("Root"), self.ids[name], state)


def leaves(by: Actor, person: UUID, state: str = "disabled") -> None:
    """Somebody is switched off (or on); what the Log's subscriber does about it is done."""
    with changes(by, "disable") as tx:
        tx.set("user", person, {"state": state})
        change = tx.change
    queue_handovers(_entries("change = %s AND object = 'user'", change))


def queued(person: UUID) -> Handover:
    """The handover of a leaver that waits."""
    return Handover._base_manager.get(person=person, state="open")


def told() -> None:
    """People are told what happened to handovers."""
    making.hear(_entries("object = 'handover'"))


def _entries(condition: str, *params: object) -> list[Entry]:
    """What the Log has; a reader would see only what is committed, and a test commits nothing."""
    rows = fetch(Sql(f"SELECT id, xid::text FROM log.entry WHERE {condition}", params))
    return dispatch.read([row["id"] for row in rows], sorted({row["xid"] for row in rows}))


def work() -> None:
    """Carry out the distributions that wait for the worker."""
    for job in Job.objects.filter(kind="handover.run", state="queued"):
        execute(kind_of(run_job), str(job.id))


def owners(key: str) -> dict[str, int]:
    """{name of owner: number of records of the object}."""
    rows = fetch(
        Sql(
            f"SELECT u.name, count(*) FROM {table(registry.get(key).model)} r JOIN identity_user u ON u.id = r.owner_id"
            " WHERE r.deleted_at IS NULL GROUP BY 1"
        )
    )
    return {row["name"]: row["count"] for row in rows}
