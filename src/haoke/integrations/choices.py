"""Words of integrations: what a webhook is told of, what became of a delivery, how messages are taken in."""

from __future__ import annotations

from enum import StrEnum

from haoke.core.fieldtypes.base import Choice
from haoke.core.text import T

VERBS = (
    Choice("create", T("Created", "新建"), "green"),
    Choice("update", T("Changed", "变更"), "blue"),
    Choice("delete", T("Deleted", "删除"), "red"),
    Choice("restore", T("Restored", "恢复"), "purple"),
)
#: What else is sent: a test by hand, a step of a rule.
PING, STEP = "ping", "automation"


class Delivered(StrEnum):
    """QUEUED: to be sent (again) · DROPPED: the webhook's owner may not see the record, or it is switched off."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"
