# ruff: noqa: E501 - tables of words read best in long lines; Chinese counts double
"""The ways of selling a new company begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.sales.models import Pipeline

if TYPE_CHECKING:
    from haoke.core.records import Tx

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
    """Make the shipped pipelines in a company that has none; whether they were made."""
    if Pipeline._base_manager.filter(deleted_at=None).exists():
        return False
    for place, (zh, en, stages) in enumerate(PIPELINES):
        pipeline = tx.add("pipeline", {"name": {"zh": zh, "en": en}, "order": place + 1, "is_default": place == 0})
        for order, (stage_zh, stage_en, probability, kind, color) in enumerate(stages, 1):
            tx.add(
                "stage",
                {
                    "name": {"zh": stage_zh, "en": stage_en}, "pipeline": pipeline.id, "order": order,
                    "probability": probability, "kind": kind, "color": color,
                },
            )  # fmt: skip
    return True
