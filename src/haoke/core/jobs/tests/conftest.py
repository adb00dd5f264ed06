"""Jobs declared for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from haoke.core import jobs
from haoke.core.jobs import registry
from haoke.core.jobs.tests.driving import Declare
from haoke.core.text import T


@pytest.fixture
def declare() -> Iterator[Declare]:
    """`declare(fn, **options)` makes a job of a function for one test."""
    made: list[Any] = []

    def make(function: Callable[..., Any], **options: Any) -> Callable[..., Any]:
        made.append(function)
        return jobs.job(f"test.{function.__name__}", T("Test", "测试"), **options)(function)

    yield make
    for function in made:
        registry._kinds.pop(registry._names.pop(function), None)
