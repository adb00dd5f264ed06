"""What is done with approvals; each is one change, decided and carried out together or not at all."""

from __future__ import annotations

from haoke.approvals.actions.deciding import (
    AddSigner,
    HandOn,
    Opinion,
    SendBack,
    add_signer,
    approve,
    hand_on,
    reject,
    send_back,
    urge,
    withdraw,
)
from haoke.approvals.actions.submitting import Asking, Resubmission, preview, resubmit, submit
from haoke.approvals.actions.timing import late
from haoke.approvals.actions.trying import Draft, trial

__all__ = [
    "AddSigner", "Asking", "Draft", "HandOn", "Opinion", "Resubmission", "SendBack", "add_signer", "approve", "hand_on",
    "late", "preview", "reject", "resubmit", "send_back", "submit", "trial", "urge", "withdraw",
]  # fmt: skip
