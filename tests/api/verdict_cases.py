"""Conditions with the server's verdict, for the form to be held to (test_rules.py writes them)."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from haoke.core import criteria, registry
from haoke.core.access.actor import system
from haoke.core.clock import now
from haoke.core.criteria import worth
from haoke.core.criteria.parsing import BARE
from haoke.core.errors import BadRequest, BadValue
from haoke.core.fieldtypes.base import Op

FILE = Path(__file__).parents[1] / "data" / "verdicts.json"
LISTED = frozenset({Op.IN, Op.NIN, Op.HAS_ANY, Op.HAS_ALL, Op.HAS_NONE})
SAMPLES = 2
LONGEST = 80


def cases() -> list[dict[str, Any]]:
    """One field of every kind under all its operators, with values it has and has not."""
    found, kinds = [], set()
    for key, spec in registry.objects().items():
        for name, field in registry.fields(key).items():
            kind = field.type.kind
            if kind in kinds or not field.type.operators or name == "id":
                continue
            kinds.add(kind)
            found += [case for op in field.type.operators for case in _cases(spec, name, op)]
    return found


def _cases(spec: Any, name: str, op: Op) -> list[dict[str, Any]]:
    kind = registry.field(spec.key, name).type
    rng = random.Random(f"{kind.kind} {op}")
    samples = [each for each in (kind.sample(rng) for _ in range(SAMPLES)) if len(str(each)) < LONGEST]
    samples += [each.upper() for each in samples[:1] if isinstance(each, str) and kind.kind in ("text", "email")]
    found = []
    for want in _operands(op, samples):
        for have in (None, *samples):
            case = _case(spec, name, op, have, want)
            if case is not None:
                found.append(case)
    return found


def _operands(op: Op, samples: list[Any]) -> list[Any]:
    if op in BARE:
        return [None]
    if op is Op.BETWEEN:
        return [samples[:2], samples[1::-1]]
    if op in (Op.CONTAINS, Op.NCONTAINS, Op.STARTS, Op.ENDS):
        return [*samples, *(text[:2] for text in samples if isinstance(text, str))]
    if op in LISTED:
        flat = [each for one in samples for each in (one if isinstance(one, list) else [one])]
        return [flat[:1], flat[:3]]
    return samples


def _case(spec: Any, name: str, op: Op, have: Any, want: Any) -> dict[str, Any] | None:
    kind = registry.field(spec.key, name).type
    raw = {"field": name, "op": str(op)} | ({} if op in BARE else {"value": want})
    try:
        value, node = kind.clean(have), criteria.parse(raw, spec, system())
        with worth.converting({}):
            holds = criteria.matches(node, spec, {name: value}, system(), now())
    except (BadValue, BadRequest):
        return None
    unit = {"unit": kind.meta()["unit"]} if kind.kind == "money" else {}
    shown = {} if op in BARE else {"want": want}
    return {"kind": kind.kind, **unit, "op": str(op), "have": _plain(kind.dump(value)), **shown, "is": holds}


def _plain(value: Any) -> Any:
    return orjson.loads(orjson.dumps(value, default=lambda each: str(each) if isinstance(each, UUID) else repr(each)))


def text() -> str:
    """The file."""
    return "[\n  " + ",\n  ".join(orjson.dumps(each).decode() for each in cases()) + "\n]\n"
