"""What people do with runs; how runs come about and go on stands in `hearing`, `beginning`, `lanes` and `running`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.automation.actions.beginning import again
from haoke.automation.rules import NOT_YOURS
from haoke.core.errors import Conflict, Denied
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.automation.models import AutomationRun
    from haoke.core.records import Tx

__all__ = ["replay_run"]

GOING_ON = T("It is still going on", "运行尚未结束")
OFF = T("Switch the rule on first", "请先启用规则")


def replay_run(tx: Tx, record: AutomationRun, data: None) -> dict[str, Any]:  # noqa: ARG001 (it takes nothing)
    """Go on where a run failed; do once more what another run did. {run: id}."""
    if not (tx.actor.admin or record.automation.owner_id == tx.actor.id):
        raise Denied(NOT_YOURS, code="not_yours")
    if record.state in ("queued", "waiting"):
        raise Conflict(GOING_ON, code="going_on")
    if not record.automation.active:
        raise Conflict(OFF, code="switched_off")
    return {"run": str(again(tx, record))}
