"""Steps taken with opportunities; the only way a deal changes its stage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from haoke.core.errors import Conflict, Invalid
from haoke.core.text import T
from haoke.sales.queries import catalogue

if TYPE_CHECKING:
    from haoke.core.records import Tx
    from haoke.sales.models import Opportunity
    from haoke.sales.queries import StageInfo

Reason = Literal["price", "competitor", "no_budget", "timing", "no_decision", "requirements", "other"]


class AdvanceStage(BaseModel):
    """Where to; moving to a lost stage needs the reason."""

    stage: UUID
    lost_reason: Reason | None = None


class Win(BaseModel):
    """When it was won: today unless given."""

    closed_at: date | None = None


class Lose(BaseModel):
    """Why, and when: today unless given."""

    lost_reason: Reason
    closed_at: date | None = None
    comment: str | None = Field(default=None, max_length=2_000)


class Reopen(BaseModel):
    """The stage to go on from: the first one unless given."""

    stage: UUID | None = None


def advance_stage(tx: Tx, record: Opportunity, data: AdvanceStage) -> None:
    """Move a deal to any stage; a stage of another pipeline takes the deal there."""
    stage = catalogue(data.stage).stages.get(data.stage)
    if stage is None:
        raise Invalid.at("stage", "gone", T("This stage is no longer in use", "该阶段已停用"))
    _move(tx, record, stage, {"lost_reason": data.lost_reason} if stage.kind == "lost" else {})


def win_opportunity(tx: Tx, record: Opportunity, data: Win) -> None:
    """Close a deal as won."""
    _move(tx, record, _first(record, "won"), {"closed_at": data.closed_at})


def lose_opportunity(tx: Tx, record: Opportunity, data: Lose) -> None:
    """Close a deal as lost."""
    values: dict[str, Any] = {"closed_at": data.closed_at, "lost_reason": data.lost_reason}
    _move(tx, record, _first(record, "lost"), values)
    if data.comment:
        tx.note("opportunity", record, "lost", {"comment": data.comment})


def reopen_opportunity(tx: Tx, record: Opportunity, data: Reopen) -> None:
    """Take a closed deal up again."""
    found = catalogue(data.stage)
    if not found.stages[record.stage_id].closed:
        raise Conflict(T("This deal is open", "该商机正在进行中"), code="open")
    stage = found.stages.get(data.stage) if data.stage else found.first(record.pipeline_id, "open")
    if stage is None or stage.closed:
        raise Invalid.at("stage", "not_open", T("Choose an open stage", "请选择进行中的阶段"))
    _move(tx, record, stage, {})


def _first(record: Opportunity, kind: str) -> StageInfo:
    stage = catalogue().first(record.pipeline_id, kind)
    if stage is None:
        raise Conflict(
            T("The pipeline has no such stage; add one first", "该销售流程缺少对应阶段，请先添加"), code="no_stage"
        )
    return stage


def _move(tx: Tx, record: Opportunity, stage: StageInfo, values: dict[str, Any]) -> None:
    if stage.kind == "lost" and not values.get("lost_reason"):
        raise Invalid.at("lost_reason", "required", T("Say why the deal was lost", "请填写输单原因"))
    if stage.id == record.stage_id:
        return
    tx.set("opportunity", record, {"stage": stage.id, "pipeline": stage.pipeline, **values})
