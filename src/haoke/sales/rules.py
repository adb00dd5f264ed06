"""What is always true of deals and stages."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from haoke.core import clock
from haoke.core.criteria import worth
from haoke.core.fieldtypes import currencies
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.sales.queries import catalogue

if TYPE_CHECKING:
    from haoke.core.spec import Change
    from haoke.sales.queries import StageInfo


def pipeline_and_stage_agree(change: Change) -> None:
    """A new deal gets the default pipeline and its first stage; a stage is always one of the deal's pipeline."""
    after = change.after
    if not (change.creating or change.changed & {"pipeline", "stage"}):
        return
    if after.get("stage") is None:
        _begin(change)
        return
    stage = _stage(change)
    if after.get("pipeline") is None or (change.creating and "pipeline" not in change.changed):
        after["pipeline"] = stage.pipeline
    if stage.pipeline != after["pipeline"]:
        field = "stage" if "stage" in change.changed else "pipeline"
        raise RuleBroken.at(
            field, "other_pipeline",
            T("The stage belongs to another pipeline: move the deal to a stage of the one you want",
              "阶段不属于该销售流程：请把商机推进到目标流程的阶段"),
        )  # fmt: skip
    _follow_stage(change, stage)


def _begin(change: Change) -> None:
    found = catalogue()
    pipeline = change.after.get("pipeline") or found.default
    first = found.first(pipeline, "open") if pipeline else None
    if first is None:
        raise RuleBroken.at(
            "pipeline",
            "no_stage",
            T("This pipeline has no open stage; add one first", "该销售流程还没有进行中的阶段，请先添加"),
        )
    change.after.update(pipeline=pipeline, stage=first.id)
    _follow_stage(change, first)


def _stage(change: Change) -> StageInfo:
    wanted = change.after["stage"]
    stage = catalogue(wanted).stages.get(wanted)
    if stage is None:
        raise RuleBroken.at("stage", "gone", T("This stage is no longer in use", "该阶段已停用"))
    return stage


def _follow_stage(change: Change, stage: StageInfo) -> None:
    if "probability" not in change.changed or stage.closed:
        change.after["probability"] = stage.probability
    if not stage.closed:
        change.after.update(closed_at=None, lost_reason=None)
        return
    if not change.after.get("closed_at") and not change.history:
        change.after["closed_at"] = clock.today()
    if stage.kind == "won":
        change.after["lost_reason"] = None


def estimate_ends_with_an_amount(change: Change) -> None:
    """Whoever changes an estimated amount means the real one; no amount is no estimate."""
    if "amount" in change.changed and "estimated" not in change.changed and not change.creating:
        change.after["estimated"] = False
    if change.after.get("amount") is None:
        change.after["estimated"] = False


def opened_before_closed(change: Change) -> None:
    """A deal opened today unless another day is given or history does not know it, and not after it closed."""
    after = change.after
    if change.creating and not after.get("opened_at") and not change.history:
        today = clock.today()
        after["opened_at"] = min(today, after.get("closed_at") or today)
    opened, closed = after.get("opened_at"), after.get("closed_at")
    if opened and closed and closed < opened and change.changed & {"opened_at", "closed_at", "stage"}:
        raise RuleBroken.at("opened_at", "order", T("The deal closed before it opened", "开始日期晚于结束日期"))


def stage_keeps_its_pipeline(change: Change) -> None:
    """A stage is not moved to another pipeline: the deals in it would be in two."""
    if change.before is not None and "pipeline" in change.changed:
        raise RuleBroken.at(
            "pipeline",
            "fixed",
            T("A stage stays in its pipeline; make a new one there", "阶段不能移到其他流程，请在目标流程新建"),
        )


def probability_fits_the_kind(change: Change) -> None:
    """A won stage is 100 % and green, a lost one 0 % and red where nothing else is said; an open one lies between."""
    kind = change.after.get("kind")
    if kind in {"won", "lost"}:
        change.after["probability"] = Decimal(100 if kind == "won" else 0)
        if change.creating and "color" not in change.changed:
            change.after["color"] = "green" if kind == "won" else "red"
    elif not 0 <= (change.after.get("probability") or 0) <= 100:  # noqa: PLR2004 (per cent)
        raise RuleBroken.at("probability", "range", T("A probability lies between 0 and 100", "赢率应在 0 到 100 之间"))


def closed_amount_is_fixed(change: Change) -> None:
    """A closed deal keeps what its amount was worth on the day it closed; an open one is converted at reading."""
    amount = change.after.get("amount")
    if amount is None or not (change.creating or change.changed & {"amount", "stage", "closed_at"}):
        return
    closed = change.after.get("closed_at")
    rate = Decimal(1) if amount.currency == currencies.base() else worth.rates().get(amount.currency)
    change.after["amount"] = amount.posted(rate, closed) if closed and rate else amount.opened()
