"""Who will decide, in order: the path of a case, worked out before it is submitted and kept with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from haoke.approvals.queries.people import People
from haoke.approvals.rules.documents import Step, steps_of
from haoke.core import clock, criteria
from haoke.core.errors import Invalid
from haoke.core.records.near import reached
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

CHOOSE = T("Choose who decides in step {name}", "请选择节点“{name}”的审批人")
NOT_AMONG = T("Step {name}: choose among the people offered", "节点“{name}”：请在可选人员中选择")


def holds(condition: Any, spec: ObjectSpec, given: Mapping[str, Any], asker: Actor) -> bool:
    """Whether a record with these values meets a process's condition; "me" in it is who asks."""
    if not condition:
        return True
    judge = replace(asker, admin=True, key_scopes=None)
    tree = criteria.parse(condition, spec, judge)
    return criteria.matches(tree, spec, reached([tree], spec, [given])[0], judge, clock.now())


class Path:
    """Works out the steps of one case; `chosen`: {step id: people} where the initiator chooses."""

    def __init__(
        self, spec: ObjectSpec, given: Mapping[str, Any], asker: Actor, chosen: Mapping[str, Sequence[UUID]]
    ) -> None:
        self.spec = spec
        self.given = given
        self.asker = asker
        self.chosen = chosen
        self.people = People()
        #: Steps whose people the initiator still has to choose: {step id: (name, people offered or None for all)}.
        self.open: dict[str, tuple[str | None, list[UUID] | None]] = {}

    def steps(self, document: Any) -> list[dict[str, Any]]:
        """The steps in order, as JSON: {id, kind, name, mode, percent, people, left_out, limit}."""
        sure: set[UUID] = {self.asker.id}
        found = []
        for step in self._taken(steps_of(document)):
            made = self._step(step, sure)
            if step.kind != "copy" and step.mode in ("one_by_one", "all"):
                sure |= {*made["people"]}
            found.append(_plain(made))
        return found

    def _taken(self, steps: Iterable[Step]) -> Iterator[Step]:
        """The steps whose conditions hold, branches followed."""
        for step in steps:
            if not holds(step.when, self.spec, self.given, self.asker):
                continue
            if step.kind != "branch":
                yield step
                continue
            for branch in step.branches:
                if holds(branch.when, self.spec, self.given, self.asker):
                    yield from self._taken(branch.steps)
                    break

    def _step(self, step: Step, sure: set[UUID]) -> dict[str, Any]:
        named = list(dict.fromkeys(self._named(step)))
        notes: dict[UUID, str] = {}
        able = [each for person in named if (each := self._able(person, notes)) is not None]
        if not able and step.kind != "copy" and step.nobody == "administrator" and step.id not in self.open:
            able = self.people.administrators()
            notes |= dict.fromkeys(able, "nobody")
        deciding = [each for each in dict.fromkeys(able) if step.kind == "copy" or each not in sure]
        mode = "any" if able and all(notes.get(each) == "nobody" for each in able) else step.mode
        return {
            "id": step.id,
            "kind": "copy" if step.kind == "copy" else "decide",
            "name": step.name,
            "mode": "one_by_one" if step.kind == "superiors" else mode,
            "percent": step.percent,
            "people": deciding,
            "left_out": [each for each in dict.fromkeys(able) if each not in deciding],
            "notes": {each: notes[each] for each in deciding if each in notes},
            "limit": step.limit.model_dump() if step.limit else None,
        }

    def _able(self, person: UUID, notes: dict[UUID, str]) -> UUID | None:
        found = self.people.able(person, self.asker.id)
        if found is not None and found != person:
            notes[found] = "disabled"
        return found

    def _named(self, step: Step) -> Iterable[UUID]:
        above = list(self.people.above(self.asker.id)) if step.kind in ("superior", "superiors") else []
        if step.kind == "superior":
            return above[step.level - 1 : step.level]
        if step.kind == "superiors":
            return self._up_to(above, step)
        if step.kind == "role" and step.role is not None:
            return self.people.with_role(step.role)
        return self._chosen(step) if step.kind == "choice" else step.people

    def _up_to(self, above: Sequence[UUID], step: Step) -> Iterator[UUID]:
        """Superiors up to a level, or up to and with the first who has the role."""
        for person in above if step.role is not None else above[: step.level]:
            yield person
            if step.role is not None and step.role in self.people.known[person].roles:
                return

    def _chosen(self, step: Step) -> Sequence[UUID]:
        offered = self.people.with_role(step.role) if step.role else step.people or None
        chosen = self.chosen.get(step.id, ())
        if not chosen:
            self.open[step.id] = (step.name, offered)
        if any(each not in self.people.known or (offered is not None and each not in offered) for each in chosen):
            raise Invalid.at("chosen", "not_among", NOT_AMONG.fill(name=step.name or step.id))
        return chosen

    def require_chosen(self) -> None:
        """Raise Invalid while somebody has to be chosen."""
        for step, (name, _) in self.open.items():
            raise Invalid.at("chosen", "choose", CHOOSE.fill(name=name or step))


def _plain(step: dict[str, Any]) -> dict[str, Any]:
    return step | {
        "people": [str(each) for each in step["people"]],
        "left_out": [str(each) for each in step["left_out"]],
        "notes": {str(each): note for each, note in step["notes"].items()},
    }
