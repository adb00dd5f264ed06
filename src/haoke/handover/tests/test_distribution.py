"""Who gets what, as pure functions."""

from __future__ import annotations

from uuid import UUID

import pytest

from haoke.handover.rules import Distribution, assigned, grouped

ANNA, BERT = UUID(int=1), UUID(int=2)


def node(key: str, number: int) -> tuple[str, UUID]:
    return key, UUID(int=number)


def counts(given: dict[tuple[str, UUID], UUID]) -> tuple[int, int]:
    return sum(to == ANNA for to in given.values()), sum(to == BERT for to in given.values())


def asked(anna: int = 60, bert: int = 40, **other: object) -> Distribution:
    people = [{"to": ANNA, "share": anna}, {"to": BERT, "share": bert}]
    return Distribution.model_validate({"people": people, **other})


def test_what_hangs_together_is_one_group() -> None:
    account, deal, task, alone = node("account", 10), node("deal", 11), node("task", 12), node("deal", 13)
    far = node("account", 99)  # somebody else's, and yet two deals of it belong together
    twins = node("deal", 14), node("deal", 15)
    ties = [(deal, account), (task, deal), *((each, far) for each in twins)]
    assert grouped([account, deal, task, alone, *twins], ties) == [[account, deal, task], [alone], [*twins]]


@pytest.mark.parametrize(("number", "expected"), [(747, (448, 299)), (10, (6, 4)), (1, (1, 0)), (0, (0, 0))])
def test_shares_are_kept_to_the_record_where_nothing_hangs_together(number: int, expected: tuple[int, int]) -> None:
    groups = [[node("deal", at + 100)] for at in range(number)]
    assert counts(assigned(groups, asked(), {}, {})) == expected


def test_groups_go_as_a_whole_and_even_out() -> None:
    sizes = [50, 30, 9, 7, 3, 1]
    groups = [[node("deal", 1000 * at + each) for each in range(1, size + 1)] for at, size in enumerate(sizes)]
    given = assigned(groups, asked(), {}, {})
    assert counts(given) == (60, 40)
    assert all(len({given[each] for each in group}) == 1 for group in groups)


def test_rules_come_first_and_take_the_whole_group() -> None:
    groups = [[node("account", 1), node("deal", 2)], [node("deal", 3)]]
    given = assigned(groups, asked(1, 1), {node("deal", 2): BERT}, {})
    assert given[node("account", 1)] == given[node("deal", 2)] == BERT
    assert given[node("deal", 3)] == ANNA


def test_whoever_has_least_gets_the_next() -> None:
    groups = [[node("deal", at + 100)] for at in range(10)]
    assert counts(assigned(groups, asked(by="load"), {}, {ANNA: 6})) == (2, 8)
    assert counts(assigned(groups, asked(by="load"), {}, {ANNA: 100})) == (0, 10)


def test_without_people_only_rules_give() -> None:
    only = Distribution.model_validate({"rules": [{"object": "deal", "condition": {"and": []}, "to": ANNA}]})
    given = assigned([[node("deal", 1)], [node("deal", 2)]], only, {node("deal", 2): ANNA}, {})
    assert given == {node("deal", 2): ANNA}
