"""A little company in which things need approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.approvals import actions, queries
from haoke.approvals.actions import Asking, Opinion
from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.identity import accounts, actors

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor


def add(key: str, **values: Any) -> Any:
    with changes(system("test"), "scene") as tx:
        return tx.add(key, values)


def put(key: str, record: UUID, **values: Any) -> Any:
    with changes(system("test"), "scene") as tx:
        return tx.set(key, record, values)


def change(company: Company, who: str, record: Any, **values: Any) -> Any:
    with changes(company[who], "update") as tx:
        return tx.update("account", record.id, values)


def industry(record: Any) -> str | None:
    record.refresh_from_db()
    found: str | None = record.industry
    return found


class Company:
    """Rep reports to Lead, who reports to Boss; Fay and Gus are finance people, Root an administrator."""

    def __init__(self) -> None:
        self.ids: dict[str, UUID] = {}
        for name, role in (
            ("Root", "administrator"), ("Boss", "sales_manager"), ("Lead", "sales_manager"), ("Rep", "sales_rep"),
            ("Fay", "read_only"), ("Gus", "read_only"),
        ):  # fmt: skip
            self.ids[name] = accounts.create_user(f"{name}@example.com", name, roles=[role])
            put("user", self.ids[name], state="active")
        put("user", self.ids["Rep"], manager=self.ids["Lead"])
        put("user", self.ids["Lead"], manager=self.ids["Boss"])

    def __getitem__(self, name: str) -> Actor:
        return actors.load(self.ids[name])

    def process(self, *nodes: dict[str, Any], **values: Any) -> Any:
        given = {"name": {"en": "Big account", "zh": "大客户审批"}, "object": "account", "active": True, "nodes": nodes}
        steps = [{"id": f"n{at}", **node} for at, node in enumerate(nodes)]
        return add("approval_process", **{**given, "nodes": steps, **values})

    def account(self, owner: str = "Rep", **values: Any) -> Any:
        return add("account", **{"name": "Huawei", "owner": self.ids[owner], **values})

    def newcomer(self) -> UUID:
        """Somebody with no part in anything yet."""
        made = accounts.create_user("new@example.com", "New", roles=["read_only"])
        put("user", made, state="active")
        return made

    def deputy(self, who: str, to: str) -> Any:
        """Have somebody decide for another from now on."""
        since, until = "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
        return add("delegation", owner=self.ids[who], to=self.ids[to], since=since, until=until)

    def ask(self, who: str, record: UUID | None, action: str = "update", **given: Any) -> UUID:
        values = given.pop("input", {"industry": "software"} if action == "update" else {})
        return actions.submit(self[who], Asking(object="account", record=record, action=action, input=values, **given))

    def agree(self, who: str, case: UUID) -> None:
        actions.approve(self[who], case, Opinion(opinion="fine"))

    def refuse(self, who: str, case: UUID) -> None:
        actions.reject(self[who], case, Opinion())

    def see(self, who: str, case: UUID) -> dict[str, Any]:
        return queries.one(self[who], case)

    def waiting(self, case: UUID) -> list[str]:
        """Names of those whose turn it is."""
        steps = self.see("Root", case)["steps"]
        return [task["who"]["name"] for step in steps for task in step["tasks"] if task["state"] == "open"]

    def named(self, *names: str, **more: Any) -> dict[str, Any]:
        return {"kind": "people", "people": [str(self.ids[name]) for name in names], **more}
