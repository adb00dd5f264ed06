"""Derived values belong to the version they were derived at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from haoke.core.metadata import SHIPPED, Metadata, current, derived, enter, forget, using


@derived
def version_of(_what: str) -> list[int]:
    return [current().version]


def test_a_value_is_kept_with_its_version_and_comes_back_with_it() -> None:
    first, second = Metadata(1), Metadata(2)
    with using(first):
        kept = version_of("a")
        assert version_of("a") is kept
        assert version_of("b") is not kept
        with using(second):
            assert version_of("a") == [2]
        assert version_of("a") is kept
    assert version_of("a") == [0]


def test_a_request_that_learns_its_version_goes_on_at_it_to_its_end() -> None:
    with using(SHIPPED):
        enter(Metadata(7))
        assert version_of("a") == [7]
    assert version_of("a") == [0]


def test_other_threads_see_the_version_only_with_the_context() -> None:
    with using(Metadata(3)), ThreadPoolExecutor(1) as pool:
        assert pool.submit(version_of, "a").result() == [0]
        assert pool.submit(copy_context().run, version_of, "a").result() == [3]


def test_forgetting_is_for_the_functions_named() -> None:
    other = derived(lambda: [1])
    with using(Metadata(1)):
        kept, mine = version_of("a"), other()
        forget(version_of)
        assert version_of("a") is not kept
        assert other() is mine
