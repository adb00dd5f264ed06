"""What is done with approvals; each is one change, decided and carried out together or not at all."""

from __future__ import annotations

from haoke.approvals.actions.deciding import (
    AddSigner,
    CopyTo,
    HandOn,
    Opinion,
    SendBack,
    add_signer,
    approve,
    copy_to,
    hand_on,
    reject,
    send_back,
    urge,
    withdraw,
)
from haoke.approvals.actions.leaving import pass_on
from haoke.approvals.actions.submitting import Asking, Resubmission, preview, resubmit, start, submit
from haoke.approvals.actions.timing import absent, late
from haoke.approvals.actions.trying import Draft, trial

__all__ = [
    "AddSigner", "Asking", "CopyTo", "Draft", "HandOn", "Opinion", "Resubmission", "SendBack", "absent", "add_signer",
    "approve", "copy_to", "hand_on", "late", "pass_on", "preview", "reject", "resubmit", "send_back", "start", "submit",
    "trial", "urge", "withdraw",
]  # fmt: skip
