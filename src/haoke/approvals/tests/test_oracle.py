"""Random processes and random decisions against a second, plain account of what should come of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from haoke.approvals.rules.verdicts import verdict
from haoke.approvals.tests.scene import Company
from haoke.core.testing.lots import examples

if TYPE_CHECKING:
    from uuid import UUID

MODES = ("one_by_one", "all", "any", "percent")
PEOPLE = ("Root", "Boss", "Lead", "Rep", "Fay", "Gus")


def expected(mode: str, percent: int, answers: list[bool | None]) -> str:
    """What a step amounts to when everybody has answered so far as given (None: not yet)."""
    yes, no = answers.count(True), answers.count(False)
    if not answers:
        return "passed"
    if mode == "any":
        return "passed" if yes else "rejected" if no else "open"
    if mode == "percent":
        if yes * 100 >= percent * len(answers):
            return "passed"
        return "rejected" if (len(answers) - no) * 100 < percent * len(answers) else "open"
    return "rejected" if no else "passed" if yes == len(answers) else "open"


def test_a_step_amounts_to_what_a_plain_account_of_it_says() -> None:
    rng = random.Random(20261122)
    for _ in range(examples(3000)):
        mode, percent = rng.choice(MODES), rng.randrange(1, 101)
        answers = [rng.choice((True, False, None)) for _ in range(rng.randrange(6))]
        # The first answer of an "any" step ends it: there is never a second one.
        if mode == "any" and any(each is not None for each in answers):
            answers = [answers[0] if answers[0] is not None else True, *[None] * (len(answers) - 1)]
        found = verdict(mode, percent, len(answers), answers.count(True), answers.count(False))
        assert found == expected(mode, percent, answers), (mode, percent, answers)


def play(rng: random.Random, steps: list[dict[str, Any]], asker: str) -> tuple[list[tuple[str, bool]], str]:
    """(decisions in order, outcome) of a process whose deciders answer at random."""
    agreed: set[str] = {asker}
    made: list[tuple[str, bool]] = []
    for step in steps:
        people = [each for each in dict.fromkeys(step["people"]) if each not in agreed]
        answers: dict[str, bool | None] = dict.fromkeys(people)
        state = expected(step["mode"], step["percent"], list(answers.values()))
        while state == "open":
            left = [each for each in people if answers[each] is None]
            who = left[0] if step["mode"] == "one_by_one" else rng.choice(left)
            answers[who] = rng.random() < step["kindness"]
            made.append((who, bool(answers[who])))
            state = expected(step["mode"], step["percent"], list(answers.values()))
        if state == "rejected":
            return made, "rejected"
        agreed |= {each for each, answer in answers.items() if answer}
    return made, "passed"


@pytest.mark.django_db
def test_random_processes_end_as_the_oracle_says() -> None:
    rng = random.Random(1122)
    company = Company()
    outcomes = set()
    for number in range(examples(8)):
        steps: list[dict[str, Any]] = [
            {
                "mode": rng.choice(MODES), "percent": rng.choice((34, 50, 67, 100)),
                "kindness": rng.choice((0.6, 0.95)),
                "people": rng.sample(PEOPLE, rng.randrange(1, 4)),
            }
            for _ in range(rng.randrange(1, 4))
        ]  # fmt: skip
        decisions, outcome = play(rng, steps, "Rep")
        account = company.account(name=f"Account {number}")
        company.process(
            *(company.named(*step["people"], mode=step["mode"], percent=step["percent"]) for step in steps),
            condition={"field": "name", "op": "eq", "value": account.name},
        )
        case: UUID = company.ask("Rep", account.id)
        for who, yes in decisions:
            assert company.see("Root", case)["state"] == "running", (steps, decisions)
            assert who in company.waiting(case)
            (company.agree if yes else company.refuse)(who, case)
        assert company.see("Root", case)["state"] == outcome, (steps, decisions)
        account.refresh_from_db()
        assert account.industry == ("software" if outcome == "passed" else None)
        outcomes.add(outcome)
    assert outcomes == {"passed", "rejected"}
