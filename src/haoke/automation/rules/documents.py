"""What a rule says, as it is stored: when it is set off, and its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from haoke.core.errors import Problem
from haoke.core.records.unfit import said
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Steps of a rule, those of branches included.
MOST: Final = 50
TWICE = T("Two steps have the same id “{id}”", "两个步骤的标识都是“{id}”")
TOO_MANY = T("A rule may have {most} steps", "规则最多 {most} 个步骤")

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Unit = Literal["minute", "hour", "day"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Nothing(_Strict):
    """Nothing more to say."""


class Changed(_Strict):
    """Only when one of these fields changed; none: any."""

    fields: list[str] = Field(default_factory=list, max_length=50)


class Acted(_Strict):
    action: str = Field(min_length=1, max_length=60)


class Dated(_Strict):
    """`n` units before or after a date; of days, at a time of day in the company's zone."""

    field: str = Field(min_length=1, max_length=60)
    n: int = Field(0, ge=0, le=3660)
    unit: Unit = "day"
    side: Literal["before", "after"] = "after"
    at: Clock = "09:00"


class Came(_Strict):
    """A message through this way in; none: through any."""

    endpoint: UUID | None = None


class Scheduled(_Strict):
    """Every hour (at minutes), day, week (on `weekday`, Monday 1) or month (on `day`)."""

    every: Literal["hour", "day", "week", "month"]
    at: Clock = "09:00"
    weekday: int = Field(1, ge=1, le=7)
    day: int = Field(1, ge=1, le=28)


class _Step(_Strict):
    id: str = Field(min_length=1, max_length=40, pattern=r"^[\w-]+$")


class SetStep(_Step):
    """Set fields of the record."""

    kind: Literal["set"]
    values: dict[str, Any] = Field(min_length=1, max_length=50)


class CreateStep(_Step):
    """Create a record."""

    kind: Literal["create"]
    object: str = Field(max_length=60)
    values: dict[str, Any] = Field(max_length=50)


class TaskStep(_Step):
    """Create something tied to the record: a task, a call."""

    kind: Literal["task"]
    object: str = Field(max_length=60)
    values: dict[str, Any] = Field(max_length=50)


class AssignStep(_Step):
    """Give the record to one of these people, in turn."""

    kind: Literal["assign"]
    people: list[UUID] = Field(min_length=1, max_length=100)


class TagStep(_Step):
    """Add to and remove from a field of several values."""

    kind: Literal["tag"]
    field: str = Field(max_length=60)
    add: list[Any] = Field(default_factory=list, max_length=50)
    remove: list[Any] = Field(default_factory=list, max_length=50)


class NotifyStep(_Step):
    """Tell the record's owner and people, in the bell and, if wished, by mail."""

    kind: Literal["notify"]
    owner: bool = False
    people: list[UUID] = Field(default_factory=list, max_length=100)
    message: str = Field(min_length=1, max_length=500)
    mail: bool = False

    def addressed(self, values: Mapping[str, Any]) -> list[UUID]:
        """Those it is for, each once, of a record with these values."""
        owner = values.get("owner") if self.owner else None
        return list(dict.fromkeys([*([owner] if owner else []), *self.people]))


class MailStep(_Step):
    """Send a template from a mailbox of the rule's owner to the address in a field of the record or of one it points
    at ("contact.email", "owner.email").
    """

    kind: Literal["mail"]
    mailbox: UUID
    template: UUID
    field: str = Field(max_length=121)


class WebhookStep(_Step):
    """Send the record to a webhook."""

    kind: Literal["webhook"]
    webhook: UUID


class ActStep(_Step):
    """Carry out an action of the object."""

    kind: Literal["act"]
    action: str = Field(max_length=60)
    input: dict[str, Any] = Field(default_factory=dict, max_length=50)


class WaitStep(_Step):
    """Go on after a time, or when a date of the record (`field`) comes."""

    kind: Literal["wait"]
    n: int = Field(1, ge=0, le=3660)
    unit: Unit = "day"
    field: str | None = Field(None, max_length=60)


class Branch(_Strict):
    """Steps that are taken when its condition is the first to hold (none: always)."""

    when: dict[str, Any] | None = None
    steps: list[Step] = Field(default_factory=list, max_length=MOST)


class BranchStep(_Step):
    """Take the first branch that applies."""

    kind: Literal["branch"]
    branches: list[Branch] = Field(min_length=1, max_length=10)


class ApprovalStep(_Step):
    """Submit the record to a process, wait for what is decided, and take the steps for that."""

    kind: Literal["approval"]
    process: UUID
    approved: list[Step] = Field(default_factory=list, max_length=MOST)
    refused: list[Step] = Field(default_factory=list, max_length=MOST)


Step = Annotated[
    SetStep
    | CreateStep
    | TaskStep
    | AssignStep
    | TagStep
    | NotifyStep
    | MailStep
    | WebhookStep
    | ActStep
    | WaitStep
    | BranchStep
    | ApprovalStep,
    Field(discriminator="kind"),
]
Branch.model_rebuild()
BranchStep.model_rebuild()
ApprovalStep.model_rebuild()
_Steps: TypeAdapter[list[Step]] = TypeAdapter(Annotated[list[Step], Field(max_length=MOST)])
#: Details each trigger takes.
DETAILS: Final[dict[str, type[BaseModel]]] = {
    "created": Nothing, "updated": Changed, "deleted": Nothing, "action": Acted, "date": Dated, "schedule": Scheduled,
    "message": Came,
}  # fmt: skip


def steps_of(document: Any) -> list[Step]:
    """The steps of a stored document; raises ValidationError."""
    return _Steps.validate_python(document or [])


def stored(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Steps as JSON."""
    found: list[dict[str, Any]] = _Steps.dump_python(list(steps), mode="json", exclude_none=True)
    return found


def details_of(trigger: str, document: Any) -> Any:
    """The details of a trigger, an instance of `DETAILS[trigger]`; raises ValidationError."""
    return DETAILS[trigger].model_validate(document or {})


def walk(steps: Sequence[Step]) -> Iterator[Step]:
    """Every step, those of branches after the one that branches."""
    for step in steps:
        yield step
        if isinstance(step, BranchStep):
            for branch in step.branches:
                yield from walk(branch.steps)
        elif isinstance(step, ApprovalStep):
            yield from walk(step.approved)
            yield from walk(step.refused)


def shape_problems(field: str, document: Any, error: ValidationError) -> list[Problem]:
    """What does not fit, place by place; of steps by the id of the step: "steps.<id>.people"."""
    return [
        Problem(_place(field, document, found["loc"]), "shape", said(found))
        for found in error.errors(include_url=False, include_context=False, include_input=False)[:10]
    ]


def _place(field: str, document: Any, loc: Sequence[int | str]) -> str:
    """The field, the id of the innermost step on the way to `loc` (its number where it has none), and its part."""
    at, step, rest, kind = document, None, list[str](), None
    for part in loc:
        if part == kind and isinstance(part, str):  # pydantic names the kind of a step before what is in it
            kind = None
            continue
        inside = (isinstance(at, dict) and part in at) or (isinstance(at, list) and isinstance(part, int))
        at = at[part] if inside else at
        rest = [*rest, str(part)] if isinstance(part, str) else rest
        if inside and isinstance(at, dict):
            kind = at.get("kind")
            step, rest = (at["id"], []) if isinstance(at.get("id"), str) else (step, rest)
    if step is None and loc and isinstance(loc[0], int):
        step = str(loc[0] + 1)
    return ".".join([field, *([step] if step else []), *rest])


def whole_problems(steps: Sequence[Step]) -> Iterator[Problem]:
    """What is wrong with the steps taken together."""
    found = list(walk(steps))
    if len(found) > MOST:
        yield Problem("steps", "too_many", TOO_MANY.fill(most=MOST))
    seen: set[str] = set()
    for step in found:
        if step.id in seen:
            yield Problem(f"steps.{step.id}", "twice", TWICE.fill(id=step.id))
        seen.add(step.id)
