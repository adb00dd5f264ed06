"""What a calculated field would hold, before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.calculated.defined import all_fields, calculation
from haoke.core.calculated.keeping import columns
from haoke.core.calculated.rules import formula_problems, rollup_problems
from haoke.core.custom.options import type_of
from haoke.core.errors import Missing
from haoke.core.expressions.operations import FUNCTIONS
from haoke.core.records.gate import unseen
from haoke.core.records.storage import fetch
from haoke.core.spec import RuleBroken
from haoke.core.sql import Sql, ident
from haoke.core.text import say

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor


def functions() -> list[dict[str, str]]:
    """[{name, form, label}] of what can be called in a formula."""
    return [{"name": name, "form": each.form, "label": say(each.label)} for name, each in FUNCTIONS.items()]


def tried(actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
    """{formula, value} for a record the actor sees (value None without one); raises RuleBroken, Missing."""
    spec = registry.get(given["object"])
    which = "formula" if given["options"].get("formula") is not None else "rollup"
    wanted = {**given, "name": "cf_tried", "label": {}, "options": {"rollup": None, **given["options"]}}
    found = list((formula_problems if which == "formula" else rollup_problems)(actor, spec, wanted))
    if found:
        raise RuleBroken(problems=found)
    answer = {"formula": wanted["options"].get("formula"), "value": None}
    record = given["record"]
    if record is None:
        return answer
    if unseen(actor, [(spec.key, record)]):
        raise Missing
    kind = type_of(wanted)
    row_of = columns(spec, calculation(spec.key, "cf_tried", wanted["options"], all_fields), kind)
    head = f"SELECT c.* FROM {ident(spec.model._meta.db_table)} r CROSS JOIN LATERAL ("
    (row,) = fetch(row_of.wrap(head, "") + Sql(") c WHERE r.id = %s", (record,)))
    return answer | {"value": kind.dump(kind.load([row[f"p{at}"] for at in range(len(kind.parts))]))}
