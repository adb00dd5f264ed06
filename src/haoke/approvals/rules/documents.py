"""The steps of a process as they are stored, and what is wrong with what somebody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from haoke.core import criteria, registry
from haoke.core.criteria import Leaf
from haoke.core.errors import BadRequest, Problem
from haoke.core.records.unfit import said
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

MOST: Final = 60
ABOUT = T("Steps", "审批节点")
NO_PEOPLE = T("Step {name}: name somebody", "节点“{name}”：请选择人员")
NO_ROLE = T("Step {name}: choose a role", "节点“{name}”：请选择角色")
NO_BRANCH = T("Step {name}: add a branch", "节点“{name}”：请添加分支")
TWICE = T("Two steps have the same id “{id}”", "两个节点的标识都是“{id}”")
TOO_MANY = T("A process may have {most} steps", "流程最多 {most} 个节点")
NO_STEPS = T("Add at least one step in which somebody decides", "请至少添加一个审批节点")
RELATED = T(
    "A condition here is about the record itself, not about related ones", "此处条件只能针对记录本身，不能针对关联记录"
)
BAD_SHAPE = T("Steps are a list of {{id, kind, …}}: {why}", "审批节点应为 {{id, kind, …}} 的列表：{why}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Limit(_Strict):
    """Working hours somebody has, and what happens then."""

    hours: int = Field(ge=1, le=720)
    then: Literal["remind", "hand_on", "agree", "refuse"] = "remind"


class Step(_Strict):
    """One node. `people`: named, or offered to choose from · `level`: superiors up · `when`: only if it holds."""

    id: str = Field(min_length=1, max_length=40)
    kind: Literal["people", "role", "superior", "superiors", "choice", "copy", "branch"]
    name: str | None = Field(None, max_length=80)
    people: list[UUID] = Field(default_factory=list, max_length=100)
    role: UUID | None = None
    level: int = Field(1, ge=1, le=20)
    mode: Literal["one_by_one", "all", "any", "percent"] = "all"
    percent: int = Field(100, ge=1, le=100)
    nobody: Literal["pass", "administrator"] = "administrator"
    limit: Limit | None = None
    when: dict[str, Any] | None = None
    branches: list[Branch] = Field(default_factory=list, max_length=10)


class Branch(_Strict):
    """Steps that are taken when its condition is the first of the branches to hold (none: always)."""

    name: str | None = Field(None, max_length=80)
    when: dict[str, Any] | None = None
    steps: Annotated[list[Step], Field(max_length=MOST)] = Field(default_factory=list)


Step.model_rebuild()
_Steps = TypeAdapter(Annotated[list[Step], Field(max_length=MOST)])


def steps_of(document: Any) -> list[Step]:
    """The steps of a stored document."""
    return _Steps.validate_python(document)


def problems(document: Any, spec: ObjectSpec, asker: Actor) -> list[Problem]:
    """What is wrong with a document of steps about records of `spec` whose conditions `asker` wrote.

    What is wrong with one step is said of the field "nodes.<its id>".
    """
    try:
        steps = steps_of(document or [])
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place, why = ".".join(str(part) for part in first["loc"]), said(first)
        return [Problem("nodes", "shape", BAD_SHAPE.fill(why=T(f"{place}: {why}", f"{place}：{why.zh}")))]
    found = list(walk(steps))
    return [*_all_together(found), *(each for step in found for each in _of_one(step, spec, asker))]


def decides(document: Any) -> bool:
    """Whether somebody decides anything in these (well-formed) steps."""
    return any(step.kind not in ("copy", "branch") for step in walk(steps_of(document or [])))


def walk(steps: list[Step]) -> Iterator[Step]:
    """Every step, those of branches after the one that branches."""
    for step in steps:
        yield step
        for branch in step.branches:
            yield from walk(branch.steps)


def _all_together(steps: list[Step]) -> Iterator[Problem]:
    if len(steps) > MOST:
        yield Problem("nodes", "too_many", TOO_MANY.fill(most=MOST))
    seen: set[str] = set()
    for step in steps:
        if step.id in seen:
            yield Problem("nodes", "twice", TWICE.fill(id=step.id))
        seen.add(step.id)


def _of_one(step: Step, spec: ObjectSpec, asker: Actor) -> Iterator[Problem]:
    name, place = step.name or step.id, f"nodes.{step.id}"
    if step.kind in ("people", "copy") and not step.people:
        yield Problem(place, "no_people", NO_PEOPLE.fill(name=name))
    if step.kind == "role" and step.role is None:
        yield Problem(place, "no_role", NO_ROLE.fill(name=name))
    if step.kind == "branch" and not step.branches:
        yield Problem(place, "no_branch", NO_BRANCH.fill(name=name))
    for when in (step.when, *(branch.when for branch in step.branches)):
        yield from condition_problems(place, when, spec, asker)


def condition_problems(field: str, raw: Any, spec: ObjectSpec, asker: Actor) -> Iterator[Problem]:
    """What is wrong with a condition on a record that is about to change."""
    if raw is None:
        return
    try:
        node = criteria.parse(raw, spec, asker)
    except BadRequest as bad:
        yield Problem(field, bad.code, bad.message)
        return
    if any(not isinstance(each, Leaf) for each in criteria.leaves(node)):
        yield Problem(field, "related", RELATED)


def field_problems(name: str, listed: Any, spec: ObjectSpec) -> Iterator[Problem]:
    """What is wrong with a list of field names."""
    if listed is None:
        return
    known: Mapping[str, Any] = registry.fields(spec.key)
    if not isinstance(listed, list):
        yield Problem(name, "shape", T("This is a list of field names", "应为字段名列表"))
        return
    for each in listed:
        if not isinstance(each, str) or each not in known:
            yield Problem(name, "unknown_field", T("There is no field “{field}”", "没有字段“{field}”").fill(field=each))
