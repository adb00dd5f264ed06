"""What is always true of sequences and of addresses nobody writes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from haoke.core import criteria, registry
from haoke.core.errors import BadRequest, Problem
from haoke.core.records.unfit import said
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.inbox.mail.models import MailTemplate
from haoke.inbox.mail.sequences import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.spec import Change

NO_OBJECT: Final = T("Records of “{key}” cannot be followed up by mail", "“{key}”的记录不能用邮件跟进")
TOO_MANY: Final = T("At most {most} mails", "最多 {most} 封邮件").fill(most=documents.MOST)
TWICE: Final = T("Two mails have the same id", "两封邮件的标识相同")
BACKWARDS: Final = T("The end must come after the start", "结束时间须晚于开始时间")
NO_TEMPLATE: Final = T(
    "This template is switched off, gone, or for other records", "模板已停用、已删除或不适用于此对象"
)


def followed(key: str) -> bool:
    """Whether records of the object can be followed up: people with addresses are on or around them."""
    spec = registry.objects().get(key)
    return spec is not None and not spec.internal and spec.timeline and spec.about is None


def sequence_makes_sense(change: Change) -> None:
    """A sequence is about an object, its mails are templates for that, and what ends it is a condition on it."""
    after = change.after
    if not followed(after["object"] or ""):
        raise RuleBroken.at("object", "unknown", NO_OBJECT.fill(key=after["object"]))
    found = list(_problems(after))
    if found:
        raise RuleBroken(problems=found)
    if after["stop_when"]:
        try:
            criteria.parse(after["stop_when"], registry.get(after["object"]), change.actor)
        except BadRequest as refused:
            raise RuleBroken.at("stop_when", refused.code, refused.message) from None


def _problems(after: dict[str, Any]) -> Iterator[Problem]:
    try:
        steps = documents.steps_of(after["steps"])
    except ValidationError as error:
        for each in error.errors(include_url=False, include_context=False, include_input=False):
            yield Problem(".".join(["steps", *map(str, each["loc"])]), str(each["type"]), said(each))
        return
    if len(steps) > documents.MOST:
        yield Problem("steps", "too_many", TOO_MANY)
    if len({each.id for each in steps}) < len(steps):
        yield Problem("steps", "twice", TWICE)
    yield from _unsendable(steps, after["object"])


def _unsendable(steps: list[documents.Step], key: str) -> Iterator[Problem]:
    wanted = [each.template for each in steps]
    known = MailTemplate._base_manager.filter(id__in=wanted, deleted_at=None, active=True)
    fit = {each.id for each in known if each.object in (None, key)}
    for at, step in enumerate(steps):
        if step.template not in fit:
            yield Problem(f"steps.{at}.template", "template", NO_TEMPLATE)
        if step.until <= step.since:
            yield Problem(f"steps.{at}.until", "backwards", BACKWARDS)


def address_is_small(change: Change) -> None:
    """Addresses are compared without regard to case."""
    if change.after["address"]:
        change.after["address"] = change.after["address"].lower()
