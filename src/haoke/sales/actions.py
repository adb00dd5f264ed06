# ruff: noqa: E501 - tables of words read best in long lines; Chinese counts double
"""Steps taken with opportunities; the only way a deal changes its stage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from haoke.core.errors import Conflict, Invalid
from haoke.core.text import T
from haoke.sales.models import Pipeline
from haoke.sales.queries import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    comment: Annotated[
        str | None,
        Field(title=T("Comment", "说明"), json_schema_extra={"kind": "longtext"}, max_length=2_000),
    ] = None


class Reopen(BaseModel):
    """The stage to go on from: the first one unless given."""

    stage: UUID | None = None


def advance_stage(tx: Tx, record: Opportunity, data: AdvanceStage) -> None:
    """Move a deal to any stage; a stage of another pipeline takes the deal there."""
    stage = catalogue(data.stage).stages.get(data.stage)
    if stage is None:
        raise Invalid.at("stage", "gone", T("This stage is no longer in use", "该阶段已停用"))
    _move(tx, record, stage, {"lost_reason": data.lost_reason} if stage.kind == "lost" else {})


def still_open(record: Opportunity) -> None:
    """Refuse a closed deal: whoever moves many on does not mean to take up again those that are over."""
    if catalogue().stages[record.stage_id].closed:
        raise Conflict(T("This deal is closed; reopen it first", "该商机已关闭，请先重新打开"), code="closed")


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


#: (Chinese, English, [(Chinese, English, probability, kind, colour)])
PIPELINES: Final = (
    (
        "新客销售", "New business",
        (
            ("初步接触", "Prospecting", 10, "open", "gray"), ("需求确认", "Qualification", 30, "open", "blue"),
            ("方案报价", "Proposal", 50, "open", "cyan"), ("商务谈判", "Negotiation", 70, "open", "purple"),
            ("合同审批", "Contract", 90, "open", "gold"), ("赢单", "Won", 100, "won", "green"), ("输单", "Lost", 0, "lost", "red"),
        ),
    ),
    (
        "老客续约", "Renewal",
        (
            ("待续约", "Due", 60, "open", "blue"), ("续约报价", "Quoted", 75, "open", "cyan"), ("续约确认", "Confirming", 90, "open", "gold"),
            ("已续约", "Renewed", 100, "won", "green"), ("已流失", "Churned", 0, "lost", "red"),
        ),
    ),
)  # fmt: skip


def ensure_pipelines(tx: Tx) -> bool:
    """Make the shipped pipelines in a company that never had one; whether they were made."""
    if Pipeline._base_manager.exists():
        return False
    for place, (zh, en, stages) in enumerate(PIPELINES):
        make_pipeline(tx, {"zh": zh, "en": en}, stages, {"order": place + 1, "is_default": place == 0})
    return True


def make_pipeline(
    tx: Tx, name: Mapping[str, str], stages: Sequence[tuple[str, str, int, str, str]], more: Mapping[str, Any]
) -> None:
    """A pipeline with its stages (Chinese, English, probability in percent, kind, colour)."""
    pipeline = tx.add("pipeline", {"name": dict(name), "owner": None, **more})
    for order, (zh, en, probability, kind, color) in enumerate(stages, 1):
        tx.add(
            "stage",
            {
                "name": {"zh": zh, "en": en}, "pipeline": pipeline.id, "order": order, "probability": probability,
                "kind": kind, "color": color, "owner": None,
            },
        )  # fmt: skip


def sell_by(tx: Tx, name: Mapping[str, str], stages: Sequence[tuple[str, str, int, str, str]]) -> None:
    """Make a pipeline new deals go through from now on; those there are stay in theirs."""
    for other in Pipeline._base_manager.filter(is_default=True, deleted_at=None):
        tx.set("pipeline", other, {"is_default": False})
    make_pipeline(tx, name, stages, {"order": 0, "is_default": True})
