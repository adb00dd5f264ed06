"""What runs beside: what counts of two histories that a merge put together, and telling of what is due."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from haoke.core import clock, custom
from haoke.core.access.actor import system
from haoke.core.jobs import defer, job
from haoke.core.log import subscribe
from haoke.core.records import changes
from haoke.core.text import T
from haoke.core.transfer.actors import company
from haoke.identity.queries import retains
from haoke.privacy.actions import settle
from haoke.privacy.actions.desk import deliver_job, find_job, forget_job
from haoke.privacy.actions.retaining import retain
from haoke.privacy.choices import OPEN
from haoke.privacy.models import Consent, Prepared, PrivacyRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry

__all__ = [
    "deliver_job",
    "find_job",
    "forget_job",
    "forget_prepared",
    "nightly",
    "retain_now",
    "settle_consents",
    "tell_due",
]
VIA = "privacy"
#: Hours of the company's day in which what was kept long enough goes, at the first that finds Haoke running.
NIGHT = range(6)
LOCK = "privacy.retention"


@subscribe(
    "privacy.settle", T("See which consents count", "更新有效的同意记录"), objects={"consent"},
    verbs={"update", "delete", "restore"},
    not_via={VIA},
)  # fmt: skip
def settle_consents(entries: Sequence[Entry]) -> None:
    """Where consents were moved to another record, or back, or taken back with their import, see which counts."""
    moved = [each.record for each in entries if each.verb != "update" or "record" in (each.data or {}).get("n", {})]
    rows = Consent._base_manager.filter(id__in=moved).values_list("object", "record").distinct()
    former = {
        (row.object, (each.data or {})["o"]["record"])
        for each in entries
        if "record" in (each.data or {}).get("o", {})
        for row in Consent._base_manager.filter(id=each.record)
    }
    with changes(system(VIA), "settle") as tx:
        for key, record in {*((key, str(record)) for key, record in rows), *former}:
            settle(tx, key, record)


@job("privacy.due", T("Tell of requests that are due", "提醒到期的个人信息请求"), every="7 8 * * *", atomic=True)
def tell_due() -> int:
    """Tell who is in charge of requests that are due within three days, or were; how many."""
    last = clock.today() + dt.timedelta(days=3)
    found = PrivacyRequest._base_manager.filter(deleted_at=None, state=OPEN, due__lte=last).exclude(owner=None)
    with changes(system(VIA), "remind") as tx:
        for each in found:
            tx.note("privacy_request", each.id, "tell", {"news": "due", "to": [str(each.owner_id)]})
    return len(found)


@job("privacy.retention", T("Nightly retention", "每晚按保留期限处理"), every="50 * * * *")
def nightly() -> str | None:
    """Begin what the register says, once a night, where the company wants that; the job."""
    with company():
        if not retains() or clock.now().astimezone(clock.timezone()).hour not in NIGHT:
            return None
        return str(defer(retain_now, key=f"privacy.retain@{clock.today()}"))


@job("privacy.retain", T("What was kept long enough", "处理到期的个人信息"), lock=LOCK)
def retain_now() -> dict[str, int]:
    """Carry out what the trial says, at night or at once for whoever has looked at it: {erased, blanked, refused}."""
    with custom.latest(), company():
        return retain()


@job("privacy.forget_prepared", T("Forget what nobody took", "清除未取走的查找结果"), every="*/20 * * * *")
def forget_prepared() -> int:
    """Clear what the desk found or packed and nobody took within an hour; how many."""
    gone, _ = Prepared.objects.filter(at__lt=clock.now() - dt.timedelta(hours=1)).delete()
    return gone
