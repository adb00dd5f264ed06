"""Merging over HTTP: trying it and doing it, and old ids that lead on."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core.access.actor import Verb
from haoke.core.api import problems
from haoke.core.api.routes import Answer, Call
from haoke.core.errors import Missing
from haoke.core.merging import former, showing
from haoke.core.merging.work import MergeBody, Wanted
from haoke.core.records import changes, reading
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.spec import ObjectSpec


def _wanted(call: Call) -> Wanted:
    """What is asked for; who may not merge the record is told that, whatever else is wrong."""
    body: MergeBody = call.body
    keep = _kept(call)
    if body.other is None:
        with changes(call.actor, "merge") as tx:
            tx.get(call.spec.key, keep, Verb.MERGE)
    return body.wanted(keep)


def _kept(call: Call) -> UUID:
    try:
        return UUID(call.params["id"])
    except ValueError:
        raise Missing from None


def preview(call: Call) -> Answer:
    """What a merge would do: {keep, other, fields, moves, others, dropped, result, problem}. Nothing is written."""
    found, refused = showing.preview(call.actor, call.spec, _wanted(call))
    return Answer({"dropped": [], "result": None, **found, "problem": refused and problems.answer(refused).body})


def merge(call: Call) -> Answer:
    """Make one of two: {record, change, dropped}."""
    wanted = _wanted(call)
    with changes(call.actor, "merge") as tx:
        moved = tx.merge(call.spec.key, wanted)
    record = reading.read_one(call.actor, call.spec, wanted.keep)
    return Answer({"record": record, "change": str(tx.change), "dropped": showing.dropped(call.actor, moved)})


#: As in `records`: method, path, handler, verb, what it does, and the shapes.
MERGING: tuple[tuple[str, str, Callable[[Call], Answer], str, T, dict[str, Any]], ...] = (
    ("POST", "/merge", merge, "merge", T("Merge another {one} into this one", "合并另一条{one}"), {"body": MergeBody}),
    ("POST", "/merge/preview", preview, "merge", T("Try a merge of {many}", "预览合并{many}"), {"body": MergeBody}),
)


def leading(spec: ObjectSpec, method: str, below: str, handle: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
    """The handler of an object's route; what reads or changes one record takes the id of one that went up into it, too.

    What takes records away does not: a program that tidies up what it knows would take the survivor away.
    """
    acted = spec.action(below.removeprefix("/actions/"))
    leads = (method in ("GET", "PATCH") and below.startswith("/")) or (acted is not None and not acted.danger)
    return _led_on(handle) if leads and spec.mergeable else handle


def _led_on(handle: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
    @wraps(handle)
    def follow(call: Call) -> Answer:
        try:
            return handle(call)
        except Missing:
            survivor = former.led(call.actor, call.spec, _kept(call))
        return handle(replace(call, params={**call.params, "id": str(survivor)}))

    return follow
