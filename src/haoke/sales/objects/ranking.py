"""What a customer is to us: stages of its life, and levels by what it bought; the first rule that holds counts."""

from __future__ import annotations

from typing import Any, Final

from haoke.core.text import T

_WON: Final = {"field": "stage.kind", "op": "eq", "value": "won"}
_BOUGHT: Final = {"related": "opportunities", "where": _WON}
_DEALING: Final = {"related": "opportunities", "where": {"field": "stage.kind", "op": "eq", "value": "open"}}


def _ago(field: str, op: str, days: int) -> dict[str, Any]:
    return {"field": field, "op": op, "value": {"rel": "days_ago", "n": days}}


def _won(op: str, days: int) -> dict[str, Any]:
    """It bought since, or before, so many days ago."""
    return {"related": "opportunities", "where": {"and": [_WON, _ago("closed_at", op, days)]}}


def _in_touch(days: int) -> dict[str, Any]:
    done = {"field": "done", "op": "eq", "value": True}
    talked = {"field": "kind", "op": "nin", "value": ["task", "note"]}
    return {"related": "activities", "where": {"and": [done, talked, _ago("done_at", "gte", days)]}}


def _stage(value: str, name: T, condition: Any) -> dict[str, Any]:
    rule = {"object": "account", "field": "lifecycle", "value": value, "name": name}
    return {**rule, "condition": condition, "active": True}


def _level(value: str, name: T, *either: tuple[str, int]) -> dict[str, Any]:
    tree = {"or": [{"field": field, "op": "gte", "value": least} for field, least in either]}
    return {"object": "account", "field": "level", "value": value, "name": name, "condition": tree, "active": False}


#: Levels wait to be tried and switched on: they would change what people have entered.
LEVEL_RULES: Final = (
    _stage(
        "new", T("First deal won in the last 90 days", "90 天内首次成交"),
        {"and": [_won("gte", 90), {"not": _won("lt", 90)}]},
    ),
    _stage(
        "active", T("Won within a year, or an old customer in touch", "一年内成交，或老客户仍有商机或往来"),
        {"or": [_won("gte", 365), {"and": [_BOUGHT, {"or": [_DEALING, _in_touch(90)]}]}]},
    ),
    _stage(
        "dormant", T("Won within three years, quiet since", "三年内成交过，近期无往来"), {"and": [_won("gte", 1095)]}
    ),
    _stage("lost", T("Bought long ago", "很久未再成交"), {"and": [_BOUGHT]}),
    _stage("prospect", T("Never bought", "尚未成交"), None),
    _level("a", T("500,000 and more won in a year", "近一年成交 50 万以上"), ("won_amount", 500_000)),
    _level(
        "b", T("100,000 won in a year, or five deals", "近一年成交 10 万以上，或成交 5 次以上"),
        ("won_amount", 100_000), ("won_deals", 5),
    ),
    _level(
        "c", T("20,000 won in a year, or two deals", "近一年成交 2 万以上，或成交 2 次以上"), ("won_amount", 20_000),
        ("won_deals", 2),
    ),
    _level("d", T("One small deal", "仅有小额成交"), ("won_deals", 1)),
)  # fmt: skip
